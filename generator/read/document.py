"""A YAML file that was parsed: a tree of nodes with positions, in which every scalar is the text that was written.

The parser takes longer to load than most commands need it for, so nothing here asks for it (`parsing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard, cast

from generator.read.problem import Place
from generator.values import dataclass

if TYPE_CHECKING:
    import yaml

Loc = Sequence[str | int]
"""The way from the root of a document to a node: keys and list positions."""


class Node(NamedTuple):
    """What PyYAML's nodes tell of themselves that is asked later on; it is also the mark of its own start."""

    id: str
    value: Any
    style: str | None
    line: int
    column: int

    @property
    def start_mark(self) -> Node:
        """Where it starts."""
        return self


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its path and the root of its tree of PyYAML nodes (all scalars text)."""

    path: str
    root: yaml.Node

    def place(self, loc: Loc = (), *, key: bool = False) -> Place:
        """Return the place of the value at ``loc`` (of its key with ``key=True``); the nearest parent that exists."""
        node: yaml.Node = self.root
        at = node.start_mark
        for step in loc:
            if is_mapping(node):
                pair = next(((k, v) for k, v in node.value if k.value == step), None)
                if pair is None:
                    continue  # a step that only the schema knows, such as the branch of a union
                node = pair[1]
                at = pair[0].start_mark if key else node.start_mark
            elif is_sequence(node) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                at = node.start_mark
        return Place(self.path, at.line + 1, at.column + 1)

    def plain(self) -> object:
        """Return the tree as dicts, lists and texts; an empty plain scalar (``key:``) is None."""
        return _plain(self.root)

    def lasting(self) -> Document:
        """Return the same without anything of the parser's, so that it can be packed."""
        return Document(self.path, cast("yaml.Node", _lasting(self.root)))

    def marks(self) -> dict[str, tuple[int, int]]:
        """Return line and column of every value of a record, two levels deep, keyed as ``judged.price``."""
        found: dict[str, tuple[int, int]] = {}
        for name, value in _entries(self.root):
            found[name] = (value.start_mark.line + 1, value.start_mark.column + 1)
            for inner, leaf in _entries(value):
                found[f"{name}.{inner}"] = (leaf.start_mark.line + 1, leaf.start_mark.column + 1)
        return found


def _lasting(node: yaml.Node) -> Node:
    value: Any = node.value
    if is_mapping(node):
        value = [(_lasting(key), _lasting(entry)) for key, entry in node.value]
    elif is_sequence(node):
        value = [_lasting(item) for item in node.value]
    return Node(_kind(node), value, getattr(node, "style", None), node.start_mark.line, node.start_mark.column)


def _entries(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """Yield what stands in a node: by key, or by place from 0 on."""
    if is_mapping(node):
        yield from ((key.value, value) for key, value in node.value)
    elif is_sequence(node):
        yield from ((str(place), item) for place, item in enumerate(node.value))


def _plain(node: yaml.Node) -> object:
    if is_scalar(node):
        return node.value if node.value or node.style else None
    if is_mapping(node):
        return {key.value: _plain(value) for key, value in node.value}
    return [_plain(item) for item in node.value]


def is_mapping(node: yaml.Node) -> TypeGuard[yaml.MappingNode]:
    """Tell whether a node is a mapping."""
    return _kind(node) == "mapping"


def is_sequence(node: yaml.Node) -> TypeGuard[yaml.SequenceNode]:
    """Tell whether a node is a list."""
    return _kind(node) == "sequence"


def is_scalar(node: yaml.Node) -> TypeGuard[yaml.ScalarNode]:
    """Tell whether a node is a single value."""
    return _kind(node) == "scalar"


def _kind(node: yaml.Node) -> str:
    """Return what PyYAML calls a node's kind, which its own classes are not needed for."""
    found: str = getattr(node, "id", "")
    return found
