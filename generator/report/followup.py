"""How well follow-ups are kept (K3): compliance and response time, week by week."""

from __future__ import annotations

from generator.duties.compliance import Tally
from generator.report.charts import Spark, spark
from generator.report.frame import Frame
from generator.report.rich import Rich, fill, strong
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class ComplianceRow:
    """One week, or all of them: duties due, done in time, their share, and the mean response time in days."""

    week: str
    due: int
    in_time: int
    share: str
    response: str


@dataclass(frozen=True, slots=True)
class ComplianceView:
    """Twelve weeks of compliance, oldest first; the last week is not over. ``spark`` is the line of the shares."""

    answer: Rich
    spark: Spark
    spoken: str
    now: str
    rows: tuple[ComplianceRow, ...]
    total: ComplianceRow


def _row(frame: Frame, name: str, tally: Tally) -> ComplianceRow:
    share = frame.words.percent(tally.in_time, tally.due) if tally.due else ""
    response = "" if tally.response is None else frame.words.amount(round(tally.response, 1))
    return ComplianceRow(name, tally.due, tally.in_time, share, response)


def compliance_view(frame: Frame, consultant: str | None = None) -> ComplianceView | None:
    """Return the compliance of a consultant, or of the office; None where nothing was due or answered."""
    found, tr = frame.work.compliance, frame.tr
    every = found.of(consultant=consultant)
    if not every.due and not every.answered:
        return None
    tallies = [found.of(week, consultant) for week in found.weeks]
    total = _row(frame, tr.gettext("Total"), every)
    parts = []
    if every.due:
        text = tr.gettext("Of %(due)s follow-ups due in %(n)d weeks, %(done)s were made in time: %(share)s.")
        due, done = strong(every.due), strong(every.in_time)
        parts.append(fill(text, due=due, n=len(tallies), done=done, share=strong(total.share)))
    if every.answered:
        text = tr.gettext("First follow-up after the first visit: %(days)s days on average (%(n)s customers).")
        parts.append(fill(text, days=strong(total.response), n=every.answered))
    spoken = tr.gettext("Compliance in %(n)d weeks") % {"n": len(tallies)}
    return ComplianceView(
        answer=frame.words.sentences(parts),
        spark=spark([round(100 * tally.in_time / tally.due) if tally.due else 0 for tally in tallies]),
        spoken=spoken,
        now=frame.words.percent(tallies[-1].in_time, tallies[-1].due) if tallies[-1].due else "–",
        rows=tuple(_row(frame, str(week), tally) for week, tally in zip(found.weeks, tallies, strict=True)),
        total=total,
    )
