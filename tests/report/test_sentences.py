"""What happened to a grade is said in one sentence each, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from generator.grade.grading import Cap, Cause, Event, Indicator, Lift, Move, NextFall, Override, Pending, Shift, Turn
from generator.model.rules import Rules
from generator.report.labels import Labels
from generator.report.ladder import ladder
from generator.report.rich import Rich, plain
from generator.report.sentences import Sentences
from generator.report.words import Words
from generator.texts import translator
from tests.offices import typed

DAY = date(2026, 11, 12)


def sentences(language: str) -> Sentences:
    rules = typed({}).rules
    assert isinstance(rules, Rules)
    tr = translator(language)
    return Sentences(Labels(rules, Words(tr, 2026)), ladder(rules.schemes[rules.official].grades, tr))


@pytest.fixture
def zh() -> Sentences:
    return sentences("zh")


@pytest.fixture
def en() -> Sentences:
    return sentences("en")


@pytest.mark.parametrize(
    ("move", "english", "chinese"),
    [
        (
            Move(DAY, None, "B", Cause.FIRST, shifts=(Shift("price", None, "B"),)),
            "B (first grade: 价格 B)",
            "B（首次定级：价格 B）",
        ),
        (
            Move(DAY, "B", "C", Cause.EVIDENCE, shifts=(Shift("price", "B", "C"), Shift("motive", "A", None))),
            "B → C (new records: 价格 B→C and 动机 A→unknown)",
            "B → C（新记录：价格 B→C和动机 A→未知）",
        ),
        (Move(DAY, "B", None, Cause.TIME), "B → ungraded (by the calendar)", "B → 未定级（时间到期）"),
        (
            Move(DAY, "A", "B", Cause.DOWNGRADE, rules=("undecided", "gone")),
            "A → B (rule “undecided and gone”)",
            "A → B（规则“undecided和gone”）",
        ),
        (Move(DAY, "B", "A", Cause.LIFTED), "B → A (new records lift the fall)", "B → A（新记录，恢复等级）"),
        (Move(DAY, "C", "D", Cause.APPROVED), "C → D (fall approved)", "C → D（批准降级）"),
        (Move(DAY, "C", "A", Cause.OVERRIDE), "C → A (set by hand)", "C → A（人工定级）"),
        (Move(DAY, "A", "C", Cause.OVERRIDE_END), "A → C (the grade set by hand has ended)", "A → C（人工定级到期）"),
    ],
)
def test_a_move_tells_from_where_to_where_and_why(
    en: Sentences, zh: Sentences, move: Move, english: str, chinese: str
) -> None:
    assert (plain(en.entry(move)), plain(zh.entry(move))) == (english, chinese)


@pytest.mark.parametrize(
    ("turn", "english", "chinese"),
    [
        (Turn(DAY, Event.WAITING, "D"), "the fall to D waits for approval", "降为 D 待批准"),
        (
            Turn(DAY, Event.WAITING, "D", ("fading",)),
            "the fall to D waits for approval: fading",
            "降为 D 待批准：fading",
        ),
        (Turn(DAY, Event.CANCELLED, "D"), "the fall to D is off: the records say better", "不再降为 D：新记录好转"),
        (
            Turn(DAY, Event.REFUSED, "D"),
            "the approval of a fall to D does not count: no follow-up record, or nothing was waiting",
            "降为 D 的批准不算数：没有回访记录，或没有待批的降级",
        ),
        (
            Turn(DAY, Event.RENEWED, "B"),
            "new records of this day keep the grade; the period starts anew",
            "当天有新记录，等级不变，周期重新计算",
        ),
    ],
)
def test_an_event_tells_what_did_not_move(en: Sentences, zh: Sentences, turn: Turn, english: str, chinese: str) -> None:
    assert (plain(en.entry(turn)), plain(zh.entry(turn))) == (english, chinese)


def test_every_cause_and_event_has_its_sentence(en: Sentences) -> None:
    assert all(plain(en.cause(Move(DAY, "A", "B", cause, rules=("x",)))) for cause in Cause)
    assert all(plain(en.turn(Turn(DAY, event, "B"))) for event in Event)


def both(en: Sentences, zh: Sentences, name: str, *arguments: object) -> tuple[str, str]:
    said: list[Rich] = [getattr(one, name)(*arguments) for one in (en, zh)]
    return plain(said[0]), plain(said[1])


def test_the_outlook_is_told(en: Sentences, zh: Sentences) -> None:
    assert both(en, zh, "lift", Lift("A", (("motive", "price"), ("funds",)))) == (
        "For A, better answers are needed on: 动机 and 价格, or funds.",
        "要升到 A，需要改善：动机和价格，或funds。",
    )
    assert both(en, zh, "missing", ("price",)) == ("Missing answers: 价格.", "还缺回答：价格。")
    assert both(en, zh, "pending", Pending("D", DAY)) == (
        "The fall to D has been waiting for approval since Nov 12.",
        "降为 D 从11月12日起等待批准。",
    )
    assert both(en, zh, "cap", Cap("B", DAY, ("undecided",)), "A") == (
        "Held at B since Nov 12 by the rule “undecided”; a new judgement brings back A.",
        "因规则“undecided”，11月12日起只算 B；有新的判断记录就恢复为 A。",
    )
    assert both(en, zh, "next_fall", NextFall("undecided", "B", DAY)) == (
        "Falls to B on Nov 12 if nothing new is recorded (rule “undecided”).",
        "如果没有新记录，11月12日降为 B（规则“undecided”）。",
    )
    override = Override("A", DAY, date(2027, 1, 1), "chen-wei", "看好", "x.yaml")
    assert both(en, zh, "override", override, "陈伟", "看好") == (
        "陈伟 set the grade A on Nov 12, until Jan 1, 2027: “看好”",
        "陈伟于11月12日人工定为 A，到2027年1月1日为止：“看好”",
    )


def test_an_indicator_is_told_with_the_words_of_the_rubric(en: Sentences, zh: Sentences) -> None:
    def indicator(level: str | None, *, expired: bool = False) -> Indicator:
        return Indicator("price", level, False, False, None, (), expired)

    assert both(en, zh, "indicator", indicator("C")) == ("价格 C: 等优惠", "价格 C：等优惠")
    assert both(en, zh, "indicator", indicator("Z")) == ("价格 Z", "价格 Z")
    assert both(en, zh, "indicator", indicator(None)) == ("价格: unknown", "价格：未知")
    assert both(en, zh, "indicator", indicator(None, expired=True)) == (
        "价格: the last answer has expired",
        "价格：上次的回答已过期",
    )


def test_answers_are_told_as_people_say_them() -> None:
    rules = typed(
        {
            "rules.yaml": 'version: "1"\nofficial: interest\nschemes:\n  interest:\n    grades: {high: 高, low: 低}\n'
            "    method: first_match\n    indicators:\n"
            "      paid: {label: 已付款, levels: {true: 已付定金, false: 还没有付款}}\n"
            "      wish: {label: 意愿, levels: {strong: 很想买，主动谈, little: 兴趣不大}}\n"
            "    when: {high: {wish: strong, paid: true}, low: otherwise}\n"
        }
    ).rules
    assert isinstance(rules, Rules)
    tr = translator("zh")
    zh = Sentences(Labels(rules, Words(tr, 2026)), ladder(rules.schemes["interest"].grades, tr))
    assert plain(zh.shift(Shift("paid", "false", "true"))) == "已付款 否→是"
    assert plain(zh.shift(Shift("wish", None, "strong"))) == "意愿 “很想买，主动谈”"
    assert plain(zh.indicator(Indicator("paid", "false", False, False, None, (), False))) == "已付款 否：还没有付款"
    assert plain(zh.indicator(Indicator("wish", "little", False, False, None, (), False))) == "意愿：兴趣不大"


def test_a_hostile_reason_stays_on_its_line(en: Sentences) -> None:
    override = Override("A", DAY, DAY, "chen-wei", "a\n\x1b[31mb", "x.yaml")
    assert plain(en.override(override, "陈伟", override.reason)).isprintable()
