"""What the playbook says comes next for a customer (S)."""

from __future__ import annotations

from generator.grade.grading import Grading
from generator.model.record import Channel
from generator.report.frame import Frame


def playbook_step(frame: Frame, grading: Grading) -> str:
    """Return the line of the playbook whose turn it is; empty where it says nothing.

    The lines of the present grade are taken in turn: the first one when the grade begins, the next one after each
    contact on a later day, and after the last one the first again. Where the playbook does not name the grade, it is
    the line of the customer's stage in another scheme.
    """
    lines = _lines(frame, grading)
    if not lines:
        return ""
    contacts = (filed.record for filed in frame.dossier(grading.id).visits if filed.record.channel is not Channel.EVENT)
    made = sum(1 for contact in contacts if grading.since < contact.at.day <= frame.as_of)
    return lines[made % len(lines)]


def _lines(frame: Frame, grading: Grading) -> tuple[str, ...]:
    playbook = frame.rules.playbook
    if isinstance(found := playbook.get(grading.grade or ""), tuple):
        return found
    stages = {standing.grade for name, standing in grading.schemes.items() if name != frame.rules.official}
    for entry in playbook.values():
        if not isinstance(entry, tuple):
            for stage, lines in entry.items():
                if stage in stages:
                    return lines
    return ()
