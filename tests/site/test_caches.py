"""Whatever happens to what a build keeps for the next one: the site comes out the same, byte for byte."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment

from generator.site.compiled import Compiled
from generator.site.environment import environment
from generator.site.publish import build_folder
from generator.texts import translator
from tests.repositories import commit
from tests.site.test_build import build, built  # noqa: F401 - a fixture

SEED = 20261122


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _number in range(3):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


DAMAGE: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "empty": lambda _data, _chance: b"",
    "cut": cut,
    "flipped": flipped,
    "noise": lambda _data, chance: chance.randbytes(500),
    "json": lambda _data, _chance: b'{"a": [1, null, {"b": "\\ud800"}]}',
    "deep": lambda _data, _chance: b"[" * 100_000,
    "doubled": lambda data, _chance: data + data,
}


@pytest.mark.parametrize("how", DAMAGE)
def test_damaged_caches_change_no_byte_of_the_site(built: Path, tmp_path: Path, how: str) -> None:  # noqa: F811
    office = Path(shutil.copytree(built, tmp_path / "office", symlinks=True))
    kept = [path for path in sorted((office / "build/.cache").rglob("*")) if path.is_file()]
    assert kept, "a build keeps something"
    chance = random.Random(f"{SEED} {how}")  # noqa: S311 - the same damage on every run
    for path in kept:
        if data := path.read_bytes():
            path.write_bytes(DAMAGE[how](data, chance))
    done = build(office)
    assert done.returncode == 0, done.stderr
    assert files(office / "build/site") == files(built / "build/site")


def test_a_cache_of_folders_in_the_place_of_files_is_as_good_as_none(built: Path, tmp_path: Path) -> None:  # noqa: F811
    office = Path(shutil.copytree(built, tmp_path / "office", symlinks=True))
    for path in [path for path in (office / "build/.cache").iterdir() if path.is_file()]:
        path.unlink()
        path.mkdir()
    done = build(office)
    assert done.returncode == 0, done.stderr
    assert files(office / "build/site") == files(built / "build/site")


def test_a_cache_that_came_with_the_repository_is_never_loaded(tmp_path: Path) -> None:
    commit(tmp_path, {"build/.cache/jieba.cache": b"not ours", "office.yaml": "x: y\n"})
    with build_folder(tmp_path) as folder:
        assert list(folder.cache.iterdir()) == []


def test_a_template_is_loaded_only_as_this_program_wrote_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, cache = tmp_path / "templates", tmp_path / "cache"
    folder.mkdir()
    cache.mkdir()
    compiled: list[str] = []
    original = Environment.compile

    def counted(self: Environment, source: str, name: str | None = None, *more: object, **other: object) -> object:
        compiled.append(source)
        return original(self, source, name, *more, **other)  # type: ignore[call-overload]

    monkeypatch.setattr(Environment, "compile", counted)

    def shown(text: str) -> str:
        (folder / "a.j2").write_text(text)
        return environment([folder], translator("zh"), Compiled(cache)).get_template("a.j2").render(name="<王>")

    assert [shown("{{ name }}") for _time in range(2)] == ["&lt;王&gt;"] * 2
    assert (shown("{{ name }}!"), shown("{{ name }}!")) == ("&lt;王&gt;!", "&lt;王&gt;!")
    assert compiled == ["{{ name }}", "{{ name }}!"]
    monkeypatch.setattr("generator.site.compiled.program", lambda: "another")
    assert shown("{{ name }}!") == "&lt;王&gt;!"
    assert len(compiled) == 3
    (file,) = cache.iterdir()
    kept = file.read_bytes()
    file.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    assert shown("{{ name }}!") == "&lt;王&gt;!"
    assert len(compiled) == 4
