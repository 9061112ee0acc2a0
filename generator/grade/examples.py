"""The examples of rules.yaml are its tests: each is graded by the rules, and what differs is a problem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.grade.facts import Facts
from generator.grade.grading import SchemeGrade, Value
from generator.grade.judgement import value_of
from generator.grade.parsing import KIND_TEXTS
from generator.grade.ruleset import Ruleset, Scheme
from generator.grade.scheme import grade_scheme, share_cuts
from generator.grade.timeline import Timeline
from generator.grade.vocabulary import COUNTS, STAGES, Meaning
from generator.model.dossier import Dossier, Filed
from generator.model.fault import unknown_word
from generator.model.office import Office
from generator.model.record import Customer, Source
from generator.model.rules import UNGRADED, Example, Method
from generator.read.document import Document
from generator.read.problem import Level, Place, Problem
from generator.read.tree import RULES
from generator.texts import Message, _

_SOME_DAY = date(2000, 1, 1)
_NOBODY = Dossier(
    "example",
    "",
    Filed("", Customer(name="-", consultant="nobody", source=Source.OTHER, registered=_SOME_DAY), {}),
    (),
    (),
    (),
)
_OFFICE = Office(name="-", people={})


def example_problems(ruleset: Ruleset, document: Document | None) -> Iterator[Problem]:
    """Yield a problem for every example that the rules grade differently, and every name or value they do not know."""
    for position, example in enumerate(ruleset.rules.examples):
        checker = _Checker(ruleset, document, example, position)
        yield from checker.problems()


def grade_example(ruleset: Ruleset, scheme: Scheme, example: Example) -> SchemeGrade:
    """Return what a scheme says of an example: its judgements and facts, and nothing else known."""
    given: dict[str, Value | None] = dict.fromkeys((*ruleset.vocabulary, *ruleset.judged), None)
    given |= dict.fromkeys((*COUNTS, "deal_value"), 0.0)
    given |= dict.fromkeys(STAGES, False)
    given |= {name: 0.0 for name, fact in ruleset.rules.facts.items() if fact.of != "first_visit"}
    for indicator in (rule for one in ruleset.schemes.values() for rule in one.indicators.values()):
        given.pop(indicator.name, None)
    for name, written in {**example.judged, **example.facts}.items():
        meaning = ruleset.vocabulary.get(name) or ruleset.judged.get(name)
        given[name] = None if meaning is None else value_of(written, meaning)
    facts = Facts(Timeline(_NOBODY, ruleset, _OFFICE), _SOME_DAY, given)
    own = given.get(scheme.by or "") if scheme.method is Method.SHARE else None
    figures = (*example.population, *([float(own)] if isinstance(own, float) else []))
    return grade_scheme(scheme, facts, share_cuts(scheme, figures) if scheme.method is Method.SHARE else ())


class _Checker:
    def __init__(self, ruleset: Ruleset, document: Document | None, example: Example, position: int) -> None:
        self.ruleset = ruleset
        self.document = document
        self.example = example
        self.loc = ("examples", position)

    def problems(self) -> Iterator[Problem]:
        example, ruleset = self.example, self.ruleset
        name = example.scheme or ruleset.rules.official
        scheme = ruleset.schemes.get(name)
        if scheme is None:
            yield self._problem("unknown-name", unknown_word(name, tuple(ruleset.schemes)), "scheme")
            return
        unusable = [
            *self._unusable("judged", example.judged, ruleset.judged),
            *self._unusable("facts", example.facts, ruleset.vocabulary),
        ]
        if example.expect not in {*scheme.grades, UNGRADED}:
            unusable.append(
                self._problem("unknown-word", unknown_word(example.expect, (*scheme.grades, UNGRADED)), "expect")
            )
        yield from unusable
        if not unusable:
            yield from self._differences(grade_example(ruleset, scheme, example))

    def _unusable(self, part: str, written: Mapping[str, str], known: Mapping[str, Meaning]) -> Iterator[Problem]:
        for name, text in written.items():
            if name not in known:
                yield self._problem("unknown-name", unknown_word(name, tuple(known)), part, name)
            elif value_of(text, known[name]) is None:
                params = {
                    "name": name,
                    "word": text,
                    "known": ", ".join(known[name].words) or KIND_TEXTS[known[name].kind],
                }
                yield self._problem(
                    "unknown-word",
                    Message(_("“%(name)s” is never “%(word)s”. Possible: %(known)s."), params),
                    part,
                    name,
                )

    def _differences(self, verdict: SchemeGrade) -> Iterator[Problem]:
        """Yield how the grade differs, else how the binding indicators do; another grade mostly has others, too."""
        grade = verdict.grade or UNGRADED
        params: dict[str, object] = {"name": self.example.name, "expect": self.example.expect, "grade": grade}
        if grade != self.example.expect:
            message = Message(_("The example “%(name)s” expects %(expect)s, but the rules give %(grade)s."), params)
            yield self._problem("example", message, "expect")
            return
        binding = self.example.binding
        if binding is not None and set(binding) != set(verdict.binding):
            params = params | {"expect": ", ".join(binding) or "-", "grade": ", ".join(verdict.binding) or "-"}
            message = Message(
                _("The example “%(name)s” expects %(expect)s to bind, but the rules say %(grade)s."), params
            )
            yield self._problem("example", message, "binding")

    def _problem(self, code: str, message: Message, *loc: str) -> Problem:
        place = self.document.place((*self.loc, *loc)) if self.document else Place(RULES)
        return Problem(place, code, message)


def coverage_problems(ruleset: Ruleset, document: Document | None) -> Iterator[Problem]:
    """Yield a warning for every rubric level and every judged key that no example uses."""
    judged = {(key, text) for example in ruleset.rules.examples for key, text in example.judged.items()}
    keys = {key for key, _text in judged}
    for scheme_name, scheme in ruleset.schemes.items():
        for name, indicator in scheme.indicators.items():
            if indicator.table is not None:
                continue
            for level in indicator.levels:
                if (name, level) not in judged:
                    message = Message(
                        _("No example covers level %(level)s of “%(name)s”; add one."), {"level": level, "name": name}
                    )
                    place = (
                        document.place(("schemes", scheme_name, "indicators", name, "levels", level), key=True)
                        if document
                        else Place(RULES)
                    )
                    yield Problem(place, "not-covered", message, Level.WARNING)
    indicators = {name for scheme in ruleset.schemes.values() for name in scheme.indicators}
    for key in ruleset.judged:
        if key not in keys and key not in indicators:
            message = Message(
                _(
                    "“%(name)s” is no fact and no indicator, so it is taken as a judged key, "
                    "but no example judges it; is it a slip?"
                ),
                {"name": key},
            )
            yield Problem(Place(RULES, _first_line(ruleset, key)), "not-covered", message, Level.WARNING)


def _first_line(ruleset: Ruleset, name: str) -> int:
    tests = [test for scheme in ruleset.schemes.values() for test in scheme.tests()] + [
        test for fall in ruleset.falls for test in fall.tests()
    ]
    return min((test.line for test in tests if test.name == name), default=1)
