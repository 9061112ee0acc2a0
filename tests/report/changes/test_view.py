"""What the page of a week's changes says of each customer, from small histories."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.read.weeks import Week
from generator.report.changes.entry import Listed
from generator.report.changes.index import changes_index
from generator.report.changes.view import ChangesView, Told, changes_told
from generator.report.rich import plain
from generator.report.week.archive import Archive
from generator.report.week.telling import Telling
from generator.texts import translator
from tests.offices import CUSTOMER, OFFICE, RULES, files
from tests.report.week.repository import visit
from tests.repositories import commit, dated

TODAY, WEEK = date(2026, 12, 2), Week(2026, 47)
OFFICE_THEN = OFFICE.replace("2026-11-22", "2026-12-02")

Files = dict[str, str | bytes | None]


def told(root: Path, before: Files, after: Files) -> Told:
    """The changes of W47, whose commit holds ``after``; ``before`` is committed in W46."""
    with dated("2026-11-13T18:00:00+08:00"):
        commit(root, {**files(), "office.yaml": OFFICE_THEN, **before})
    with dated("2026-11-20T18:00:00+08:00", "吴迪"):
        commit(root, after, "改")
    archive = Archive(root, lambda: snapshot(working_tree(root)))
    return changes_told(Telling(archive.weekly(WEEK, TODAY), translator("en")), "")


def lines(listed: Listed, customer: str) -> list[str]:
    """The lines of a customer in a list."""
    return next(
        [plain(line) for line in entry.lines]
        for entry in (*listed.first, *listed.folded)
        if plain(entry.title).endswith(customer)
    )


def moved(view: ChangesView) -> dict[str, int]:
    return {group.title: group.total for group in view.moves}


def test_a_move_by_records_says_what_they_say_now_and_lists_them_by_day(tmp_path: Path) -> None:
    after: Files = {
        "customers/7k3qf/visits/2.yaml": visit("2026-11-19", "A", "A"),
        "customers/7k3qf/visits/3.yaml": visit("2026-11-17", "B", "C"),
    }
    found = told(tmp_path, {}, after)
    assert moved(found.view) == {"By records": 1}
    first, *records = lines(found.view.moves[0], "7k3qf")
    assert first == "动机 B→A, 价格 B→A"
    assert [line.partition(" · ")[0] for line in records] == [
        "new: follow-up Nov 17: “电话”",
        "new: follow-up Nov 19: “电话”",
    ]
    assert "visits/3.yaml:1 · 吴迪 " in records[0]
    assert found.line.causes == (1, 0, 0)
    assert found.line.touched == 1


def test_a_decision_is_the_reason_for_the_grade_that_it_sets(tmp_path: Path) -> None:
    decision = "at: 2026-11-19\nby: chen-wei\nkind: override\nto: A\nreason: 老客户介绍\nuntil: 2026-12-20\n"
    after: Files = {
        "customers/7k3qf/decisions/1.yaml": decision,
        "customers/7k3qf/visits/2.yaml": visit("2026-11-18", "B", "C"),
    }
    found = told(tmp_path, {}, after)
    first, *records = lines(found.view.moves[0], "7k3qf")
    assert first == "set by hand"
    assert "老客户介绍" in records[1]


def test_a_move_by_rules_and_one_by_several_causes(tmp_path: Path) -> None:
    harder = RULES.replace("required: [motive, price]", "required: [motive, price, funds]").replace(
        "      price: {", "      funds: {label: 资金, levels: {A: 足, B: 够, C: 差, D: 无}}\n      price: {"
    )
    after: Files = {"rules.yaml": harder, "customers/2m9xd/visits/2.yaml": visit("2026-11-18", "A", "A")}
    found = told(tmp_path, {}, after)
    assert moved(found.view) == {"By rules": 1, "Several causes": 1}
    assert lines(found.view.moves[0], "7k3qf") == ["Missing answers: 资金."]
    records, rules, change = lines(found.view.moves[1], "2m9xd")
    assert records.startswith("records: B → A")
    assert rules.startswith("rules: A → ungraded")
    assert change.startswith("new: follow-up Nov 18")
    assert found.line.causes == (1, 2, 0)
    assert "吴迪" in plain(found.view.rules.source)


def test_a_move_by_time_says_the_rule_or_that_the_new_records_did_not_matter(tmp_path: Path) -> None:
    before: Files = {
        "customers/7k3qf/visits/2.yaml": visit("2026-11-13", "A", "A"),
        "customers/2m9xd/visits/2.yaml": visit("2026-11-13", "A", "A"),
    }
    found = told(tmp_path, before, {"customers/2m9xd/visits/3.yaml": visit("2026-11-18", "A", "B")})
    assert moved(found.view) == {"By time": 2}
    assert lines(found.view.moves[0], "7k3qf")[0].startswith("Rule: undecided")
    assert lines(found.view.moves[0], "2m9xd")[0] == "the days alone would have led there, without the new records"


def test_customers_come_by_their_day_and_go_by_theirs(tmp_path: Path) -> None:
    later = CUSTOMER.replace("2026-11-01", "2026-11-18").replace("0000", "0005")
    closed = CUSTOMER.replace("0000", "0006") + "closed: {on: 2026-11-19, reason: lost}\n"
    before: Files = {"customers/aa222/customer.yaml": later, "customers/bb333/customer.yaml": closed}
    after: Files = {
        "customers/cc444/customer.yaml": later.replace("0005", "0007"),
        "customers/2m9xd/customer.yaml": None,
        "customers/2m9xd/visits/1.yaml": None,
    }
    found = told(tmp_path, before, after)
    assert lines(found.view.come, "aa222") == ["registered on Nov 18"]
    assert lines(found.view.come, "cc444")[0].startswith("new on file")
    assert lines(found.view.gone, "bb333") == ["closed on Nov 19: lost"]
    assert lines(found.view.gone, "2m9xd")[0].startswith("taken off the files")
    assert (found.line.come, found.line.gone) == (2, 2)


def test_records_without_effect_are_told_with_deletions_and_their_reason(tmp_path: Path) -> None:
    before: Files = {"customers/7k3qf/visits/2.yaml": visit("2026-11-13", "B", "B")}
    found = told(tmp_path, before, {"customers/7k3qf/visits/2.yaml": None})
    assert found.view.moves == ()
    assert found.view.others.total == 1
    line = lines(found.view.others, "7k3qf")[-1]
    assert line.startswith("deleted: follow-up Nov 13")
    assert line.endswith("“改”")


def test_commits_name_whose_records_they_changed(tmp_path: Path) -> None:
    after: Files = {f"customers/n{i}xyz/customer.yaml": CUSTOMER.replace("0000", f"001{i}") for i in range(6)}
    found = told(tmp_path, {}, after)
    (author,) = found.view.authors
    (row,) = author.rows
    assert plain(row.title) == "改"
    assert plain(row.why).endswith("王* n0xyz, 王* n1xyz, 王* n2xyz, 王* n3xyz, 2 more customers")
    assert row.mark == "Nov 20 18:00"


def test_the_index_is_newest_first_and_empty_when_nothing_can_be_told(tmp_path: Path) -> None:
    found = told(tmp_path, {}, {})
    english = translator("en")
    assert [line.week for line in changes_index([found.line, found.line], (), english).lines] == ["2026-W47"] * 2
    assert plain(changes_index([], (), english).answer) == "No week can be told yet."


ASKING = RULES.replace("{refresh_days: 30}", "{refresh_days: 30, B: {every_days: 5}}")


def test_a_week_whose_rules_or_milestones_change_tells_the_duties_that_they_move(tmp_path: Path) -> None:
    sooner = ASKING.replace("every_days: 5", "every_days: 3")
    call: Files = {"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "B", "B")}
    found = told(tmp_path, {"rules.yaml": ASKING}, {"rules.yaml": sooner, **call}).view.duties
    assert [plain(item.head) for item in found.items] == [
        "1 duty becomes due earlier, by rules: regular follow-up 1",
        "1 duty is done, by records and by rules: regular follow-up 1",
    ]
    assert [plain(detail) for detail in found.items[0].details] == [
        "赵* 2m9xd: regular follow-up Nov 17 → Nov 15 (李娜)"
    ]


def test_what_a_rule_moves_for_many_is_told_of_three(tmp_path: Path) -> None:
    crowd: Files = {}
    for place in range(6):
        crowd[f"customers/n{place}xyz/customer.yaml"] = CUSTOMER.replace("0000", f"001{place}")
        crowd[f"customers/n{place}xyz/visits/1.yaml"] = visit("2026-11-12", "B", "B")
    after: Files = {"rules.yaml": ASKING.replace("every_days: 5", "every_days: 6")}
    [item] = told(tmp_path, {"rules.yaml": ASKING, **crowd}, after).view.duties.items
    assert plain(item.head) == "8 duties become due later, by rules: regular follow-up 8"
    assert len(item.details) == 4
    assert plain(item.details[-1]) == "and 5 further duties"


def test_what_records_alone_or_the_days_bring_is_no_change_of_duties_on_the_page_and_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("generator.report.changes.view.with_duties")
    call: Files = {"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "B", "B")}
    assert told(tmp_path / "a", {"rules.yaml": ASKING}, call).view.duties.total == 0
    assert told(tmp_path / "b", {"rules.yaml": ASKING}, {"README.md": "x"}).view.duties.total == 0
    texts: Files = {**call, "rules.yaml": ASKING.replace('version: "1"', 'version: "2"')}
    assert told(tmp_path / "c", {"rules.yaml": ASKING}, texts).view.duties.total == 0
