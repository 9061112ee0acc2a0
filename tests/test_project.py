"""The project itself: what its Makefile, its locked versions and its wheel promise."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator import __version__

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def make(*arguments: str) -> str:
    done = subprocess.run(["make", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def test_help_lists_every_target_that_a_person_calls() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    listed = re.findall(r"^make (\w+) +\S", make("help"), re.MULTILINE)
    assert listed == targets
    assert {"help", "check", "test", "site", "serve", "bench"} <= set(listed)


def test_make_alone_only_explains_itself() -> None:
    assert make() == make("help")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_versions_and_hashes_but_no_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--", text, re.MULTILINE)
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if not re.match(r"[\w-]+==\S+ ", entry) or "--hash=sha256:" not in entry] == []


def versions(lock: Path) -> set[str]:
    return set(re.findall(r"^\S+==\S+", lock.read_text(encoding="utf-8"), re.MULTILINE))


def test_development_runs_with_the_versions_that_users_get() -> None:
    assert versions(ROOT / "requirements/run.txt") <= versions(ROOT / "requirements/dev.txt")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return zipfile.ZipFile(folder / f"fenji-{__version__}-py3-none-any.whl")


def tracked(folder: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name]


def test_the_wheel_carries_templates_presets_and_texts(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    wanted = tracked("generator") + [f"generator/{name}" for name in tracked("site_templates")]
    assert [name for name in wanted if name not in names] == []
    for part in ("generator/presets/", "generator/site_templates/", "generator/locale/zh_CN/LC_MESSAGES/fenji.mo"):
        assert any(name.startswith(part) for name in names), part


def test_the_wheel_carries_no_records_and_no_tests(wheel: zipfile.ZipFile) -> None:
    folders = {name.split("/")[0] for name in wheel.namelist()}
    assert folders == {"generator", f"fenji-{__version__}.dist-info"}


def test_both_readmes_show_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        return re.findall(r"^    (make \w+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)

    assert commands("README.md") == commands("README.zh-CN.md") == ["make site", "make test"]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_no_document_points_to_a_missing_file(name: str) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [target for target in targets if not (ROOT / target).exists()] == []
