"""A customer's records by what they do for duties: ask for one, answer one, judge anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator.duties.log import Log, known
from generator.model.dossier import Dossier, Filed
from generator.model.record import Channel, DecisionKind, Visit
from generator.values import dataclass

REPLIES = (Channel.FOLLOW_UP, Channel.MESSAGE)
"""The channels of a follow-up (F9): we turned to the customer."""

_VERDICTS = (DecisionKind.APPROVE_DOWNGRADE, DecisionKind.OVERRIDE)


@dataclass(frozen=True, slots=True)
class Diary:
    """The records of a customer from registration to the last day that counts, customers merged with it included.

    ``visits`` are the customer's own contacts. ``contacts`` are those of any channel but event, ``replies`` follow-ups
    and messages, ``judging`` contacts that judge, ``verdicts`` these and decisions about the grade, ``records`` all.
    What came with a merge counts from the day of the merge on: until then nobody knew that the two are one.
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
    brought = merged_on(dossier, last)
    visits = [(filed.record, known(filed, brought)) for filed in whole.visits if filed.record.at.day <= last]
    decisions = [(filed.record, known(filed, brought)) for filed in whole.decisions if filed.record.at.day <= last]
    deals = [known(filed, brought) for filed in whole.deals if filed.record.at.day <= last]
    judging = [one for visit, one in visits if visit.judged]
    decided = [one for decision, one in decisions if decision.kind in _VERDICTS]
    return Diary(
        registered=dossier.customer.record.registered,
        visits=tuple(filed for filed in dossier.visits if filed.record.at.day <= last),
        contacts=Log(one for visit, one in visits if visit.channel is not Channel.EVENT),
        replies=Log(one for visit, one in visits if visit.channel in REPLIES),
        judging=Log(judging),
        verdicts=Log([*judging, *decided]),
        records=Log([*(one for _visit, one in visits), *(one for _decision, one in decisions), *deals]),
    )


def merged_on(dossier: Dossier, last: date) -> Mapping[str, date]:
    """Return the paths of what came by merging up to a day, with the day of the merge."""
    merges = [joined for joined in dossier.joined if joined.since <= last]
    return {filed.path: joined.since for joined in merges for filed in (*joined.visits, *joined.deals)}
