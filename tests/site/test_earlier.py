"""The digest by which a customer's page is known: whatever the page shows is in it, nobody else's records are."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator import store
from generator.site import earlier, told
from generator.site.earlier import Earlier, Facts
from generator.store import digest
from tests.offices import RULES
from tests.report.frames import small, visit

MINE, OTHER = "7k3qf", "2m9xd"
SHARE = RULES.replace(
    "movement:",
    "  value: {grades: {A: 大, B: 小}, method: share, by: deal_value, bands: {A: 0.5, B: 1}}\nmovement:",
    1,
)
DEAL = "at: 2026-11-20\nstage: subscribed\nunit: 3-1201\namount: {}\n"


def known(changes: Mapping[str, str | bytes | None]) -> str:
    return Facts(small(changes), "").of(MINE)


@pytest.mark.parametrize(
    "changes",
    [
        {f"customers/{MINE}/visits/2.yaml": visit("2026-11-19", "B", "B")},
        {f"customers/{MINE}/visits/2.yaml": visit("2026-11-19", "B", "B", "note: 再来\n")},
        {f"customers/{MINE}/visits/3.yaml": visit("2026-11-19", "B", "B")},
        {f"customers/{MINE}/visits/2.yaml": "\n" + visit("2026-11-19", "B", "B")},
        {f"customers/{MINE}/deals/1.yaml": DEAL.format(300)},
        {f"customers/{MINE}/deals/1.yaml": DEAL.format(300.5)},
        {f"customers/{MINE}/visits/9.yaml": "at: [\n"},
        {"rules.yaml": RULES + "# a remark\n"},
    ],
)
def test_a_change_of_what_the_page_shows_is_another_digest(changes: Mapping[str, str]) -> None:
    assert known(changes) != known({})


def test_what_others_did_is_no_part_of_it() -> None:
    assert known({f"customers/{OTHER}/visits/9.yaml": visit("2026-11-19", "B", "B")}) == known({})


def test_but_for_the_place_in_a_share_scheme_that_they_take() -> None:
    own = {"rules.yaml": SHARE, f"customers/{MINE}/deals/1.yaml": DEAL.format(300)}
    smaller = {**own, f"customers/{OTHER}/deals/1.yaml": DEAL.replace("1201", "1301").format(200)}
    larger = {**own, f"customers/{OTHER}/deals/1.yaml": DEAL.replace("1201", "1301").format(400)}
    first, second = (small(one).everyone[MINE].schemes["value"].grade for one in (smaller, larger))
    assert (first, second) == ("A", "B")
    assert known(smaller) != known(larger)


def settled(docs: Path, pages: dict[str, str]) -> Earlier:
    """Return what is known of some pages, written with a last one that makes them old."""
    known = {}
    for path, text in pages.items():
        (docs / path).write_text(text)
        known[path] = ("facts", digest(text.encode()), Earlier(docs, told.NOTHING).state(path))
    time.sleep(0.15)
    (docs / "last.md").write_text("last")
    known["last.md"] = ("facts", digest(b"last"), Earlier(docs, told.NOTHING).state("last.md"))
    return Earlier(docs, told.NOTHING).after(known, {}, told.NOTHING)


def test_a_page_that_has_not_changed_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = settled(tmp_path, {"a.md": "one", "b.md": "two"})
    monkeypatch.setattr(Path, "read_bytes", lambda _path: b"not as it is")
    assert known.standing("a.md", "facts") == digest(b"one")
    assert known.standing("last.md", "facts") is None, "written a moment ago: it is read"
    assert known.standing("a.md", "others") is None


def test_a_page_that_was_touched_counts_by_what_it_holds(tmp_path: Path) -> None:
    known = settled(tmp_path, {"same.md": "one", "other.md": "two", "gone.md": "three", "link.md": "four"})
    (tmp_path / "same.md").write_text("one")
    status = (tmp_path / "other.md").stat()
    (tmp_path / "other.md").write_text("owt")
    os.utime(tmp_path / "other.md", ns=(status.st_atime_ns, status.st_mtime_ns))
    (tmp_path / "gone.md").unlink()
    (tmp_path / "link.md").rename(tmp_path / "moved.md")
    (tmp_path / "link.md").symlink_to("moved.md")
    assert known.standing("same.md", "facts") == digest(b"one")
    assert [known.standing(f"{name}.md", "facts") for name in ("other", "gone", "link")] == [None] * 3


def test_a_page_that_changed_between_its_making_and_the_end_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one")
    known = {"a.md": ("facts", digest(b"one"), Earlier(tmp_path, told.NOTHING).state("a.md"))}
    (tmp_path / "a.md").write_text("two")
    time.sleep(0.15)
    (tmp_path / "last.md").write_text("")
    known["last.md"] = ("facts", digest(b""), "")
    found = Earlier(tmp_path, told.NOTHING).after(known, {}, told.NOTHING)
    assert found.standing("a.md", "facts") is None


@pytest.mark.parametrize("name", [earlier.NAME, told.NAME])
def test_what_another_program_kept_is_as_good_as_none_whatever_its_form(tmp_path: Path, name: str) -> None:
    nothing = earlier.load(tmp_path, tmp_path)
    for form in ({"pages": 3, "rows": {"pool.md": ["frame", {}]}, "weeks": []}, {}, [1], 5):
        store.save(tmp_path / name, form, "another program")
        assert earlier.load(tmp_path, tmp_path) == nothing
        store.save(tmp_path / name, form)
        assert earlier.load(tmp_path, tmp_path) == nothing
