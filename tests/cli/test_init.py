"""A newcomer's way from nothing to a published site, with every set of rules."""

import json
import os
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.writing.pipeline import PIPELINES
from generator.writing.starter import presets

FILES = [
    ".github/fenji/comment.py",
    ".github/workflows/fenji-check.yml",
    ".github/workflows/fenji-comment.yml",
    ".github/workflows/fenji-publish.yml",
    ".gitignore",
    ".vscode/settings.json",
    "README.md",
    "customers/.gitkeep",
    "mkdocs.yml",
    "office.yaml",
    "requirements.txt",
    "rules.yaml",
    *(f"schemas/{kind}.json" for kind in ("customer", "deal", "decision", "office", "rules", "visit")),
]


def fenji(*arguments: object) -> int:
    return run([str(argument) for argument in arguments], dict(os.environ))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rules", presets())
def test_from_nothing_to_a_graded_customer(
    rules: str, language: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    office = tmp_path / "云溪府"
    assert fenji("--lang", language, "init", office, "--rules", rules) == 0
    out, err = capfd.readouterr()
    assert sorted(Path(line).relative_to(office).as_posix() for line in out.splitlines()) == sorted(FILES)
    assert str(office / "office.yaml") in err

    assert fenji("-C", office, "check", "--strict", "--format", "json") == 0
    assert json.loads(capfd.readouterr().out)["problems"] == []

    assert fenji("-C", office, "new", "--name", "王建国", "--consultant", "li-na") == 0
    customer = Path(capfd.readouterr().out).parent.name
    assert fenji("-C", office, "visit", customer, "--note", "看了三房样板房") == 0
    capfd.readouterr()
    assert fenji("-C", office, "grade", "--format", "json") == 0
    graded = json.loads(capfd.readouterr().out)["customers"]
    assert [entry["id"] for entry in graded] == [customer]
    assert fenji("-C", office, "explain", customer) == 0


def test_a_site_without_and_with_a_customer(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    office = tmp_path / "office"
    assert fenji("init", office, "--name", "<b>云溪府</b>: 'A' & \"B\" $name", "--hosting", "gitee") == 0
    assert "kind: gitee" in (office / "office.yaml").read_text()
    assert fenji("-C", office, "build") == 0, capfd.readouterr().err
    page = (office / "build/site/index.html").read_text()
    assert "<b>云溪府</b>" not in page
    assert "云溪府" in page
    assert fenji("-C", office, "new", "--name", "王建国", "--consultant", "li-na") == 0
    assert fenji("-C", office, "build") == 0, capfd.readouterr().err


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], "github"),
        (["--hosting", "gitlab"], "gitlab"),
        (["--hosting", "gitee"], "script"),
        (["--hosting", "gitlab", "--pipeline", "script"], "script"),
        (["--pipeline", "none"], "none"),
    ],
)
def test_an_office_gets_the_pipeline_of_its_hosting_or_the_one_asked_for(
    options: list[str], expected: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert fenji("--lang", "en", "init", tmp_path / "a", *options) == 0
    said = capfd.readouterr().err
    there = {name for name, paths in PIPELINES.items() if paths and (tmp_path / "a" / paths[0]).is_file()}
    assert there == {expected} - {"none"}
    assert (tmp_path / "a/requirements.txt").is_file() == bool(there)
    assert (f"Pipeline “{expected}”" in said) == bool(there)


def test_an_office_that_is_there_gets_the_pipeline_only_and_keeps_its_own_files(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert fenji("init", tmp_path, "--pipeline", "none") == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    (tmp_path / ".gitlab-ci.yml").write_text("mine: {}")
    (tmp_path / "requirements.txt").symlink_to("nowhere")
    capfd.readouterr()
    assert fenji("--lang", "en", "init", tmp_path, "--pipeline", "gitlab") == 0
    out, err = capfd.readouterr()
    assert out.splitlines() == [str(tmp_path / ".gitlab/fenji/note.py")]
    for kept in (".gitlab-ci.yml", "requirements.txt"):
        assert f"{tmp_path / kept} is there already and stays as it is." in err
    assert (tmp_path / ".gitlab-ci.yml").read_text() == "mine: {}"
    assert (tmp_path / "requirements.txt").is_symlink()
    assert all(path.read_bytes() == data for path, data in before.items())
    assert fenji("init", tmp_path, "--pipeline", "none") == 0


@pytest.mark.parametrize("name", ["g1", "G1", "G01", " g01 ", "g001"])
def test_the_name_of_the_rules_may_be_written_in_any_way(name: str, tmp_path: Path) -> None:
    assert fenji("init", tmp_path / "a", "--rules", name) == 0
    assert fenji("init", tmp_path / "b") == 0
    assert (tmp_path / "a/rules.yaml").read_bytes() == (tmp_path / "b/rules.yaml").read_bytes()


@pytest.mark.parametrize("name", ["g16", "g99", "", "../g1", "g1.yaml", "g"])
def test_rules_that_are_none_are_answered_with_the_list(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert fenji("--lang", "en", "init", tmp_path / "a", "--rules", name) == 2
    assert ", ".join(presets()) in capfd.readouterr().err
    assert not (tmp_path / "a").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert fenji("--lang", "en", "init", tmp_path) == 2
    assert "is not empty: notes.txt. Name a new or empty folder; nothing was written." in capfd.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_clone_and_an_empty_folder_are_welcome(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert fenji("init", tmp_path) == 0
    assert fenji("init", tmp_path) == 2, "what init wrote is never overwritten by another init"


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").write_text("mine")
    assert fenji("--lang", "en", "init", tmp_path / "a") == 2
    assert "is a file" in capfd.readouterr().err


def test_a_name_that_no_file_can_hold_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert fenji("--lang", "en", "init", tmp_path / "a", "--name", "云\u202e溪") == 2
    assert "U+202E" in capfd.readouterr().err
    assert not (tmp_path / "a").exists()


def test_schema_prints_one_or_writes_all(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert fenji("--lang", "en", "schema", "visit") == 0
    assert json.loads(capfd.readouterr().out)["required"] == ["at", "channel", "by"]
    assert fenji("init", tmp_path / "office") == 0
    assert fenji("schema", "--out", tmp_path / "schemas") == 0
    for file in (tmp_path / "office/schemas").iterdir():
        assert (tmp_path / "schemas" / file.name).read_bytes() == file.read_bytes()
    assert fenji("--lang", "en", "schema") == 2
    assert "Name a kind" in capfd.readouterr().err
