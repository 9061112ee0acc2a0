"""The command line as a whole: help, language, folder, day, failures and exit codes."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli.language import CLICK_SAYS
from generator.cli.main import COMMANDS
from generator.cli.main import fenji as group
from generator.texts import translator
from tests.cli.running import ROOT, Fenji, process
from tests.offices import OFFICE, VISIT, write
from tests.repositories import commit


@pytest.mark.parametrize(("language", "word"), [("zh", "检查记录和规则"), ("en", "Name all problems")])
@pytest.mark.parametrize("order", ["before", "after", "environment"])
def test_help_is_in_the_readers_language(language: str, word: str, order: str) -> None:
    arguments = {"before": ("--lang", language, "--help"), "after": ("--help", f"--lang={language}")}.get(
        order, ("-h",)
    )
    done = process(*arguments, environment={"FENJI_LANG": language} if order == "environment" else {})
    assert done.returncode == 0
    assert word in done.stdout.decode()
    assert done.stderr == b""


def test_help_is_chinese_by_default_whatever_the_locale() -> None:
    texts = {
        process("--help", environment=env).stdout
        for env in ({"LC_ALL": "C"}, {"LANG": "en_US.UTF-8"}, {"LANGUAGE": "de"})
    }
    assert len(texts) == 1
    assert "用法：" in texts.pop().decode()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_in_both_languages(command: str) -> None:
    english, chinese = (process("--lang", language, command, "--help") for language in ("en", "zh"))
    assert english.returncode == chinese.returncode == 0
    assert "用法：" in chinese.stdout.decode()
    assert english.stdout.decode().isascii() or "“" in english.stdout.decode()
    options = [line.split("  ")[1].strip() for line in english.stdout.decode().splitlines() if line.startswith("  -")]
    assert all(option.split()[0] in chinese.stdout.decode() for option in options)


def test_help_is_quick_because_it_loads_no_command() -> None:
    heavy = ("yaml", "jinja2", "mkdocs")
    program = f"import sys, generator.cli.main; print([name for name in sys.modules if name.startswith({heavy})])"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == b"[]\n"


@pytest.mark.parametrize("asked", [("grade", "--keep-going", "-h"), ("grade", "--help"), ()])
def test_help_is_translated_however_it_is_asked_for(asked: tuple[str, ...]) -> None:
    assert "显示这份说明。" in process(*asked).stdout.decode() + process(*asked).stderr.decode()


def test_completion_explains_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"_FENJI_COMPLETE": "zsh_complete", "COMP_WORDS": "fenji grade --", "COMP_CWORD": "2"}
    program = "import sys; sys.argv = ['fenji']; from generator.start import main; main()"
    for name, value in words.items():
        monkeypatch.setenv(name, value)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert "--format\n输出格式。" in done.stdout.decode()


@pytest.mark.parametrize(("form", "catalogues"), [("json", 0), ("text", 1)])
def test_a_catalogue_is_read_only_for_what_people_read(office: Path, form: str, catalogues: int) -> None:
    program = (
        "import gettext, sys; import generator.cli.main as main; "
        "main._leave = lambda code: print(code, len(gettext._translations)); "
        f"sys.argv = ['fenji', 'grade', '--format', '{form}']; main.main()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", program], cwd=office, env=environment, capture_output=True, check=True)
    assert done.stdout.endswith(f"0 {catalogues}\n".encode())


def test_every_sentence_of_click_keeps_its_values_in_chinese() -> None:
    chinese = translator("zh")
    for entry in CLICK_SAYS:
        english, translated = (
            (entry, chinese.gettext(entry)) if isinstance(entry, str) else (entry[1], chinese.ngettext(*entry, 2))
        )
        assert translated != english
        values = dict.fromkeys(re.findall(r"{(\w+)", english), "x")
        assert translated.format(**values)


def test_the_version_is_the_programs() -> None:
    done = process("--version")
    assert done.stdout.startswith(b"fenji ")
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("frobnicate",), "没有命令 'frobnicate'"),
        (("chek",), "是不是想写"),
        (("--lang", "fr", "check"), "可选范围"),
        (("check", "--format", "xml"), "可选范围"),
        (("check", "--as-of", "2026-02-30"), "不是日期"),
        (("check", "extra"), "多出了参数"),
        (("check", "--nope"), "没有选项"),
        (("check", "--as-of"), "后面要带值"),
        (("explain",), "缺少参数"),
        (("-C", "/nonexistent", "check"), "rules.yaml"),
        (("-C", "/nonexistent", "check", "--rev", "HEAD"), "没有 /nonexistent 这个文件夹"),
        (("grade", "--rev", "nope"), "没有版本“nope”"),
        (("explain", "zzzzzzzz"), "没有客户"),
    ],
)
def test_wrong_use_is_answered_in_chinese_with_exit_code_2(arguments: tuple[str, ...], sentence: str) -> None:
    done = process(*arguments)
    assert done.returncode == 2, done.stderr.decode()
    assert done.stdout == b""
    assert sentence in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_the_folder_comes_from_the_option_the_environment_or_the_place(tmp_path: Path) -> None:
    office = write(tmp_path / "office", {})
    runs = (
        process("-C", str(office), "grade", "--format", "json"),
        process("grade", "--format", "json", environment={"FENJI_DIR": str(office)}),
        process("grade", "--format", "json", folder=office),
    )
    assert {done.returncode for done in runs} == {0}
    assert len({done.stdout for done in runs}) == 1


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    office = write(tmp_path / "office", {})
    texts = {
        process("-C", str(office), "grade", environment=environment).stdout
        for environment in (
            {"LC_ALL": "C"},
            {"PYTHONIOENCODING": "ascii"},
            {"PYTHONIOENCODING": "gbk"},
            {"LANG": "C.UTF-8"},
        )
    }
    assert len(texts) == 1
    assert "意向较强" in texts.pop().decode("utf-8")


@pytest.mark.parametrize(
    ("options", "epoch", "as_of", "day"),
    [
        (["--as-of", "2026-11-20"], "0", "as_of: 2026-11-22\n", "2026-11-20"),
        ([], "1795190400", "as_of: 2026-11-25\n", "2026-11-21"),
        ([], "1795190399", "as_of: 2026-11-25\n", "2026-11-20"),
        ([], "1795190399", "as_of: 2026-11-25\ntimezone: America/New_York\n", "2026-11-20"),
        ([], "", "as_of: 2026-11-25\n", "2026-11-25"),
        ([], " ", "as_of: 2026-11-25\n", "2026-11-25"),
    ],
)
def test_the_day_is_the_option_then_the_build_then_the_office(
    tmp_path: Path, options: list[str], epoch: str, as_of: str, day: str
) -> None:
    office = write(tmp_path / "office", {"office.yaml": OFFICE.replace("as_of: 2026-11-22\n", as_of)})
    done = process("-C", str(office), "grade", "--format", "json", *options, environment={"SOURCE_DATE_EPOCH": epoch})
    assert f'"as_of": "{day}"' in done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 40])
def test_a_build_date_that_is_none_is_refused(office: Path, epoch: str) -> None:
    done = process("-C", str(office), "grade", environment={"SOURCE_DATE_EPOCH": epoch})
    assert done.returncode == 2
    assert "SOURCE_DATE_EPOCH" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_without_any_date_the_clock_counts(tmp_path: Path) -> None:
    office = write(tmp_path / "office", {"office.yaml": OFFICE.replace("as_of: 2026-11-22\n", "")})
    program = (
        "import datetime, zoneinfo, generator.cli.context as c\n"
        "class Clock(datetime.datetime):\n"
        "    @classmethod\n"
        "    def now(cls, tz): return datetime.datetime(2026, 11, 23, 17, 0, tzinfo=tz)\n"
        "c.datetime = Clock\n"
        "import sys; from generator.cli.main import main\n"
        "sys.argv[1:] = ['-C', sys.argv[1], 'grade', '--format', 'json']; main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(office)], cwd=ROOT, capture_output=True, check=False)
    assert b'"as_of": "2026-11-24"' in done.stdout, done.stderr.decode()


def test_a_reader_who_goes_away_is_not_told_of_it(office: Path) -> None:
    many = {f"customers/{number:04}/visits/1.yaml": VISIT for number in range(2_000)}
    write(office, many)
    command = f"'{sys.executable}' -m generator -C '{office}' check | head -n 1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], cwd=ROOT, capture_output=True, check=False)
    assert done.stdout.count(b"\n") == 1
    assert b"Broken" not in done.stderr
    assert b"Traceback" not in done.stderr


def ending(first: str, *arguments: str, redirected: str = "") -> subprocess.CompletedProcess[bytes]:
    """Run a line of Python and then the command line, as people do: in a process of its own."""
    program = f"import atexit, sys, threading, time\n{first}\nfrom generator.cli.main import main\nmain()"
    command = shlex.join([sys.executable, "-c", program, *arguments])
    return subprocess.run(["bash", "-c", f"{command} {redirected}"], cwd=ROOT, capture_output=True, check=False)


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["-C", "/nowhere", "check"], 2), (["nope"], 2)])
def test_at_the_end_whoever_asked_is_called_and_all_is_written(arguments: list[str], code: int) -> None:
    done = ending("atexit.register(lambda: print('x' * 1_000_000 + 'end'))", *arguments)
    assert done.stdout.endswith(b"x" * 1_000_000 + b"end\n")
    assert done.returncode == code


def test_a_thread_that_is_still_at_work_is_waited_for() -> None:
    slow = "threading.Thread(target=lambda: (threading.main_thread().join(), print('done'))).start()"
    assert ending(slow, "--version").stdout.endswith(b"done\n")


def test_a_full_disk_is_said_and_a_closed_output_is_no_fault() -> None:
    full = ending("", "--lang", "en", "--version", redirected="> /dev/full")
    assert full.returncode == 2
    assert full.stderr == b"Error: The system refuses: No space left on device.\n"
    closed = ending("", "--version", redirected=">&-")
    assert (closed.returncode, closed.stderr) == (0, b"")


def test_an_interruption_is_quiet(monkeypatch: pytest.MonkeyPatch, fenji: Fenji, office: Path) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generator.read.folder.working_tree", interrupt)
    done = fenji(office, "check")
    assert (done.code, done.out, done.err.strip()) == (130, "", "")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError(13, "Permission denied", "/x/rules.yaml"), "/x/rules.yaml: Permission denied."),
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError("odd"), "odd"),
    ],
)
def test_what_the_system_refuses_is_said(
    monkeypatch: pytest.MonkeyPatch, fenji: Fenji, office: Path, error: OSError, sentence: str
) -> None:
    def refuse(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("generator.read.folder.working_tree", refuse)
    done = fenji(office, "check")
    assert (done.code, done.out) == (2, "")
    assert sentence in done.err


def test_a_revision_without_rules_is_no_office(tmp_path: Path, fenji: Fenji) -> None:
    commit(tmp_path, {"readme": "x"})
    done = fenji(tmp_path, "grade", "--rev", "HEAD")
    assert done.code == 2
    assert "does not hold rules.yaml" in done.err


def test_every_command_can_be_loaded() -> None:
    context = group.make_context("fenji", ["--lang", "en", "check"])
    assert all(group.get_command(context, name) is not None for name in group.list_commands(context))
    assert group.get_command(context, "nope") is None
