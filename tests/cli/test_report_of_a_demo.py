"""Half a year of a demonstration: compliance found once more by hand; what is late is late everywhere on its day."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from generator.assignment.ownership import holdings, owner_on, standings
from generator.compare.judged import grades_of
from generator.duties.book import Book
from generator.duties.compliance import compliance
from generator.duties.office import office_duties
from generator.grade.office import judge
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.read.revision import tree_at
from generator.read.weeks import parse_week
from generator.report.frame import frame
from generator.report.rich import plain
from generator.report.week.archive import Archive
from generator.report.week.data import week_data
from generator.report.week.telling import Telling
from generator.report.week.view import week_view
from generator.texts import translator
from tests.cli.running import Fenji, process
from tests.report.week.kept import Customer, Figures, files_of, whole
from tests.report.week.plainly import labels, revision, sunday

AS_OF, WEEKS = date(2026, 11, 22), 26
EVERY = labels(AS_OF - timedelta(weeks=WEEKS) + timedelta(days=1), AS_OF)
SOME = [*EVERY[3::6], *EVERY[-2:]]

Told = Callable[[Fenji, str], dict[str, Any]]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "office"
    done = process("demo", str(folder), "--weeks", str(WEEKS), "--customers", "100")
    assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture(scope="module")
def told(demo: Path) -> Told:
    """Return the function that gives the report of a week, each made once."""
    known: dict[str, dict[str, Any]] = {}

    def of_week(fenji: Fenji, label: str) -> dict[str, Any]:
        if label not in known:
            done = fenji(demo, "report", label, "--format", "json")
            assert done.code == 0, done.err
            known[label] = json.loads(done.out)
        return known[label]

    return of_week


@pytest.fixture(scope="module")
def archive(demo: Path) -> Archive:
    return Archive(demo, lambda: snapshot(working_tree(demo)))


def by_hand(demo: Path, label: str, folder: Path) -> Figures:
    """Count twelve weeks up to one, as the files of its commit were."""
    commit, day = revision(demo, label), sunday(label)
    office = snapshot(tree_at(demo, commit))
    grades = judge(office, day)
    customers = {}
    for name, grading in {**grades.gradings, **grades.closed}.items():
        spells = holdings(office.dossiers[name], grading, grades.office, grades.ruleset.rules, day)
        customers[name] = Customer(cache(partial(owner_on, spells)), cache(grading.grade_on))
    return whole(files_of(demo, commit, folder), customers, day, 12)


def one_by(figures: Figures, place: int, week: str | None = None) -> dict[str, Counter[str]]:
    """Add figures up: 1 by week, 2 by consultant, 3 by grade; of one week where named."""
    found: dict[str, Counter[str]] = {}
    for key, number in figures.items():
        if week in {None, key[1]}:
            found.setdefault(key[place] or "ungraded", Counter())[key[0]] += number
    return found


def shown(rows: dict[str, Any]) -> dict[str, Counter[str]]:
    names = ("due", "in_time", "answered", "answer_days")
    counted = {name: +Counter({figure: row[figure] for figure in names}) for name, row in rows.items()}
    return {name: row for name, row in counted.items() if row}


@pytest.mark.parametrize("label", SOME)
def test_compliance_is_what_the_words_of_the_documentation_give(
    fenji: Fenji, demo: Path, told: Told, tmp_path: Path, label: str
) -> None:
    found, hand = told(fenji, label)["follow_ups"], by_hand(demo, label, tmp_path / "files")
    assert shown({one["week"]: one for one in found["weeks"]}) == one_by(hand, 1)
    assert shown(found["consultants"]) == one_by(hand, 2, label)
    assert shown(found["grades"]) == one_by(hand, 3, label)
    assert shown({"all": found}) == shown({"all": found["weeks"][-1]})
    for row in [found, *found["weeks"], *found["consultants"].values(), *found["grades"].values()]:
        assert row["compliance"] == (round(row["in_time"] / row["due"], 4) if row["due"] else None)
        assert row["response_days"] == (round(row["answer_days"] / row["answered"], 2) if row["answered"] else None)


def test_the_demo_has_follow_ups_of_every_outcome(fenji: Fenji, told: Told) -> None:
    rows = [told(fenji, label)["follow_ups"] for label in SOME]
    assert sum(row["due"] for row in rows) > sum(row["in_time"] for row in rows) > 50
    assert sum(row["answer_days"] for row in rows) > 0


@pytest.mark.parametrize("label", SOME)
def test_what_is_late_in_a_report_is_late_on_its_page_in_todo_and_in_the_calendar_with_the_same_day(
    fenji: Fenji, demo: Path, told: Told, archive: Archive, label: str
) -> None:
    late = {
        (one["customer"], one["kind"], one["person"], one["due"], one["days_late"])
        for one in told(fenji, label)["late_duties"]
    }
    page = Telling(archive.weekly(parse_week(label), AS_OF), translator("zh"))
    week = page.weekly.week
    view = week_view(page, {week: {}, week.before: {}}, "").follow_ups
    rows = sorted((plain(one.customer).split()[-1], one.due_key) for one in view.late_duties)
    assert rows == sorted((customer, due) for customer, _kind, _person, due, _days in late)
    assert view.late.total == sum(line.total for line in view.late.lines) == len(late)
    asked = ("todo", "--rev", revision(demo, label), "--date", str(sunday(label)), "--keep-going", "--format")
    data = json.loads(fenji(demo, *asked, "json").out)
    assert late == {
        (one["customer"], one["kind"], one["person"], one["due"], one["days_late"])
        for one in data["duties"]
        if one["state"] == "late"
    }
    events = Calendar.from_ical(fenji(demo, *asked, "ics", language="zh").out).walk("VEVENT")
    marked = {
        (str(event["uid"]).split("-")[0], event.decoded("dtstart").isoformat())
        for event in events
        if str(event["summary"]).startswith("【逾期")
    }
    assert marked == {(customer, due) for customer, _kind, _person, due, _days in late}


def test_something_is_late_at_the_end_of_the_weeks(fenji: Fenji, told: Told) -> None:
    assert all(told(fenji, label)["late_duties"] for label in SOME[-2:])


def test_the_duties_of_week_after_week_are_those_of_the_office_on_each_sunday(archive: Archive) -> None:
    book = Book()
    for label in EVERY:
        side = archive.standing(parse_week(label)).judged
        found, whole_office = book.week(side.snapshot, grades_of(side)), office_duties(side.snapshot, grades_of(side))
        assert found.compliance == compliance(whole_office), label
        assert found.late == whole_office.late(), label
        stand = standings(side.snapshot, grades_of(side))
        present = grades_of(side).gradings.values()
        owned = [(one.consultant, one.grade) for one in present if stand[one.id].owner is not None]
        assert found.portfolios == Counter(owned), label
        assert found.sold == {customer for customer, one in stand.items() if one.sold}, label


def test_a_week_told_after_others_says_what_it_says_by_itself(fenji: Fenji, told: Told, demo: Path) -> None:
    archive, book = Archive(demo, lambda: snapshot(working_tree(demo))), Book()
    archive.standing(parse_week(EVERY[-1]))  # nothing of a later week may be told of the earlier ones
    for label in EVERY[3:]:
        weekly = archive.weekly(parse_week(label), AS_OF)
        side, grades = weekly.after.judged.snapshot, grades_of(weekly.after.judged)
        shown = frame(side, grades, translator("en"))
        data = json.loads(json.dumps(week_data(weekly, shown, book.week(side, grades))))
        if label in SOME:
            assert data == told(fenji, label)
