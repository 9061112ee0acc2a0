"""`fenji explain ID` says in words why a customer has the grade, what would lift it, and what happened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Fenji
from tests.cli.test_grade import STORY
from tests.offices import CUSTOMER, RULES, VISIT, write


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return write(tmp_path / "office", STORY)


def test_a_waiting_fall_is_explained_in_words(story: Path, fenji: Fenji) -> None:
    done = fenji(story, "explain", "7k3qf", language="zh")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "王* 7k3qf · 置业顾问 李娜 · 截至 2026-11-22\n"
        "等级：B 意向较强，2026年11月12日起\n"
        "只看回答应为：D\n"
        "降为 D 从11月14日起等待批准。\n"
        "\n"
        "卡在：\n"
        "  价格 D：拒绝\n"
        "    2026-11-14 到访 李娜 “看了三房” customers/7k3qf/visits/2.yaml:5\n"
        "其余：\n"
        "  动机 B：较清楚\n"
        "    2026-11-14 到访 李娜 customers/7k3qf/visits/2.yaml:5\n"
        "\n"
        "要升到 C，需要改善：价格。\n"
        "\n"
        "客户归属：\n"
        "  2026-11-01 –             李娜（登记）\n"
        "保护期到11月22日为止 · 首次回访最迟11月15日，已逾期"
        " · 11月12日到访后没有回访，限 10 天 · visits/1.yaml:1 · 默认期限\n"
        "待办：\n"
        "  资料更新  12月14日到期 · 李娜  最近一条记录是 11月14日；资料至少每 30 天更新一次。 · visits/2.yaml:1\n"
        "\n"
        "经过：\n"
        "  2026-11-12  B（首次定级：动机 B和价格 B）\n"
        "    2026-11-12 到访 李娜 “看了三房” customers/7k3qf/visits/1.yaml:5\n"
        "  2026-11-14  降为 D 待批准\n"
        "    2026-11-14 到访 李娜 “看了三房” customers/7k3qf/visits/2.yaml:5\n"
    )


@pytest.mark.parametrize(
    ("customer", "sentences"),
    [
        ("3nnnn", ["Grade: ungraded, since Nov 1, 2026", "Missing answers: 价格."]),
        (
            "4ssss",
            ["陈伟 set the grade A on Nov 13, until Dec 1: “看好”", "By the answers alone: B", "B → A (set by hand"],
        ),
        ("5cccc", ["Closed on Nov 20, 2026; before that:", "Grade: B 意向较强, since Nov 12, 2026"]),
        ("7K3QF ", ["王* 7k3qf"]),
    ],
)
def test_every_state_has_its_sentence(story: Path, fenji: Fenji, customer: str, sentences: list[str]) -> None:
    done = fenji(story, "explain", customer)
    assert done.code == 0
    for sentence in sentences:
        assert sentence in done.out


def test_falls_by_the_calendar_are_foretold_and_told(story: Path, fenji: Fenji) -> None:
    write(story, STORY | {"customers/7k3qf/visits/2.yaml": VISIT.replace("11-12 14:30", "11-14").replace("B", "A")})
    assert (
        "Falls to B on Nov 21 if nothing new is recorded (rule “undecided”)."
        in fenji(story, "explain", "7k3qf", "--as-of", "2026-11-20").out
    )
    assert "2026-11-21  A → B (rule “undecided”)" in fenji(story, "explain", "7k3qf").out


@pytest.mark.parametrize(
    ("customer", "near"),
    [("7k3qg", "Nearest: 7k3qf"), ("2m9x", "Nearest: 2m9xd"), ("王建国", "There is no customer “王建国”.")],
)
def test_an_unknown_id_gets_the_nearest_ones(story: Path, fenji: Fenji, customer: str, near: str) -> None:
    done = fenji(story, "explain", customer)
    assert (done.code, done.out) == (2, "")
    assert near in done.err


def test_a_customer_of_a_later_day_is_not_there_yet(story: Path, fenji: Fenji) -> None:
    done = fenji(story, "explain", "7k3qf", "--as-of", "2026-10-31")
    assert done.code == 2
    assert "registered on 2026-11-01" in done.err


def test_whose_the_customer_was_and_why_is_told(tmp_path: Path, fenji: Fenji) -> None:
    decision = "at: 2026-11-20\nby: chen-wei\nkind: transfer\nto: wu-di\nreason: 换\n"
    given = {
        "customers/7k3qf/customer.yaml": CUSTOMER.replace("li-na", "wu-di"),
        "customers/7k3qf/decisions/1.yaml": decision,
    }
    folder = write(tmp_path / "office", given)
    told = fenji(folder, "explain", "7k3qf").out
    assert (
        "Whose customer:\n"
        "  2026-11-01 – 2026-11-19  李娜 (first owner)\n"
        "  2026-11-20 –             吴迪 (transferred by decision)\n"
        "Protected until Dec 5 · "
    ) in told
    data = json.loads(fenji(folder, "explain", "7k3qf", "--format", "json").out)
    assert data["holdings"] == [
        {
            "owner": "li-na",
            "since": "2026-11-01",
            "until": "2026-11-19",
            "cause": "registered",
            "record": "customers/7k3qf/customer.yaml",
        },
        {
            "owner": "wu-di",
            "since": "2026-11-20",
            "until": None,
            "cause": "transfer",
            "record": "customers/7k3qf/decisions/1.yaml",
        },
    ]
    assert data["protection"] == {
        "state": "running",
        "owner": "wu-di",
        "previous": "li-na",
        "ends": "2026-12-06",
        "first_due": None,
        "reasons": [{"cause": "silence", "on": "2026-12-06"}],
    }
    assert [(duty["kind"], duty["due"], duty["state"], duty["person"]) for duty in data["duties"]] == [
        ("refresh", "2026-12-20", "due", "wu-di")
    ]


def test_the_pool_is_told_with_its_reason_and_nothing_is_to_do(story: Path, fenji: Fenji) -> None:
    told = fenji(story, "explain", "7k3qf", "--as-of", "2026-11-25").out
    assert "  2026-11-23 –             pool (no first follow-up)\n" in told
    assert "In the pool since Nov 23 · " in told
    assert "To do:" not in told


def test_json_says_the_same(story: Path, fenji: Fenji) -> None:
    data = json.loads(fenji(story, "explain", "7k3qf", "--format", "json").out)
    assert (data["id"], data["grade"], data["computed"], data["as_of"]) == ("7k3qf", "B", "D", "2026-11-22")
    assert data["pending"] == {"to": "D", "since": "2026-11-14"}
    assert data["lift"] == {"to": "C", "sets": [["price"]]}
    assert data["evidence"]["price"] == {
        "at": "2026-11-14",
        "by": "li-na",
        "record": "customers/7k3qf/visits/2.yaml",
        "line": 5,
        "note": "看了三房",
    }
    first, second = data["history"]
    assert (first["on"], first["from"], first["to"], first["cause"]) == ("2026-11-12", None, "B", "first")
    assert first["shifts"] == [{"name": "motive", "from": None, "to": "B"}, {"name": "price", "from": None, "to": "B"}]
    assert (second["on"], second["event"], second["to"]) == ("2026-11-14", "waiting", "D")
    assert second["evidence"][0]["record"] == "customers/7k3qf/visits/2.yaml"


LADDER = """\
  ladder:
    label: 阶段
    grades: {deal: 成交, lead: 线索}
    method: first_match
    when: {deal: {subscribed: true}, lead: otherwise}
"""
LADDER_EXAMPLE = "  - {name: 戊, scheme: ladder, facts: {subscribed: true}, expect: deal}\n"


def test_other_schemes_are_shown_too(story: Path, fenji: Fenji) -> None:
    write(story, STORY | {"rules.yaml": RULES.replace("movement:", LADDER + "movement:") + LADDER_EXAMPLE})
    assert "阶段: 线索\n" in fenji(story, "explain", "7k3qf").out


def test_a_grade_without_indicators_is_explained_by_its_facts(tmp_path: Path, fenji: Fenji) -> None:
    rules = f"version: '1'\nofficial: ladder\nschemes:\n{LADDER}examples:\n{LADDER_EXAMPLE}"
    visit = VISIT.replace("judged: {motive: B, price: B}\n", "")
    visits = {f"customers/{name}/visits/1.yaml": visit for name in ("7k3qf", "2m9xd")}
    office = write(tmp_path, {"rules.yaml": rules, **visits})
    done = fenji(office, "explain", "7k3qf")
    assert "Grade: 线索, since" in done.out, done.err
    assert "For 成交, better answers are needed on: subscribed." in done.out


def test_a_note_is_quoted_on_one_line_and_without_numbers(story: Path, fenji: Fenji) -> None:
    note = 'note: "第一行\\n第二行 [31m"\n'
    write(story, STORY | {"customers/2m9xd/visits/1.yaml": VISIT.replace("note: 看了三房\n", note)})
    done = fenji(story, "explain", "2m9xd")
    assert "“第一行 第二行 [31m”" in done.out


def test_errors_elsewhere_stand_in_the_way_unless_told_to_go_on(story: Path, fenji: Fenji) -> None:
    write(story, STORY | {"customers/3nnnn/customer.yaml": CUSTOMER.replace("walk_in", "walk")})
    assert fenji(story, "explain", "7k3qf").code == 1
    done = fenji(story, "explain", "7k3qf", "--keep-going")
    assert done.code == 1
    assert "7k3qf" in done.out
