"""One value of an existing file changed; every other byte of the file stays as somebody wrote it.

ruamel.yaml writes the new value, and the file's own text takes it in at the place that the reader gives. A round trip
of the whole file through ruamel.yaml 0.19 keeps comments and order, but not every byte: `tests/writing/test_edit.py`
shows what it changes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from generator.failure import Failure
from generator.read.document import Loc
from generator.read.parsing import parse
from generator.texts import Message, _

Value = str | int | float | date | Mapping[str, "Value"]

_BOM = "\ufeff"
_BREAK = re.compile(r"\r\n|\r|\n")


class EditError(Failure):
    """The value can't be changed without touching more of the file; the message says what to do by hand."""


def set_value(text: str, loc: Loc, value: Value) -> str:
    """Return ``text`` with ``value`` at ``loc`` (keys and list positions): a scalar replaced or a key added.

    What is missing on the way is added too. The result is read again: if anything but the value at ``loc`` reads
    differently, EditError is raised, as it is for a text that can't be read, and for a list or mapping to be replaced.
    """
    old = _read(text)
    bom = _BOM if text.startswith(_BOM) else ""
    new = bom + _edited(text.removeprefix(_BOM), old, loc, value)
    document, _problems = parse("", new.encode())
    if document is None or _plain(document.root) != _with(_plain(old), loc, value):
        raise EditError(_by_hand(loc))
    return new


def _read(text: str) -> yaml.Node:
    document, problems = parse("", text.encode())
    if document is None:
        raise EditError(problems[0].message)
    return document.root


def _edited(text: str, node: yaml.Node, loc: Loc, value: Value) -> str:
    for position, step in enumerate(loc):
        found = _child(node, step)
        if found is None:
            missing: Value = value
            for key in reversed(loc[position + 1 :]):
                missing = {str(key): missing}
            return _add(text, node, str(step), missing)
        node = found
    return _replace(text, node, loc, value)


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    return None


def _replace(text: str, node: yaml.Node, loc: Loc, value: Value) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise EditError(_by_hand(loc))
    start, end = node.start_mark.index, _end(text, node)
    space = "" if start == 0 or text[start - 1].isspace() else " "
    return text[:start] + space + _written(value, node.style) + text[end:]


def _add(text: str, node: yaml.Node, key: str, value: Value) -> str:
    if isinstance(node, yaml.ScalarNode) and not node.value:
        return _replace(text, node, (key,), {key: value})
    if not isinstance(node, yaml.MappingNode):
        raise EditError(_by_hand((key,)))
    entry = f"{_written(key)}: {_written(value)}"
    if _in_braces(node):
        at = _end(text, node.value[-1][1]) if node.value else node.start_mark.index + 1
        return text[:at] + (f", {entry}" if node.value else entry) + text[at:]
    at = _end(text, node)
    line_end = _BREAK.search(text, at)
    at = line_end.start() if line_end else len(text)
    first_break = _BREAK.search(text)
    line_break: str = first_break.group() if first_break else "\n"
    indentation: str = " " * node.value[0][0].start_mark.column
    return text[:at] + line_break + indentation + entry + text[at:]


def _end(text: str, node: yaml.Node) -> int:
    """Return where the last character of a value ends; the parser puts the end of a block past what follows it."""
    while not isinstance(node, yaml.ScalarNode) and not _in_braces(node):
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
        return node.start_mark.index + len(text[node.start_mark.index : node.end_mark.index].rstrip())
    return node.end_mark.index


def _in_braces(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _written(value: Value, style: str | None = None) -> str:
    """Return a value on one line, good in a list or mapping of either form; in quotes of the kind that stood there."""
    emitter = YAML()
    emitter.default_flow_style = True
    emitter.width = 2**30
    styled = _styled(value, style)
    file = io.StringIO()
    emitter.dump(styled if isinstance(styled, dict) else [styled], file)
    text = file.getvalue().removesuffix("\n")
    return text if isinstance(styled, dict) else text[1:-1]


def _styled(value: Value, style: str | None) -> object:
    if isinstance(value, Mapping):
        return {key: _styled(inner, None) for key, inner in value.items()}
    if not isinstance(value, str):
        return value
    if style == '"' or not value.isprintable():
        return DoubleQuotedScalarString(value)
    return SingleQuotedScalarString(value) if style == "'" else value


def _plain(node: yaml.Node) -> object:
    """Return the tree as dicts, lists and texts, which is all that may be compared."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    return node.value


def _with(tree: object, loc: Loc, value: Value) -> object:
    if not loc:
        return _texts(value)
    if isinstance(tree, list):
        return [_with(item, loc[1:], value) if position == loc[0] else item for position, item in enumerate(tree)]
    known = tree if isinstance(tree, dict) else {}
    return {**known, str(loc[0]): _with(known.get(loc[0]), loc[1:], value)}


def _texts(value: Value) -> object:
    return {key: _texts(inner) for key, inner in value.items()} if isinstance(value, Mapping) else str(value)


def _by_hand(loc: Loc) -> Message:
    return Message(
        _("“%(key)s” can't be changed without changing more of the file; change it by hand."),
        {"key": ".".join(map(str, loc))},
    )
