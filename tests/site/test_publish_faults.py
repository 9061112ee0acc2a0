"""Killed or refused at any system call, a publish leaves the old site or the new one, whole; the next one cleans up."""

from pathlib import Path

import pytest

from tests.site.publishing import PAGES, publish
from tests.tools.faults import KILLED, Plan, Try, tries

CLEAN = ".cache .lock docs site"
EXCHANGE = "generator.site.publish:exchange"


def attempt(folder: Path, fault: str, operation: str = "publish") -> list[Try]:
    (folder / "office").mkdir()
    assert publish(folder / "office", ["old"]) == 0
    here = "tests.site.publishing:"
    return tries(
        Plan(
            folder=str(folder / "office"),
            operation=f"tests.site.{'publishing' if operation == 'publish' else 'publishing_by_renames'}:publish",
            arguments=["new"],
            reading=f"{here}tidy",
            writing=f"{here}again",
            state=f"{here}seen",
            fault=fault,
            also=EXCHANGE if operation == "publish" else "",
        )
    )


def whole(word: str) -> dict[str, str]:
    return {f"weeks/{number}.html": word for number in range(PAGES)}


def site(files: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in files.items() if path != "build"}


def mended(found: list[Try]) -> None:
    for one in found:
        assert site(one.read) in (whole("old"), whole("new")), one.call
        assert one.read_code == one.write_code == 0
        assert one.written == {**whole("next"), "build": CLEAN}, one.call
    assert found[-1].after == {**whole("new"), "build": CLEAN}


@pytest.mark.parametrize("fault", ["kill", "ENOSPC", "EACCES"])
def test_a_publish_cut_short_at_any_system_call_leaves_the_old_site_or_the_new_one(tmp_path: Path, fault: str) -> None:
    found = attempt(tmp_path, fault)
    mended(found)
    assert len(found) > 20, "mkdirs, opens, renames, the exchange, removals"
    assert {one.code for one in found[:-1]} <= ({KILLED} if fault == "kill" else {0, 2}), found
    assert all(site(one.after) == whole("new") for one in found if one.code == 0)
    for one in found:  # at that very moment, before anybody mends anything
        assert site(one.after) in (whole("old"), whole("new")), one.call
    assert any(one.call.startswith("exchange") for one in found)


def test_where_folders_cannot_be_exchanged_a_killed_publish_is_mended_by_the_next(tmp_path: Path) -> None:
    found = attempt(tmp_path, "kill", "by renames")
    mended(found)
    for one in found:  # for one moment there is no site; never half of one
        assert site(one.after) in ({}, whole("old"), whole("new")), one.call
    assert sum(site(one.after) == {} for one in found) == 1
