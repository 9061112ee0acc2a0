"""JSON Schemas of the files, made from the models that read them, with help in the reader's language: for editors.

Draft 7, because that is what editors understand best. Values are those of YAML 1.2, where dates are texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.model.help import HELP
from generator.model.office import Office
from generator.model.reader import Schema
from generator.model.record import Customer, Deal, Decision, DecisionKind, Source, Visit
from generator.model.rules import Rules
from generator.model.shape import shaped
from generator.texts import Translator, _
from generator.values import dataclass

DRAFT = "http://json-schema.org/draft-07/schema#"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its model, where such files lie (patterns of paths), and what people call it."""

    model: type[Any]
    files: tuple[str, ...]
    title: str


KINDS: Mapping[str, Kind] = {
    "customer": Kind(Customer, ("customers/**/customer.yaml",), _("Customer")),
    "visit": Kind(Visit, ("customers/**/visits/*.yaml",), _("Contact")),
    "decision": Kind(Decision, ("customers/**/decisions/*.yaml",), _("Decision")),
    "deal": Kind(Deal, ("customers/**/deals/*.yaml",), _("Deal")),
    "office": Kind(Office, ("office.yaml",), _("Office")),
    "rules": Kind(Rules, ("rules.yaml",), _("Rules")),
}

# What a model checks across its keys, as far as a schema can say it.
_ACROSS: Mapping[str, Schema] = {
    "customer": {
        "if": {"required": ["referrer"]},
        "then": {"properties": {"source": {"const": Source.REFERRAL.value}}},
    },
    "decision": {
        "if": {"properties": {"kind": {"const": DecisionKind.OVERRIDE.value}}, "required": ["kind"]},
        "then": {"required": ["until", "to"]},
        "else": {
            "properties": {"until": False},
            "if": {"properties": {"kind": {"const": DecisionKind.RELEASE.value}}},
            "then": {"properties": {"to": False}},
            "else": {"required": ["to"]},
        },
    },
}


def schema(kind: str, tr: Translator) -> Schema:
    """Return the JSON Schema of a kind of file (a key of KINDS), texts in the language of ``tr``."""
    tidy = _tidy(shaped(KINDS[kind].model).schema(), tr)
    return {"$schema": DRAFT, "title": tr.gettext(KINDS[kind].title), **tidy, **_ACROSS.get(kind, {})}


def schema_text(kind: str, tr: Translator) -> str:
    """Return the JSON Schema as the text of its file."""
    return json.dumps(schema(kind, tr), ensure_ascii=False, indent=2) + "\n"


def _tidy(node: Schema, tr: Translator) -> Schema:
    """Return one schema with its help in the reader's language, and with help for every word."""
    tidy: Schema = {}
    for key, value in sorted(node.items()):
        if key == "description":
            tidy[key] = tr.gettext(value)
        elif key == "properties":
            tidy[key] = {name: _tidy(inner, tr) for name, inner in value.items()}
        elif key in {"items", "additionalProperties"} and isinstance(value, dict):
            tidy[key] = _tidy(value, tr)
        elif key == "anyOf":
            tidy[key] = [_tidy(option, tr) for option in value]
        else:
            tidy[key] = value
    if "enum" in tidy:
        tidy["enumDescriptions"] = [tr.gettext(text) for text in HELP[tuple(tidy["enum"])]]
    return tidy
