"""JSON Schemas of the files, made from the models that read them, with help in the reader's language: for editors.

Draft 7, because that is what editors understand best. Values are those of YAML 1.2, where dates are texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from generator.model.help import HELP
from generator.model.office import Office
from generator.model.record import Customer, Deal, Decision, DecisionKind, Source, Visit
from generator.model.rules import FollowUp, GradeFollowUp, Rules
from generator.texts import Translator, _
from generator.values import dataclass

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its model, where such files lie (patterns of paths), and what people call it."""

    model: type[BaseModel]
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
    model = KINDS[kind].model
    raw = _without_references(model)
    if model is Rules:
        raw["properties"]["follow_up"] |= _follow_up()
    tidy = _tidy(raw, tr)
    return {"$schema": DRAFT, "title": tr.gettext(KINDS[kind].title), **tidy, **_ACROSS.get(kind, {})}


def schema_text(kind: str, tr: Translator) -> str:
    """Return the JSON Schema as the text of its file."""
    return json.dumps(schema(kind, tr), ensure_ascii=False, indent=2) + "\n"


class _Generator(GenerateJsonSchema):
    """Names only those defaults that are a single value: an editor proposes them."""

    def encode_default(self, dft: Any) -> Any:
        """Return the default as JSON, None for a default that is not shown."""
        return str(dft) if isinstance(dft, str) else dft if isinstance(dft, int | float) else None


def _without_references(model: type[BaseModel]) -> Schema:
    """Return the model's schema with every reference replaced by its target: help beside a reference is not shown."""
    raw = model.model_json_schema(schema_generator=_Generator)
    definitions: Schema = raw.pop("$defs", {})

    def expand(node: Any) -> Any:
        if isinstance(node, list):
            return [expand(item) for item in node]
        if not isinstance(node, dict):
            return node
        reference = node.get("$ref")
        if reference is None:
            return {key: expand(value) for key, value in node.items()}
        target = definitions[reference.rpartition("/")[2]]
        return expand(target | {key: value for key, value in node.items() if key != "$ref"})

    expanded: Schema = expand({key: value for key, value in raw.items() if key != "description"})
    return expanded


def _follow_up() -> Schema:
    """Return the schema of follow_up:, where the entries of the grades stand beside the common ones."""
    common = _without_references(FollowUp)
    common["properties"].pop("grades")
    return common | {"additionalProperties": _without_references(GradeFollowUp)}


def _tidy(node: Schema, tr: Translator) -> Schema:
    """Return one schema without what only a program reads, and with its help translated."""
    options = [option for option in node.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:  # optional: the key may be left out, but not left empty
        node = {key: value for key, value in node.items() if key != "anyOf"} | {
            key: value for key, value in options[0].items() if key != "description" or "description" not in node
        }
    tidy: Schema = {}
    for key, value in node.items():
        if key in {"title", "propertyNames"} or (key == "default" and value is None):
            continue  # a number as a key, which propertyNames would ask for, is a text to an editor
        if key == "description":
            tidy[key] = tr.gettext(value)
        elif key == "properties":
            tidy[key] = {name: _tidy(inner, tr) for name, inner in value.items()}
        elif key in {"items", "additionalProperties"} and isinstance(value, dict):
            tidy[key] = _tidy(_anonymous(value), tr)
        elif key == "anyOf":
            tidy[key] = [_tidy(option, tr) for option in options]
        else:
            tidy[key] = value
    if "enum" in tidy:
        help_texts = [tr.gettext(text) for text in HELP[tuple(tidy["enum"])]]
        tidy["enumDescriptions"] = help_texts
    return tidy


def _anonymous(node: Schema) -> Schema:
    """Drop the description of a class, which is for developers."""
    return {key: value for key, value in node.items() if key != "description"}
