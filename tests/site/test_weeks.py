"""The pages of the weeks: all weeks that are over, and no byte of an old one changes."""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

import pytest

from generator.grade.office import judge
from generator.model.snapshot import Snapshot, snapshot
from generator.read.folder import working_tree
from generator.read.weeks import parse_week
from generator.read.weeks import weeks as weeks_from
from generator.report.frame import frame
from generator.report.week import duties
from generator.report.week.archive import Archive
from generator.report.week.duties import late_duties
from generator.report.week.telling import Telling
from generator.site import build as building
from generator.site import past, stories
from generator.site.docs import write_docs
from generator.site.earlier import NOTHING
from generator.site.environment import environment, make_templates
from generator.site.order import Order
from generator.site.pages import pages
from generator.site.told import Remembered
from generator.texts import Language, translator
from tests.offices import RULES, write
from tests.offices import files as office_files
from tests.report.week.repository import LATER, later, weeks
from tests.repositories import commit, dated, git

TEMPLATES = Path(__file__).parents[2] / "site_templates"
TODAY = date(2026, 12, 2)
HOSTED = "repository: {url: https://git.example.com/office/data, branch: main, kind: github}\n"


def site(root: Path, language: str = "zh", today: date = TODAY) -> Mapping[str, str]:
    """Every page of the office in a folder."""
    office: Snapshot = snapshot(working_tree(root))
    shown = frame(office, judge(office, today), translator(language))
    found = pages(shown, (), [TEMPLATES], Archive(root, lambda: office))
    return {path: text for path, text in found.items() if isinstance(text, str)}


def of_weeks(found: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in found.items() if re.fullmatch(r"weeks/\d{4}-W\d\d\.md", path)}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return weeks(tmp_path_factory.mktemp("weeks") / "office")


@pytest.fixture(scope="module")
def english(repository: Path) -> Mapping[str, str]:
    return site(repository, "en")


def test_every_week_that_is_over_has_a_page_from_the_first_registration_on(english: Mapping[str, str]) -> None:
    assert sorted(of_weeks(english)) == [f"weeks/2026-W{number}.md" for number in range(44, 49)]
    index = english["weeks/index.md"]
    assert [index.index(f"{week}.html") for week in ("2026-W48", "2026-W47", "2026-W44")] == sorted(
        index.index(f"{week}.html") for week in ("2026-W48", "2026-W47", "2026-W44")
    )
    assert index.count("reconstructed") == 2
    assert 'href="weeks/2026-W48.html"' in english["index.md"]


def test_a_page_tells_the_moves_the_matrix_the_late_entries_and_the_rules(english: Mapping[str, str]) -> None:
    page = english["weeks/2026-W48.md"]
    for part in (
        "Week 48 of 2026",
        'id="late"',
        "补录",
        'id="rules"',
        "days in the grade",
        "3c8mw",
        "final on Nov 30 12:00",
    ):
        assert part in page, part
    assert "&lt;b&gt;补录&lt;/b&gt;" in page
    assert "<b>补录" not in page
    assert 'id="late"' not in english["weeks/2026-W47.md"]
    assert 'id="rules"' not in english["weeks/2026-W47.md"]
    assert "Reconstructed" in english["weeks/2026-W45.md"]
    assert "Reconstructed" not in english["weeks/2026-W48.md"]
    body = page[page.index('<table class="fj heat">') :]
    rows = re.findall(r'<tr(?: class="sum")?><th scope="row">.*?</tr>', body[: body.index("</table>")])
    figures = [
        [int(n.replace("·", "0")) for n in re.findall(r"<td[^>]*>(?:<span[^>]*>)?([\d·]+)", row)] for row in rows
    ]
    assert figures == [
        [0, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 0, 0, 0, 1],
        [0, 0, 1, 0, 0, 0, 1],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 1, 1],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 1, 1, 0, 0, 1, 3],
    ]


def test_the_chinese_pages_hold_no_english(repository: Path) -> None:
    page = site(repository)["weeks/2026-W48.md"]
    assert "2026 年第 48 周" in page
    for english in ("Week", "Rose", "Late", "Conversion", "Closed", "Nobody"):
        assert english not in page


def test_no_later_commit_changes_a_byte_of_an_old_page(repository: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(repository, tmp_path / "office", symlinks=True))
    published = of_weeks(site(root))
    for step in range(LATER):
        later(root, step)
        found = site(root, today=date(2026, 12, 20))
        assert {path: found[path] for path in published} == published, step
    assert len(of_weeks(found)) > len(published)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def links(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for path, text in found.items():
        parser = _Links()
        parser.feed(text)
        for address in parser.found:
            if not re.match(r"[a-z]+:|#", address):
                yield path, normpath(join(dirname(path), address.partition("#")[0]))


def test_no_link_of_an_old_week_is_dead_when_people_are_gone(repository: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(repository, tmp_path / "office", symlinks=True))
    for step in range(4):
        later(root, step)
    with dated("2026-12-20T09:00:00+08:00"):
        office = office_files()["office.yaml"].replace(
            "  wu-di: {name: 吴迪, role: consultant, leader: zhou-kai}\n", ""
        )
        commit(root, {"office.yaml": office})
    found = site(root, "en")
    assert "customers/2m9xd.md" in found
    assert "No longer on file" in found["customers/2m9xd.md"]
    dead = {(path, to) for path, to in links(found) if to.removesuffix(".html") + ".md" not in found}
    assert dead == set()


def test_files_are_linked_as_they_were_in_the_weeks_commit(repository: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(repository, tmp_path / "office", symlinks=True))
    with dated("2026-11-28T09:00:00+08:00"):
        commit(root, {"office.yaml": (root / "office.yaml").read_text("utf-8") + HOSTED})
    page = site(root)["weeks/2026-W48.md"]
    assert f"/blob/{git(root, 'rev-parse', 'HEAD')}/customers/2m9xd/visits/2.yaml" in page
    assert "/blob/main/" not in page


def test_outside_git_every_week_is_reconstructed(tmp_path: Path) -> None:
    found = site(write(tmp_path, {}), "en", date(2026, 11, 22))
    assert sorted(of_weeks(found)) == [f"weeks/2026-W{number}.md" for number in range(44, 48)]
    assert all("Reconstructed: there is no history" in page for page in of_weeks(found).values())


def test_of_many_late_duties_those_late_the_longest_are_told_and_the_others_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = {"rules.yaml": RULES.replace("{refresh_days: 30}", "{B: {every_days: 2}}")}
    folder = write(tmp_path, rules)

    def newest() -> str:
        return of_weeks(site(folder, "en", date(2026, 11, 22)))["weeks/2026-W47.md"]

    row = '<tr><th scope="row" data-v="'
    whole = newest()
    number = whole.partition('id="late-list"')[2].partition("</table>")[0].count(row)
    assert number > 0
    assert "left out here" not in whole
    monkeypatch.setattr(duties, "late_duties", lambda *given: late_duties(*given) * 101)
    page = newest()
    assert page.partition('id="late-list"')[2].partition("</table>")[0].count(row) == 100
    assert f"{101 * number - 100} more " in page


def test_a_shallow_clone_says_what_is_missing(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", "shallow")
    found = site(tmp_path / "shallow", "en")
    assert of_weeks(found) == {}
    assert "does not hold the whole history" in found["weeks/index.md"]
    assert "weeks/2026" not in found["index.md"]


def test_a_week_without_usable_rules_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    with dated("2026-11-10T09:00:00+08:00"):
        commit(tmp_path, office_files())
    with dated("2026-11-18T09:00:00+08:00"):
        commit(tmp_path, {"rules.yaml": "version: 1\n"})
    with dated("2026-11-25T09:00:00+08:00"):
        commit(tmp_path, office_files())
    found = of_weeks(site(tmp_path, "en", date(2026, 12, 13)))
    assert sorted(found) == [f"weeks/2026-W{number}.md" for number in (44, 45, 46, 49, 50)]
    assert "weeks/2026-W48.html" not in found["weeks/2026-W49.md"]


def wish(**more: Any) -> past.Wish:
    tr = translator("en")
    return past.Wish(TODAY, environment([TEMPLATES], tr), tr, **more)


@pytest.mark.parametrize("told", [0, 1, 2, 3])
def test_weeks_that_are_shared_out_on_the_way_are_told_as_by_one_process(
    repository: Path, monkeypatch: pytest.MonkeyPatch, told: int
) -> None:
    monkeypatch.setattr(stories, "_FEWEST", 1)
    monkeypatch.setattr(stories, "_LEAP", 0)
    asked: list[int] = []
    story = stories._story

    def spare() -> bool:
        asked.append(os.getpid())
        return len(asked) > told

    def noted(telling: Telling, *, first: bool) -> stories.Story:
        (home / str(os.getpid())).touch()
        until = time.monotonic() + 60
        while len(asked) > told and len(list(home.iterdir())) < 2 and time.monotonic() < until:
            time.sleep(0.001)  # the other process may come late, and is to find some weeks left
        return story(telling, first=first)

    home = repository.parent / f"processes-{told}"
    home.mkdir()
    monkeypatch.setattr(stories, "_story", noted)

    def office() -> Snapshot:
        return snapshot(working_tree(repository))

    alone = stories.stories(Archive(repository, office), wish())
    assert {path.name for path in home.iterdir()} == {str(os.getpid())}
    together = stories.stories(Archive(repository, office), wish(spare=spare, processes=2))
    assert len(list(home.iterdir())) == 2
    assert together.files == alone.files
    assert [replace(one, customers=()) for one in together.told] == [replace(one, customers=()) for one in alone.told]
    assert everybody(together) == everybody(alone)


def everybody(found: past.Stories) -> set[str]:
    return {customer for one in found.told for customer in one.customers}


def grown(root: Path) -> None:
    """Commit a record."""
    with dated("2026-11-27T09:00:00+08:00"):
        commit(root, {"customers/7k3qf/visits/new.yaml": "at: 2026-11-26 10:00\nchannel: message\nby: li-na\n"})


def forgotten(root: Path) -> None:
    """Forget a customer, without a commit."""
    shutil.rmtree(root / "customers/3c8mw")
    (root / "customers/3c8mw").mkdir()
    (root / "customers/3c8mw/forgotten.yaml").write_text("on: 2026-12-01\nby: li-na\n", encoding="utf-8")


def damaged(root: Path) -> None:
    (root.parent / "docs/weeks/2026-W47.md").write_text("spoilt", encoding="utf-8")


def cut_off(root: Path) -> None:
    """Make the repository one that may not hold the whole history."""
    (root / ".git/shallow").write_text(git(root, "rev-parse", "HEAD~1") + "\n", encoding="utf-8")


def written_to(root: Path) -> None:
    """Write to a record, without a commit."""
    with (root / "customers/7k3qf/customer.yaml").open("a", encoding="utf-8") as file:
        file.write("# 好\n")


@pytest.mark.parametrize(
    ("edit", "days", "stands"),
    [(written_to, 0, True), (written_to, 7, False), *((one, 0, False) for one in (grown, forgotten, damaged, cut_off))],
)
def test_weeks_stand_as_long_as_nothing_is_added_to_their_history(
    repository: Path, tmp_path: Path, edit: Callable[[Path], None], days: int, stands: bool
) -> None:
    root = Path(shutil.copytree(repository, tmp_path / "office"))
    docs = tmp_path / "docs"

    def archive() -> Archive:
        return Archive(root, lambda: snapshot(working_tree(root)))

    first = stories.stories(archive(), wish(common="x", remembered=Remembered(docs)))
    write_docs(docs, first.files)
    assert past.standing(root, wish(common="y", remembered=first.remembered)) is None
    edit(root)
    today = TODAY + timedelta(days=days)
    again = replace(wish(common="x", remembered=first.remembered), as_of=today)
    found, told = past.standing(root, again), stories.stories(archive(), again)
    assert (found is not None) == stands
    if found is not None:
        assert (found.told, found.files, found.complete) == ([*told.told], told.files, told.complete)
        assert sorted(found.standing) == sorted(told.standing) == sorted(first.files)
        assert found.remembered.ground == told.remembered.ground


def test_outside_git_the_weeks_never_stand(tmp_path: Path) -> None:
    write(tmp_path, office_files())
    told = stories.stories(Archive(tmp_path, lambda: snapshot(working_tree(tmp_path))), wish(common="x"))
    assert told.remembered.ground == ""
    assert past.standing(tmp_path, wish(common="x", remembered=told.remembered)) is None


def test_the_parts_of_a_row_of_weeks_hold_each_of_them_once_and_the_later_ones_leap() -> None:
    row = list(weeks_from(parse_week("2026-W01"), parse_week("2026-W40")))
    for number in (1, 2, 3, 4):
        parts = stories._parts(row, number)
        assert [week for part in parts for week in part] == row
        assert len(parts) == number
        assert len({len(part) for part in parts[1:]}) <= 1
    two = stories._parts(row, 2)
    assert len(two[0]) - len(two[1]) in {stories._LEAP, stories._LEAP + 1}
    assert stories._parts(row[: stories._LEAP + 2 * stories._FEWEST - 1], 2) == [row[:12]]


def test_the_process_that_tells_the_weeks_does_not_hold_the_folder(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, lock = os.getpid(), os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)

    def held(_archive: Archive, _wish: past.Wish) -> tuple[bool, bool]:
        return os.getpid() != here, Path(f"/proc/self/fd/{lock}").exists()

    monkeypatch.setattr(stories, "stories", held)
    monkeypatch.setattr(building, "processors", lambda: 2)
    order = Order(repository, "", TODAY, Language.EN, keep_going=False, environment={})
    templates = make_templates([TEMPLATES], translator("en"))
    with building._begun_stories(order, NOTHING, templates, [lock]) as result:
        told: object = result()
    assert told == (True, False)
    os.fstat(lock)
    os.close(lock)
