"""What was said of a whole office, word for word: it is said again while nothing that it stands on has changed.

No record is read for that, and no model is needed. Where anything has changed, what is kept of each customer (`known`)
serves those who are as they were; the text is kept by the first run that finds them all so.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Generator, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import store
from generator.apart.states import States, joined
from generator.apart.wish import Dated, Sight, Wish, look, seen
from generator.sharing import Alone, Ask, Done, Member, ahead
from generator.values import dataclass

if TYPE_CHECKING:
    from generator.apart.judging import Apart, Ready


@dataclass(frozen=True, slots=True)
class Head:
    """What told the day in the office that a text was said of."""

    timezone: str
    as_of: date | None


def answer(root: Path, wish: Wish, helper: Member | None = None) -> bytes | None:
    """Return what a wish asks of the folder ``root`` as it is now, in UTF-8; None where that takes the long way.

    The same listing and the same commit serve the judging and the state. So a file that comes, changes or goes while
    it is read is not said to be as it was. Where there is more than one processor, another process loads all models and
    reads the settings meanwhile, looks at half of the records, and judges if need be: the ``helper``, where there is
    one.
    """
    work = partial(_judge, root, wish)
    if wish.processes == 1:
        return _answer(root, wish, Alone(work).ask)
    with ahead(work, helper) as ask:
        return _answer(root, wish, ask)


def _judge(root: Path, wish: Wish) -> Generator[str | None, Any, Done[Said | None]]:
    """Tell the signature of some records, which are looked at here, then what is said of those and the ones in a sight.

    The signature is None where that takes the long way. There may be a sight alone. The rest keeps what was said of
    each customer.
    """
    from generator.apart.judging import judge_apart, make_ready  # noqa: PLC0415 - all models; what stands goes without

    ready = make_ready(root, wish)
    order = yield None
    states: States | None = {}
    if not isinstance(order, Sight):
        states = seen(root, order, wish.began)
        order = yield None if states is None else joined(states)
    found = None if states is None else judge_apart(root, order.with_states(states), wish, ready)
    if found is None:
        return None, lambda: None
    said = Said(found.office.timezone, found.office.as_of, wish.whole(found), stands=found.known is None)
    return said, partial(_rest, found, wish, ready)


def _rest(found: Apart, wish: Wish, ready: Ready) -> None:
    keep(found, wish)
    ready.kept.save()


def keep(found: Apart, wish: Wish) -> None:
    """Keep what was found of each customer, if it is not there yet."""
    from generator.apart.known import save  # noqa: PLC0415 - as above

    if found.known is not None and wish.kept is not None:
        save(wish.kept, found.known)


@dataclass(frozen=True, slots=True)
class Said:
    """What was judged just now, as a text in UTF-8, and what tells the day in the office.

    ``stands`` tells that it is what was known of every customer.
    """

    timezone: str
    as_of: date | None
    text: bytes
    stands: bool


def _answer(root: Path, wish: Wish, ask: Ask) -> bytes | None:
    """Return the text, kept or new: ``ask`` has some records looked at elsewhere, then the customers judged."""
    parts = 2 if wish.processes > 1 else 1  # to ask anybody else would load the models here
    looked: Callable[[], str | None] | None = None

    def part(records: Sequence[str]) -> Sequence[str]:
        nonlocal looked
        end = len(records) // parts
        looked = ask(records[end:]) if parts > 1 else None
        return records[:end]

    try:
        sight = look(root, wish, part)
        states = sight.states
        if states is None:
            return None
        judged = ask(sight)  # so that it is at work while the text that was kept is looked at
        own, other = joined(states), joined({}) if looked is None else looked()
    except OSError:
        return None
    if other is None:
        return None
    signature = f"{own} {other}" if own and other else ""
    file = None if wish.kept is None or not signature else wish.kept.with_suffix(".txt")
    if file is not None and (kept := _kept(file, partial(_state, sight, signature, wish))) is not None:
        return kept
    said = judged()
    if said is not None and said.stands and file is not None:  # who has just changed a file will change more
        _save(file, _state(sight, signature, wish, said), said)
    return None if said is None else said.text


def _state(sight: Sight, signature: str, wish: Wish, office: Dated) -> str:
    """Return a digest of all that a text stands on: the files, the commit, the program, the day."""
    return sha256(f"{signature} {sight.revision} {sight.program} {wish.day(office)}".encode()).hexdigest()


def _kept(file: Path, state: Callable[[Dated], str]) -> bytes | None:
    """Return the text that was kept; None where it is of another state, the file is damaged, or not there.

    Only where its beginning is as it should be is all of it read.
    """
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        with file.open("rb") as beginning:
            beginning.readline()
            head = beginning.readline()
        told, timezone, as_of = json.loads(head)
        office = Head(str(timezone), None if as_of is None else date.fromisoformat(as_of))
        if told == state(office) and (body := store.read(file)) is not None and body.startswith(head):
            return body[len(head) :]
    return None


def _save(file: Path, state: str, said: Said) -> None:
    """Keep it for the next run."""
    pinned = None if said.as_of is None else said.as_of.isoformat()
    head = json.dumps([state, said.timezone, pinned]).encode()
    store.write(file, b"".join((head, b"\n", said.text)))
