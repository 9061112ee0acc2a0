"""One YAML file: from bytes to a document, or to the problems that keep it from being one.

Every scalar stays the text that was written. What design section 8 refuses (anchors, tags, several
documents, control characters, too much of anything) is refused here, before any schema is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import yaml

from generator.read.bounds import MAX_DEPTH, most_nodes
from generator.read.document import Document
from generator.read.problem import Place, Problem
from generator.read.syntax import syntax_problem
from generator.read.text import decode, invisible
from generator.texts import Message, _

# Only a text that matches may hold a forbidden construct or nest deeply; all others skip the second pass. Nothing
# begins right after a letter or digit, so a masked phone (100****0000) or 100% is no suspect.
_SUSPECT = re.compile(r"(?<![\w*])[&*!%]|\\|^ {12}|^(?:---|\.\.\.)|(?:-[ \t]+){3}|\?[ \t]", re.MULTILINE)
_FEW_BRACKETS = 10


class _Texts(yaml.CBaseLoader):
    """PyYAML's C loader for a tree in which every scalar is the text that was written: no tag is worked out."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:  # noqa: ARG002 - PyYAML's
        return ""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Do nothing: without tags there is no path to follow."""

    def ascend_resolver(self) -> None:
        """Do nothing, as on the way down."""


def parse(path: str, data: bytes) -> tuple[Document | None, list[Problem]]:
    """Return the document in ``data`` and its problems; the document is None where it can't be read at all."""
    text, problems = decode(path, data)
    if text is None or problems:
        return None, problems
    try:
        suspect = _SUSPECT.search(text) or text.count("[") + text.count("{") > _FEW_BRACKETS
        if suspect and (problems := list(_forbidden(path, text))):
            return None, problems
        root = yaml.compose(text, Loader=_Texts)
    except yaml.MarkedYAMLError as error:
        return None, [syntax_problem(path, text, error)]
    if root is None:
        return None, [
            Problem(Place(path), "empty", Message(_("The file is empty; write the record or delete the file.")))
        ]
    problems = list(_shape(path, root))
    return (None if problems else Document(path, root)), problems


def _forbidden(path: str, text: str) -> Iterator[Problem]:
    """Walk the parser's events, which nest nothing, and name every construct that a record may not hold."""
    depth = nodes = documents = 0
    most = most_nodes(path)
    escapes = "\\" in text  # what nobody can see and `decode` does not either
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            yield from _beginning(_start(path, event), event, documents)
        if isinstance(event, yaml.NodeEvent):
            nodes += 1
            if escapes or _decorated(event):
                yield from _decoration(_start(path, event), event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                yield _too_deep(_start(path, event))
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if nodes > most:
            yield _too_many(_start(path, event), most)
            return


def _beginning(place: Place, event: yaml.DocumentStartEvent, number: int) -> Iterator[Problem]:
    if number > 1:
        yield Problem(place, "documents", Message(_("A second document starts here; keep one record in a file.")))
    if event.version or event.tags:
        yield Problem(place, "directive", Message(_("A YAML directive (%%) is not allowed; delete the line.")))


def _decorated(event: yaml.NodeEvent) -> bool:
    """Tell whether an event is an alias, or has an anchor or a tag."""
    return event.anchor is not None or getattr(event, "tag", None) is not None


def _decoration(place: Place, event: yaml.NodeEvent) -> Iterator[Problem]:
    if isinstance(event, yaml.AliasEvent):
        message = Message(
            _("An alias (*%(name)s) is not allowed; write the value out, or put quotes around it."),
            {"name": event.anchor},
        )
        yield Problem(place, "alias", message)
    elif event.anchor is not None:
        message = Message(
            _("An anchor (&%(name)s) is not allowed; delete it, or put quotes around the value."),
            {"name": event.anchor},
        )
        yield Problem(place, "anchor", message)
    if isinstance(event, yaml.ScalarEvent) and (code := invisible(event.value)) is not None:
        message = Message(
            _("The escape of an invisible or control character (%(code)s) stands here; delete it."), {"code": code}
        )
        yield Problem(place, "invisible-character", message)
    tag = getattr(event, "tag", None)
    if tag is not None:
        message = Message(_("A tag (%(tag)s) is not allowed; delete it, or put quotes around the value."), {"tag": tag})
        yield Problem(place, "tag", message)


def _shape(path: str, root: yaml.Node) -> Iterator[Problem]:
    """Name every key that is no good, and the places where the tree is too deep or too large."""
    stack = [(root, 1)]
    count, most = 0, most_nodes(path)
    while stack:
        node, depth = stack.pop()
        count += 1 + (len(node.value) if isinstance(node, yaml.MappingNode) else 0)
        if count > most or (depth > MAX_DEPTH and not isinstance(node, yaml.ScalarNode)):
            place = _start(path, node)
            yield _too_many(place, most) if count > most else _too_deep(place)
            return
        if isinstance(node, yaml.SequenceNode):
            stack.extend((item, depth + 1) for item in reversed(node.value))
        elif isinstance(node, yaml.MappingNode):
            stack.extend((value, depth + 1) for _key, value in reversed(node.value))
            yield from _keys(path, node)


def _keys(path: str, node: yaml.MappingNode) -> Iterator[Problem]:
    """Name every key that is not a single word, is a merge key, or stands twice (also after Unicode NFKC)."""
    seen: dict[str, int] = {}
    for key, _value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            message = Message(_("A key must be a single word, not a list or a mapping."))
            yield Problem(_start(path, key), "key-type", message)
            continue
        if key.value == "<<" and not key.style:
            message = Message(_("The merge key << is not allowed; write the values out."))
            yield Problem(_start(path, key), "merge-key", message)
        name = (key.value if key.value.isascii() else unicodedata.normalize("NFKC", key.value)).strip()
        if name in seen:
            sentence = _("The key “%(key)s” stands twice, first in line %(line)s; keep one of them.")
            yield Problem(_start(path, key), "duplicate-key", Message(sentence, {"key": name, "line": seen[name]}))
        seen.setdefault(name, key.start_mark.line + 1)


def _start(path: str, found: yaml.Node | yaml.Event) -> Place:
    mark: Any = found.start_mark  # the C parser always gives one
    return Place(path, mark.line + 1, mark.column + 1)


def _too_deep(place: Place) -> Problem:
    message = Message(_("Nested deeper than %(limit)s levels; a record never is."), {"limit": MAX_DEPTH})
    return Problem(place, "too-deep", message)


def _too_many(place: Place, most: int) -> Problem:
    message = Message(_("More than %(limit)s values in one file; split it."), {"limit": most})
    return Problem(place, "too-many-nodes", message)
