"""Ways to get rights that one does not have; each is refused, at the place that gives it away."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.permission.proposal import proposal
from generator.permission.refusals import refusals
from generator.read.git import RevisionError
from tests.offices import CUSTOMER, RULES, VISIT
from tests.permission.changes import handed_over, own_file, visit
from tests.permission.office import DECISION, FOLLOW_UP, OFFICE, TODAY, Files, Repository, text
from tests.repositories import dated, git


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("attacks") / "office")


def places(repository: Repository, person: str, name: str, changes: Files, **modes: str) -> list[str]:
    """Return path and line of everything that is refused."""
    repository.branch(name, changes, dict.fromkeys(changes, modes["mode"]) if modes else {})
    return [f"{problem.place.path}:{problem.place.line}" for problem in repository.refused(person, name)]


def test_a_change_that_adds_its_author_as_manager_gives_no_rights(repository: Repository) -> None:
    added = OFFICE.replace("  old-hu:", "  eve: {name: 伊娃, role: manager, git: [eve@example.com]}\n  old-hu:")
    repository.branch("eve", {"office.yaml": added, "rules.yaml": RULES.replace("after_days: 7", "after_days: 70")})
    (problem,) = repository.refused("eve@example.com", "eve")
    assert text(problem) == (
        "office.yaml:1: unknown-actor “eve@example.com” stands under git: of nobody in the office.yaml that this "
        "change starts from, so it may change nothing; a manager adds it there first."
    )


def test_a_change_that_makes_its_author_a_manager_gives_no_rights(repository: Repository) -> None:
    promoted = OFFICE.replace("name: 李娜, role: consultant", "name: 李娜, role: manager")
    changes: Files = {"office.yaml": promoted, "customers/ccccc/visits/1.yaml": None}
    assert places(repository, "li-na", "promoted", changes) == ["customers/ccccc/visits/1.yaml:1", "office.yaml:3"]


def test_a_change_of_the_rules_gives_no_right_to_approve(repository: Repository) -> None:
    approval = "at: 2026-11-22\nby: zhou-kai\nkind: approve_downgrade\nto: C\nreason: 冷了\n"
    changes = {
        "rules.yaml": RULES.replace("{to: D, role: leader}", "{to: C, role: leader}"),
        "customers/aaaaa/decisions/2.yaml": approval,
    }
    refused = ["customers/aaaaa/decisions/2.yaml:4", "rules.yaml:15"]
    assert places(repository, "zhou-kai", "approval", changes) == refused


def test_taking_a_customer_and_then_recording_visits_is_refused_twice(repository: Repository) -> None:
    changes = {
        "customers/bbbbb/customer.yaml": own_file("bbbbb").replace("wu-di", "li-na"),
        "customers/bbbbb/visits/3.yaml": FOLLOW_UP,
    }
    found = places(repository, "li-na", "taken", changes)
    assert found == [
        "customers/bbbbb/customer.yaml:3",
        "customers/bbbbb/customer.yaml:3",
        "customers/bbbbb/visits/3.yaml:1",
    ]


def test_a_second_folder_of_the_same_id_is_no_customer_of_ones_own(repository: Repository) -> None:
    changes = {
        "customers/mine/bbbbb/customer.yaml": CUSTOMER,
        "customers/mine/bbbbb/visits/3.yaml": FOLLOW_UP,
    }
    expected = ["customers/mine/bbbbb/customer.yaml:1", "customers/mine/bbbbb/customer.yaml:3", *list(changes)[1:]]
    found = places(repository, "li-na", "second", changes)
    assert [place.removesuffix(":1") if "visits" in place else place for place in found] == expected


def test_even_an_own_customer_gets_no_second_folder(repository: Repository) -> None:
    changes = {"customers/2026-11/aaaaa/visits/3.yaml": FOLLOW_UP}
    assert places(repository, "li-na", "own-second", changes) == ["customers/2026-11/aaaaa/visits/3.yaml:1"]


@pytest.mark.parametrize(
    "path",
    [
        "customers/bbbbb/visits/customer.yaml",  # inside the records of another customer
        "customers/bbbbb/eeeee/customer.yaml",
        "customers/customer.yaml",
        "customers/BBBBB/eeeee/customer.yaml",  # the same folder on some computers
        "customers/Aaaaa/visits/3.yaml",
        "customers/aaaaa./visits/3.yaml",
        "customers/ａaaaa/visits/3.yaml",
        "customers/aaaaa/visits/1.YAML",
        "customers/aaaaa/visits/1.yaml.",
        "customers/aaaaa/visits/1.yaml:x.yaml",
        "customers/aaaaa/visits/..\\..\\..\\rules.yaml",
        "customers/aaaaa/visits/a\u202egnp.yaml",
        "customers/aaaaa/visits/old/3.yaml",
        "customers/aaaaa/.gitattributes",
        "rules.yaml.bak",
        "office.yaml/visits/1.yaml",
    ],
)
def test_a_name_that_is_nobodys_is_for_managers(tmp_path: Path, path: str) -> None:
    repository = Repository(tmp_path)
    content = CUSTOMER if path.endswith("customer.yaml") else FOLLOW_UP
    changes: dict[str, str | bytes | None] = {path: content}
    if path.startswith("office.yaml/"):
        changes = {"office.yaml": None, **changes}
    assert f"{path}:1" in places(repository, "li-na", "name", changes)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("customers/aaaaa/visits/mo.yaml", "customers/aaaaa/visits/MO.yaml"),
        ("customers/aaaaa/visits/é.yaml", "customers/aaaaa/visits/e\u0301.yaml"),
        ("customers/aaaaa/visits/mo.yaml", "customers/aaaaa/visits/ｍo.yaml"),
    ],
)
def test_a_twin_that_would_hide_a_record_is_refused(tmp_path: Path, old: str, new: str) -> None:
    repository = Repository(tmp_path, {old: FOLLOW_UP})
    repository.branch("twin", {new: FOLLOW_UP.replace("还在比较", "已经决定")})
    (problem,) = repository.refused("li-na", "twin")
    assert f"the same file as {old}" in text(problem)
    assert repository.refused("chen-wei", "twin") == ()


@pytest.mark.parametrize("mode", ["120000", "100755"])
def test_links_and_programs_are_for_managers_even_among_own_records(repository: Repository, mode: str) -> None:
    name = f"mode-{mode}"
    changes = {
        "customers/aaaaa/visits/1.yaml": visit("aaaaa"),
        "customers/aaaaa/visits/3.yaml": "../../bbbbb/customer.yaml",
    }
    refused = ["customers/aaaaa/visits/1.yaml:1", "customers/aaaaa/visits/3.yaml:1"]
    assert places(repository, "li-na", name, changes, mode=mode) == refused
    assert repository.refused("chen-wei", name)[0].message.msgid.startswith("This record can't be read")


def test_a_folder_that_became_a_link_is_refused(repository: Repository) -> None:
    gone: dict[str, str | bytes | None] = {
        path: None for path in repository.files if path.startswith("customers/aaaaa/")
    }
    repository.branch("link", {**gone, "customers/aaaaa": "bbbbb"}, {"customers/aaaaa": "120000"})
    refused = {problem.place.path for problem in repository.refused("li-na", "link")}
    assert refused == {*gone, "customers/aaaaa"}


@pytest.mark.parametrize(
    "identity",
    [
        "",
        "  ",
        "lі-na@example.com",  # a Cyrillic і
        "ｌi-na@example.com",  # a wide l: another mailbox, though NFKC makes them one
        "ſun@example.com",
        "li-na@example.com.evil.example",
        "li-na",  # the id in office.yaml is no login
        "李娜",
        "nobody@example.com",
    ],
)
def test_an_identity_that_only_looks_like_somebody_is_nobody(repository: Repository, identity: str) -> None:
    repository.branch("plain", {"customers/aaaaa/visits/3.yaml": FOLLOW_UP})
    (problem,) = refused_by_identity(repository, identity, "plain")
    assert problem.startswith("office.yaml:1: unknown-actor ")


def refused_by_identity(repository: Repository, identity: str, head: str) -> list[str]:
    return [text(problem) for problem in refusals(proposal(repository.root, repository.base, head), [identity], TODAY)]


@pytest.mark.parametrize("identity", ["LI-NA@Example.com", " li-na@example.com\n", "lina-sales", "Lina-Sales"])
def test_case_and_space_make_no_difference_and_a_login_is_as_good(repository: Repository, identity: str) -> None:
    repository.branch("plain", {"customers/aaaaa/visits/3.yaml": FOLLOW_UP})
    assert refused_by_identity(repository, identity, "plain") == []


def test_office_yaml_may_write_an_address_in_wide_letters(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"office.yaml": OFFICE.replace("[wu-di@", "[ＷＵ-di＠")})
    repository.branch("plain", {"customers/bbbbb/visits/3.yaml": FOLLOW_UP.replace("li-na", "wu-di")})
    assert refused_by_identity(repository, "wu-di@example.com", "plain") == []


def test_an_address_of_two_people_is_nobodys(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"office.yaml": OFFICE.replace("[wu-di@", "[LI-NA@")})
    repository.branch("plain", {"customers/aaaaa/visits/3.yaml": FOLLOW_UP})
    (problem,) = refused_by_identity(repository, "li-na@example.com", "plain")
    assert "several people (li-na, wu-di)" in problem


def test_who_has_left_may_change_nothing(repository: Repository) -> None:
    repository.branch("plain", {"customers/aaaaa/visits/3.yaml": FOLLOW_UP})
    (problem,) = refused_by_identity(repository, "hu-ming@example.com", "plain")
    assert "胡明, who has left" in problem


def test_the_commits_author_counts_for_nothing(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    with dated("2026-11-21T10:00:00+08:00", "陈伟"):
        (tmp_path / "rules.yaml").write_text("version: [\n", encoding="utf-8")
        git(tmp_path, "-c", "user.email=chen-wei@example.com", "commit", "--quiet", "--all", "--message", "x")
    assert [problem.place.path for problem in repository.refused("li-na", "HEAD")] == ["rules.yaml"]
    assert repository.refused("chen-wei", "HEAD") == ()


def test_pushing_to_a_managers_pull_request_gains_nothing(repository: Repository) -> None:
    repository.branch("pushed", {"rules.yaml": RULES + "# x\n"})
    found = proposal(repository.root, repository.base, "pushed")
    assert refusals(found, ["chen-wei@example.com"], TODAY) == ()
    (problem,) = refusals(found, ["chen-wei@example.com", "li-na@example.com"], TODAY)
    assert "李娜" in text(problem)


def test_a_change_is_what_was_done_since_it_left_main_with_the_rights_of_main_now(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.branch("topic", {"customers/bbbbb/visits/3.yaml": FOLLOW_UP})
    left = repository.base
    git(tmp_path, "checkout", "--quiet", "main")
    given = "at: 2026-11-21\nby: zhou-kai\nkind: transfer\nto: li-na\nreason: 换人\n"
    (tmp_path / "customers/bbbbb/decisions/2.yaml").write_text(given, encoding="utf-8")
    (tmp_path / "customers/bbbbb/customer.yaml").write_text(
        own_file("bbbbb").replace("wu-di", "li-na"), encoding="utf-8"
    )
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "given")
    assert len(repository.refused("li-na", "topic")) == 1
    repository.base = "main"
    assert repository.refused("li-na", "topic") == ()
    repository.branch("late", {"customers/bbbbb/visits/3.yaml": FOLLOW_UP.replace("li-na", "wu-di")})
    git(tmp_path, "branch", "--force", "old-right", left)
    assert [problem.place.path for problem in repository.refused("wu-di", "late")] == ["customers/bbbbb/visits/3.yaml"]


def test_branches_that_crossed_could_undo_main_unseen_and_are_refused(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    one = repository.branch("one", {"rules.yaml": RULES + "# one\n"})
    two = repository.branch("two", {"customers/aaaaa/visits/3.yaml": FOLLOW_UP})
    tree = git(tmp_path, "merge-tree", "--write-tree", one, two)
    left = git(tmp_path, "commit-tree", tree, "-p", one, "-p", two, "-m", "x")
    undone = git(tmp_path, "commit-tree", f"{two}^{{tree}}", "-p", two, "-p", one, "-m", "x")
    repository.base = left
    with pytest.raises(RevisionError, match="crossed"):
        repository.refused("li-na", undone)


def test_a_handover_needs_a_decision_that_is_permitted_itself(repository: Repository) -> None:
    own_decision = "at: 2026-11-22\nby: {by}\nkind: transfer\nto: wu-di\nreason: 换人\n"
    for by in ("li-na", "zhou-kai"):
        changes = {
            "customers/aaaaa/decisions/2.yaml": own_decision.format(by=by),
            "customers/aaaaa/customer.yaml": handed_over("aaaaa"),
        }
        refused = ["customers/aaaaa/customer.yaml:3", "customers/aaaaa/decisions/2.yaml:2"]
        assert places(repository, "li-na", f"handover-{by}", changes) == refused
    late = own_decision.format(by="chen-wei").replace("2026-11-22", "2026-11-10")
    overtaken = late.replace("wu-di", "zhou-kai").replace("11-10", "11-12")
    changes = {
        "customers/aaaaa/decisions/2.yaml": late,
        "customers/aaaaa/decisions/3.yaml": overtaken,
        "customers/aaaaa/customer.yaml": handed_over("aaaaa"),
    }
    assert places(repository, "chen-wei", "overtaken", changes) == ["customers/aaaaa/customer.yaml:3"]


def test_a_moved_folder_hides_no_handover_from_a_managers_check(repository: Repository) -> None:
    changes: dict[str, str | bytes | None] = {
        "customers/aaaaa/customer.yaml": None,
        "customers/2026-11/aaaaa/customer.yaml": handed_over("aaaaa"),
    }
    assert places(repository, "chen-wei", "moved", changes) == ["customers/2026-11/aaaaa/customer.yaml:3"]


def test_earlier_contacts_of_another_stay_theirs_after_a_transfer(tmp_path: Path) -> None:
    given = "at: 2026-11-21\nby: zhou-kai\nkind: transfer\nto: li-na\nreason: 换人\n"
    repository = Repository(tmp_path, {"customers/bbbbb/decisions/2.yaml": given})
    note = {"customers/bbbbb/visits/1.yaml": visit("bbbbb").replace("三房", "四房")}
    taken = {"customers/bbbbb/visits/1.yaml": visit("bbbbb").replace("by: wu-di", "by: li-na")}
    follows = {"customers/bbbbb/customer.yaml": own_file("bbbbb").replace("wu-di", "li-na")}
    assert places(repository, "li-na", "note", note) == ["customers/bbbbb/visits/1.yaml:4"]
    assert places(repository, "li-na", "taken", taken) == ["customers/bbbbb/visits/1.yaml:3"]
    assert places(repository, "li-na", "follows", follows) == []
    assert places(repository, "wu-di", "undone", note) == ["customers/bbbbb/visits/1.yaml:4"]


def test_a_record_that_cannot_be_read_is_permitted_to_nobody(repository: Repository) -> None:
    contents: Files = {"syntax": "at: [\n", "binary": b"\0\xff", "large": b"# " + b"x" * 300_000}
    for name, broken in contents.items():
        changes: Files = {"customers/aaaaa/visits/3.yaml": broken}
        assert places(repository, "li-na", name, changes) == ["customers/aaaaa/visits/3.yaml:1"]
        assert places(repository, "chen-wei", name, changes) == ["customers/aaaaa/visits/3.yaml:1"]


def test_a_customer_whose_file_is_broken_before_is_mended_by_a_manager(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"customers/aaaaa/customer.yaml": "name: [\n"})
    changes = {"customers/aaaaa/customer.yaml": own_file("aaaaa")}
    assert places(repository, "li-na", "mended", changes) == ["customers/aaaaa/customer.yaml:1"]
    assert repository.refused("chen-wei", "mended") == ()


def test_without_a_usable_office_before_nobody_has_rights(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"office.yaml": "name: [\n"})
    repository.branch("plain", {"office.yaml": OFFICE})
    (problem,) = repository.refused("chen-wei", "plain")
    assert (problem.place.path, problem.code) == ("office.yaml", "unknown-actor")


def test_a_new_customer_may_not_begin_closed_or_as_somebody_elses(repository: Repository) -> None:
    closed = CUSTOMER + "closed: {on: 2026-11-22, reason: lost}\n"
    assert places(repository, "li-na", "closed", {"customers/eeeee/customer.yaml": closed}) == [
        "customers/eeeee/customer.yaml:7"
    ]
    changes = {
        "customers/eeeee/customer.yaml": CUSTOMER,
        "customers/eeeee/visits/1.yaml": VISIT.replace("li-na", "wu-di"),
        "customers/fffff/visits/1.yaml": VISIT,
    }
    refused = ["customers/eeeee/visits/1.yaml:3", "customers/fffff/visits/1.yaml:1"]
    assert places(repository, "li-na", "strange", changes) == refused


def test_the_planner_does_not_slip_anything_in_beside_the_milestones(repository: Repository) -> None:
    sneaky = OFFICE.replace("2026-12-12", "2026-12-19")
    for name, office in {
        "role": sneaky.replace("何静, role: planner", "何静, role: manager"),
        "one-line": "{name: 云溪府, people: {he-jing: {name: 何静, role: manager}}, milestones: {}}\n",
        "twice": sneaky + "milestones: {}\n",
        "unknown": sneaky + "roles: {}\n",
    }.items():
        assert len(places(repository, "he-jing", f"planner-{name}", {"office.yaml": office})) == 1, name
    linked = {"office.yaml": "customers/aaaaa/visits/1.yaml"}
    assert places(repository, "he-jing", "planner-link", linked, mode="120000") == ["office.yaml:1"]


def test_nobody_takes_over_or_rewrites_the_decision_of_another(repository: Repository) -> None:
    path = "customers/aaaaa/decisions/1.yaml"
    taken = DECISION.replace("gao-fei", "chen-wei")
    assert places(repository, "chen-wei", "decision-taken", {path: taken}) == [f"{path}:2"]
    assert places(repository, "gao-fei", "decision-mended", {path: DECISION.replace("口头承诺", "书面承诺")}) == []


def test_a_new_customers_folder_lies_neither_in_nor_around_another(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"customers/2026-11/ggggg/customer.yaml": CUSTOMER})
    for path in ("customers/2026-11/customer.yaml", "customers/2026-11/ggggg/2026/eeeee/customer.yaml"):
        repository.branch("topic", {path: CUSTOMER})
        (problem,) = repository.refused("li-na", "topic")
        assert "neither in nor around that of another, customers/2026-11/ggggg;" in text(problem)
    assert places(repository, "li-na", "beside", {"customers/2026-11/eeeee/customer.yaml": CUSTOMER}) == []


def test_a_leader_merges_within_the_team_only(repository: Repository) -> None:
    merge = "at: 2026-11-22\nby: {by}\nkind: merge\nto: ccccc\nreason: 同一人\n"
    path = "customers/aaaaa/decisions/2.yaml"
    assert places(repository, "zhou-kai", "merge-leader", {path: merge.format(by="zhou-kai")}) == [f"{path}:4"]
    assert places(repository, "chen-wei", "merge-manager", {path: merge.format(by="chen-wei")}) == []


def test_without_usable_rules_before_owners_are_those_on_file(tmp_path: Path) -> None:
    repository = Repository(tmp_path, {"rules.yaml": "version: 1\n"})
    assert places(repository, "li-na", "mine", {"customers/aaaaa/visits/3.yaml": FOLLOW_UP}) == []
    assert len(places(repository, "li-na", "theirs", {"customers/bbbbb/visits/3.yaml": FOLLOW_UP})) == 1
    given = "at: 2026-11-22\nby: zhou-kai\nkind: approve_downgrade\nto: D\nreason: 冷了\n"
    assert len(places(repository, "zhou-kai", "approval", {"customers/aaaaa/decisions/2.yaml": given})) == 1
