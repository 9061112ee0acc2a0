"""The editors' schemas say what the reader says, explain every key and word, and are the committed ones."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from generator.model.loading import load
from generator.model.schema import KINDS, schema, schema_text
from generator.read.parsing import parse
from generator.texts import Language, translator
from generator.writing.starter import editor_files, preset, presets
from tests.offices import files

ROOT = Path(__file__).parents[2]
ENGLISH, CHINESE = translator("en"), translator("zh")

GOOD = {
    "customer": [
        "{name: 王, consultant: li-na, source: walk_in, registered: 2026-09-07}",
        (
            "{name: 王, phone: 100****0000, phone_key: 9f2c00aa, consultant: li-na, source: referral, referrer: 2m9xd,"
            " registered: 2026-09-07, wants: {purpose: upgrade, rooms: 3, budget: 318},profile: {title: mr, age: 40},"
            " attributes: {time_on_site: 45}, closed: {on: 2026-11-01, reason: lost}}"
        ),
    ],
    "visit": [
        (
            "{at: 2026-09-07 14:30, channel: visit, by: li-na, note: no,"
            " judged: {price: C, refused: true, n: 3}, units: [3-1201, 12E3]}"
        ),
        "{at: 2026-09-07, channel: follow_up, by: li-na}",
    ],
    "decision": [
        "{at: 2026-10-12, by: chen-wei, kind: approve_downgrade, to: D, reason: 谈过}",
        "{at: 2026-10-12, by: chen-wei, kind: override, to: A, reason: 谈过, until: 2026-11-12}",
        "{at: 2026-10-12, by: chen-wei, kind: release, reason: 谈过}",
    ],
    "deal": ["{at: 2026-10-20, stage: subscribed, unit: 3-1201, amount: 318.5}", "{at: 2026-10-20, stage: queued}"],
    "office": [
        files()["office.yaml"],
        files()["office.yaml"] + "roster: {order: [li-na, wu-di], off: {li-na: [mon, 2026-10-01]}}\n",
        files()["office.yaml"] + "roster: {order: {2026-10-01: [li-na]}, off: {li-na: [2026-10-01..2026-10-07]}}\n",
    ],
    "rules": [files()["rules.yaml"]],
}
FAULTS = {
    "customer": [
        "{name: 王, consultant: li-na, source: walk_in}",
        "{name: 王, consultant: li-na, source: walkin, registered: 2026-09-07}",
        "{nmae: 王, name: 王, consultant: li-na, source: walk_in, registered: 2026-09-07}",
        "{name: 王, consultant: li-na, source: walk_in, registered: 2026-09-07, wants: {room: 3}}",
        "{name: 王, consultant: li-na, source: walk_in, registered: 2026-09-07, wants: {rooms: three}}",
        "{name: 王, consultant: li-na, source: walk_in, registered: 2026-09-07, referrer: 2m9xd}",
        "{name: , consultant: li-na, source: walk_in, registered: 2026-09-07}",
        "[name]",
    ],
    "visit": [
        "{at: 7.9., channel: visit, by: li-na}",
        "{at: 2026-09-07, channel: vist, by: li-na}",
        "{at: 2026-09-07, channel: visit, by: li-na, judged: C}",
        "{at: 2026-09-07, channel: visit, by: li-na, units: 3-1201}",
    ],
    "decision": [
        "{at: 2026-10-12, by: chen-wei, kind: approve_downgrade, to: D}",
        "{at: 2026-10-12, by: chen-wei, kind: override, to: A, reason: 谈过}",
        "{at: 2026-10-12, by: chen-wei, kind: release, to: li-na, reason: 谈过}",
        "{at: 2026-10-12, by: chen-wei, kind: transfer, reason: 谈过}",
        "{at: 2026-10-12, by: chen-wei, kind: transfer, to: li-na, reason: 谈过, until: 2026-11-12}",
    ],
    "deal": [
        "{at: 2026-10-20, stage: sold}",
        "{at: 2026-10-20, stage: queued, amount: -1}",
        "{at: 2026-10-20, stage: queued, amount: 三百万}",
    ],
    "office": [
        "{name: 云溪府}",
        "{name: 云溪府, people: {li-na: {name: 李娜, role: boss}}}",
        "{name: 云溪府, people: {}, week: {cutoff: noon}}",
        "{name: 云溪府, people: {}, roster: {order: li-na}}",
        "{name: 云溪府, people: {}, roster: {order: [li-na], off: {li-na: [monday]}}}",
    ],
    "rules": [
        'version: "1"\nofficial: a\nschemes: {a: {grades: {A: 甲}, method: best}}\n',
        'version: "1"\nofficial: a\n',
        'version: "1"\nofficial: a\nschemes: {}\nfollow_up: {A: {every_day: 3}}\n',
    ],
}


def as_an_editor_reads(text: str) -> Any:
    """Values of YAML 1.2; dates are texts there, as in JSON, and so are keys."""
    return json.loads(json.dumps(_with_texts_as_keys(YAML(typ="safe", pure=True).load(text)), default=str))


def _with_texts_as_keys(node: Any) -> Any:
    if isinstance(node, list):
        return [_with_texts_as_keys(item) for item in node]
    return {str(key): _with_texts_as_keys(item) for key, item in node.items()} if isinstance(node, dict) else node


def faults(kind: str, text: str) -> list[str]:
    return [error.message for error in Draft7Validator(schema(kind, ENGLISH)).iter_errors(as_an_editor_reads(text))]


def pairs(examples: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(kind, text) for kind, texts in examples.items() for text in texts]


def reads(kind: str, text: str) -> bool:
    document, _problems = parse("x.yaml", text.encode())
    return document is not None and load(document, KINDS[kind].model)[0] is not None


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema(kind: str) -> None:
    Draft7Validator.check_schema(schema(kind, CHINESE))


@pytest.mark.parametrize(("kind", "text"), pairs(GOOD))
def test_what_the_reader_takes_has_no_fault_in_the_editor(kind: str, text: str) -> None:
    assert reads(kind, text)
    assert faults(kind, text) == []


@pytest.mark.parametrize(("kind", "text"), pairs(FAULTS))
def test_what_the_reader_refuses_has_a_fault_in_the_editor(kind: str, text: str) -> None:
    assert not reads(kind, text)
    assert faults(kind, text) != []


@pytest.mark.parametrize("name", presets())
def test_every_preset_has_no_fault_in_the_editor(name: str) -> None:
    assert faults("rules", preset(name).decode()) == []


def test_the_sample_office_has_no_fault_in_the_editor() -> None:
    validators = {kind: Draft7Validator(schema(kind, ENGLISH)) for kind in KINDS}
    seen = dict.fromkeys(KINDS, 0)
    for kind, entry in KINDS.items():
        # All rules and customers; of the many small files every 40th, each of which takes a pure reader its time.
        found = sorted(path for pattern in entry.files for path in ROOT.glob(pattern))
        for path in found if len(found) < 50 else found[::40]:
            value = as_an_editor_reads(path.read_text(encoding="utf-8"))
            assert [error.message for error in validators[kind].iter_errors(value)] == [], path
            seen[kind] += 1
    assert all(seen.values()), seen


def described(node: Any, path: str) -> Iterator[tuple[str, Any]]:
    for name, inner in node.get("properties", {}).items():
        if isinstance(inner, dict):
            yield f"{path}.{name}", inner
            yield from described(inner, f"{path}.{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            yield from described(node[key], f"{path}.*")


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_and_word_is_explained_in_chinese(kind: str) -> None:
    for path, node in described(schema(kind, CHINESE), kind):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in node["description"]), (path, node["description"])
        assert len(node.get("enumDescriptions", [])) == len(node.get("enum", [])), path
        assert all(text for text in node.get("enumDescriptions", [])), path


@pytest.mark.parametrize("kind", KINDS)
def test_no_schema_shows_what_only_programmers_read(kind: str) -> None:
    text = schema_text(kind, ENGLISH)
    assert "``" not in text
    assert "$ref" not in text
    assert "(G1" not in text
    assert '"null"' not in text


def test_the_committed_schemas_and_settings_are_the_generated_ones() -> None:
    for path, data in editor_files(Language.ZH).items():
        assert (ROOT / path).read_bytes() == data, f"run `fenji schema --out schemas` ({path})"


def test_the_settings_wire_every_schema_to_its_files() -> None:
    settings = json.loads(editor_files(Language.ZH)[".vscode/settings.json"])
    assert settings["yaml.schemas"] == {f"./schemas/{kind}.json": list(entry.files) for kind, entry in KINDS.items()}
