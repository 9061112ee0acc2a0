"""Whether the files are those of the commit is told as the long way does, also of those that are not read again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.apart.asking import apart, folder, same
from tests.offices import CUSTOMER
from tests.repositories import commit, git


def drop(office: Path) -> None:
    shutil.rmtree(folder(office, "7k3qf"))


def touch_rules(office: Path) -> None:
    with (office / "rules.yaml").open("a", encoding="utf-8") as file:
        file.write("# other\n")


def double(office: Path) -> None:
    shutil.copytree(folder(office, "7k3qf"), office / "customers/zz")
    text = (office / "customers/zz/customer.yaml").read_text(encoding="utf-8")
    (office / "customers/zz/customer.yaml").write_text(text.replace("0000", "0009"), encoding="utf-8")


def add_word(office: Path) -> None:
    with (folder(office, "7k3qf") / "customer.yaml").open("a", encoding="utf-8") as file:
        file.write("# other\n")


def add_comment_and_take_it_back(office: Path) -> None:
    file = folder(office, "7k3qf") / "customer.yaml"
    before = file.read_bytes()
    file.write_bytes(before + b"# x\n")
    file.write_bytes(before)


@pytest.mark.parametrize("change", [drop, touch_rules, double, add_word, add_comment_and_take_it_back])
@pytest.mark.parametrize("then", ["nothing", "commit", "back", "two commits"])
def test_whether_the_files_are_the_commits_is_told_as_always(
    office: Path, tmp_path: Path, change: Callable[[Path], None], then: str
) -> None:
    kept = tmp_path / "kept.json"
    assert same(apart(office, kept), office)
    change(office)
    assert same(apart(office, kept), office)
    assert same(apart(office, kept), office)
    if then == "back":
        git(office, "checkout", "--quiet", ".")
        git(office, "clean", "--quiet", "-fd")
    elif then != "nothing":
        commit(office, {})
    if then == "two commits":
        commit(office, {"customers/late/customer.yaml": CUSTOMER.replace("0000", "0042")})
        git(office, "reset", "--quiet", "--soft", "HEAD^")
    assert same(apart(office, kept), office)
    assert same(apart(office, kept), office)
