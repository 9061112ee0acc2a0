"""Messages keep hostile values harmless, whatever the language."""

import pickle

import pytest

from generator.texts import LONGEST_VALUE, Message, one_line, translator

ENGLISH = translator("en")


def test_a_message_puts_its_values_into_the_sentence() -> None:
    message = Message("%(name)s has %(count)d visits, 5 %% of all", {"name": "李娜", "count": 3})
    assert message.text(ENGLISH) == "李娜 has 3 visits, 5 % of all"


def test_a_message_without_values_writes_a_percent_sign_as_one() -> None:
    assert Message("5 %% of all").text(ENGLISH) == "5 % of all"
    assert Message("5 % of all").text(ENGLISH) == "5 % of all"


def test_a_message_inside_a_message_is_translated_too() -> None:
    chinese = translator("zh")
    inner = Message("The file is empty; write the record or delete the file.")
    assert Message("(%(reason)s)", {"reason": inner}).text(chinese) == f"({inner.text(chinese)})"


def test_a_message_can_be_sent_to_another_process() -> None:
    message = Message("%(name)s", {"name": "a"})
    assert pickle.loads(pickle.dumps(message)) == message


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("王建国", "王建国"),
        ("两行\n一行\r\t", r"两行\n一行\r\t"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\u202eb\u2066", r"a\u202eb\u2066"),
        ("a\u2028b\u200bc", r"a\u2028b\u200bc"),
        ("\ud800", r"\ud800"),
        ("全角　空格", "全角　空格"),
        ("%(name)s %s", "%(name)s %s"),
        ("x" * 10_000, "x" * (LONGEST_VALUE - 1) + "…"),
    ],
)
def test_a_hostile_value_stays_on_one_line_and_in_sight(value: str, shown: str) -> None:
    assert one_line(value) == shown
    assert Message("%(v)s", {"v": value}).text(ENGLISH) == shown


def test_only_known_languages_have_a_translator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    assert translator("en").gettext("Opening day") == "Opening day"
    with pytest.raises(ValueError, match="fr"):
        translator("fr")
