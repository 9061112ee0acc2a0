"""Whatever was edited: a build on top of earlier ones gives the bytes of a build from nothing (design section 9)."""

import os
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

import jieba
import pytest

from generator.grade.settings import Settings
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.sample.folder import write_office
from generator.sample.office import AS_OF, make_office
from generator.site import earlier, environment, mkdocs, press
from generator.site.binding import bindery, theme
from generator.site.build import build
from generator.site.configuration import configuration
from generator.site.order import Order
from generator.site.present import records
from generator.site.present.seen import look
from generator.site.publish import BuildFolder
from generator.texts import Language, translator
from tests.repositories import commit, dated
from tests.site.edits import EDITS, World
from tests.site.handmade import files


class Binder:
    """The program of generator.site.mkdocs in a fork of this one, which has loaded its libraries already."""

    def __init__(self, order: bindery.Order, docs: Path) -> None:
        self.order, self.docs = order, docs
        self.reading, self.orders = os.pipe()
        self.child = 0

    def begin(self, as_of: date) -> None:
        self.docs.mkdir(exist_ok=True)
        clock = str((as_of - date(1970, 1, 1)).days * 86400)
        self.child = os.fork()
        if self.child:
            return
        code = 70
        try:
            os.close(self.orders)
            os.environ |= {"SOURCE_DATE_EPOCH": clock, "NO_MKDOCS_2_WARNING": "1"}
            sys.stdin = os.fdopen(self.reading)
            code = bindery.main(self.order, lambda: None)
        except Exception:  # noqa: BLE001 - said, and then the fork must end
            traceback.print_exc()
        finally:
            os._exit(code)

    def bind(self, meanwhile: Callable[[], None]) -> tuple[str, ...] | None:
        os.write(self.orders, b"go\n")
        meanwhile()
        return None if self.ended() == 0 else ("failed",)

    def ended(self) -> int:
        """Wait until it has ended, which it does where it is not told to go on, and return how."""
        status = 0
        if self.orders:
            os.close(self.reading)
            os.close(self.orders)
            self.orders = 0
        if self.child:
            _pid, status = os.waitpid(self.child, 0)
            self.child = 0
        return status


@pytest.fixture
def version(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The version of the program, which every page shows; and a binder that starts quickly."""
    now = [0]
    original = press.front_matter

    @contextmanager
    def binder(config: Path, folder: BuildFolder, *_more: object) -> Iterator[Binder]:
        order = bindery.Order(
            config.absolute(), folder.fresh.absolute(), folder.site.absolute(), folder.cache.absolute(), 2
        )
        program = Binder(order, folder.docs)
        try:
            yield program
        finally:
            program.ended()

    monkeypatch.setattr(mkdocs, "binder", binder)
    monkeypatch.setattr(press, "front_matter", lambda title, **more: original(f"{title} v{now[0]}", **more))
    for module in (earlier, environment, theme, records):
        monkeypatch.setattr(module, "program", lambda: f"version {now[0]}")
    jieba.initialize()
    return now


def published(world: World, root: Path, version: list[int]) -> dict[str, str]:
    version[0] = world.version
    order = Order(root, "云溪府", world.as_of, Language.ZH, keep_going=True, environment=dict(os.environ))
    settings = Settings(root / "build/.cache/settings", f"version {world.version}")
    seen = partial(look, root, root / "build/.cache", time.time_ns())
    built = build(order, lambda: snapshot(working_tree(root)), seen, settings=settings)
    assert built.site is not None, built
    return {
        f"{name}/{path}": digest for name in ("docs", "site") for path, digest in files(root / "build" / name).items()
    }


def office(root: Path) -> None:
    write_office(root, make_office(5, 9, 6, AS_OF))
    (root / "mkdocs.yml").write_text(configuration("云溪府", Language.ZH, translator("zh")), encoding="utf-8")
    (root / ".gitignore").write_text("build/\n")
    with dated("2026-10-20T10:00:00+08:00"):
        commit(root, {}, "开始")


def test_after_any_edits_a_build_equals_one_from_nothing(
    tmp_path: Path, version: list[int], pytestconfig: pytest.Config
) -> None:
    world = World(tmp_path / "office", AS_OF, 0, Random(20261122))  # noqa: S311 - the same edits each time
    office(world.root)
    published(world, world.root, version)
    for number in range(pytestconfig.getoption("--sequences")):
        done = []
        for _step in range(world.draw.randrange(1, 4)):
            edit = world.draw.choice(EDITS)
            edit(world)
            done.append(edit.__name__)
            if world.draw.random() < 0.3:
                published(world, world.root, version)
        found = published(world, world.root, version)
        fresh = tmp_path / "fresh"
        shutil.copytree(world.root, fresh, symlinks=True, ignore=shutil.ignore_patterns("build"))
        expected = published(world, fresh, version)
        shutil.rmtree(fresh)
        differing = sorted(path for path in found.keys() | expected.keys() if found.get(path) != expected.get(path))
        assert not differing, (number, done, differing[:10])
