"""Personal data on pages: surnames, masked phones, no numbers inside notes."""

import pytest

from generator.report.person import masked_phone, surname, without_numbers
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


def test_an_office_may_show_whole_names() -> None:
    office = "name: 甲\npeople: {li-na: {name: 李娜, role: consultant}}\nprivacy: {name: full}\n"
    assert small({"office.yaml": office}).name("7k3qf") == "王建国"


def test_a_double_surname_is_kept_whole() -> None:
    assert [surname(name) for name in ("司马懿", "司徒", "王")] == ["司马", "司徒", "王"]
