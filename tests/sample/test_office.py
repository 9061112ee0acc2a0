"""The script is deterministic, scales, and the committed office is what it writes."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from generator.grade.check import check
from generator.model.office import Role
from generator.read.problem import has_errors
from generator.sample import AS_OF, make_office
from generator.sample.__main__ import main
from tests.sample.sample import ROOT, read

PRINT_HASH = """
import hashlib
from generator.sample import make_office
print(hashlib.sha256(repr(make_office(7, 40)).encode()).hexdigest())
"""


def test_the_committed_office_is_what_the_script_writes() -> None:
    committed = {
        "office.yaml",
        *(p.relative_to(ROOT).as_posix() for p in (ROOT / "customers").rglob("*") if p.is_file()),
    }
    written = make_office()
    assert committed == set(written)
    differing = [path for path, text in written.items() if (ROOT / path).read_bytes() != text.encode()]
    assert not differing, "customers/ and generator/sample/ disagree; run: python -m generator.sample ."


def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed_and_the_time_zone() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", PRINT_HASH],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": language},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for seed, zone, language in (("0", "UTC", "C"), ("1", "Asia/Shanghai", "zh_CN.UTF-8"))
    }
    assert digests == {hashlib.sha256(repr(make_office(7, 40)).encode()).hexdigest()}


def test_another_seed_gives_another_office() -> None:
    assert set(make_office(1, 20)) != set(make_office(2, 20))


@pytest.mark.parametrize(("customers", "weeks"), [(1, 1), (3, 16), (40, 4), (700, 30)])
def test_any_size_is_free_of_errors_and_has_so_many_customers(tmp_path: Path, customers: int, weeks: int) -> None:
    as_of = date(2027, 3, 31)
    main([str(tmp_path), "--customers", str(customers), "--weeks", str(weeks), "--seed", "5", "--as-of", str(as_of)])
    office = read(tmp_path)
    assert [str(p.place) for p in check(office, as_of) if has_errors((p,))] == []
    assert len(office.dossiers) == customers
    contacts = sum(len(dossier.visits) for dossier in office.dossiers.values())
    assert customers < 100 or 5 <= contacts / customers <= 8


def test_a_larger_office_has_more_consultants_each_with_a_leader() -> None:
    small, large = make_office(1, 10)["office.yaml"], make_office(1, 900)["office.yaml"]
    assert (small.count("role: consultant"), large.count("role: consultant")) == (6, 9)
    assert large.count("role: leader") == 3


def test_writing_replaces_the_customers_and_keeps_the_rules_that_are_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(tmp_path), "--customers", "2"])
    assert (tmp_path / "rules.yaml").read_bytes() == (ROOT / "generator/presets/g1.yaml").read_bytes()
    old = set((tmp_path / "customers").rglob("*.yaml"))
    (tmp_path / "rules.yaml").write_text("version: mine\n")
    main([str(tmp_path), "--customers", "2", "--seed", "8"])
    assert old.isdisjoint((tmp_path / "customers").rglob("*.yaml"))
    assert (tmp_path / "rules.yaml").read_text() == "version: mine\n"
    assert f"files in {tmp_path}" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--customers", "0"], ["--weeks", "0"], ["--as-of", "gestern"]])
def test_a_size_that_cannot_be_is_refused(
    tmp_path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main([str(tmp_path / "new"), *arguments])
    assert refused.value.code == 2
    assert "usage:" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_the_sample_has_no_errors_and_the_warnings_that_the_quality_page_shows() -> None:
    problems = check(read(), AS_OF)
    assert not has_errors(problems)
    assert {problem.code for problem in problems} >= {"stale", "incomplete", "duplicate"}


def test_the_people_of_the_sample() -> None:
    office = read().office
    assert office is not None
    roles = [person.role for person in office.people.values()]
    assert [roles.count(role) for role in (Role.CONSULTANT, Role.LEADER, Role.MANAGER, Role.PLANNER)] == [6, 2, 1, 1]
    assert office.as_of == AS_OF
    assert 140 <= len(read().dossiers) <= 160
