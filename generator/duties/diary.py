"""A customer's records by what they do for duties: ask for one, answer one, judge anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.duties.log import Dated, Log
from generator.model.dossier import Dossier, Filed
from generator.model.record import Channel, DecisionKind, Visit

REPLIES = (Channel.FOLLOW_UP, Channel.MESSAGE)
"""The channels of a follow-up (F9): we turned to the customer."""

_VERDICTS = (DecisionKind.APPROVE_DOWNGRADE, DecisionKind.OVERRIDE)


@dataclass(frozen=True, slots=True)
class Diary:
    """The records of a customer from registration to the last day that counts, customers merged with it included.

    ``visits`` are the customer's own contacts. ``contacts`` are those of any channel but event, ``replies`` follow-ups
    and messages, ``judging`` contacts that judge, ``verdicts`` these and decisions about the grade, ``records`` all.
    """

    registered: date
    visits: tuple[Filed[Visit], ...]
    contacts: Log
    replies: Log
    judging: Log
    verdicts: Log
    records: Log


def diary(dossier: Dossier, last: date) -> Diary:
    """Return the diary of a customer up to a day."""
    whole = dossier.whole(last)
    visits = [filed for filed in whole.visits if filed.record.at.day <= last]
    judging = [filed for filed in visits if filed.record.judged]
    decided = [filed for filed in whole.decisions if filed.record.kind in _VERDICTS and filed.record.at.day <= last]
    return Diary(
        registered=dossier.customer.record.registered,
        visits=tuple(filed for filed in dossier.visits if filed.record.at.day <= last),
        contacts=Log(filed for filed in visits if filed.record.channel is not Channel.EVENT),
        replies=Log(filed for filed in visits if filed.record.channel in REPLIES),
        judging=Log(judging),
        verdicts=Log(sorted([*judging, *decided], key=_day)),
        records=Log(sorted((filed for filed in whole.records if filed.record.at.day <= last), key=_day)),
    )


def _day(filed: Dated) -> date:
    return filed.record.at.day
