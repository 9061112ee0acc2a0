"""The records that people write, drawn up from what they say: keys in the order of the models, empty ones left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator.failure import Failure
from generator.model.dossier import Dossier
from generator.model.record import CloseReason, DecisionKind
from generator.model.scalar import Moment
from generator.model.yamltext import Value
from generator.texts import Message, _
from generator.writing.draft import Change, Draft, Edit
from generator.writing.edit import set_value

Said = Mapping[str, Value | None]
"""What somebody said, by key of the record; None for what they did not say."""


def customer(code: str, registered: date, record: Said) -> Change:
    """Return the new customer ``code``, in the folder of the month of registration."""
    folder = f"customers/{registered:%Y-%m}/{code}"
    return Change(Draft(folder, "customer", _said(record), numbered=False))


def contact(dossier: Dossier, at: Moment, record: Said) -> Change:
    """Return a new contact of the customer."""
    return Change(_dated(dossier, "visits", at, record))


def deal(dossier: Dossier, at: Moment, record: Said) -> Change:
    """Return a new stage of a deal of the customer."""
    return Change(_dated(dossier, "deals", at, record))


def decision(dossier: Dossier, at: Moment, record: Said, customer_file: bytes) -> Change:
    """Return a new decision, and what it changes in customer.yaml: a new consultant, or the end of a double entry.

    ``customer_file`` is the customer.yaml as it is. Raises Failure for merging a customer that is closed already.
    """
    draft = _dated(dossier, "decisions", at, record)
    kind, to = record["kind"], record.get("to")
    path, text = dossier.customer.path, customer_file.decode()
    if kind in {DecisionKind.TRANSFER, DecisionKind.CLAIM} and isinstance(to, str):
        text = set_value(text, ("consultant",), to)
    elif kind == DecisionKind.MERGE:
        if dossier.customer.record.closed is not None:
            message = _("%(id)s is closed since %(day)s already; there is nothing left to merge.")
            raise Failure(Message(message, {"id": dossier.id, "day": dossier.customer.record.closed.on}))
        text = set_value(text, ("closed",), {"on": at.day, "reason": CloseReason.MERGED.value})
    after = text.encode()
    return Change(draft, (Edit(path, customer_file, after),) if after != customer_file else ())


def _dated(dossier: Dossier, kind: str, at: Moment, record: Said) -> Draft:
    return Draft(f"{dossier.folder}/{kind}", at.day.isoformat(), {"at": at, **_said(record)})


def _said(record: Said) -> dict[str, Value]:
    return {key: value for key, value in record.items() if value is not None and value not in ("", (), {})}
