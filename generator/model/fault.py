"""What is wrong with a value that is read: where, in our own sentence, with the word that was probably meant."""

from __future__ import annotations

from collections.abc import Sequence

from generator.texts import Message, _
from generator.values import dataclass, replace

Loc = tuple[str | int, ...]
"""The way from a value to one inside it: keys and positions in lists."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where below the value that was read, a code, and the sentence that says it.

    ``key``: what is wrong is the key itself, not its value.
    """

    loc: Loc
    code: str
    message: Message
    key: bool = False


class Unreadable(ValueError):  # noqa: N818 - what it says of the value
    """A value can't be read: all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(*(fault.code for fault in faults))
        self.faults = faults

    def below(self, step: str | int) -> list[Fault]:
        """Return the faults as those of the value around it, in which this one stands at ``step``."""
        return [replace(fault, loc=(step, *fault.loc)) for fault in self.faults]

    @property
    def message(self) -> Message:
        """The sentence of a single value, which has one fault."""
        return self.faults[0].message


def fault(code: str, msgid: str, *, at_key: str | None = None, **params: object) -> Unreadable:
    """Return what to raise for one fault; ``at_key`` names the key to point at, where a whole record is at fault."""
    return Unreadable([Fault(() if at_key is None else (at_key,), code, Message(msgid, params))])


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that was probably meant, or None."""
    if not known:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

    found = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return found[0] if found else None


def unknown_word(word: str, known: Sequence[str]) -> Message:
    """Return the sentence for a word that is none of ``known``, with the nearest one proposed."""
    params = {"word": word, "known": ", ".join(known)}
    if (meant := nearest(word, known)) is not None:
        return Message(
            _("“%(word)s” is not known here; did you mean “%(meant)s”? Possible: %(known)s."), params | {"meant": meant}
        )
    if not known:
        return Message(_("“%(word)s” is not known here."), {"word": word})
    return Message(_("“%(word)s” is not known here. Possible: %(known)s."), params)
