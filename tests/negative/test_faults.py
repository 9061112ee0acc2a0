"""Every fault is named at its line, in both languages, without a traceback; what is good is graded all the same."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.negative.faults import FAULTS, Fault
from tests.offices import CUSTOMER, VISIT, write

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"(?P<path>[^:]+):(?P<line>\d+):\d+: error (?P<code>\S+) (?P<message>.+)")
GOOD = {"2m9xd": "B", "7k3qf": "B"}


def folder(number: int) -> str:
    return f"customers/2026-11/bad{number:02}"


def bad_files() -> dict[str, str | bytes | None]:
    """Return a folder for each fault; other phones for all of them, so that none is another's duplicate."""
    files: dict[str, str | bytes | None] = {}
    for number, fault in enumerate(FAULTS):
        phone = f"100****{number + 1000}"
        files[f"{folder(number)}/customer.yaml"] = CUSTOMER.replace("100****0000", phone)
        files[f"{folder(number)}/visits/1.yaml"] = VISIT
        content = fault.content
        files[f"{folder(number)}/{fault.file}"] = (
            content.replace("100****0000", phone) if isinstance(content, str) else content
        )
    return files


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("office"), bad_files())


def fenji(office: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", "-C", str(office), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, timeout=120)


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request: pytest.FixtureRequest, office: Path) -> tuple[str, subprocess.CompletedProcess[str]]:
    language: str = request.param
    return language, fenji(office, "--lang", language, "check")


def test_there_are_enough_faults_and_each_has_a_name_of_its_own() -> None:
    assert len(FAULTS) >= 60
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


def test_every_fault_is_named_at_its_line_and_nothing_else(
    report: tuple[str, subprocess.CompletedProcess[str]],
) -> None:
    _language, done = report
    errors = [match for line in done.stdout.splitlines() if (match := LINE.fullmatch(line))]
    found = {(match["path"], int(match["line"]), match["code"]) for match in errors}
    expected = {(f"{folder(number)}/{fault.file}", fault.line, fault.code) for number, fault in enumerate(FAULTS)}
    assert found == expected
    assert len(errors) == len(FAULTS)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_every_sentence_is_in_the_language_that_was_asked_for(
    report: tuple[str, subprocess.CompletedProcess[str]],
) -> None:
    language, done = report
    sentences = [match["message"] for line in done.stdout.splitlines() if (match := LINE.fullmatch(line))]
    chinese = [sentence for sentence in sentences if re.search(r"[。；]", sentence)]
    assert len(chinese) == (len(sentences) if language == "zh" else 0)


def test_nothing_is_graded_while_there_are_errors(office: Path) -> None:
    done = fenji(office, "grade", "--format", "json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr


def test_good_customers_are_graded_with_keep_going(office: Path) -> None:
    done = fenji(office, "grade", "--format", "json", "--keep-going")
    assert done.returncode == 1
    grades = {customer["id"]: customer["grade"] for customer in json.loads(done.stdout)["customers"]}
    assert {name: grades[name] for name in GOOD} == GOOD
    unusable = {f"bad{number:02}" for number, fault in enumerate(FAULTS) if _spoils_the_customer(fault)}
    assert not unusable & grades.keys()
    beside_a_bad_visit = {f"bad{number:02}" for number, fault in enumerate(FAULTS) if fault.file == "visits/bad.yaml"}
    assert {grades[name] for name in beside_a_bad_visit} == {"B"}


def _spoils_the_customer(fault: Fault) -> bool:
    """Tell whether the fault keeps customer.yaml from being read at all."""
    return fault.file == "customer.yaml" and fault.code in {
        "syntax",
        "missing-key",
        "encoding",
        "anchor",
        "empty",
        "too-deep",
    }


def test_every_sentence_says_how_to_mend_it_on_one_line(office: Path) -> None:
    done = fenji(office, "--lang", "en", "check", "--format", "json")
    for problem in json.loads(done.stdout)["problems"]:
        assert problem["message"].isprintable()
        assert len(problem["message"]) > 20
