"""What was said of a whole office, word for word: it is said again while nothing that it stands on has changed.

No record is read for that, and no model is needed. Where anything has changed, what is kept of each customer (`known`)
serves those who are as they were.
"""

from __future__ import annotations

import contextlib
import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from generator import store
from generator.apart.wish import Dated, Sight, Wish, look


class Answer(NamedTuple):
    """A text, the state of the office that it was said of, and what told the day there."""

    state: str
    timezone: str
    as_of: date | None
    text: str


def answer(root: Path, wish: Wish) -> str | None:
    """Return what a wish asks of the folder ``root`` as it is now; None where that takes the long way.

    The same listing and the same commit serve the judging and the state. So a file that comes, changes or goes while
    it is read is not said to be as it was.
    """
    try:
        sight = look(root)
        if sight.listing.problems:
            return None
        signature = sight.signature(wish.began) if wish.kept is not None else ""
    except OSError:
        return None
    file = None if wish.kept is None or not signature else wish.kept.with_suffix(".txt")
    if file is not None and (kept := _load(file)) is not None and kept.state == _state(sight, signature, wish, kept):
        return kept.text
    from generator.apart.judging import judge_apart  # noqa: PLC0415 - loads all models; what stands goes without

    found = judge_apart(root, sight, wish)
    if found is None:
        return None
    text, office = wish.whole(found), found.office
    if file is not None:
        _save(file, Answer(_state(sight, signature, wish, office), office.timezone, office.as_of, text))
    return text


def _state(sight: Sight, signature: str, wish: Wish, office: Dated) -> str:
    """Return a digest of all that a text stands on: the files, the commit, the program, the day."""
    return sha256(f"{signature} {sight.revision} {wish.program} {wish.day(office)}".encode()).hexdigest()


def _load(file: Path) -> Answer | None:
    """Return what was kept; None where the file is damaged, of another form, or not there."""
    with contextlib.suppress(ValueError, TypeError):
        head, _line, text = (store.read(file) or b"").partition(b"\n")
        state, timezone, as_of = json.loads(head)
        pinned = None if as_of is None else date.fromisoformat(as_of)
        return Answer(str(state), str(timezone), pinned, text.decode("utf-8", "surrogatepass"))
    return None


def _save(file: Path, said: Answer) -> None:
    """Keep it for the next run."""
    pinned = None if said.as_of is None else said.as_of.isoformat()
    head = json.dumps([said.state, said.timezone, pinned])
    store.write(file, f"{head}\n{said.text}".encode("utf-8", "surrogatepass"))
