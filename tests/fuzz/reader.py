"""Target: one file at any path of the office, read as a record.

An input is the path below the office, a line end, and the content of the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import Any

import yaml

from generator.failure import Failure
from generator.model.dossier import Dossier, Filed
from generator.model.record import Customer, Profile, Wants
from generator.model.scalar import Moment, normal, number_in
from generator.model.shape import keys_of
from generator.model.snapshot import Snapshot, read_record, snapshot
from generator.model.yamltext import UnwritableTextError, Value, record_text
from generator.read.lines import read_lines
from generator.read.parsing import parse
from generator.read.problem import Place, Problem
from generator.read.text import decode
from generator.read.tree import CUSTOMERS, Tree, is_record
from generator.texts import Language, translator
from generator.writing.edit import set_value
from tests.offices import CUSTOMER

TRANSLATORS = [translator(language) for language in Language]
LONGEST_LINE = 100_000


def run(data: bytes) -> None:
    """Read one file twice; what loads has not changed its type, and comes back from the writer as it was."""
    written, _newline, content = data.partition(b"\n")
    path = os.fsdecode(written)
    if not is_record(path):
        path = f"{CUSTOMERS}7k3qf/customer.yaml"
    files = {path: content}
    if path.startswith(CUSTOMERS):
        files.setdefault(f"{path.rsplit('/', 2)[0]}/customer.yaml", CUSTOMER.encode())
    tree = Tree(dict(sorted(files.items())), None, dirty=False)
    first, second = snapshot(tree), snapshot(tree)
    assert first.problems == second.problems
    assert first.dossiers == second.dossiers
    sound(first.problems)
    _short_way(content)
    for filed in _records(first):
        if filed.path == path:
            _same_types(content, filed.record)
            _round_trip(filed)
            _edited(content, filed)


def _short_way(content: bytes) -> None:
    """Assert that the short way of reading, where it takes a text, agrees with the parser about values and places."""
    text, problems = decode("", content)
    lines = None if text is None or problems else read_lines(text)
    if lines is not None:
        document, problems = parse("", content)
        assert document is not None, problems
        assert lines.plain == document.plain()
        for name, (line, column) in lines.marks.items():
            keys: list[str | int] = list(name.split(".", 1))
            if len(keys) > 1 and isinstance(lines.plain[str(keys[0])], list):
                keys[1] = int(keys[1])
            assert document.place(keys) == Place("", line, column), name


def sound(problems: Sequence[Problem]) -> None:
    """Assert that every problem has a place and a sentence on one printable line, in every language."""
    for problem in problems:
        assert problem.place.line >= 1
        assert problem.place.column >= 1
        for tr in TRANSLATORS:
            sentence = problem.text(tr)
            assert sentence.isprintable() or set(filter(_unprintable, sentence)) == {"\u3000"}, sentence
            assert 0 < len(sentence) < LONGEST_LINE


def _unprintable(char: str) -> bool:
    return not char.isprintable()


def _records(found: Snapshot) -> Iterator[Filed[Any]]:
    for dossier in found.dossiers.values():
        yield from _filed(dossier)


def _filed(dossier: Dossier) -> Iterator[Filed[Any]]:
    yield dossier.customer
    yield from (*dossier.visits, *dossier.decisions, *dossier.deals)


def _same_types(content: bytes, record: object) -> None:
    """Assert that every value is what was written, as another reader of YAML sees it without any guess."""
    try:
        written = yaml.load(content.decode(), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
    except yaml.YAMLError:  # a tab between values, which only the C parser takes
        written = yaml.load(content.decode(), Loader=yaml.CBaseLoader)  # noqa: S506 - as above
    _compare(record, written)


def _compare(value: object, written: object) -> None:
    if keys_of(type(value)):
        assert isinstance(written, dict)
        for key, inner in written.items():
            _compare(getattr(value, key), inner)
    elif isinstance(value, Mapping):
        assert isinstance(written, dict)
        assert value.keys() == written.keys()
        for key, inner in written.items():
            _compare(value[key], inner)
    elif isinstance(value, tuple):
        assert isinstance(written, list)
        for one, inner in zip(value, written, strict=True):
            _compare(one, inner)
    elif value is None:
        assert written == ""
    else:
        assert isinstance(written, str)
        _compare_scalar(value, written)


def _compare_scalar(value: object, written: str) -> None:
    if isinstance(value, Enum):
        assert value.value == normal(written)
    elif isinstance(value, str):
        assert value in {written, normal(written)}
    elif isinstance(value, Moment):
        assert normal(written).startswith(value.day.isoformat())
        assert value.clock in normal(written)
    elif isinstance(value, date):
        assert value.isoformat() == normal(written)
    else:
        assert isinstance(value, float | int)
        assert value == number_in(written)


def _round_trip(filed: Filed[Any]) -> None:
    """Assert that fenji's own writer gives a file that reads as the same record, without a problem."""
    try:
        text = record_text(_values(filed.record))
    except UnwritableTextError as error:
        raise AssertionError(f"read, but not writable: {error}") from error
    problems: list[Problem] = []
    again = read_record(filed.path, text.encode(), type(filed.record), problems)
    assert again is not None, (text, problems)
    assert again.record == filed.record, text


def _values(record: object) -> dict[str, Value]:
    values = {key: getattr(record, key) for key in keys_of(type(record))}
    return {key: _value(value) for key, value in values.items() if value not in (None, {}, (), Wants(), Profile())}


def _value(value: Any) -> Any:
    if keys_of(type(value)):
        return _values(value)
    return value.value if isinstance(value, Enum) else value


def _edited(content: bytes, filed: Filed[Any]) -> None:
    """Assert that a changed value changes nothing else of a file that somebody wrote by hand."""
    if not isinstance(filed.record, Customer):
        return
    try:
        text = set_value(content.decode(), ("consultant",), "wu-di")
    except Failure:
        return  # said to be changed by hand
    problems: list[Problem] = []
    again = read_record(filed.path, text.encode(), Customer, problems)
    assert again is not None, (text, problems)
    assert again.record == replace(filed.record, consultant="wu-di"), text
