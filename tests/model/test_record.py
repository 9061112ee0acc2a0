"""Records are typed by their models; what a whole record must be is said at the key that is wrong."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date
from typing import TypeVar

import pytest

from generator.model.loading import load
from generator.model.office import Office
from generator.model.record import Channel, Customer, Deal, Decision, Next, Purpose, Source, Stage, Visit
from generator.model.yamltext import Value, record_text
from generator.read.parsing import parse
from generator.texts import translator

T = TypeVar("T")

CUSTOMER = "name: 王建国\nconsultant: li-na\nsource: walk_in\nregistered: 2026-09-07\n"
DECISION = "at: 2026-10-12\nby: chen-wei\nreason: 是\n"
OFFICE = "name: 云溪府\npeople:\n  li-na: {name: 李娜, role: consultant}\n"


def read(text: str, model: type[T]) -> tuple[T | None, list[tuple[int, int, str]]]:
    document, problems = parse("a.yaml", text.encode())
    assert document is not None, problems
    record, problems = load(document, model)
    assert (record is None) == bool(problems)
    return record, [(problem.place.line, problem.place.column, problem.code) for problem in problems]


def test_a_customer_is_typed_by_the_schema_and_not_by_yaml() -> None:
    record, _none = read(
        CUSTOMER + "phone: 100****0000\nphone_key: 0123456789\n"
        "wants: {purpose: ｕｐｇｒａｄｅ, rooms: 3, budget: 320, district: no}\n"
        "attributes: {visits_online: 007}\nclosed: {on: 2026-11-01, reason: lost}\n",
        Customer,
    )
    assert isinstance(record, Customer)
    assert record.source is Source.WALK_IN
    assert record.phone_key == "0123456789"
    assert record.wants.purpose is Purpose.UPGRADE
    assert (record.wants.rooms, record.wants.budget, record.wants.district) == (3, 320.0, "no")
    assert record.attributes == {"visits_online": "007"}


def test_a_visit_keeps_its_time_its_judgements_and_its_wishes_in_order() -> None:
    record, _none = read(
        "at: 2026-09-07 14:30\nchannel: visit\nby: li-na\njudged: {price: C, refused: no}\nunits: [3-1301, 12E3]\n",
        Visit,
    )
    assert isinstance(record, Visit)
    assert (str(record.at), record.channel) == ("2026-09-07 14:30", Channel.VISIT)
    assert record.judged == {"price": "C", "refused": "no"}
    assert record.units == ("3-1301", "12E3")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("next: {on: 2026-09-07, what: 晚上回电}\n", []),
        ("next: {on: 2026-09-10, what: 送价格表}\n", []),
        ("next: {on: 2026-09-06, what: 送价格表}\n", [(4, 7, "next-before")]),
        ("next: {on: 2026-09-10}\n", [(4, 7, "missing-key")]),
        ("next: {what: 送价格表}\n", [(4, 7, "missing-key")]),
        ("next: 2026-09-10\n", [(4, 7, "mapping")]),
        ("next: {on: 周四, what: 送价格表}\n", [(4, 12, "date")]),
        ("next: {on: 2026-09-10, what: 送价格表, by: li-na}\n", [(4, 36, "unknown-key")]),
    ],
)
def test_a_next_step_has_a_day_not_before_the_contact_and_says_what(
    text: str, found: list[tuple[int, int, str]]
) -> None:
    record, problems = read("at: 2026-09-07 14:30\nchannel: visit\nby: li-na\n" + text, Visit)
    assert problems == found
    assert (record is None) is bool(found)


def test_a_next_step_is_read_back_as_it_is_written() -> None:
    said: dict[str, Value] = {"at": "2026-09-07", "channel": "visit", "by": "li-na"}
    said["next"] = {"on": date(2026, 9, 10), "what": "送: 价格, #2"}
    record, problems = read(record_text(said), Visit)
    assert problems == []
    assert isinstance(record, Visit)
    assert record.next == Next(on=date(2026, 9, 10), what="送: 价格, #2")


def test_a_deal_has_a_stage_and_an_amount() -> None:
    record, _none = read("at: 2026-10-20\nstage: paid_out\nunit: 0571\namount: 318.5\n", Deal)
    assert isinstance(record, Deal)
    assert (record.stage, record.unit, record.amount) == (Stage.PAID_OUT, "0571", 318.5)


def test_a_record_never_changes() -> None:
    record, _none = read(CUSTOMER, Customer)
    assert isinstance(record, Customer)
    with pytest.raises(FrozenInstanceError):
        record.name = "李四"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (DECISION + "kind: release\n", []),
        (DECISION + "kind: release\nto: a\n", [(5, 5, "decision-to")]),
        (DECISION + "kind: claim\nto: li-na\n", []),
        (DECISION + "kind: claim\n", [(4, 7, "decision-to")]),
        (DECISION + "kind: override\nto: A\nuntil: 2026-10-12\n", []),
        (DECISION + "kind: override\nto: A\nuntil: 2026-10-11\n", [(6, 8, "override-until")]),
        (DECISION + "kind: override\nto: A\n", [(4, 7, "override-until")]),
        (DECISION + "kind: merge\nto: a\nuntil: 2026-10-12\n", [(6, 8, "override-until")]),
        ("kind: release\n", [(1, 1, "missing-key")] * 3),
    ],
)
def test_a_decision_is_complete(text: str, found: list[tuple[int, int, str]]) -> None:
    assert read(text, Decision)[1] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("referrer: 2m9xd\n", [(5, 11, "referrer-source")]),
        ("wants: 三房\n", [(5, 8, "mapping")]),
        ("wants:\n", [(5, 7, "mapping")]),
        ("closed: {on: 2026-11-01, reason: gone}\n", [(5, 34, "unknown-word")]),
        ("profile: {title: [mr]}\n", [(5, 18, "unknown-word")]),
        ("attributes: {a: {b: c}}\n", [(5, 17, "text")]),
        ("Name: 李\n", [(5, 1, "unknown-key")]),
        ("备注: 好\n", [(5, 1, "unknown-key")]),
        ("　hobby: 1\n", [(5, 1, "unknown-key")]),
    ],
)
def test_a_fault_of_a_customer_is_named_at_its_place(text: str, found: list[tuple[int, int, str]]) -> None:
    assert read(CUSTOMER + text, Customer)[1] == found


def test_all_faults_are_named_at_once() -> None:
    _record, found = read("nam: 王\nsource: walk-in\nregistered: 7.9.\nwants: {rooms: x, roms: 3}\n", Customer)
    assert sorted(found) == [
        (1, 1, "missing-key"),
        (1, 1, "missing-key"),
        (1, 1, "unknown-key"),
        (2, 9, "unknown-word"),
        (3, 13, "date"),
        (4, 16, "number"),
        (4, 19, "unknown-key"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("phnoe: 1\n", "The key “phnoe” is not known here; did you mean “phone”?"),
        ("wants: {romms: 1}\n", "The key “romms” is not known here; did you mean “rooms”?"),
        (
            "closed: {on: 2026-11-01, reason: losst}\n",
            "did you mean “lost”? Possible: bought_elsewhere, lost, merged, other.",
        ),
        ("hobby: 1\n", "The key “hobby” is not known here. Possible: name, phone, phone_key,"),
        ("name：李\n", "fullwidth colon"),
    ],
)
def test_the_nearest_known_word_is_proposed(text: str, sentence: str) -> None:
    document, problems = parse("a.yaml", (CUSTOMER + text).encode())
    if document is not None:
        _record, problems = load(document, Customer)
    assert sentence in problems[-1].text(translator("en"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("week: {cutoff: mon 12:00}\nmoney: 元\nas_of: 2026-11-22\n", []),
        ("week: {cutoff: Monday}\n", [(4, 16, "cutoff")]),
        ("week: {cutoff: [mon]}\n", [(4, 16, "cutoff")]),
        ("timezone: Mars/Olympus\n", [(4, 11, "timezone")]),
        ("timezone: ../../etc/passwd\n", [(4, 11, "timezone")]),
        ("timezone: [a]\n", [(4, 11, "timezone")]),
        ("timezone: ''\n", [(4, 11, "timezone")]),
        ("privacy: {phone: hidden}\n", [(4, 18, "unknown-word")]),
        ("repository: {url: 'https://git.example.com/office/data', kind: gitee}\n", []),
        ("repository: {url: 'javascript:alert(1)'}\n", [(4, 19, "url")]),
        ("repository: {url: 'https://git.example.com/a b'}\n", [(4, 19, "url")]),
        ("repository: {url: [a]}\n", [(4, 19, "url")]),
        ("repository: {url: 'https://git.example.com/a', branch: '../x'}\n", [(4, 56, "branch")]),
        ("repository: {url: 'https://git.example.com/a', branch: [x]}\n", [(4, 56, "branch")]),
        ("milestones: {opening: 2026-11-31}\n", [(4, 23, "date")]),
    ],
)
def test_an_office_is_read_strictly(text: str, found: list[tuple[int, int, str]]) -> None:
    assert read(OFFICE + text, Office)[1] == found


def test_an_office_needs_people_with_ids_and_roles() -> None:
    assert read("name: a\n", Office)[1] == [(1, 1, "missing-key")]
    assert read("name: a\npeople: {李娜: {name: 李娜, role: consultant}}\n", Office)[1] == [(2, 14, "id")]
    assert read("name: a\npeople: {li-na: {name: 李娜, role: boss}}\n", Office)[1] == [(2, 34, "unknown-word")]


def test_an_office_knows_its_phase_on_each_day() -> None:
    office, _none = read(OFFICE + "milestones: {opening: 2026-11-28}\n", Office)
    assert isinstance(office, Office)
    assert office.phase(date(2026, 11, 27)) == "before_opening"
    assert office.phase(date(2026, 11, 28)) == "after_opening"
    without, _none = read(OFFICE, Office)
    assert isinstance(without, Office)
    assert without.phase(date(2026, 11, 27)) is None
    assert (without.week.cutoff.weekday, without.week.cutoff.minute) == (1, 720)
