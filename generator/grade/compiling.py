"""From rules.yaml as written to a ruleset, or to every fault that keeps it from being one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.grade.condition import Condition, names
from generator.grade.parsing import Parser
from generator.grade.ruleset import Fall, IndicatorRule, PointRow, Ruleset, Scheme, Table
from generator.grade.settings import COMPILED, Made
from generator.grade.vocabulary import BUILT_IN, FIELDS, Kind, Meaning
from generator.model.fault import unknown_word
from generator.model.rules import (
    OTHERWISE,
    UNGRADED,
    AttributeDefinition,
    IndicatorDefinition,
    IndicatorRole,
    Method,
    Rules,
    SchemeDefinition,
)
from generator.read.document import Document, Loc
from generator.read.problem import Problem, has_errors
from generator.texts import Message, _

_ATTRIBUTE_KINDS = {"number": Kind.NUMBER, "yes_no": Kind.YES_NO, "text": Kind.WORD, "date": Kind.WORD}
_PARTS = {Method.LOWEST: "indicators", Method.FIRST_MATCH: "when", Method.SCORE: "points", Method.SHARE: "by"}


def compile_rules(rules: Rules, document: Document | None = None) -> tuple[Ruleset | None, list[Problem]]:
    """Return the ruleset and all problems of its names and shapes; None where one of them is an error.

    The same rules are compiled once.
    """
    made = COMPILED.of(rules, document) or COMPILED.keep(_compiled(rules, document), rules, document)
    return made.ruleset, list(made.problems)


def _compiled(rules: Rules, document: Document | None) -> Made:
    compiler = _Compiler(rules, document)
    ruleset = compiler.ruleset()
    problems = compiler.parser.problems
    return Made(None if has_errors(problems) else ruleset, problems)


class _Compiler:
    def __init__(self, rules: Rules, document: Document | None) -> None:
        self.rules = rules
        self.parser = Parser(document, {})
        self.parser.vocabulary = self._vocabulary()

    def ruleset(self) -> Ruleset:
        rules, parser = self.rules, self.parser
        schemes = {name: self._scheme(name, scheme) for name, scheme in rules.schemes.items()}
        falls = tuple(self._falls())
        self._known(rules.official, tuple(rules.schemes), ("official",))
        grades = tuple(rules.schemes[rules.official].grades) if rules.official in rules.schemes else ()
        for position, approval in enumerate(rules.movement.approval):
            self._known(approval.to, grades, ("movement", "approval", position, "to"))
        self._grade_lists(grades)
        indicators = {
            name: Meaning(Kind.LEVEL, rule.levels)
            for scheme in schemes.values()
            for name, rule in scheme.indicators.items()
        }
        return Ruleset(
            rules=rules,
            schemes=schemes,
            falls=falls,
            approvals={approval.to: approval.role for approval in rules.movement.approval},
            vocabulary=parser.vocabulary | parser.judged,
            judged=indicators | parser.judged,
        )

    def _vocabulary(self) -> dict[str, Meaning]:
        """Return what is named without being judged (built-in facts, facts, fields, attributes), and the indicators."""
        rules = self.rules
        facts = {
            name: Meaning(Kind.NUMBER if fact.sum else Kind.COUNT, can_be_unknown=fact.of == "first_visit")
            for name, fact in rules.facts.items()
        }
        attributes = {f"attributes.{name}": _attribute(attribute) for name, attribute in rules.attributes.items()}
        vocabulary = dict(BUILT_IN) | dict(FIELDS) | facts | attributes
        for name in facts:
            if name in BUILT_IN:
                message = Message(_("“%(name)s” is a built-in fact; choose another name."), {"name": name})
                self.parser.fault(("facts", name), "name-taken", message, key=True)
            self._fact(name)
        for scheme_name, scheme in rules.schemes.items():
            for name, indicator in scheme.indicators.items():
                meaning = Meaning(Kind.LEVEL, _levels(scheme, indicator))
                if name in vocabulary and vocabulary[name] != meaning:
                    message = Message(
                        _("“%(name)s” already names something else; choose another name, or give it the same levels."),
                        {"name": name},
                    )
                    self.parser.fault(("schemes", scheme_name, "indicators", name), "name-taken", message, key=True)
                vocabulary.setdefault(name, meaning)
        return vocabulary

    def _fact(self, name: str) -> None:
        fact = self.rules.facts[name]
        if (fact.count is None) is (fact.sum is None):
            self.parser.fault(("facts", name), "fact", Message(_("A fact has either count: or sum:.")), key=True)
            return
        of_deals = fact.sum is not None or fact.count == "deals"
        if of_deals and (fact.of == "first_visit" or fact.within_days is not None):
            self.parser.fault(
                ("facts", name),
                "fact",
                Message(_("A figure of deals is limited by last_days: and of: [stages] only.")),
                key=True,
            )
        if not of_deals and isinstance(fact.of, tuple):
            self.parser.fault(
                ("facts", name, "of"), "fact", Message(_("Only deals have stages; for contacts write of: first_visit."))
            )
        if not of_deals and (fact.within_days is None) is not (fact.of is None):
            self.parser.fault(
                ("facts", name), "fact", Message(_("within_days: and of: first_visit belong together.")), key=True
            )
        if fact.within_days is not None and fact.last_days is not None:
            self.parser.fault(
                ("facts", name), "fact", Message(_("Choose one of within_days: and last_days:.")), key=True
            )

    def _scheme(self, name: str, scheme: SchemeDefinition) -> Scheme:
        loc = ("schemes", name)
        grades = tuple(scheme.grades)
        if UNGRADED in grades:
            self.parser.fault(
                (*loc, "grades", UNGRADED),
                "name-taken",
                Message(_("“ungraded” is the state of having no grade; choose another name.")),
                key=True,
            )
        self._parts(loc, scheme)
        indicators = {key: self._indicator((*loc, "indicators", key), scheme, key) for key in scheme.indicators}
        applies = (
            self.parser.condition(scheme.applies_when, (*loc, "applies_when"))
            if scheme.applies_when is not None
            else None
        )
        table = self._table(scheme.when or {}, grades, (*loc, "when"))
        points = tuple(self._points(scheme, loc))
        bands = tuple((grade, scheme.bands[grade]) for grade in grades if scheme.bands and grade in scheme.bands)
        for grade in scheme.bands or {}:
            self._known(grade, grades, (*loc, "bands", grade), key=True)
        if scheme.by is not None:
            self._figure(scheme.by, (*loc, "by"))
        binding = tuple(key for key, indicator in indicators.items() if not indicator.auxiliary)
        default = binding if scheme.method is Method.LOWEST else ()
        return Scheme(
            name=name,
            method=scheme.method,
            grades=grades,
            applies=applies,
            required=scheme.required if scheme.required is not None else default,
            indicators=indicators,
            table=table,
            points=points,
            bands=bands,
            by=scheme.by,
        )

    def _parts(self, loc: Loc, scheme: SchemeDefinition) -> None:
        """Check that the scheme has what its method needs, and nothing that its method would ignore."""
        needed = {_PARTS[scheme.method]} | ({"bands"} if scheme.method in {Method.SCORE, Method.SHARE} else set())
        for part in ("indicators", "when", "points", "by", "bands"):
            given = bool(getattr(scheme, part))
            params = {"method": scheme.method.value, "part": part}
            if part in needed and not given:
                self.parser.fault(
                    (*loc, "method"),
                    "missing-part",
                    Message(_("The method “%(method)s” needs “%(part)s:”; add it."), params),
                )
            elif given and part not in needed and part != "indicators":
                self.parser.fault(
                    (*loc, part),
                    "unused-part",
                    Message(_("The method “%(method)s” does not use “%(part)s:”; delete it."), params),
                    key=True,
                )
        if (
            scheme.method is Method.LOWEST
            and scheme.indicators
            and all(i.role is IndicatorRole.AUXILIARY for i in scheme.indicators.values())
        ):
            self.parser.fault(
                (*loc, "indicators"), "missing-part", Message(_("At least one indicator must be binding.")), key=True
            )
        for position, name in enumerate(scheme.required or ()):
            if name not in scheme.indicators and name not in self.parser.vocabulary:
                named = tuple(scheme.indicators if scheme.method is Method.LOWEST else _written_names(scheme))
                if name not in named:
                    self.parser.fault((*loc, "required", position), "unknown-name", unknown_word(name, named))

    def _indicator(self, loc: Loc, scheme: SchemeDefinition, name: str) -> IndicatorRule:
        written = scheme.indicators[name]
        if scheme.method is Method.LOWEST:
            for level in written.levels:
                self._known(level, tuple(scheme.grades), (*loc, "levels", level), key=True)
        levels = _levels(scheme, written)
        table = self._table(written.measured, levels, (*loc, "measured")) if written.measured is not None else None
        if table is not None and any(name in names(condition) for _level, condition in table.rows):
            message = Message(_("“%(name)s” can't be measured by itself."), {"name": name})
            self.parser.fault((*loc, "measured"), "cycle", message, key=True)
        for other, condition in [] if table is None else table.rows:
            for asked in names(condition):
                definition = scheme.indicators.get(asked)
                if asked != name and definition is not None and definition.measured is not None:
                    message = Message(
                        _("A measured indicator can't be measured by another one (“%(name)s”); use facts."),
                        {"name": asked},
                    )
                    self.parser.fault((*loc, "measured", other), "cycle", message)
        return IndicatorRule(name, levels, written.role is IndicatorRole.AUXILIARY, table, written.valid_days)

    def _table(self, written: Mapping[str, object], outcomes: Sequence[str], loc: Loc) -> Table:
        """Return the rows best outcome first, whatever the order in which they are written."""
        rows: dict[str, Condition] = {}
        otherwise: str | None = None
        for outcome, row in written.items():
            if not self._known(outcome, outcomes, (*loc, outcome), key=True):
                continue
            if row == OTHERWISE:
                if otherwise is not None:
                    self.parser.fault((*loc, outcome), "overlap", Message(_("Only one row can be “otherwise”.")))
                otherwise = outcome
            else:
                rows[outcome] = self.parser.condition(row, (*loc, outcome))
        return Table(tuple((outcome, rows[outcome]) for outcome in outcomes if outcome in rows), otherwise)

    def _points(self, scheme: SchemeDefinition, loc: Loc) -> Iterator[PointRow]:
        for position, row in enumerate(scheme.points or ()):
            here = (*loc, "points", position)
            if (row.when is None) is (row.each is None):
                self.parser.fault(here, "points", Message(_("A row of points has either when: or each:.")))
            if row.up_to is not None and row.each is None:
                self.parser.fault((*here, "up_to"), "points", Message(_("up_to: goes with each:.")), key=True)
            if row.each is not None:
                self._figure(row.each, (*here, "each"))
            when = self.parser.condition(row.when, (*here, "when")) if row.when is not None else None
            yield PointRow(when, row.each, row.add, row.up_to)

    def _falls(self) -> Iterator[Fall]:
        official = self.rules.schemes.get(self.rules.official)
        grades = tuple(official.grades) if official else ()
        extra = {"grade": Meaning(Kind.LEVEL, grades), "days_in_grade": Meaning(Kind.COUNT, can_be_unknown=False)}
        seen: set[str] = set()
        for position, written in enumerate(self.rules.movement.downgrade):
            loc = ("movement", "downgrade", position)
            if written.id in seen:
                self.parser.fault(
                    (*loc, "id"), "duplicate-id", Message(_("Two rules have the id “%(id)s”."), {"id": written.id})
                )
            seen.add(written.id)
            known = self._known(written.from_, grades, (*loc, "from")) and self._known(written.to, grades, (*loc, "to"))
            if known and grades.index(written.to) <= grades.index(written.from_):
                message = Message(
                    _("“%(to)s” is not worse than “%(before)s”; a downgrade leads to a worse grade."),
                    {"to": written.to, "before": written.from_},
                )
                self.parser.fault((*loc, "to"), "not-a-fall", message)
            when = self.parser.condition(written.when, (*loc, "when"), extra) if written.when is not None else None
            unless = (
                self.parser.condition(written.unless, (*loc, "unless"), extra) if written.unless is not None else None
            )
            yield Fall(written.id, written.from_, written.to, written.after_days, when, unless)

    def _grade_lists(self, grades: Sequence[str]) -> None:
        for grade in self.rules.follow_up.grades:
            self._known(grade, grades, ("follow_up", grade), key=True)
        for key in ("daily_report", "weekly_review", "next_step"):
            for position, grade in enumerate(getattr(self.rules.follow_up, key)):
                self._known(grade, grades, ("follow_up", key, position))
        for grade in self.rules.playbook:
            if grade != "stages":
                self._known(grade, grades, ("playbook", grade), key=True)

    def _figure(self, name: str, loc: Loc) -> None:
        meaning = self.parser.vocabulary.get(name) or self.parser.judged.get(name)
        if meaning is None or meaning.kind not in {Kind.COUNT, Kind.NUMBER}:
            figures = tuple(
                known for known, of in self.parser.vocabulary.items() if of.kind in {Kind.COUNT, Kind.NUMBER}
            )
            self.parser.fault(loc, "unknown-name", unknown_word(name, figures))

    def _known(self, word: str, known: Sequence[str], loc: Loc, *, key: bool = False) -> bool:
        if word in known:
            return True
        self.parser.fault(loc, "unknown-word", unknown_word(word, tuple(known)), key=key)
        return False


def _levels(scheme: SchemeDefinition, indicator: IndicatorDefinition) -> tuple[str, ...]:
    """Return the levels best first: under ``lowest`` in the order of the grades, else as they are written."""
    if scheme.method is not Method.LOWEST:
        return tuple(indicator.levels)
    return tuple(grade for grade in scheme.grades if grade in indicator.levels)


def _attribute(attribute: AttributeDefinition) -> Meaning:
    return Meaning(_ATTRIBUTE_KINDS[attribute.type], attribute.words or ())


def _written_names(scheme: SchemeDefinition) -> Iterator[str]:
    """Yield every key below the conditions of a scheme, which is where a judged key is declared by being used."""
    stack: list[object] = [scheme.when or {}, *(row.when for row in scheme.points or ()), scheme.applies_when or {}]
    while stack:
        written = stack.pop()
        if isinstance(written, dict):
            yield from (key for key in written if isinstance(key, str))
            stack.extend(written.values())
        elif isinstance(written, list):
            stack.extend(written)
