"""Files that say otherwise than their rows: left and named, or on request changed."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from generator.exchange.drafts import Reason
from generator.exchange.matching import Entry, Outcome
from generator.read.tree import Tree
from generator.texts import Message, _
from generator.values import replace
from generator.writing.edit import EditError, set_value


def settled(entry: Entry, tree: Tree, *, update: bool) -> Entry:
    """Return an entry that differs as changed, where it is to be updated and can be."""
    if entry.outcome is not Outcome.DIFFERENT or not update:
        return entry
    before = tree.files[entry.path]
    text = before.decode()
    try:
        for key in entry.differs:
            text = set_value(text, key.split(".", 1), _natural(entry.draft.values[key]))
    except EditError:
        return entry
    return replace(entry, outcome=Outcome.CHANGED, data=text.encode(), before=before)


def _natural(value: str | list[str]) -> str | int | float | date:
    """Return a value as what it looks like, so that it is written without quotes. Raises EditError for a list."""
    if isinstance(value, list):
        raise EditError(Message(_("A list is changed by hand.")))
    for read in (int, float, date.fromisoformat) if value[:1].isdigit() else ():
        with suppress(ValueError):
            natural: int | float | date = read(value)
            if str(natural) == value:
                return natural
    return value


def kept(entries: Iterable[Entry]) -> list[Reason]:
    """Return why the rows of files that say otherwise were not taken over."""
    message = _(
        "%(path)s is there already and says otherwise (%(keys)s); it was left as it is. "
        "--update takes the values of the row."
    )
    return [
        Reason(
            entry.draft.source,
            entry.draft.columns.get(entry.differs[0]) if entry.differs else None,
            Message(message, {"path": entry.path, "keys": ", ".join(entry.differs)}),
            kept=True,
        )
        for entry in entries
        if entry.outcome is Outcome.DIFFERENT
    ]
