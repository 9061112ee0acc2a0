"""rules.yaml as written: the structure of the rule language (design section 3), before conditions are compiled."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from generator.model.office import Role
from generator.model.record import Channel, Frozen, Stage
from generator.model.scalar import NORMALISED, Amount, Number, Reader, Text, Whole, Word, YesNo, fault, normal
from generator.texts import _

OTHERWISE = "otherwise"
UNGRADED = "ungraded"

_CONDITION_SCHEMA = {"type": "object", "description": _("all:, any:, none:, or a name and its test")}


def _condition(value: object) -> object:
    if not isinstance(value, dict) or not value:
        raise fault("condition", _('A condition belongs here, as in {visits: ">= 3"}.'))
    return value


def _row(value: object) -> object:
    return OTHERWISE if isinstance(value, str) and normal(value) == OTHERWISE else _condition(value)


Condition = Annotated[Mapping[str, Any], Reader(_condition, _CONDITION_SCHEMA)]
"""A condition as written: compiled, with every fault named, by ``generator.grade.condition``."""
Row = Annotated[Mapping[str, Any] | str, Reader(_row, {"anyOf": [_CONDITION_SCHEMA, {"const": OTHERWISE}]})]
"""A row of a table: a condition, or ``otherwise``."""


class Method(StrEnum):
    """How a scheme arrives at its grade."""

    LOWEST = "lowest"
    FIRST_MATCH = "first_match"
    SCORE = "score"
    SHARE = "share"


class FactDefinition(Frozen):
    """A named figure: a ``count`` of contacts or deals, or a ``sum`` of deal amounts, in a span of days."""

    count: tuple[Annotated[Channel, NORMALISED], ...] | Literal["deals"] | None = Field(
        None, description=_("Channels whose contacts are counted, or deals")
    )
    sum: Literal["amount"] | None = Field(None, description=_("amount: adds the amounts of deals"))
    of: Literal["first_visit"] | tuple[Annotated[Stage, NORMALISED], ...] | None = Field(
        None, description=_("first_visit, or the stages of the deals")
    )
    within_days: Whole | None = Field(None, description=_("Counts up to so many days after the first visit"))
    last_days: Whole | None = Field(None, description=_("Counts the last so many days, today included"))
    label: Text | None = Field(None, description=_("Name shown to people"))


class IndicatorRole(StrEnum):
    """Whether an indicator can lower the grade."""

    BINDING = "binding"
    AUXILIARY = "auxiliary"


class IndicatorDefinition(Frozen):
    """One indicator: the rubric that consultants judge by, or the table that measures it."""

    label: Text | None = Field(None, description=_("Name shown to people"))
    role: Annotated[IndicatorRole, NORMALISED] = Field(
        IndicatorRole.BINDING, description=_("binding, or auxiliary: never lowers the grade")
    )
    levels: Mapping[Word, Text] = Field(description=_("The rubric: what each level means"))
    measured: Mapping[Word, Row] | None = Field(None, description=_("The table that gives the level from the records"))
    valid_days: Whole | None = Field(None, description=_("An older judgement counts as unknown"))


class Points(Frozen):
    """A row of a score card: ``add`` points when true, or for ``each`` of a count, ``up_to`` a limit."""

    when: Condition | None = Field(None, description=_("The points count when this is true"))
    each: Text | None = Field(None, description=_("The points count once for each of this figure"))
    add: Number = Field(description=_("Points"))
    up_to: Number | None = Field(None, description=_("At most so many points from this row"))
    label: Text | None = Field(None, description=_("Name shown to people"))


class SchemeDefinition(Frozen):
    """One grading scheme: a decision table in one of four methods."""

    label: Text | None = Field(None, description=_("Name shown to people"))
    grades: Mapping[Word, Text] = Field(description=_("Grades and their names, best first"))
    method: Annotated[Method, NORMALISED] = Field(description=_("lowest, first_match, score or share"))
    required: tuple[Text, ...] | None = Field(
        None, description=_("Without these no grade; default: every binding indicator")
    )
    applies_when: Condition | None = Field(None, description=_("Precondition: where it fails there is no grade"))
    indicators: Mapping[str, IndicatorDefinition] = Field(default={}, description=_("The indicators, by name"))
    when: Mapping[Word, Row] | None = Field(None, description=_("first_match: the condition of each grade"))
    points: tuple[Points, ...] | None = Field(None, description=_("score: the rows that add points"))
    bands: Mapping[Word, Number] | None = Field(None, description=_("score: lower bounds; share: cumulative shares"))
    by: Text | None = Field(None, description=_("share: the figure that ranks the customers"))


class Downgrade(Frozen):
    """A fall by the calendar: from a grade to a worse one, after days, when and unless."""

    id: Text = Field(description=_("Name of the rule"))
    from_: Word = Field(alias="from", description=_("The grade that falls"))
    to: Word = Field(description=_("The grade it falls to"))
    after_days: Whole = Field(0, description=_("Full days in the grade before the fall"))
    when: Condition | None = Field(None, description=_("Falls only when this is true"))
    unless: Condition | None = Field(None, description=_("Does not fall when this is true"))
    label: Text | None = Field(None, description=_("Name shown to people"))

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Approval(Frozen):
    """A fall to this grade waits for somebody of this role (F9)."""

    to: Word = Field(description=_("The grade whose fall needs approval"))
    role: Annotated[Role, NORMALISED] = Field(Role.MANAGER, description=_("Who approves"))


class Movement(Frozen):
    """How the official grade moves beyond what is computed."""

    downgrade: tuple[Downgrade, ...] = Field(default=(), description=_("Falls by the calendar"))
    approval: tuple[Approval, ...] = Field(default=(), description=_("Falls that wait for an approval"))


class Cadence(Frozen):
    """How often a customer is followed up."""

    per_week: Whole | None = Field(None, description=_("Follow-ups in every ISO week"))
    every_days: Whole | None = Field(None, description=_("Days after the last contact"))


class GradeFollowUp(Cadence):
    """The follow-up duties of one grade (F1–F10)."""

    before_opening: Cadence | None = Field(None, description=_("Cadence before the opening"))
    after_opening: Cadence | None = Field(None, description=_("Cadence after the opening"))
    escalate: Mapping[Whole, Annotated[Role, NORMALISED]] = Field(
        default={}, description=_("Days late: who hears of it")
    )
    pool: YesNo = Field(False, description=_("Collected by the manager and given to others"))


class FollowUp(Frozen):
    """Follow-up duties: common ones, and one entry per grade."""

    same_day_after: tuple[Annotated[Channel, NORMALISED], ...] = Field(
        default=(), description=_("Channels that ask for a follow-up on the same day")
    )
    daily_report: tuple[Word, ...] = Field(default=(), description=_("Grades reported at the evening meeting"))
    first_screening_days: Whole | None = Field(
        None, description=_("First screening so many days after the show flat opens")
    )
    refresh_days: Whole | None = Field(None, description=_("Data refreshed at least so often"))
    weekly_review: tuple[Word, ...] = Field(default=(), description=_("Grades reviewed in every ISO week"))
    quarterly_review: YesNo = Field(False, description=_("Every customer is reviewed in each quarter of the year"))
    next_step: tuple[Word, ...] = Field(
        default=(), description=_("Grades whose customers always have a next step planned")
    )
    grades: Mapping[Word, GradeFollowUp] = Field(default={}, description=_("Duties by grade"))


class Protection(Frozen):
    """When a customer stops being protected (P2, P3); days."""

    first_follow_up_days: Whole = Field(3, description=_("First follow-up within so many days of the first visit"))
    lapse_without_first_days: Whole = Field(
        10, description=_("Ends when there was no first follow-up for so many days")
    )
    lapse_idle_days: Whole = Field(15, description=_("Ends after so many days without a talk"))
    warning_days: Whole = Field(3, description=_("A warning is shown so many days before the end"))
    cool_down_days: Whole = Field(
        0, description=_("So many days in the pool the previous consultant can't have the customer back")
    )


class Commission(Frozen):
    """How much of a deal's amount counts for commission by stage, all told so far (P8); percent."""

    gathered: Amount = Field(30, description=_("Customer gathered: counts from the subscription on"))
    contracted: Amount = Field(50, description=_("Contract signed and first payment made"))
    mortgaged: Amount = Field(70, description=_("Mortgage papers done"))
    paid_out: Amount = Field(100, description=_("Loan paid out"))
    leaver: Amount | None = Field(
        None,
        description=_("What who left before the contract gets once the loan is paid out; default: as much as gathered"),
    )

    @property
    def of_leaver(self) -> float:
        """What somebody gets who left before the contract, in percent."""
        return self.gathered if self.leaver is None else self.leaver

    @model_validator(mode="after")
    def _rising(self) -> Self:
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
        return self


class AttributeDefinition(Frozen):
    """A further figure that customer.yaml may carry, used as ``attributes.NAME``."""

    label: Text | None = Field(None, description=_("Name shown to people"))
    type: Annotated[Literal["number", "yes_no", "text", "date"], NORMALISED] = Field(
        "text", description=_("number, yes_no, text or date")
    )
    words: tuple[Text, ...] | None = Field(None, description=_("The texts that are allowed"))


class Example(Frozen):
    """A worked example that is a test of the rules (T1)."""

    name: Text = Field(description=_("What the example shows"))
    scheme: Text | None = Field(None, description=_("Scheme it tests; default: the official one"))
    judged: Mapping[str, Text] = Field(default={}, description=_("Judgements, by indicator"))
    facts: Mapping[str, Text] = Field(default={}, description=_("Values of facts and of fields of the customer"))
    population: tuple[Number, ...] = Field(default=(), description=_("share: the figures of the other customers"))
    expect: Word = Field(description=_("The grade, or ungraded"))
    binding: tuple[Text, ...] | None = Field(None, description=_("The indicators that bind"))


def _follow_up(value: object) -> object:
    """Sort the entries of ``follow_up:`` into common ones and grades, which stand side by side in the file."""
    if not isinstance(value, dict):
        return value
    common = {key: entry for key, entry in value.items() if key in FollowUp.model_fields and key != "grades"}
    return common | {"grades": {key: entry for key, entry in value.items() if key not in common}}


class Rules(Frozen):
    """The whole of rules.yaml."""

    version: Text = Field(description=_("Version of the rules"))
    official: Text = Field(description=_("The scheme whose grade counts"))
    facts: Mapping[str, FactDefinition] = Field(default={}, description=_("Named figures from the records"))
    schemes: Mapping[str, SchemeDefinition] = Field(description=_("The grading schemes, by name"))
    movement: Movement = Field(default=Movement(), description=_("How the official grade moves"))
    follow_up: Annotated[FollowUp, BeforeValidator(_follow_up)] = Field(
        default=FollowUp(), description=_("Follow-up duties")
    )
    protection: Protection = Field(default=Protection(), description=_("Protection of the consultant's customers"))
    commission: Commission = Field(default=Commission(), description=_("Commission shares by stage of a deal"))
    playbook: Mapping[str, tuple[Text, ...] | Mapping[str, tuple[Text, ...]]] = Field(
        default={}, description=_("What to do, by grade and stage")
    )
    attributes: Mapping[str, AttributeDefinition] = Field(default={}, description=_("Further figures of a customer"))
    examples: tuple[Example, ...] = Field(default=(), description=_("Worked examples, run by every check"))
