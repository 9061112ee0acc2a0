"""The office read and judged on top of the last build is the one that is read and judged anew, whatever was edited."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

import pytest

from generator.grade.office import Ungradable, judge
from generator.grade.settings import Settings
from generator.model.snapshot import Snapshot, snapshot
from generator.read.folder import working_tree
from generator.report.work import Work
from generator.sample.folder import write_office
from generator.sample.office import AS_OF, make_office
from generator.site.present.office import Present, present
from generator.site.present.seen import look
from tests.repositories import commit, git
from tests.site import edits
from tests.site.edits import World

SETTLED = 60 * 10**9
"""Nanoseconds after which no file can change without showing it."""


def long_way(root: Path) -> Snapshot:
    return snapshot(working_tree(root))


def one_build(root: Path, day: date, later: int = 0) -> Present:
    """Read and judge, compare with the long way, and keep it for the next time."""
    cache = root / "build/.cache"
    cache.mkdir(parents=True, exist_ok=True)
    settings = Settings(cache / "settings", "me")
    found = present(
        root, cache, partial(look, root, root / "build", time.time_ns() + later), lambda: long_way(root), settings
    )
    settings.save()
    expected = long_way(root)
    assert replace(found.snapshot, rules_document=None) == replace(expected, rules_document=None)
    assert list(found.snapshot.dossiers) == list(expected.dossiers)
    if expected.office is None or expected.rules is None:
        return found
    try:
        grades = judge(expected, day)
    except Ungradable:
        with pytest.raises(Ungradable):
            found.judged(day, 1)
        return found
    judged = found.judged(day, 1)
    assert (judged.grades.gradings, judged.grades.closed) == (grades.gradings, grades.closed)
    assert [*judged.grades.gradings, *judged.grades.closed] == [*grades.gradings, *grades.closed]
    assert judged.grades.shares == grades.shares
    work, anew = Work(found.snapshot, judged.grades, judged.worked), Work(expected, grades)
    assert list(work.standings.items()) == list(anew.standings.items())
    assert work.protections == anew.protections
    assert (list(work.duties), work.duties.answers) == (list(anew.duties), anew.duties.answers)
    found.keep(cache, judged, work)
    return found


def fresh(found: Present) -> list[str]:
    """Return the ids of those who were read."""
    assert found.records is not None
    return sorted(folder.rpartition("/")[2] for folder in found.records.fresh)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    root = tmp_path / "office"
    write_office(root, make_office(5, 30, 6, AS_OF))
    (root / ".gitignore").write_text("build/\n")
    commit(root, {}, "开始")
    return root


def visit(root: Path, customer: str, text: str = "") -> None:
    world = World(root, AS_OF, 0, Random(1))  # noqa: S311 - the same each time
    folder = next(path for path in world.customers() if path.name == customer)
    (folder / "visits").mkdir(exist_ok=True)
    (folder / "visits/2026-09-30-9.yaml").write_text(
        text or "at: 2026-09-30\nchannel: visit\nby: li-na\njudged: {price: A, funds: A}\n"
    )


def ids(root: Path) -> list[str]:
    return sorted(path.parent.name for path in root.glob("customers/**/customer.yaml"))


# What nobody does on purpose, but happens.


def stray_file(world: World) -> None:
    (world.root / "customers/notes.yaml").write_text("a: 1\n")


def twin(world: World) -> None:
    shutil.copytree(world.some(), world.root / "customers/again" / world.some().name, dirs_exist_ok=True)


def without_customer(world: World) -> None:
    (world.some() / "customer.yaml").unlink()


def program(world: World) -> None:
    (world.some() / "customer.yaml").chmod(0o755)


def other_code(world: World) -> None:
    file = world.some() / "customer.yaml"
    file.write_bytes(file.read_text(encoding="utf-8").encode("gbk", "replace"))


def link(world: World) -> None:
    (world.some() / "visits").mkdir(exist_ok=True)
    (world.some() / "link.yaml").symlink_to("customer.yaml")


def full_number(world: World) -> None:
    world.add(world.some(), "visits", "at: 2026-09-20\nchannel: visit\nby: li-na\nnote: 电话 13812345678\n")


def allow_numbers(world: World) -> None:
    file = world.root / "office.yaml"
    if "phone: full" not in (text := file.read_text(encoding="utf-8")):
        kept = [line for line in text.splitlines() if not line.startswith("privacy:")]
        file.write_text("\n".join([*kept, "privacy: {phone: full, name: surname}", ""]), encoding="utf-8")


def forgotten(world: World) -> None:
    gone = world.some()
    shutil.rmtree(gone)
    (gone.parent / f"{gone.name}/forgotten.yaml").parent.mkdir()
    text = f"forgotten: {world.day()}\nby: chen-wei\nregistered: 2026-01-01\n"
    (gone / "forgotten.yaml").write_text(text)


def restored(world: World) -> None:
    git(world.root, "checkout", "--", ".")
    git(world.root, "clean", "-fdq", "customers")


def by_share(world: World) -> None:
    share = (Path(__file__).parents[3] / "generator/presets/g5.yaml").read_text(encoding="utf-8")
    (world.root / "rules.yaml").write_text(share, encoding="utf-8")


def deal(world: World) -> None:
    amount = world.draw.randrange(100, 900)
    world.add(world.some(), "deals", f"at: {world.day()}\nstage: contracted\nunit: 3-1201\namount: {amount}\n")


MISHAPS: tuple[Callable[[World], None], ...] = (
    stray_file, twin, without_customer, program, other_code, link, full_number, allow_numbers, forgotten,
    by_share, deal, deal, deal,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_all_is_as_if_read_anew(office: Path, seed: int) -> None:
    world = World(office, AS_OF, 0, Random(seed))  # noqa: S311 - the same edits each time
    usual = [edit for edit in edits.EDITS if "template" not in edit.__name__ and "config" not in edit.__name__]
    usual = [edit for edit in usual if edit.__name__ != "spoil_page"]
    one_build(office, world.as_of)
    again = 0
    for _step in range(16):
        if len(world.customers()) < 6 or world.draw.random() < 0.4:
            restored(world)
        for _edit in range(world.draw.randrange(1, 3)):
            world.draw.choice(usual if world.draw.random() < 0.7 else MISHAPS)(world)
        found = one_build(office, world.as_of)
        again += found.records is not None and len(found.records.fresh) < len(found.snapshot.dossiers)
    assert again > 3


def test_only_who_has_changed_is_read_and_judged_again(office: Path) -> None:
    everyone = ids(office)
    assert fresh(one_build(office, AS_OF, SETTLED)) == everyone
    assert fresh(one_build(office, AS_OF, SETTLED)) == []
    visit(office, everyone[3])
    found = one_build(office, AS_OF, SETTLED)
    assert fresh(found) == [everyone[3]]
    assert sorted(found.judged(AS_OF, 1).standing) == [name for name in everyone if name != everyone[3]]
    assert fresh(one_build(office, AS_OF, SETTLED)) == []


def test_what_was_written_a_moment_ago_is_read_again(office: Path) -> None:
    one_build(office, AS_OF, SETTLED)
    visit(office, ids(office)[0])
    assert fresh(one_build(office, AS_OF)) == [ids(office)[0]]
    assert fresh(one_build(office, AS_OF)) == [ids(office)[0]]


def test_another_commit_reads_what_it_changes(office: Path) -> None:
    first, *_others = ids(office)
    one_build(office, AS_OF, SETTLED)
    visit(office, first)
    assert one_build(office, AS_OF, SETTLED).snapshot.dirty
    commit(office, {}, "来访")
    found = one_build(office, AS_OF, SETTLED)
    assert not found.snapshot.dirty
    assert fresh(found) == [first]


def test_another_day_judges_all_again_and_reads_nobody(office: Path) -> None:
    one_build(office, AS_OF, SETTLED)
    found = one_build(office, date(2026, 11, 25), SETTLED)
    assert fresh(found) == []
    assert not found.judged(date(2026, 11, 25), 1).standing


def test_parts_that_are_not_of_the_last_build_are_not_used(office: Path) -> None:
    cache, first = office / "build/.cache", ids(office)[0]
    one_build(office, AS_OF, SETTLED)
    before = {path.name: path.read_bytes() for path in cache.iterdir()}
    visit(office, first)
    one_build(office, AS_OF, SETTLED)
    changed = [path.name for path in cache.iterdir() if before.get(path.name) != path.read_bytes()]
    assert sorted(changed) == sorted(["office.json", *(name for name in changed if name.startswith("office-"))])
    assert len(changed) == 2, "one part and the head"
    (cache / "office.json").write_bytes(before["office.json"])  # killed between the two
    found = one_build(office, AS_OF, SETTLED)
    assert first in fresh(found)
    assert len(fresh(found)) < len(ids(office))


def test_without_a_place_or_the_time_it_is_read_the_long_way(office: Path) -> None:
    for cache, looked in ((None, partial(look, office, None, time.time_ns())), (office / "build", None)):
        found = present(office, cache, looked, lambda: long_way(office), Settings(None, ""))
        assert found.records is None
        assert found.snapshot.dossiers == long_way(office).dossiers
        assert found.digests() == {}
    assert not (office / "build").exists()


def test_a_file_that_keeps_size_and_times_but_is_another_is_read(office: Path) -> None:
    first = ids(office)[0]
    file = next(office.glob(f"customers/**/{first}/customer.yaml"))
    one_build(office, AS_OF, SETTLED)
    status, text = file.stat(), file.read_bytes()
    aside = file.with_suffix(".new")
    aside.write_bytes(text)
    os.utime(aside, ns=(status.st_atime_ns, status.st_mtime_ns))
    aside.replace(file)
    assert fresh(one_build(office, AS_OF, SETTLED)) == [first]
