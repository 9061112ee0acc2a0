"""What was said last time saves time and changes nothing, whatever became of it or of the files."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from generator.apart import judging, portion
from generator.apart.judging import judge_apart
from generator.apart.states import signature
from generator.apart.wish import look
from tests.apart.asking import DAY, LATER, apart, asked, same
from tests.offices import VISIT
from tests.repositories import commit


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
        assert same(apart(office, kept, later=-LATER), office)
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
    wish = asked(day, kept, program=program)
    found = judge_apart(office, look(office, wish), wish)
    assert sorted(seen) == ["2m9xd", "7k3qf"]
    assert same(found, office, day)


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
    files = sorted(kept.parent.iterdir())
    assert [path.name for path in files] == ["kept.folders", "kept.json"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_where_nothing_can_be_kept_the_grades_are_the_same(office: Path, tmp_path: Path) -> None:
    assert same(apart(office, tmp_path / "nowhere/kept.json"), office)
    (tmp_path / "folder").mkdir()
    assert same(apart(office, tmp_path / "folder"), office)
