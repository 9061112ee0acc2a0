"""Which names a record may have, and which names not every system can tell apart."""

from __future__ import annotations

from random import Random

import pytest

from generator.read.names import LONGEST_NAME, all_ordinary, name_problem, twins
from generator.texts import translator


@pytest.mark.parametrize(
    "name",
    [
        "2026-09-07.yaml",
        "第一次.yaml",
        "李娜 (2).yaml",
        "回访、微信（二）.yaml",
        "a+b,c_d.yaml",
        "x" * (LONGEST_NAME - 5) + ".yaml",
        "contract.yaml",
        "_.yaml",
    ],
)
def test_ordinary_names_are_fine(name: str) -> None:
    assert name_problem(f"customers/2026-09/7k3qf/visits/{name}") is None


@pytest.mark.parametrize(
    "path",
    [
        "customers/7k3qf/visits/.yaml",
        "customers/7k3qf/visits/..yaml",
        "customers/../secret/customer.yaml",
        "customers/./7k3qf/customer.yaml",
        "customers//7k3qf/customer.yaml",
        "customers/.git/customer.yaml",
        "customers/7k3qf/visits/-rf.yaml",
        "customers/7k3qf/visits/a:b.yaml",
        "customers/7k3qf/visits/a\\b.yaml",
        "customers/7k3qf/visits/a?.yaml",
        "customers/7k3qf/visits/*.yaml",
        "customers/7k3qf/visits/<a>.yaml",
        'customers/7k3qf/visits/"a".yaml',
        "customers/7k3qf/visits/a|b.yaml",
        "customers/7k3qf/visits/$(id).yaml",
        "customers/7k3qf/visits/`id`.yaml",
        "customers/7k3qf/visits/{{ 7 }}.yaml",
        "customers/7k3qf/visits/a&b;c.yaml",
        "customers/7k3qf/visits/%2e%2e.yaml",
        "customers/7k3qf/visits/~a.yaml",
        "customers/7k3qf/visits/ a.yaml",
        "customers/7k3qf /customer.yaml",
        "customers/7k3qf./customer.yaml",
        "customers/con/customer.yaml",
        "customers/7k3qf/visits/NUL.yaml",
        "customers/7k3qf/visits/lpt1.2026.yaml",
        "customers/7k3qf/visits/" + "x" * LONGEST_NAME + ".yaml",
        "customers/7k3qf/visits/cafe\u0301.yaml",
        "customers/7k3qf/visits/a\nb.yaml",
        "customers/7k3qf/visits/a\u202eb.yaml",
        "customers/7k3qf/visits/\udcff.yaml",
        "customers/7k3qf/visits/a\u3000b.yaml",
    ],
)
def test_a_name_that_some_system_can_not_hold_is_named(path: str) -> None:
    found = name_problem(path)
    assert found is not None
    assert (found.code, found.place.path) == ("file-name", path)
    assert found.text(translator("en")).isprintable()


def test_one_look_at_all_paths_passes_no_bad_name_over() -> None:
    draw = Random(5)  # noqa: S311 - the same paths each time
    good = ["customers", "visits", "2026-09", "7k3qf", "abcdefgh", "2026-09-07.yaml", "customer.yaml"]
    bad = [
        "con",
        "..",
        "a\nb",
        "x.yaml",
        "李娜",
        "",
        "-rf",
        "nul",
        "aux.yaml",
        "abcdefgh.yaml\ncustomers",
        "x.txt",
        "A1234.yaml",
    ]
    passed = 0
    for _number in range(3_000):
        path = "/".join(draw.choices(good * 5 + bad, k=draw.randrange(2, 5)))
        if all_ordinary(["rules.yaml", path]):
            passed += 1
            assert name_problem(path) is None
            assert path.endswith(".yaml")
    assert passed > 100
    assert all_ordinary(["rules.yaml", "customers/2026-09/7k3qf/visits/2026-09-07-2.yaml"])
    assert not all_ordinary(["customers/abcde.yaml\ncustomers/abcde.yaml"])


def test_other_files_need_only_be_visible() -> None:
    assert name_problem("customers/.gitkeep") is None
    assert name_problem("customers/what: is this?.txt") is None
    assert name_problem("customers/a\x1bb.txt") is not None


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["customers/a/1.yaml", "customers/b/1.yaml"], []),
        (["customers/a/README.md", "customers/b/README.md"], []),
        (["customers/a/v.yaml", "customers/a/V.yaml"], ["customers/a/v.yaml"]),
        (["customers/A/1.yaml", "customers/a/2.yaml"], ["customers/a"]),
        (["customers/A/1.yaml", "customers/a/1.yaml"], ["customers/a"]),
        (["customers/a", "customers/A/1.yaml"], ["customers/a"]),
        (["customers/a/caf\u00e9.yaml", "customers/a/cafe\u0301.yaml"], ["customers/a/caf\u00e9.yaml"]),
        (["customers/a/CAF\u00c9.yaml", "customers/a/cafe\u0301.yaml"], ["customers/a/cafe\u0301.yaml"]),
        (["customers/a/stra\u00dfe.yaml", "customers/a/STRASSE.yaml"], ["customers/a/stra\u00dfe.yaml"]),
        (["c/X.yaml", "c/x.yaml", "c/y.yaml", "c/xx.yaml"], ["c/x.yaml"]),
    ],
)
def test_twins_are_named_once_at_the_outermost_place(paths: list[str], found: list[str]) -> None:
    for listed in (paths, paths[::-1]):
        assert [(problem.place.path, problem.code) for problem in twins(listed)] == [
            (path, "twin-name") for path in found
        ]
