"""Every fault of a mapping is named at its line and column, all of them in one go."""

import pytest

from generator.exchange.mapping import ContactMap, CustomerMap, DealMap, NextMap, ProfileMap, WantsMap, read_map
from generator.model.record import Customer, Deal, Next, Profile, Visit, Wants
from generator.model.shape import keys_of
from generator.texts import Language, translator
from tests.exchange.office import MAP, mapping

HEAD = "tables:\n  t:\n    key: id\n"


def faults(text: str) -> list[str]:
    found, problems = read_map("map.yaml", text.encode())
    assert found is None
    tr = translator(Language.EN)
    return [f"{problem.place.line}:{problem.place.column} {problem.code} {problem.text(tr)}" for problem in problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1 empty"),
        ("tables: {}\n", "1:9 no-tables"),
        ("tables: [a]\n", "1:9 mapping"),
        ("table: {}\n", "1:1 unknown-key The key “table” is not known here; did you mean “tables”?"),
        ("ids: random\n" + HEAD + "    deals: [{at: d, stage: s}]\n", "1:6 unknown-word"),
        (HEAD, "3:5 yields-nothing"),
        (HEAD + "    deals: [{at: d}]\n", "4:13 missing-key The key “stage” is missing; add it."),
        (HEAD + "    deals: [{at: d, stage: s, ammount: x}]\n", "4:31 unknown-key The key “ammount” is not known"),
        (HEAD + "    deals: [{at: {column: d, value: x}, stage: s}]\n", "4:18 origin"),
        (HEAD + "    deals: [{at: {}, stage: s}]\n", "4:18 origin"),
        (HEAD + '    deals: [{at: {column: d, dates: ["%y%m%d"]}, stage: s}]\n', "4:38 date-format"),
        (HEAD + "    deals: [{at: d, stage: s, amount: {column: a, factors: {元: 0}}}]\n", "4:64 factor"),
        (HEAD + "    deals: [{at: d, stage: s, amount: {column: a, factors: {元: x}}}]\n", "4:64 factor"),
        (HEAD + "    deals: [{at: d, stage: []}]\n", "4:28 origin"),
        (HEAD + "    skip: -1\n    deals: [{at: d, stage: s}]\n", "4:11 whole"),
        (HEAD + "    separator: komma\n    deals: [{at: d, stage: s}]\n", "4:16 unknown-word “komma” is not known"),
        (HEAD + "    deals:\n\t- {at: d}\n", "5:"),
        (HEAD + "    deals: &a [{at: d, stage: s}]\n", "4:12 anchor"),
    ],
)  # fmt: skip
def test_a_fault_is_named_at_its_place(text: str, expected: str) -> None:
    assert any(fault.startswith(expected) for fault in faults(text)), faults(text)


def test_all_faults_are_named_at_once() -> None:
    text = HEAD + "    encoding: latin1\n    repeated: maybe\n    deals: [{at: d}]\n"
    assert [fault.split()[:2] for fault in faults(text)] == [
        ["4:15", "unknown-word"],
        ["5:15", "unknown-word"],
        ["6:13", "missing-key"],
    ]


def test_a_column_alone_stands_for_the_column() -> None:
    found = mapping(MAP).map
    customer = found.tables["customers"].customer
    assert customer is not None
    assert [origin.column for origin in customer.name] == ["姓名"]
    assert found.ids == "code"


@pytest.mark.parametrize(
    ("ours", "record", "without"),
    [
        (CustomerMap, Customer, {"phone_key", "phone_sealed"}),
        (WantsMap, Wants, set()),
        (ProfileMap, Profile, set()),
        (ContactMap, Visit, set()),
        (NextMap, Next, set()),
        (DealMap, Deal, set()),
    ],
)
def test_every_key_of_a_record_can_be_imported(ours: type, record: type, without: set[str]) -> None:
    assert set(keys_of(ours)) - {"if_given", "number"} == set(keys_of(record)) - without
