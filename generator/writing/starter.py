"""A new office: every file that a data repository starts with."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

from generator.failure import Failure
from generator.model.schema import KINDS, schema_text
from generator.model.yamltext import UnwritableTextError, record_text
from generator.texts import Language, Message, _, translator

DEFAULT_RULES = "g1"

_PACKAGE = Path(__file__).parents[1]
_PRESETS, _STARTER = _PACKAGE / "presets", _PACKAGE / "starter"
_NUMBERED = re.compile(r"g0*(\d+)")


def presets() -> tuple[str, ...]:
    """Return the names of all rule files that come with fenji, g1 before g10."""
    return tuple(sorted((path.stem for path in _PRESETS.glob("*.yaml")), key=lambda name: (len(name), name)))


def preset(name: str) -> bytes:
    """Return a preset's rules.yaml; the name in any case, G1 or G01. Raises Failure for a name that is none."""
    wanted = _NUMBERED.sub(r"g\1", name.strip().lower())
    if wanted not in presets():
        message = _("There are no rules “%(name)s”. Possible: %(known)s.")
        raise Failure(Message(message, {"name": name, "known": ", ".join(presets())}))
    return (_PRESETS / f"{wanted}.yaml").read_bytes()


def starter(name: str, rules: str, hosting: str, language: Language, pages: str) -> Mapping[str, bytes]:
    """Return the files of a new office by path; ``pages`` is the text of its mkdocs.yml. All texts in the language.

    Raises Failure for a name that no file can hold and for rules that are none.
    """
    try:
        values = {"name": record_text({"name": name}).rstrip("\n"), "hosting": hosting}
    except UnwritableTextError as error:
        raise Failure(error.message) from error
    office = Template((_STARTER / f"office.{language.value}.yaml").read_text(encoding="utf-8")).substitute(values)
    return {
        "office.yaml": office.encode(),
        "rules.yaml": preset(rules),
        "mkdocs.yml": pages.encode(),
        "README.md": (_STARTER / "README.md").read_bytes(),
        ".gitignore": (_STARTER / "gitignore").read_bytes(),
        "customers/.gitkeep": b"",
        **editor_files(language),
    }


def editor_files(language: Language) -> Mapping[str, bytes]:
    """Return the JSON Schemas and the settings that tell VS Code which file each of them is for."""
    wired = {f"./schemas/{name}.json": list(kind.files) for name, kind in KINDS.items()}
    settings = {"yaml.schemas": wired, "yaml.schemaStore.enable": False, "yaml.format.enable": False}
    return {
        ".vscode/settings.json": (json.dumps(settings, indent=2) + "\n").encode(),
        **{f"schemas/{name}.json": schema_text(name, translator(language)).encode() for name in KINDS},
    }
