"""Customers judged apart are judged as all together, whatever was known before; what is not so simple is left alone."""

from __future__ import annotations

import os
import re
import shutil
import stat
import time
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import cast

import pytest

from generator.apart import judging, portion
from generator.apart.judging import Apart, Wish, judge_apart
from generator.apart.portion import Rows, signature
from generator.grade.check import check
from generator.grade.office import OfficeGrades, judge
from generator.model.quality import FUTURE
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.read.problem import Level
from generator.report.data import customer_data, json_member
from generator.sample.folder import write_office
from generator.sample.office import AS_OF, make_office
from tests.negative.faults import FAULTS, Fault
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT, write
from tests.repositories import commit, git
from tests.site.edits import EDITS, World

OF_RECORDS = [
    edit for edit in EDITS if not edit.__name__.startswith(("spoil", "change_template", "change_conf", "own_template"))
]
LATER = 3_600_000_000_000
DAY = date(2026, 11, 22)
MERGE = "at: 2026-11-20\nby: chen-wei\nkind: merge\nto: 2m9xd\nreason: 同一人\n"
MERGED = "closed: {on: 2026-11-20, reason: merged}\n"
SHARE = "  value:\n    grades: {A: 大, B: 小}\n    method: share\n    by: deal_value\n    bands: {A: 0.3, B: 1}\n"
DEAL = "at: 2026-11-19\nstage: subscribed\nunit: 3-1201\namount: 300\n"


def written(grades: OfficeGrades) -> Rows:
    every = (*grades.gradings.values(), *grades.closed.values())
    return {grading.id: (grading.closed is None, json_member(customer_data(grading))) for grading in every}


def apart(
    root: Path, kept: Path | None = None, *, day: date = DAY, processes: int = 1, later: int = LATER
) -> Apart | None:
    """Judge apart; ``later`` nanoseconds from now, when no file is young any more."""
    wish = Wish(lambda _office: day, written, "program", kept, processes, time.time_ns() + later)
    return judge_apart(root, wish)


def whole(root: Path, day: date = DAY) -> tuple[bool, list[str], list[str]]:
    """Judge all together; tell first whether errors stand in the way."""
    office = snapshot(working_tree(root))
    if any(one.level is Level.ERROR and one.code != FUTURE for one in check(office, day)):
        return True, [], []
    grades = judge(office, day)
    customers, closed = ([customer_data(one) for one in part.values()] for part in (grades.gradings, grades.closed))
    return False, list(map(json_member, customers)), list(map(json_member, closed))


def same(found: Apart | None, root: Path, day: date = DAY) -> bool:
    """Tell whether a folder was judged apart; then it was judged as all together."""
    wrong, customers, closed = whole(root, day)
    if found is None:
        return False
    assert not wrong
    assert (list(found.open), list(found.closed)) == (customers, closed)
    tree = working_tree(root)
    assert (found.settings.revision, found.settings.dirty) == (tree.revision, tree.dirty)
    return True


@pytest.fixture
def office(tmp_path: Path) -> Path:
    root = write(tmp_path / "office", {})
    commit(root, {})
    return root


def test_after_any_edits_and_with_anything_known_the_grades_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "WORTH_SHARING", 3)
    world = World(tmp_path / "office", AS_OF, 0, Random(7))  # noqa: S311 - the same edits each time
    write_office(world.root, make_office(5, 14, 6, AS_OF))
    commit(world.root, {})
    kept, good, apart_so_often = tmp_path / "kept.json", tmp_path / "good", 0
    for number in range(60):
        shutil.copytree(world.root, good, ignore=shutil.ignore_patterns(".git"))
        world.draw.choice(OF_RECORDS)(world)
        found = apart(world.root, kept, day=world.as_of, processes=number % 3 + 1)
        if same(found, world.root, world.as_of):
            apart_so_often += 1
        else:  # what is broken would hide all that follows
            assert whole(world.root, world.as_of)[0]
            shutil.rmtree(world.root / "customers")
            shutil.copytree(good, world.root, dirs_exist_ok=True)
        shutil.rmtree(good)
    assert apart_so_often > 40


def judged_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of those who are typed from now on, in the order in which it happens."""
    seen: list[str] = []
    original = portion.traced

    def spy(common: object, folders: dict[str, object]) -> object:
        seen.extend(folder.rpartition("/")[2] for folder in folders)
        return original(common, folders)  # type: ignore[arg-type]

    monkeypatch.setattr(judging, "traced", spy)
    return seen


def test_only_whose_files_have_changed_is_judged_again(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = judged_again(monkeypatch)
    kept = tmp_path / "kept.json"
    apart(office, kept)
    assert sorted(seen) == ["2m9xd", "7k3qf"]
    seen.clear()
    assert same(apart(office, kept), office)
    assert seen == []
    visit = next(office.glob("customers/**/7k3qf/visits/*.yaml"))
    visit.write_text(VISIT.replace("price: B", "price: C"), encoding="utf-8")
    assert same(apart(office, kept), office)
    assert seen == ["7k3qf"]
    seen.clear()
    commit(office, {})
    assert same(apart(office, kept), office)
    assert seen == ["7k3qf"]  # it is another commit's file now


def test_a_file_so_young_that_its_next_change_might_not_show_is_read_again(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = judged_again(monkeypatch)
    kept = tmp_path / "kept.json"
    for _run in range(2):
        assert same(apart(office, kept, later=0), office)
    assert sorted(seen) == ["2m9xd", "2m9xd", "7k3qf", "7k3qf"]


@pytest.mark.parametrize(
    ("changed", "age", "trusted"),
    [(7, 50_000_000, False), (7, 150_000_000, True), (0, 1_900_000_000, False), (0, 2_100_000_000, True)],
)
def test_on_a_disk_of_whole_seconds_a_file_is_young_for_longer(changed: int, age: int, trusted: bool) -> None:
    state = SimpleNamespace(st_mode=0, st_size=1, st_ino=1, st_mtime_ns=5, st_ctime_ns=10**18 + changed)
    assert bool(signature([("a", cast("os.stat_result", state))], state.st_ctime_ns + age)) is trusted


@pytest.mark.parametrize("change", ["office.yaml", "rules.yaml", "day", "program"])
def test_what_all_are_judged_by_is_known(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    kept, day, program = tmp_path / "kept.json", DAY, "program"
    apart(office, kept)
    seen = judged_again(monkeypatch)
    if change == "day":
        day = date(2026, 11, 23)
    elif change == "program":
        program = "another"
    else:
        with (office / change).open("a", encoding="utf-8") as file:
            file.write("# other\n")
    found = judge_apart(office, Wish(lambda _office: day, written, program, kept, 1, time.time_ns() + LATER))
    assert sorted(seen) == ["2m9xd", "7k3qf"]
    assert same(found, office, day)


def folder(office: Path, name: str) -> Path:
    return next(office.glob(f"customers/**/{name}"))


def test_a_merge_is_judged_together_and_taken_back_apart(office: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    giver = folder(office, "7k3qf")
    customer = (giver / "customer.yaml").read_text(encoding="utf-8")
    assert same(apart(office, kept), office)
    (giver / "decisions").mkdir()
    (giver / "decisions/merge.yaml").write_text(MERGE, encoding="utf-8")
    (giver / "customer.yaml").write_text(customer + MERGED, encoding="utf-8")
    assert same(apart(office, kept), office)
    (giver / "visits/new.yaml").write_text(VISIT.replace("price: B", "price: A"), encoding="utf-8")
    assert same(apart(office, kept), office)
    heir = folder(office, "2m9xd")
    (heir / "visits/new.yaml").write_text(VISIT.replace("motive: B", "motive: C"), encoding="utf-8")
    assert same(apart(office, kept), office)
    shutil.rmtree(giver / "decisions")
    (giver / "customer.yaml").write_text(customer, encoding="utf-8")
    assert same(apart(office, kept), office)


def test_a_merged_entry_that_is_deleted_gives_nothing_any_more(office: Path, tmp_path: Path) -> None:
    kept, giver = tmp_path / "kept.json", folder(office, "7k3qf")
    (giver / "decisions").mkdir()
    (giver / "decisions/merge.yaml").write_text(MERGE, encoding="utf-8")
    with (giver / "customer.yaml").open("a", encoding="utf-8") as file:
        file.write(MERGED)
    assert same(apart(office, kept), office)
    shutil.rmtree(giver)
    assert same(apart(office, kept), office)


def test_whoever_named_somebody_who_is_gone_is_left_to_the_long_way(office: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    customer = folder(office, "7k3qf") / "customer.yaml"
    text = re.sub("source: .*", "source: referral\nreferrer: 2m9xd", customer.read_text(encoding="utf-8"))
    customer.write_text(text, encoding="utf-8")
    assert same(apart(office, kept), office)
    shutil.rmtree(folder(office, "2m9xd"))
    assert apart(office, kept) is None
    assert whole(office)[0]


def test_a_deal_moves_everybodys_place(tmp_path: Path) -> None:
    root = write(tmp_path / "office", {"rules.yaml": RULES.replace("movement:", f"{SHARE}movement:")})
    kept = tmp_path / "kept.json"
    assert same(apart(root, kept), root)
    for name, amount in (("7k3qf", "300"), ("2m9xd", "500")):
        deals = folder(root, name) / "deals"
        deals.mkdir()
        (deals / "1.yaml").write_text(DEAL.replace("300", amount).replace("1201", f"12{amount}"), encoding="utf-8")
        assert same(apart(root, kept), root)
        assert same(apart(root, kept), root)


def test_a_place_counts_the_deals_that_came_by_a_merge(tmp_path: Path) -> None:
    root = write(tmp_path / "office", {"rules.yaml": RULES.replace("movement:", f"{SHARE}movement:")})
    for name, amount in (("7k3qf", "300"), ("2m9xd", "100")):
        deals = folder(root, name) / "deals"
        deals.mkdir()
        (deals / "1.yaml").write_text(DEAL.replace("300", amount).replace("1201", f"12{amount}"), encoding="utf-8")
    third = root / "customers/3ccc"
    (third / "deals").mkdir(parents=True)
    (third / "customer.yaml").write_text(CUSTOMER.replace("0000", "0033"), encoding="utf-8")
    (third / "deals/1.yaml").write_text(DEAL.replace("300", "350").replace("1201", "0350"), encoding="utf-8")
    kept = tmp_path / "kept.json"
    assert same(apart(root, kept), root)
    (folder(root, "7k3qf") / "decisions").mkdir()
    (folder(root, "7k3qf") / "decisions/merge.yaml").write_text(MERGE, encoding="utf-8")
    with (folder(root, "7k3qf") / "customer.yaml").open("a", encoding="utf-8") as file:
        file.write(MERGED)
    assert same(apart(root, kept), root)
    assert same(apart(root), root)


def test_an_official_scheme_of_places_is_left_to_the_long_way(tmp_path: Path) -> None:
    rules = RULES.partition("movement:")[0].replace("official: intention", "official: value") + SHARE
    root = write(tmp_path / "office", {"rules.yaml": rules})
    assert apart(root) is None
    assert not whole(root)[0]


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.code != FUTURE], ids=lambda fault: fault.name)
def test_no_error_is_passed_over(tmp_path: Path, fault: Fault) -> None:
    files: dict[str, str | bytes | None] = {
        "customers/bad/customer.yaml": CUSTOMER.replace("100****0000", "100****7777"),
        "customers/bad/visits/1.yaml": VISIT,
    }
    content = fault.content
    files[f"customers/bad/{fault.file}"] = (
        content.replace("100****0000", "100****7777") if isinstance(content, str) else content
    )
    root = write(tmp_path / "office", files)
    assert whole(root)[0]
    assert apart(root) is None


def drop(office: Path) -> None:
    shutil.rmtree(folder(office, "7k3qf"))


def touch_rules(office: Path) -> None:
    with (office / "rules.yaml").open("a", encoding="utf-8") as file:
        file.write("# other\n")


def double(office: Path) -> None:
    shutil.copytree(folder(office, "7k3qf"), office / "customers/zz")
    text = (office / "customers/zz/customer.yaml").read_text(encoding="utf-8")
    (office / "customers/zz/customer.yaml").write_text(text.replace("0000", "0009"), encoding="utf-8")


def add_word(office: Path) -> None:
    with (folder(office, "7k3qf") / "customer.yaml").open("a", encoding="utf-8") as file:
        file.write("# other\n")


def add_comment_and_take_it_back(office: Path) -> None:
    file = folder(office, "7k3qf") / "customer.yaml"
    before = file.read_bytes()
    file.write_bytes(before + b"# x\n")
    file.write_bytes(before)


@pytest.mark.parametrize("change", [drop, touch_rules, double, add_word, add_comment_and_take_it_back])
@pytest.mark.parametrize("then", ["nothing", "commit", "back", "two commits"])
def test_whether_the_files_are_the_commits_is_told_as_always(
    office: Path, tmp_path: Path, change: Callable[[Path], None], then: str
) -> None:
    kept = tmp_path / "kept.json"
    assert same(apart(office, kept), office)
    change(office)
    assert same(apart(office, kept), office)
    assert same(apart(office, kept), office)
    if then == "back":
        git(office, "checkout", "--quiet", ".")
        git(office, "clean", "--quiet", "-fd")
    elif then != "nothing":
        commit(office, {})
    if then == "two commits":
        commit(office, {"customers/late/customer.yaml": CUSTOMER.replace("0000", "0042")})
        git(office, "reset", "--quiet", "--soft", "HEAD^")
    assert same(apart(office, kept), office)
    assert same(apart(office, kept), office)


def test_a_program_or_a_link_among_the_records_is_left_to_the_long_way(office: Path) -> None:
    file = folder(office, "7k3qf") / "customer.yaml"
    file.chmod(0o755)
    assert apart(office) is None
    file.chmod(0o644)
    assert apart(office) is not None
    file.rename(office / "elsewhere.yaml")
    file.symlink_to(office / "elsewhere.yaml")
    assert apart(office) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b'"B"', b'"A"'),
        lambda _data: b"\0" * 100,
        lambda _data: b"[]",
        lambda data: data.partition(b"\n")[2],
    ],
)
def test_what_is_damaged_is_as_good_as_none(office: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    kept = tmp_path / "kept.json"
    assert same(apart(office, kept), office)
    kept.write_bytes(spoil(kept.read_bytes()))
    assert same(apart(office, kept), office)


def test_what_is_whole_but_of_another_form_is_as_good_as_none(office: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    for body in (b"{}", b"[]", b"3", b'{"common": 1, "revision": 2, "missing": 3, "cuts": 4, "customers": 5}'):
        kept.write_bytes(f"{sha256(body).hexdigest()}\n".encode() + body)
        assert same(apart(office, kept), office)


def test_what_is_kept_is_for_its_owner_only(office: Path, tmp_path: Path) -> None:
    kept = tmp_path / "new/kept.json"
    kept.parent.mkdir()
    apart(office, kept)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["kept.json"]


def test_where_nothing_can_be_kept_the_grades_are_the_same(office: Path, tmp_path: Path) -> None:
    assert same(apart(office, tmp_path / "nowhere/kept.json"), office)
    (tmp_path / "folder").mkdir()
    assert same(apart(office, tmp_path / "folder"), office)


def test_what_changes_while_it_is_read_is_left_to_the_long_way(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    giver = folder(office, "7k3qf")
    (giver / "decisions").mkdir()
    (giver / "decisions/merge.yaml").write_text(MERGE, encoding="utf-8")
    with (giver / "customer.yaml").open("a", encoding="utf-8") as file:
        file.write(MERGED)
    original = portion.traced

    def late(common: object, folders: dict[str, object]) -> object:
        found = original(common, folders)  # type: ignore[arg-type]
        (giver / "visits/1.yaml").write_text(VISIT.replace("price: B", "price: D"), encoding="utf-8")
        return found

    monkeypatch.setattr(judging, "traced", late)
    assert apart(office) is None


def test_the_settings_of_the_office_are_its_own(office: Path) -> None:
    (office / "office.yaml").write_text(OFFICE.replace("li-na", "li-nan"), encoding="utf-8")
    assert apart(office) is None
    assert whole(office)[0]
