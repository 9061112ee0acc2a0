"""Personal data on pages: surnames, masked phones, no numbers inside notes."""

from random import Random

import pytest

from generator.report import person
from generator.report.person import masked_phone, private, surname, without_names, without_numbers
from tests.offices import CUSTOMER
from tests.report.frames import small


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("100****0000", "100****0000"),
        ("10000000000", "100****0000"),
        ("１００００００００００", "100****0000"),
        ("+86 100 0000 1234", "861****1234"),
        ("12345", "12345"),
    ],
)
def test_a_phone_shows_its_first_three_and_last_four_digits(written: str, shown: str) -> None:
    assert masked_phone(written) == shown


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("电话10000001234,晚上打", "电话100****1234,晚上打"),
        ("100 0000 1234", "100****1234"),
        ("110000199001010018", "110****0018"),
        ("100-0000-1234、100·0000·1234、100.0000.1234", "100****1234、100****1234、100****1234"),
        ("１００００００１２３４，100 000 01234", "100****1234，100****1234"),
        ("(0571) 8000 1234 或 0571-80001234", "(057****1234 或 057****1234"),
        ("110000 19900101 001X", "110****1001"),
        ("看了3-1201 3-1301", "看了3-1201 3-1301"),
        ("2026-11-22 14:30 再来", "2026-11-22 14:30 再来"),
        ("总价 3180000 元", "总价 3180000 元"),
        ("一行\n\n两行", "一行 两行"),
    ],
)
def test_a_note_keeps_all_but_numbers_of_people(note: str, shown: str) -> None:
    assert without_numbers(note) == shown


@pytest.mark.parametrize(
    ("name", "title", "shown"),
    [
        ("王建国", "mr", "王先生"),
        ("欧阳倩", "ms", "欧阳女士"),
        ("王建国", "", "王*"),
        ("王建国先生", "", "王先生"),
        ("李总", "", "李总"),
        ("Anna Smith", "", "Anna*"),
    ],
)
def test_pages_show_a_surname_and_the_form_of_address(name: str, title: str, shown: str) -> None:
    profile = f"profile: {{title: {title}}}\n" if title else ""
    frame = small({"customers/7k3qf/customer.yaml": CUSTOMER.replace("王建国", name) + profile})
    assert frame.name("7k3qf") == shown


NAMES = {"王建国": "王*", "Anna Smith": "Anna*"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王建国再来，王 建国嫌贵", "王*再来，王*嫌贵"),
        ("王建国先生嫌贵", "王先生嫌贵"),
        ("王建和国建", "王建和国建"),
        ("anna  smith, Anna Smithson", "anna  smith, Anna Smithson"),
        ("anna smith called", "Anna* called"),
        ("", ""),
    ],
)
def test_a_text_holds_no_whole_name(text: str, shown: str) -> None:
    assert without_names(text, NAMES) == shown


def test_a_text_shows_no_address_of_mail_and_long_ones_cost_no_time() -> None:
    assert private("写给 wang.jg@example.com，王建国的", NAMES) == "写给 ***@example.com，王*的"
    assert len(private("a" * 200_000 + "@", NAMES)) == 200_001


def test_texts_that_cannot_hold_a_name_are_passed_over_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    draw, signs = Random(20261122), "王建国李 aAbBıİſSß\t1"  # noqa: S311 - the same texts each time
    names = ["".join(draw.choices(signs, k=draw.randrange(1, 5))).strip() or "王建国" for _number in range(3000)]
    pairs = [("".join(draw.choices(signs, k=draw.randrange(12))), {name: "某*"}) for name in names]
    found = [without_names(*pair) for pair in pairs]
    monkeypatch.setattr(person, "_may_hold", lambda text, whole: whole[0].casefold() in text.casefold())
    assert found == [without_names(*pair) for pair in pairs]
    assert sum(one != text for one, (text, _shown) in zip(found, pairs, strict=True)) > 100


def test_a_name_of_a_surname_and_an_address_hides_nothing() -> None:
    frame = small({"customers/7k3qf/customer.yaml": CUSTOMER.replace("王建国", "王先生")})
    assert frame.told("customers/7k3qf/visits/1.yaml", "王府井的王先生") == "王府井的王先生"


def test_whoever_brought_a_customer_is_named_no_more_than_the_customer() -> None:
    brought = CUSTOMER.replace("walk_in", "referral\nreferrer: 2m9xd")
    frame = small({"customers/7k3qf/customer.yaml": brought})
    assert frame.told("customers/7k3qf/visits/1.yaml", "赵小兰介绍王建国来") == "赵*介绍王*来"
    assert frame.told("customers/2m9xd/customer.yaml", "赵小兰介绍王建国来") == "赵*介绍王建国来"


def test_an_office_may_show_whole_names() -> None:
    office = "name: 甲\npeople: {li-na: {name: 李娜, role: consultant}}\nprivacy: {name: full}\n"
    frame = small({"office.yaml": office})
    assert frame.name("7k3qf") == "王建国"
    assert frame.told("customers/7k3qf/visits/1.yaml", "王建国再来") == "王建国再来"


def test_a_double_surname_is_kept_whole() -> None:
    assert [surname(name) for name in ("司马懿", "司徒", "王")] == ["司马", "司徒", "王"]
