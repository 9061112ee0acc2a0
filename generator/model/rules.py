"""rules.yaml as written: the structure of the rule language (design section 3), before conditions are compiled."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Any

from generator.model.compound import Either, Many, Prepared, Table, word_of, words
from generator.model.fault import fault
from generator.model.office import Role
from generator.model.reader import Scalar, Schema
from generator.model.record import Channel, Stage
from generator.model.scalar import AMOUNT, NUMBER, PLAIN, TEXT, WHOLE, WORD, YES_NO, normal
from generator.model.shape import entry, shape, shaped
from generator.texts import _

OTHERWISE = "otherwise"
UNGRADED = "ungraded"

_CONDITION_SCHEMA = {"type": "object", "description": _("all:, any:, none:, or a name and its test")}


def _condition(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not value:
        raise fault("condition", _('A condition belongs here, as in {visits: ">= 3"}.'))
    return value


def _row(value: object) -> Mapping[str, Any] | str:
    return OTHERWISE if isinstance(value, str) and normal(value) == OTHERWISE else _condition(value)


Condition = Mapping[str, Any]
"""A condition as written: compiled, with every fault named, by ``generator.grade.condition``."""
Row = Condition | str
"""A row of a table: a condition, or ``otherwise``."""

_CONDITION = Scalar(_condition, _CONDITION_SCHEMA)
_ROW = Scalar(_row, {"anyOf": [_CONDITION_SCHEMA, {"const": OTHERWISE}]})


class Method(StrEnum):
    """How a scheme arrives at its grade."""

    LOWEST = "lowest"
    FIRST_MATCH = "first_match"
    SCORE = "score"
    SHARE = "share"


@shape
class FactDefinition:
    """A named figure: a ``count`` of contacts or deals, or a ``sum`` of deal amounts, in a span of days."""

    count: tuple[Channel, ...] | str | None = entry(
        Either(list, Many(word_of(Channel)), words("deals")),
        _("Channels whose contacts are counted, or deals"),
        default=None,
    )
    sum: str | None = entry(words("amount"), _("amount: adds the amounts of deals"), default=None)
    of: str | tuple[Stage, ...] | None = entry(
        Either(list, Many(word_of(Stage)), words("first_visit")),
        _("first_visit, or the stages of the deals"),
        default=None,
    )
    within_days: int | None = entry(WHOLE, _("Counts up to so many days after the first visit"), default=None)
    last_days: int | None = entry(WHOLE, _("Counts the last so many days, today included"), default=None)
    label: str | None = entry(TEXT, _("Name shown to people"), default=None)


class IndicatorRole(StrEnum):
    """Whether an indicator can lower the grade."""

    BINDING = "binding"
    AUXILIARY = "auxiliary"


@shape
class IndicatorDefinition:
    """One indicator: the rubric that consultants judge by, or the table that measures it."""

    label: str | None = entry(TEXT, _("Name shown to people"), default=None)
    role: IndicatorRole = entry(
        word_of(IndicatorRole), _("binding, or auxiliary: never lowers the grade"), default=IndicatorRole.BINDING
    )
    levels: Mapping[str, str] = entry(Table(WORD, TEXT), _("The rubric: what each level means"))
    measured: Mapping[str, Row] | None = entry(
        Table(WORD, _ROW), _("The table that gives the level from the records"), default=None
    )
    valid_days: int | None = entry(WHOLE, _("An older judgement counts as unknown"), default=None)


@shape
class Points:
    """A row of a score card: ``add`` points when true, or for ``each`` of a count, ``up_to`` a limit."""

    when: Condition | None = entry(_CONDITION, _("The points count when this is true"), default=None)
    each: str | None = entry(TEXT, _("The points count once for each of this figure"), default=None)
    add: float = entry(NUMBER, _("Points"))
    up_to: float | None = entry(NUMBER, _("At most so many points from this row"), default=None)
    label: str | None = entry(TEXT, _("Name shown to people"), default=None)


@shape
class SchemeDefinition:
    """One grading scheme: a decision table in one of four methods."""

    label: str | None = entry(TEXT, _("Name shown to people"), default=None)
    grades: Mapping[str, str] = entry(Table(WORD, TEXT), _("Grades and their names, best first"))
    method: Method = entry(word_of(Method), _("lowest, first_match, score or share"))
    required: tuple[str, ...] | None = entry(
        Many(TEXT), _("Without these no grade; default: every binding indicator"), default=None
    )
    applies_when: Condition | None = entry(
        _CONDITION, _("Precondition: where it fails there is no grade"), default=None
    )
    indicators: Mapping[str, IndicatorDefinition] = entry(
        Table(PLAIN, shaped(IndicatorDefinition)), _("The indicators, by name"), default={}
    )
    when: Mapping[str, Row] | None = entry(
        Table(WORD, _ROW), _("first_match: the condition of each grade"), default=None
    )
    points: tuple[Points, ...] | None = entry(Many(shaped(Points)), _("score: the rows that add points"), default=None)
    bands: Mapping[str, float] | None = entry(
        Table(WORD, NUMBER), _("score: lower bounds; share: cumulative shares"), default=None
    )
    by: str | None = entry(TEXT, _("share: the figure that ranks the customers"), default=None)


@shape
class Downgrade:
    """A fall by the calendar: from a grade to a worse one, after days, when and unless."""

    id: str = entry(TEXT, _("Name of the rule"))
    from_: str = entry(WORD, _("The grade that falls"), written="from")
    to: str = entry(WORD, _("The grade it falls to"))
    after_days: int = entry(WHOLE, _("Full days in the grade before the fall"), default=0)
    when: Condition | None = entry(_CONDITION, _("Falls only when this is true"), default=None)
    unless: Condition | None = entry(_CONDITION, _("Does not fall when this is true"), default=None)
    label: str | None = entry(TEXT, _("Name shown to people"), default=None)


@shape
class Approval:
    """A fall to this grade waits for somebody of this role (F9)."""

    to: str = entry(WORD, _("The grade whose fall needs approval"))
    role: Role = entry(word_of(Role), _("Who approves"), default=Role.MANAGER)


@shape
class Movement:
    """How the official grade moves beyond what is computed."""

    downgrade: tuple[Downgrade, ...] = entry(Many(shaped(Downgrade)), _("Falls by the calendar"), default=())
    approval: tuple[Approval, ...] = entry(Many(shaped(Approval)), _("Falls that wait for an approval"), default=())


@shape
class Cadence:
    """How often a customer is followed up."""

    per_week: int | None = entry(WHOLE, _("Follow-ups in every ISO week"), default=None)
    every_days: int | None = entry(WHOLE, _("Days after the last contact"), default=None)


@shape
class GradeFollowUp(Cadence):
    """The follow-up duties of one grade (F1–F10)."""

    before_opening: Cadence | None = entry(shaped(Cadence), _("Cadence before the opening"), default=None)
    after_opening: Cadence | None = entry(shaped(Cadence), _("Cadence after the opening"), default=None)
    escalate: Mapping[int, Role] = entry(Table(WHOLE, word_of(Role)), _("Days late: who hears of it"), default={})
    pool: bool = entry(YES_NO, _("Collected by the manager and given to others"), default=False)


@shape
class FollowUp:
    """Follow-up duties: common ones, and one entry per grade."""

    same_day_after: tuple[Channel, ...] = entry(
        Many(word_of(Channel)), _("Channels that ask for a follow-up on the same day"), default=()
    )
    daily_report: tuple[str, ...] = entry(Many(WORD), _("Grades reported at the evening meeting"), default=())
    first_screening_days: int | None = entry(
        WHOLE, _("First screening so many days after the show flat opens"), default=None
    )
    refresh_days: int | None = entry(WHOLE, _("Data refreshed at least so often"), default=None)
    weekly_review: tuple[str, ...] = entry(Many(WORD), _("Grades reviewed in every ISO week"), default=())
    quarterly_review: bool = entry(YES_NO, _("Every customer is reviewed in each quarter of the year"), default=False)
    next_step: tuple[str, ...] = entry(
        Many(WORD), _("Grades whose customers always have a next step planned"), default=()
    )
    grades: Mapping[str, GradeFollowUp] = entry(Table(WORD, shaped(GradeFollowUp)), _("Duties by grade"), default={})


@shape
class Protection:
    """When a customer stops being protected (P2, P3); days."""

    first_follow_up_days: int = entry(WHOLE, _("First follow-up within so many days of the first visit"), default=3)
    lapse_without_first_days: int = entry(
        WHOLE, _("Ends when there was no first follow-up for so many days"), default=10
    )
    lapse_idle_days: int = entry(WHOLE, _("Ends after so many days without a talk"), default=15)
    warning_days: int = entry(WHOLE, _("A warning is shown so many days before the end"), default=3)
    cool_down_days: int = entry(
        WHOLE, _("So many days in the pool the previous consultant can't have the customer back"), default=0
    )


@shape
class Commission:
    """How much of a deal's amount counts for commission by stage, all told so far (P8); percent."""

    gathered: float = entry(AMOUNT, _("Customer gathered: counts from the subscription on"), default=30)
    contracted: float = entry(AMOUNT, _("Contract signed and first payment made"), default=50)
    mortgaged: float = entry(AMOUNT, _("Mortgage papers done"), default=70)
    paid_out: float = entry(AMOUNT, _("Loan paid out"), default=100)
    leaver: float | None = entry(
        AMOUNT,
        _("What who left before the contract gets once the loan is paid out; default: as much as gathered"),
        default=None,
    )

    @property
    def of_leaver(self) -> float:
        """What somebody gets who left before the contract, in percent."""
        return self.gathered if self.leaver is None else self.leaver

    def check(self) -> None:
        """Each step counts at least as much as the one before, and a leaver no more than the first."""
        steps = {name: getattr(self, name) for name in ("gathered", "contracted", "mortgaged", "paid_out")}
        for (name, share), (later, more) in pairwise([*steps.items(), ("", 100.0)]):
            if share > more:
                sentence = (
                    _("“%(name)s” is more than “%(later)s”; each step counts all before it, so it can't be less.")
                    if later
                    else _("“%(name)s” is more than 100 percent.")
                )
                raise fault("commission", sentence, at_key=name, name=name, later=later)
        if self.of_leaver > self.gathered:
            raise fault(
                "commission", _("“leaver” is more than “gathered”; it is what a leaver gets of it."), at_key="leaver"
            )


@shape
class AttributeDefinition:
    """A further figure that customer.yaml may carry, used as ``attributes.NAME``."""

    label: str | None = entry(TEXT, _("Name shown to people"), default=None)
    type: str = entry(words("number", "yes_no", "text", "date"), _("number, yes_no, text or date"), default="text")
    words: tuple[str, ...] | None = entry(Many(TEXT), _("The texts that are allowed"), default=None)


@shape
class Example:
    """A worked example that is a test of the rules (T1)."""

    name: str = entry(TEXT, _("What the example shows"))
    scheme: str | None = entry(TEXT, _("Scheme it tests; default: the official one"), default=None)
    judged: Mapping[str, str] = entry(Table(PLAIN, TEXT), _("Judgements, by indicator"), default={})
    facts: Mapping[str, str] = entry(Table(PLAIN, TEXT), _("Values of facts and of fields of the customer"), default={})
    population: tuple[float, ...] = entry(Many(NUMBER), _("share: the figures of the other customers"), default=())
    expect: str = entry(WORD, _("The grade, or ungraded"))
    binding: tuple[str, ...] | None = entry(Many(TEXT), _("The indicators that bind"), default=None)


def _follow_up(value: object) -> object:
    """Sort the entries of ``follow_up:`` into common ones and grades, which stand side by side in the file."""
    if not isinstance(value, dict):
        return value
    known = {one.written for one in shaped(FollowUp).keys} - {"grades"}
    common = {key: value[key] for key in value if key in known}
    return common | {"grades": {key: value[key] for key in value if key not in known}}


def _follow_up_schema() -> Schema:
    """Return the schema of ``follow_up:`` as it is written."""
    common = shaped(FollowUp).schema()
    del common["properties"]["grades"]
    return common | {"additionalProperties": shaped(GradeFollowUp).schema()}


@shape
class Rules:
    """The whole of rules.yaml."""

    version: str = entry(TEXT, _("Version of the rules"))
    official: str = entry(TEXT, _("The scheme whose grade counts"))
    facts: Mapping[str, FactDefinition] = entry(
        Table(PLAIN, shaped(FactDefinition)), _("Named figures from the records"), default={}
    )
    schemes: Mapping[str, SchemeDefinition] = entry(
        Table(PLAIN, shaped(SchemeDefinition)), _("The grading schemes, by name")
    )
    movement: Movement = entry(shaped(Movement), _("How the official grade moves"), default=Movement())
    follow_up: FollowUp = entry(
        Prepared(_follow_up, shaped(FollowUp), _follow_up_schema), _("Follow-up duties"), default=FollowUp()
    )
    protection: Protection = entry(
        shaped(Protection), _("Protection of the consultant's customers"), default=Protection()
    )
    commission: Commission = entry(shaped(Commission), _("Commission shares by stage of a deal"), default=Commission())
    playbook: Mapping[str, tuple[str, ...] | Mapping[str, tuple[str, ...]]] = entry(
        Table(PLAIN, Either(dict, Table(PLAIN, Many(TEXT)), Many(TEXT))),
        _("What to do, by grade and stage"),
        default={},
    )
    attributes: Mapping[str, AttributeDefinition] = entry(
        Table(PLAIN, shaped(AttributeDefinition)), _("Further figures of a customer"), default={}
    )
    examples: tuple[Example, ...] = entry(Many(shaped(Example)), _("Worked examples, run by every check"), default=())
