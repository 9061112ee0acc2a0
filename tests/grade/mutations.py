"""Presets changed on purpose: each mutation is a rule file, with the place and the code of what must be found in it."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import yaml

from generator.grade.vocabulary import Kind
from generator.read.problem import Problem
from tests.presets.presets import NAMES, document, problems_of, ruleset, text

Loc = tuple[str | int, ...]
GROUPS = {"all", "any", "none"}


class NoAliases(yaml.CSafeDumper):
    """Writes a value that stands in two places twice."""

    ignore_aliases = staticmethod(lambda _data: True)  # type: ignore[assignment] # what PyYAML asks of a value


@dataclass(frozen=True)
class Mutation:
    """One rule file with one fault: ``codes`` (any of them) must be found at the line of ``loc``."""

    name: str
    written: str
    loc: Loc
    codes: frozenset[str]
    key: bool = True

    @property
    def line(self) -> int:
        return document(self.written).place(self.loc, key=self.key).line

    def found(self) -> list[Problem]:
        return problems_of(self.written)


@cache
def plain(name: str) -> Any:
    return yaml.load(text(name), Loader=yaml.CBaseLoader)  # noqa: S506 - the base loader makes texts only


def mutation(name: str, rules: Any, loc: Loc, *codes: str, key: bool = True) -> Mutation:
    written = yaml.dump(rules, Dumper=NoAliases, allow_unicode=True, sort_keys=False, width=100)
    return Mutation(f"{name}: {'.'.join(map(str, loc))}", written, loc, frozenset(codes), key)


def at(rules: Any, loc: Loc) -> Any:
    for step in loc:
        rules = rules[step]
    return rules


def changed(name: str, loc: Loc, value: object) -> Any:
    rules = deepcopy(plain(name))
    at(rules, loc[:-1])[loc[-1]] = value
    return rules


def renamed(name: str, loc: Loc, new: str) -> Any:
    """Return the preset with one key renamed, in its place."""
    rules = deepcopy(plain(name))
    parent = at(rules, loc[:-1])
    entries = [(new if key == loc[-1] else key, value) for key, value in parent.items()]
    parent.clear()
    parent.update(entries)
    return rules


def without(name: str, loc: Loc) -> Any:
    rules = deepcopy(plain(name))
    del at(rules, loc[:-1])[loc[-1]]
    return rules


def conditions(name: str) -> Iterator[Loc]:
    """Yield the places of all conditions of a preset."""
    rules = plain(name)
    for scheme_name, scheme in rules["schemes"].items():
        loc: Loc = ("schemes", scheme_name)
        if "applies_when" in scheme:
            yield (*loc, "applies_when")
        for table in tables(name, scheme_name):
            yield from ((*table, row) for row, value in at(rules, table).items() if value != "otherwise")
        for position, row in enumerate(scheme.get("points", ())):
            if "when" in row:
                yield (*loc, "points", position, "when")
    for position, fall in enumerate(rules.get("movement", {}).get("downgrade", ())):
        yield from (("movement", "downgrade", position, part) for part in ("when", "unless") if part in fall)


def tables(name: str, scheme: str | None = None) -> Iterator[Loc]:
    """Yield the places of the tables of a preset: ``when`` and ``measured``."""
    for scheme_name, written in plain(name)["schemes"].items():
        if scheme in {None, scheme_name}:
            if "when" in written:
                yield ("schemes", scheme_name, "when")
            for key, indicator in written.get("indicators", {}).items():
                if "measured" in indicator:
                    yield ("schemes", scheme_name, "indicators", key, "measured")


def tests(written: Any, loc: Loc) -> Iterator[tuple[Loc, str, Any]]:
    """Yield place, name and question of every test inside a condition."""
    for name, asked in written.items():
        if name not in GROUPS:
            yield (*loc, name), name, asked
        elif isinstance(asked, dict):
            yield from tests(asked, (*loc, name))
        else:
            for position, item in enumerate(asked):
                yield from tests(item, (*loc, name, position))


def all_tests(name: str) -> Iterator[tuple[Loc, str, Any]]:
    for loc in conditions(name):
        yield from tests(at(plain(name), loc), loc)


def outcomes(name: str, table: Loc) -> list[str]:
    """Return the rows of a table, best first."""
    scheme = ruleset(name).schemes[str(table[1])]
    order = scheme.grades if table[-1] == "when" else scheme.indicators[str(table[3])].levels
    return [outcome for outcome in order if outcome in at(plain(name), table)]


# --- the mutations ---------------------------------------------------------------------------------------------------


def unknown_names() -> Iterator[Mutation]:
    """A declared name in a condition, off by one letter."""
    for name in NAMES:
        declared = set(ruleset(name).vocabulary) - (set(ruleset(name).judged) - indicators(name))
        for loc, asked, _test in all_tests(name):
            if asked in declared:
                slip = asked[:-1] + ("z" if asked[-1] != "z" else "y")
                yield mutation(name, renamed(name, loc, slip), (*loc[:-1], slip), "unknown-name")


def indicators(name: str) -> set[str]:
    return {key for scheme in ruleset(name).schemes.values() for key in scheme.indicators}


def unreachable_rows() -> Iterator[Mutation]:
    """A worse row with the condition of a better one."""
    for name in NAMES:
        for table in tables(name):
            rows = [row for row in outcomes(name, table) if at(plain(name), (*table, row)) != "otherwise"]
            for place, better in enumerate(rows):
                for worse in rows[place + 1 :]:
                    rules = changed(name, (*table, worse), at(plain(name), (*table, better)))
                    yield mutation(name, rules, (*table, worse), "unreachable")


def gaps() -> Iterator[Mutation]:
    """A measured table without its otherwise."""
    for name in NAMES:
        for table in tables(name):
            for row, written in at(plain(name), table).items():
                if table[-1] == "measured" and written == "otherwise":
                    yield mutation(name, without(name, (*table, row)), table, "gap")


def bands_out_of_order() -> Iterator[Mutation]:
    for name in NAMES:
        for scheme_name, scheme in plain(name)["schemes"].items():
            bands = list(scheme.get("bands", {}))
            for better, worse in pairwise(bands):
                loc: Loc = ("schemes", scheme_name, "bands", worse)
                yield mutation(name, changed(name, loc, scheme["bands"][better]), loc, "unreachable", key=False)


def missing_bands() -> Iterator[Mutation]:
    for name in NAMES:
        for scheme_name, scheme in plain(name)["schemes"].items():
            if scheme["method"] == "score":
                for grade in scheme["bands"]:
                    yield mutation(
                        name,
                        without(name, ("schemes", scheme_name, "bands", grade)),
                        ("schemes", scheme_name, "bands"),
                        "unreachable",
                    )


def wrong_words() -> Iterator[Mutation]:
    """A word that a name never has."""
    for name in NAMES:
        meanings = ruleset(name).vocabulary
        for loc, asked, test in all_tests(name):
            meaning = meanings.get(asked)
            if (
                meaning is None
                or meaning.kind not in {Kind.WORD, Kind.LEVEL}
                or not meaning.words
                or asked not in indicators(name) | closed_words()
            ):
                continue
            if test not in {"known", "unknown"} if isinstance(test, str) else True:
                yield mutation(name, changed(name, loc, "qqq"), loc, "unknown-word", key=False)


def closed_words() -> set[str]:
    return {
        "source",
        "phase",
        "wants.purpose",
        "profile.household",
        "profile.power",
        "profile.income",
        "profile.education",
        "profile.kind",
    }


def wrong_kinds() -> Iterator[Mutation]:
    """A question that does not go with the kind of value."""
    for name in NAMES:
        meanings = ruleset(name).vocabulary
        declared = set(meanings) - (set(ruleset(name).judged) - indicators(name))
        for loc, asked, _test in all_tests(name):
            if asked in declared:
                numeric = meanings[asked].kind in {Kind.COUNT, Kind.NUMBER}
                yield mutation(
                    name, changed(name, loc, ["some", "words"] if numeric else ">= 3"), loc, "kind", key=False
                )


def falls_upwards() -> Iterator[Mutation]:
    for name in NAMES:
        for position, fall in enumerate(plain(name).get("movement", {}).get("downgrade", ())):
            rules = changed(name, ("movement", "downgrade", position, "from"), fall["to"])
            at(rules, ("movement", "downgrade", position))["to"] = fall["from"]
            yield mutation(name, rules, ("movement", "downgrade", position, "to"), "not-a-fall", key=False)
            rules = changed(name, ("movement", "downgrade", position, "to"), fall["from"])
            yield mutation(name, rules, ("movement", "downgrade", position, "to"), "not-a-fall", key=False)


def duplicate_ids() -> Iterator[Mutation]:
    for name in NAMES:
        falls = plain(name).get("movement", {}).get("downgrade", ())
        for position in range(1, len(falls)):
            loc: Loc = ("movement", "downgrade", position, "id")
            yield mutation(name, changed(name, loc, falls[0]["id"]), loc, "duplicate-id", key=False)


def contradictory_falls() -> Iterator[Mutation]:
    """A fall that is never due, because what it asks for is also what holds it off."""
    for name in NAMES:
        for position, fall in enumerate(plain(name).get("movement", {}).get("downgrade", ())):
            for one, other in (("when", "unless"), ("unless", "when")):
                if one in fall:
                    rules = changed(name, ("movement", "downgrade", position, other), fall[one])
                    yield mutation(name, rules, ("movement", "downgrade", position), "unreachable", key=False)


def uncovered_levels() -> Iterator[Mutation]:
    """No example judges a level of the rubric."""
    for name in NAMES:
        for scheme_name, scheme in plain(name)["schemes"].items():
            for key, indicator in scheme.get("indicators", {}).items():
                for level in () if "measured" in indicator else indicator["levels"]:
                    rules = deepcopy(plain(name))
                    rules["examples"] = [one for one in rules["examples"] if one.get("judged", {}).get(key) != level]
                    yield mutation(
                        name, rules, ("schemes", scheme_name, "indicators", key, "levels", level), "not-covered"
                    )


def unknown_grades() -> Iterator[Mutation]:
    """A grade that the scheme does not have, where movement and reports name one."""
    for name in NAMES:
        for loc in named_grades(plain(name)):
            yield mutation(name, changed(name, loc, "Z9"), loc, "unknown-word", key=False)


def named_grades(rules: Any) -> Iterator[Loc]:
    movement = rules.get("movement", {})
    for position, _fall in enumerate(movement.get("downgrade", ())):
        yield from (("movement", "downgrade", position, part) for part in ("from", "to"))
    yield from (("movement", "approval", position, "to") for position, _to in enumerate(movement.get("approval", ())))
    yield from (
        ("follow_up", key, position)
        for key in ("daily_report", "weekly_review", "next_step")
        for position, _grade in enumerate(rules["follow_up"].get(key, ()))
    )


def unknown_keys() -> Iterator[Mutation]:
    """A key that is no grade, where each grade has its own entry."""
    for name in NAMES:
        for loc in keys_of_grades(name):
            yield mutation(name, renamed(name, loc, "Z9"), (*loc[:-1], "Z9"), "unknown-word")


def keys_of_grades(name: str) -> Iterator[Loc]:
    rules = plain(name)
    for part in ("follow_up", "playbook"):
        yield from ((part, grade) for grade in ruleset(name).official.grades if grade in rules.get(part, {}))
    for table in tables(name):
        yield from ((*table, row) for row in outcomes(name, table))
    for scheme_name, scheme in rules["schemes"].items():
        loc: Loc = ("schemes", scheme_name)
        yield from ((*loc, "bands", grade) for grade in scheme.get("bands", {}))
        for key, indicator in scheme.get("indicators", {}).items() if scheme["method"] == "lowest" else ():
            yield from ((*loc, "indicators", key, "levels", level) for level in indicator["levels"])


def unknown_figures() -> Iterator[Mutation]:
    """A figure, a required name or the official scheme, off by one letter."""
    for name in NAMES:
        rules = plain(name)
        yield mutation(name, changed(name, ("official",), "nosuch"), ("official",), "unknown-word", key=False)
        for scheme_name, scheme in rules["schemes"].items():
            loc: Loc = ("schemes", scheme_name)
            if "by" in scheme:
                yield mutation(
                    name, changed(name, (*loc, "by"), scheme["by"] + "z"), (*loc, "by"), "unknown-name", key=False
                )
            for position, row in enumerate(scheme.get("points", ())):
                if "each" in row:
                    yield mutation(
                        name,
                        changed(name, (*loc, "points", position, "each"), row["each"] + "z"),
                        (*loc, "points", position, "each"),
                        "unknown-name",
                        key=False,
                    )
            for position, required in enumerate(scheme.get("required", ())):
                yield mutation(
                    name,
                    changed(name, (*loc, "required", position), required + "z"),
                    (*loc, "required", position),
                    "unknown-name",
                    key=False,
                )


def parts_of_other_methods() -> Iterator[Mutation]:
    """A scheme under a method that it was not written for."""
    needs = {"first_match": "when", "score": "points", "share": "by", "lowest": "indicators"}
    for name in NAMES:
        for scheme_name, scheme in plain(name)["schemes"].items():
            for method, part in needs.items():
                if method != scheme["method"] and part not in scheme:
                    loc: Loc = ("schemes", scheme_name, "method")
                    yield mutation(name, changed(name, loc, method), loc, "missing-part", key=False)


def points_for_the_worse() -> Iterator[Mutation]:
    """A row of points for a good level that takes points away."""
    for name in NAMES:
        for scheme_name, scheme in plain(name)["schemes"].items():
            for position, row in enumerate(scheme.get("points", ())):
                levels = [asked for asked in row.get("when", {}) if asked in indicators(name)]
                best = levels and ruleset(name).schemes[scheme_name].indicators[levels[0]].levels[0]
                if levels and best in row["when"][levels[0]]:
                    loc: Loc = ("schemes", scheme_name, "points", position, "add")
                    same = [p for p, other in enumerate(scheme["points"]) if levels[0] in other.get("when", {})]
                    yield mutation(
                        name,
                        changed(name, loc, "-50"),
                        ("schemes", scheme_name, "points", same[0]),
                        "not-monotone",
                        key=False,
                    )


def swapped_rows() -> Iterator[Mutation]:
    """Two rows of a deciding table with their conditions exchanged; found somewhere, by a check or by an example."""
    for name in NAMES:
        for table in tables(name):
            if "role" in at(plain(name), table[:-1]):
                continue  # an auxiliary indicator moves no grade, so no example tells its levels
            rows = outcomes(name, table)
            for one, other in pairwise(rows):
                rules = changed(name, (*table, one), at(plain(name), (*table, other)))
                at(rules, table)[other] = at(plain(name), (*table, one))
                yield mutation(name, rules, (*table, one), "unreachable", "overlap", "not-monotone", "gap", "example")


ALL = {
    one.__name__: one
    for one in (
        unknown_names,
        unreachable_rows,
        gaps,
        bands_out_of_order,
        missing_bands,
        wrong_words,
        wrong_kinds,
        falls_upwards,
        duplicate_ids,
        contradictory_falls,
        uncovered_levels,
        unknown_grades,
        unknown_keys,
        unknown_figures,
        parts_of_other_methods,
        points_for_the_worse,
    )
}
