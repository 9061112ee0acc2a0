"""What was said of a whole office is said again as long as it is so, and never longer."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from generator.apart import answer as answering
from generator.apart import judging
from generator.apart import wish as wishing
from generator.apart.answer import answer
from generator.apart.wish import Dated, look
from generator.model.snapshot import Snapshot, snapshot
from generator.read.memory import Memory
from generator.read.tree import Tree
from generator.sample.folder import write_office
from generator.sample.office import AS_OF, make_office
from tests.apart.asking import DAY, LATER, apart, as_text, asked, folder
from tests.apart.test_judging import OF_RECORDS
from tests.offices import OFFICE, RULES, VISIT
from tests.repositories import commit, git
from tests.site.edits import World


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders judged from now on, in the order in which it happens."""
    seen: list[Path] = []
    original = judging.judge_apart

    def spy(root: Path, *arguments: object) -> object:
        seen.append(root)
        return original(root, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(judging, "judge_apart", spy)
    return seen


def afresh(root: Path, day: date = DAY) -> bytes | None:
    found = apart(root, day=day)
    return None if found is None else as_text(found)


def test_after_any_edits_the_answer_is_the_same_as_afresh(tmp_path: Path, judged: list[Path]) -> None:
    world = World(tmp_path / "office", AS_OF, 0, Random(11))  # noqa: S311 - the same edits each time
    write_office(world.root, make_office(5, 8, 4, AS_OF))
    commit(world.root, {})
    kept, good, said_so_often = tmp_path / "kept.json", tmp_path / "good", 0
    for _number in range(25):
        shutil.copytree(world.root, good, ignore=shutil.ignore_patterns(".git"))
        world.draw.choice(OF_RECORDS)(world)
        wanted = afresh(world.root, world.as_of)
        wish = asked(world.as_of, kept)
        for _run in range(2):
            assert answer(world.root, wish) == wanted
        judged.clear()
        assert answer(world.root, wish) == wanted
        if wanted is None:
            shutil.rmtree(world.root / "customers")
            shutil.copytree(good, world.root, dirs_exist_ok=True)
        else:
            assert judged == []
            said_so_often += 1
        shutil.rmtree(good)
    assert said_so_often > 15


def change_a_visit(office: Path) -> None:
    next(office.glob("customers/**/visits/*.yaml")).write_text(VISIT.replace("B", "C"), encoding="utf-8")


def change_it_and_its_time(office: Path) -> None:
    file = next(office.glob("customers/**/visits/*.yaml"))
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"price: B", b"price: C"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def add_a_visit(office: Path) -> None:
    (folder(office, "7k3qf") / "visits/new.yaml").write_text(VISIT, encoding="utf-8")


def remove_a_visit(office: Path) -> None:
    next(office.glob("customers/**/visits/*.yaml")).unlink()


def make_it_a_program(office: Path) -> None:
    next(office.glob("customers/**/visits/*.yaml")).chmod(0o755)


def make_it_a_link(office: Path) -> None:
    file = next(office.glob("customers/**/visits/*.yaml"))
    file.rename(office / "elsewhere.yaml")
    file.symlink_to(office / "elsewhere.yaml")


def add_a_link(office: Path) -> None:
    (folder(office, "7k3qf") / "visits/2026-01-01.yaml").symlink_to("/etc/hostname")


def add_a_name_that_can_not_be(office: Path) -> None:
    (folder(office, "7k3qf") / "visits/a b?.yaml").write_text(VISIT, encoding="utf-8")


def make_the_settings_a_program(office: Path) -> None:
    (office / "office.yaml").chmod(0o755)


def change_the_rules(office: Path) -> None:
    with (office / "rules.yaml").open("a", encoding="utf-8") as file:
        file.write("# other\n")


def rename_the_office(office: Path) -> None:
    (office / "office.yaml").write_text(OFFICE.replace("name:", "name: 新"), encoding="utf-8")


def commit_something_else(office: Path) -> None:
    (office / "elsewhere.txt").write_text("x", encoding="utf-8")
    commit(office, {})


def forget_the_commit(office: Path) -> None:
    git(office, "update-ref", "-d", "HEAD")


@pytest.mark.parametrize(
    "change",
    [
        change_a_visit,
        change_it_and_its_time,
        add_a_visit,
        remove_a_visit,
        make_it_a_program,
        change_the_rules,
        rename_the_office,
        commit_something_else,
        forget_the_commit,
    ],
)
def test_after_a_change_it_is_judged(
    office: Path, tmp_path: Path, change: Callable[[Path], None], judged: list[Path]
) -> None:
    kept = tmp_path / "kept.json"
    for _run in range(2):
        assert answer(office, asked(DAY, kept)) == afresh(office) != b""
    judged.clear()
    assert answer(office, asked(DAY, kept)) == afresh(office)
    assert judged == []
    change(office)
    assert answer(office, asked(DAY, kept)) == afresh(office)
    assert judged[:1] == [office]


def test_another_day_or_program_asks_anew(office: Path, tmp_path: Path, judged: list[Path]) -> None:
    kept, later = tmp_path / "kept.json", date(2026, 11, 23)
    answer(office, asked(DAY, kept))
    assert answer(office, asked(later, kept)) == afresh(office, later)
    judged.clear()
    for _run in range(3):
        answer(office, asked(later, kept, program="another"))
    assert judged == [office, office]  # for the new program, and to put together what is then kept whole


def test_the_day_is_told_by_the_zone_and_the_pinned_day_of_the_office(
    office: Path, tmp_path: Path, judged: list[Path]
) -> None:
    text = OFFICE.replace("as_of: 2026-11-22", "as_of: 2026-11-20") + "timezone: Asia/Tokyo\n"
    (office / "office.yaml").write_text(text, encoding="utf-8")
    heard: list[tuple[str, date | None]] = []

    def day(dated: Dated) -> date:
        heard.append((dated.timezone, dated.as_of))
        return dated.as_of or DAY

    wish = replace(asked(DAY, tmp_path / "kept.json"), day=day)
    for _run in range(2):
        assert answer(office, wish) == afresh(office, date(2026, 11, 20))
    judged.clear()
    assert answer(office, wish) == afresh(office, date(2026, 11, 20))
    assert judged == []
    assert set(heard) == {("Asia/Tokyo", date(2026, 11, 20))}


def test_of_files_so_young_that_a_change_might_not_show_nothing_is_kept(
    office: Path, tmp_path: Path, judged: list[Path]
) -> None:
    kept = tmp_path / "kept.json"
    for _run in range(2):
        answer(office, asked(DAY, kept, later=-LATER))
    assert judged == [office, office]
    assert not kept.with_suffix(".txt").exists()


@pytest.mark.parametrize("runs_before", [0, 1])
def test_what_changes_while_it_is_read_is_not_said_again(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs_before: int
) -> None:
    kept, original = tmp_path / "kept.json", judging.judge_apart
    for _run in range(runs_before):
        answer(office, asked(DAY, kept))
    late = folder(office, "7k3qf") / "visits/late.yaml"

    def meanwhile(root: Path, *arguments: object) -> object:
        late.write_text(VISIT, encoding="utf-8")
        git(office, "add", ".")
        git(office, "commit", "--quiet", "--message", "late")
        change_a_visit(office)
        found = original(root, *arguments)  # type: ignore[arg-type]
        late.unlink()
        git(office, "reset", "--quiet", "--soft", "HEAD^")
        git(office, "reset", "--quiet")
        return found

    monkeypatch.setattr(judging, "judge_apart", meanwhile)
    answer(office, asked(DAY, kept))
    monkeypatch.setattr(judging, "judge_apart", original)
    assert answer(office, asked(DAY, kept)) == afresh(office)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b'"B"', b'"A"'),
        lambda data: data.partition(b"\n")[2],
    ],
)
def test_what_is_damaged_is_as_good_as_none(office: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    kept = tmp_path / "kept.json"
    first = answer(office, asked(DAY, kept))
    assert answer(office, asked(DAY, kept)) == first
    said = kept.with_suffix(".txt")
    whole = said.read_bytes()
    said.write_bytes(spoil(whole))
    assert answer(office, asked(DAY, kept)) == first
    assert said.read_bytes() == whole


def test_where_nothing_can_be_kept_the_answer_is_the_same(office: Path, tmp_path: Path) -> None:
    for kept in (None, tmp_path / "nowhere/kept.json"):
        for _run in range(2):
            assert answer(office, asked(DAY, kept)) == afresh(office)


def test_who_loads_the_models_meanwhile_judges_as_one_alone(
    office: Path, tmp_path: Path, judged: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept.json"
    for change in (None, change_a_visit, change_the_rules, add_a_link):
        if change is not None:
            change(office)
        wanted = afresh(office)
        judged.clear()
        for _run in range(2):
            assert answer(office, replace(asked(DAY, kept), processes=2)) == wanted
        assert judged == []  # in this process
    (folder(office, "7k3qf") / "visits/2026-01-01.yaml").unlink()
    here = os.getpid()

    def dying(tree: Tree, memory: Memory) -> Snapshot:
        if os.getpid() != here:
            os._exit(9)
        return snapshot(tree, memory)

    monkeypatch.setattr(judging, "snapshot", dying)
    (office / "rules.yaml").write_text(RULES, encoding="utf-8")
    assert answer(office, replace(asked(DAY, kept), processes=2)) == afresh(office)
    assert judged == [office]  # here, after the other was lost


def spoil_the_office(office: Path) -> None:
    (office / "office.yaml").write_text("name: [", encoding="utf-8")


@pytest.mark.parametrize("change", [change_a_visit, change_the_rules, spoil_the_office])
def test_settings_that_were_read_ahead_count_only_while_they_are_the_same(
    office: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    wish = asked(DAY, tmp_path / "kept.json")
    ready = judging.make_ready(office, wish)
    change(office)
    found = judging.judge_apart(office, look(office, wish), wish, ready)
    assert (None if found is None else as_text(found)) == afresh(office)


def test_where_nothing_is_known_no_file_is_looked_at_before_it_is_read_and_the_commit_is_listed_ahead(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = afresh(office)

    def never(*_arguments: object) -> object:
        raise AssertionError("asked for")

    with monkeypatch.context() as patched:
        patched.setattr(wishing, "seen", never)
        patched.setattr(answering, "seen", never)
        patched.setattr(judging, "compared", never)
        for processes in (1, 2):
            assert answer(office, replace(asked(DAY, tmp_path / f"{processes}.json"), processes=processes)) == wanted
    for processes in (1, 2):
        assert answer(office, replace(asked(DAY, tmp_path / f"{processes}.json"), processes=processes)) == wanted


def test_a_commit_that_was_listed_ahead_counts_only_while_it_is_the_same(office: Path, tmp_path: Path) -> None:
    wish = asked(DAY, tmp_path / "kept.json")
    ready = judging.make_ready(office, wish)
    assert ready.committed is not None
    change_a_visit(office)
    commit(office, {})
    found = judging.judge_apart(office, look(office, wish), wish, ready)
    assert found is not None
    assert not found.settings.dirty
    assert as_text(found) == afresh(office)


def test_a_folder_that_is_none_is_left_to_the_long_way(tmp_path: Path) -> None:
    assert answer(tmp_path / "none", asked(DAY)) is None
    assert answer(tmp_path, asked(DAY, tmp_path / "kept.json")) is None


@pytest.mark.parametrize(
    "change", [make_it_a_link, make_the_settings_a_program, add_a_link, add_a_name_that_can_not_be]
)
def test_what_can_not_be_read_is_never_passed_over(
    office: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    wish = asked(DAY, tmp_path / "kept.json")
    assert answer(office, wish) is not None
    change(office)
    assert answer(office, wish) is None
