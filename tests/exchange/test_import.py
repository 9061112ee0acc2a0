"""An import takes every row or says why not, changes nothing the second time, and overwrites nothing by itself."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exchange.cells import csv_text
from generator.exchange.importing import RowCounts
from generator.exchange.keys import customer_id
from generator.exchange.matching import Outcome
from generator.model.phone import phone_key
from generator.model.yamltext import refusal
from generator.read.document import parse
from tests.exchange.office import HEADER, MAP, WANG, ZHAO, empty, plan, records, run, said
from tests.offices import OFFICE

WANG_ID, ZHAO_ID = (customer_id(key, "code", None) for key in ("k1", "k2"))

JOINED = (
    MAP
    + """\
  visits:
    file: "visits*"
    key: 客户
    dates: ["%Y/%m/%d %H:%M", "%Y/%m/%d"]
    blanks: [未判断]
    contacts:
      - at: [{template: "{日期} {时间}"}, 日期]
        channel: {column: 方式, map: {到访: visit, 来电: inbound_call, 回访: follow_up}}
        by: {column: 接待, default: wu-di}
        note: 备注
        judged: {motive: 动机, price: 价格}
        units: 意向
    deals:
      - {if_given: 定金, at: 日期, stage: {value: queued}, unit: 意向, amount: {column: 定金, factors: {元: 0.0001}}}
"""
).replace("  customers:\n", '  customers:\n    file: "customers*"\n')
VISITS = "客户,日期,时间,方式,接待,备注,动机,价格,意向,定金\n"
ROW = "k1,2026/9/7,14:30,到访,吴迪,看了三房,A,未判断,3-1201,\n"

KEYED = """\
ids: key
tables:
  t:
    key: id
    customer: {name: name, consultant: {value: li-na}, source: {value: call}, registered: day}
"""


def count(done: object, folder: str = "") -> dict[str, int]:
    return {str(outcome): number for outcome, number in done.plan.counts(folder).items() if number}  # type: ignore[attr-defined]


def test_rows_become_records(tmp_path: Path) -> None:
    done = run(empty(tmp_path), {"c.csv": HEADER + WANG + ZHAO})
    assert said(done) == []
    assert records(tmp_path) == {
        f"{WANG_ID}/customer.yaml": (
            "name: 王建国\nphone: 100****0001\nconsultant: li-na\nsource: walk_in\nregistered: 2026-09-07\n"
            "wants: {rooms: 3, budget: 320}\n"
        ),
        f"{ZHAO_ID}/customer.yaml": (
            "name: 赵小兰\nconsultant: li-na\nsource: referral\nregistered: 2026-10-12\nwants: {budget: 318}\n"
        ),
    }
    assert done.rows == RowCounts(read=2, taken=2, idle=0, refused=0, kept=0, blank=0)


def test_several_files_are_joined_by_the_key(tmp_path: Path) -> None:
    visits = VISITS + ROW.replace(",\n", ",20000元\n") + "k2,2026/10/12,,来电,,问了价,C,B,,\n"
    done = run(empty(tmp_path), {"visits.csv": visits, "customers.csv": HEADER + WANG + ZHAO}, JOINED)
    assert said(done) == []
    found = records(tmp_path)
    assert found[f"{WANG_ID}/visits/2026-09-07.yaml"] == (
        "at: 2026-09-07 14:30\nchannel: visit\nby: wu-di\nnote: 看了三房\njudged: {motive: A}\nunits: [3-1201]\n"
    )
    assert found[f"{WANG_ID}/deals/2026-09-07.yaml"] == "at: 2026-09-07\nstage: queued\nunit: 3-1201\namount: 2\n"
    assert found[f"{ZHAO_ID}/visits/2026-10-12.yaml"] == (
        "at: 2026-10-12\nchannel: inbound_call\nby: wu-di\nnote: 问了价\njudged: {motive: C, price: B}\n"
    )


def test_a_level_that_the_rubric_does_not_have_refuses_the_row(tmp_path: Path) -> None:
    visits = VISITS + ROW.replace("未判断", "很贵") + ROW.replace("未判断", "B")
    done = run(empty(tmp_path), {"customers.csv": HEADER + WANG, "visits.csv": visits}, JOINED)
    assert [line.split(" ")[0] for line in said(done)] == ["visits.csv:2:8"]
    assert list(records(tmp_path)) == [f"{WANG_ID}/customer.yaml", f"{WANG_ID}/visits/2026-09-07.yaml"]


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    files = {"customers.csv": HEADER + WANG + ZHAO, "visits.csv": VISITS + ROW}
    run(empty(tmp_path), files, JOINED)
    before = records(tmp_path)
    done = run(tmp_path, files, JOINED)
    assert records(tmp_path) == before
    assert (count(done), count(done, "visits")) == ({"unchanged": 2}, {"unchanged": 1})
    assert said(done) == []


def test_what_people_added_since_is_no_difference(tmp_path: Path) -> None:
    run(empty(tmp_path), {"c.csv": HEADER + WANG})
    file = tmp_path / f"customers/{WANG_ID}/customer.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("rooms: 3", "rooms: 3.0, area: 120") + "profile: {age: 40}\n",
        encoding="utf-8",
    )
    before = records(tmp_path)
    done = run(tmp_path, {"c.csv": HEADER + WANG})
    assert (count(done), said(done), records(tmp_path)) == ({"unchanged": 1}, [], before)


def test_a_file_that_says_otherwise_is_left_and_named(tmp_path: Path) -> None:
    run(empty(tmp_path), {"c.csv": HEADER + WANG})
    file = tmp_path / f"customers/{WANG_ID}/customer.yaml"
    file.write_text("# 王总\n" + file.read_text(encoding="utf-8").replace("rooms: 3", "rooms: 4"), encoding="utf-8")
    before = records(tmp_path)
    done = run(tmp_path, {"c.csv": HEADER + WANG + ZHAO})
    assert (count(done), records(tmp_path)[f"{WANG_ID}/customer.yaml"]) == (
        {"new": 1, "different": 1},
        before[f"{WANG_ID}/customer.yaml"],
    )
    assert [line.split(" (wants.rooms)")[0] for line in said(done)] == [
        f"c.csv:2:7 customers/{WANG_ID}/customer.yaml is there already and says otherwise"
    ]
    assert done.rows == RowCounts(read=2, taken=1, idle=0, refused=0, kept=1, blank=0)


def test_with_update_it_takes_the_values_and_keeps_comments(tmp_path: Path) -> None:
    run(empty(tmp_path), {"c.csv": HEADER + WANG})
    file = tmp_path / f"customers/{WANG_ID}/customer.yaml"
    written = file.read_text(encoding="utf-8")
    file.write_text(
        "# 王总\n" + written.replace("rooms: 3", "rooms: 4") + "profile: {age: 40}  # 今年\n", encoding="utf-8"
    )
    done = run(tmp_path, {"c.csv": HEADER + WANG}, update=True)
    assert (count(done), said(done)) == ({"changed": 1}, [])
    assert file.read_text(encoding="utf-8") == "# 王总\n" + written + "profile: {age: 40}  # 今年\n"


def test_an_update_that_would_be_a_problem_is_refused(tmp_path: Path) -> None:
    run(empty(tmp_path), {"c.csv": HEADER + WANG})
    before = records(tmp_path)
    done = run(tmp_path, {"c.csv": HEADER + WANG.replace("2026/9/7", "2027/9/7")}, update=True)
    assert [line.split(" ")[0] for line in said(done)] == ["c.csv:2:6"]
    assert records(tmp_path) == before


@pytest.mark.parametrize(
    ("row", "place", "part"),
    [
        (WANG.replace("2026/9/7", "2026-9-7"), "c.csv:2:6", "is no date in any of the formats"),
        (WANG.replace("2026/9/7", ""), "c.csv:2:6", "“registered” is needed"),
        (WANG.replace("2026/9/7", "2062/9/7"), "c.csv:2:6", "has not come yet"),
        (WANG.replace("李娜", "李小娜"), "c.csv:2:4", "“李小娜” is not known here"),
        (WANG.replace("李娜", ""), "c.csv:2:4", "“consultant” is needed"),
        (WANG.replace("100 0000 0001", "无"), "c.csv:2:3", "not a phone number"),
        (WANG.replace("320万元", "三百万"), "c.csv:2:8", "is not a number"),
        (WANG.replace("320万元", "320美元"), "c.csv:2:8", "not among the factors"),
        (WANG.replace("320万元", "3,20"), "c.csv:2:1", "9 cells, the header 8"),
        (WANG.replace("320万元", '"3,20万元"'), "c.csv:2:8", "is not a number"),
        (WANG.replace(",3,", ",三房,"), "c.csv:2:7", "is not a number"),
        (WANG.replace(",3,", ",3.5,"), "c.csv:2:7", "whole number"),
        (WANG.replace(",3,", ",-3,"), "c.csv:2:7", "whole number"),
        (WANG.replace("k1", ""), "c.csv:2:1", "The key is empty"),
        (WANG.replace("k1", "10000000001"), "c.csv:2:1", "FENJI_PHONE_KEY"),
        (WANG.replace("王建国", ""), "c.csv:2:2", "“name” is needed"),
        (WANG.replace("王建国", "王\u202e建国"), "c.csv:2:2", "U+202E"),
        (WANG.replace("王建国", "王\x00建国"), "c.csv:2:2", "U+0000"),
        (WANG.replace("王建国", "王" * 20_001), "c.csv:2:2", "20001 characters"),
        (WANG.replace("王建国", "王建国 10000000001"), "c.csv:2:2", "full phone number"),
        (WANG.replace("自然到访,", ""), "c.csv:2:1", "7 cells, the header 8"),
        (WANG.replace("\n", ",x\n"), "c.csv:2:1", "9 cells, the header 8"),
        (WANG.replace("王建国", '"王"建国'), "c.csv:2:1", "quotation mark stands inside"),
    ],
)
def test_a_faulty_row_is_refused_with_its_reason_and_the_others_are_taken(
    tmp_path: Path, row: str, place: str, part: str
) -> None:
    done = run(empty(tmp_path), {"c.csv": HEADER + row + ZHAO})
    reasons = said(done)
    assert [(line.startswith(place + " "), part in line) for line in reasons] == [(True, True)], reasons
    assert list(records(tmp_path)) == [f"{ZHAO_ID}/customer.yaml"]
    assert done.rows == RowCounts(read=2, taken=1, idle=0, refused=1, kept=0, blank=0)


def test_all_faults_of_a_row_are_named(tmp_path: Path) -> None:
    done = run(empty(tmp_path), {"c.csv": HEADER + "k1,,,谁,自然到访,2026,x,y\n"})
    assert [line.split(" ")[0] for line in said(done)] == [
        "c.csv:2:2",
        "c.csv:2:4",
        "c.csv:2:6",
        "c.csv:2:7",
        "c.csv:2:8",
    ]


def test_trailing_empty_cells_and_blank_rows_are_no_fault(tmp_path: Path) -> None:
    done = run(empty(tmp_path), {"c.csv": HEADER + "\n" + WANG.replace("\n", ",,\n") + ",,,,,,,\n"})
    assert said(done) == []
    assert done.rows == RowCounts(read=3, taken=1, idle=0, refused=0, kept=0, blank=2)


def test_a_word_without_an_entry_in_the_map_is_refused_unless_otherwise_stands_there(tmp_path: Path) -> None:
    rows = {"c.csv": HEADER + WANG.replace("自然到访", "看板")}
    run(empty(tmp_path), rows)
    assert "source: other" in "".join(records(tmp_path).values())
    done = run(tmp_path, rows, MAP.replace(", otherwise: other", ""))
    assert said(done) == ["c.csv:2:5 “看板” is not in the map of this column; add it there."]


def test_the_same_row_twice_is_refused_unless_it_is_kept(tmp_path: Path) -> None:
    files = {"customers.csv": HEADER + WANG, "visits.csv": VISITS + ROW.replace("未判断", "B") * 2}
    done = run(empty(tmp_path), files, JOINED)
    assert [line.split(";")[0] for line in said(done)] == ["visits.csv:3:1 The row is the same as row 2"]
    kept = run(tmp_path, files, JOINED.replace('    file: "visits*"\n', '    file: "visits*"\n    repeated: keep\n'))
    assert (said(kept), count(kept, "visits")) == ([], {"new": 1, "unchanged": 1})
    assert f"{WANG_ID}/visits/2026-09-07-2.yaml" in records(tmp_path)


def test_two_rows_that_contradict_each_other_on_a_customer(tmp_path: Path) -> None:
    done = run(empty(tmp_path), {"c.csv": HEADER + WANG + WANG.replace("王建国", "王建军")})
    assert said(done) == ["c.csv:3:2 “name” is “王建军” here, but “王建国” in row 2 of the same customer."]
    assert "王建国" in records(tmp_path)[f"{WANG_ID}/customer.yaml"]


def test_the_earliest_or_latest_of_several_dates_can_be_picked(tmp_path: Path) -> None:
    rows = "id,name,day\na,王,2026-09-07\na,王,2026-09-05\na,王,2026-09-06\n"
    for pick, day in (("earliest", "2026-09-05"), ("latest", "2026-09-07")):
        folder = tmp_path / pick
        folder.mkdir()
        run(
            empty(folder),
            {"t.csv": rows},
            KEYED.replace("registered: day", f"registered: {{column: day, pick: {pick}}}"),
        )
        assert f"registered: {day}\n" in records(folder)["a/customer.yaml"]


def test_a_contact_of_nobody_and_one_before_the_registration_are_refused(tmp_path: Path) -> None:
    visits = (
        VISITS
        + ROW.replace("k1", "k9").replace("未判断", "")
        + ROW.replace("2026/9/7", "2026/9/6").replace("未判断", "")
    )
    done = run(empty(tmp_path), {"customers.csv": HEADER + WANG, "visits.csv": visits}, JOINED)
    assert [line[:16] for line in said(done)] == ["visits.csv:2:1 T", "visits.csv:3:2 T"]
    assert list(records(tmp_path)) == [f"{WANG_ID}/customer.yaml"]


def test_contacts_of_a_customer_on_file_go_to_that_customers_folder(tmp_path: Path) -> None:
    run(empty(tmp_path), {"customers.csv": HEADER + WANG}, JOINED)
    (tmp_path / "customers/2026-09").mkdir()
    (tmp_path / f"customers/{WANG_ID}").rename(tmp_path / f"customers/2026-09/{WANG_ID}")
    done = run(tmp_path, {"visits.csv": VISITS + ROW.replace("未判断", "")}, JOINED)
    assert said(done) == []
    assert f"2026-09/{WANG_ID}/visits/2026-09-07.yaml" in records(tmp_path)


def test_a_refused_customer_takes_the_contacts_along(tmp_path: Path) -> None:
    files = {"customers.csv": HEADER + WANG.replace("2026/9/7", "2027/9/7"), "visits.csv": VISITS + ROW}
    done = run(empty(tmp_path), files, JOINED)
    assert [line.split(" ")[0] for line in said(done)] == ["customers.csv:2:6", "visits.csv:2:2"]
    assert records(tmp_path) == {}


def test_a_customer_whose_file_is_broken_is_not_written_to(tmp_path: Path) -> None:
    run(empty(tmp_path), {"c.csv": HEADER + WANG})
    file = tmp_path / f"customers/{WANG_ID}/customer.yaml"
    file.write_text("name: [", encoding="utf-8")
    done = run(tmp_path, {"c.csv": HEADER + WANG + ZHAO})
    assert [line.split(";")[0] for line in said(done)] == [
        f"c.csv:2:1 customers/{WANG_ID}/customer.yaml is there but can't be used"
    ]
    assert file.read_text(encoding="utf-8") == "name: ["


def test_the_default_is_taken_for_an_empty_cell_and_if_given_leaves_a_record_out(tmp_path: Path) -> None:
    visits = VISITS + "k1,2026/9/8,,来电,,,,,,\n" + 'k1,2026/9/9,,来电,,,,,3-1201,"20,000元"\n'
    done = run(empty(tmp_path), {"customers.csv": HEADER + WANG, "visits.csv": visits}, JOINED)
    assert said(done) == []
    found = records(tmp_path)
    assert found[f"{WANG_ID}/visits/2026-09-08.yaml"] == "at: 2026-09-08\nchannel: inbound_call\nby: wu-di\n"
    assert found[f"{WANG_ID}/deals/2026-09-09.yaml"] == "at: 2026-09-09\nstage: queued\nunit: 3-1201\namount: 2\n"
    assert f"{WANG_ID}/deals/2026-09-08.yaml" not in found


def test_a_row_may_yield_nothing_and_is_counted(tmp_path: Path) -> None:
    text = KEYED + "  deals:\n    key: id\n    deals: [{if_given: sum, at: day, stage: {value: queued}, amount: sum}]\n"
    text = text.replace("    key: id\n    customer", "    file: c*\n    key: id\n    customer").replace(
        "  deals:\n    key", "  deals:\n    file: d*\n    key"
    )
    done = run(
        empty(tmp_path),
        {"c.csv": "id,name,day\na,王,2026-09-05\n", "d.csv": "id,day,sum\na,2026-09-06,\na,2026-09-07,3\n"},
        text,
    )
    assert done.rows == RowCounts(read=3, taken=2, idle=1, refused=0, kept=0, blank=0)


def test_different_times_are_different_contacts_and_the_same_event_is_not_written_twice(tmp_path: Path) -> None:
    customers = {"customers.csv": HEADER + WANG}
    first = "k1,2026/9/7,14:30,到访,吴迪,看了,A,,,\n"
    run(empty(tmp_path), {**customers, "visits.csv": VISITS + first}, JOINED)
    later = run(tmp_path, {"visits.csv": VISITS + first.replace("14:30", "16:00").replace("看了", "又来")}, JOINED)
    assert (count(later, "visits"), said(later)) == ({"new": 1}, [])
    changed = run(tmp_path, {"visits.csv": VISITS + first.replace("看了", "没看")}, JOINED)
    assert count(changed, "visits") == {"different": 1}
    call = run(tmp_path, {"visits.csv": VISITS + first.replace("14:30", "").replace("到访", "回访")}, JOINED)
    assert (count(call, "visits"), said(call)) == ({"new": 1}, [])
    assert len([path for path in records(tmp_path) if "/visits/" in path]) == 3


def test_a_number_of_the_other_system_makes_later_imports_certain(tmp_path: Path) -> None:
    text = KEYED + "    contacts: [{at: at, channel: {value: visit}, by: {value: li-na}, note: note, number: no}]\n"
    head = "id,name,day,no,at,note\n"
    run(empty(tmp_path), {"t.csv": head + "a,王,2026-09-05,7,2026-09-06,第一\n"}, text)
    done = run(
        tmp_path, {"t.csv": head + "a,王,2026-09-05,8,2026-09-06,第二\na,王,2026-09-05,7,2026-09-06,改了\n"}, text
    )
    assert count(done, "visits") == {"new": 1, "different": 1}
    assert [("note" in line, line.split(" ")[0]) for line in said(done)] == [(True, "t.csv:3:6")]


def test_a_phone_gets_a_key_only_with_the_secret(tmp_path: Path) -> None:
    done = run(empty(tmp_path), {"c.csv": HEADER + WANG}, secret=b"secret")
    assert said(done) == []
    text = records(tmp_path)[f"{WANG_ID}/customer.yaml"]
    assert f"phone: 100****0001\nphone_key: {phone_key('10000000001', b'secret')}\n" in text
    assert "10000000001" not in text


def test_a_key_that_is_a_phone_number_makes_an_id_only_with_the_secret(tmp_path: Path) -> None:
    done = run(empty(tmp_path), {"c.csv": HEADER + WANG.replace("k1", "100-0000-0001")}, secret=b"secret")
    assert said(done) == []
    assert customer_id("100-0000-0001", "code", b"secret") != customer_id("100-0000-0001", "code", b"other")


def test_phones_stay_whole_only_where_the_office_says_so(tmp_path: Path) -> None:
    run(empty(tmp_path, office=OFFICE + "privacy: {phone: full}\n"), {"c.csv": HEADER + WANG})
    assert "phone: 100 0000 0001\n" in records(tmp_path)[f"{WANG_ID}/customer.yaml"]


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("../../x", "can't be an id"),
        ("王建国", "can't be an id"),
        ("a b", "can't be an id"),
        ("10000000001", "must not become an id"),
        ("-a", "can't be an id"),
    ],
)
def test_with_ids_key_only_an_id_will_do(tmp_path: Path, key: str, part: str) -> None:
    done = run(empty(tmp_path), {"t.csv": f"id,name,day\n{key},王,2026-09-05\n"}, KEYED)
    assert [part in line for line in said(done)] == [True]
    assert records(tmp_path) == {}


def test_a_referrer_is_named_by_key_and_must_be_there(tmp_path: Path) -> None:
    text = KEYED.replace(
        "source: {value: call}", "source: {column: ref, map: {otherwise: referral}, default: call}, referrer: ref"
    )
    done = run(
        empty(tmp_path), {"t.csv": "id,name,day,ref\nb,王,2026-09-05,a\na,李,2026-09-05,\nc,赵,2026-09-05,z\n"}, text
    )
    assert "referrer: a\n" in records(tmp_path)["b/customer.yaml"]
    assert [line.split(" ")[0] for line in said(done)] == ["t.csv:4:4"]


def test_figures_of_their_own_go_to_attributes(tmp_path: Path) -> None:
    rules = (tmp_path.parent / "r").name  # a name that is not declared
    text = KEYED.replace(
        "registered: day",
        f"registered: day, attributes: {{stay: {{column: stay, factors: {{分钟: 1}}}}, {rules}: {{column: x}}}}",
    )
    declared = "attributes: {stay: {type: number}}\n"
    empty(tmp_path)
    (tmp_path / "rules.yaml").write_text(
        (tmp_path / "rules.yaml").read_text(encoding="utf-8") + declared, encoding="utf-8"
    )
    done = run(tmp_path, {"t.csv": "id,name,day,stay,x\na,王,2026-09-05,35分钟,\nb,李,2026-09-05,1,\n"}, text)
    assert records(tmp_path)["a/customer.yaml"].endswith("attributes: {stay: 35}\n")
    assert ["not among the factors" in line for line in said(done)] == [True]


def test_the_mapping_names_a_column_that_is_not_there(tmp_path: Path) -> None:
    done, problems = plan(empty(tmp_path), {"c.csv": "编号,姓名,电话,顾问,来源,登记日期,户型,预算\n" + WANG})
    assert done is None
    assert [str(problem.place) for problem in problems] == ["map.yaml:9:28"]
    assert problems[0].message.params["meant"] == "登记日期"


def test_columns_that_the_mapping_leaves_out_are_told(tmp_path: Path) -> None:
    done = run(empty(tmp_path), {"c.csv": HEADER.replace("\n", ",生日\n") + WANG.replace("\n", ",1月\n")})
    assert done.remarks[0].params["columns"] == "生日"


def test_a_file_for_no_table_is_a_problem(tmp_path: Path) -> None:
    done, problems = plan(empty(tmp_path), {"other.csv": HEADER + WANG}, JOINED)
    assert done is None
    assert [(str(problem.place), problem.code) for problem in problems] == [("other.csv:1:1", "no-table")]


@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_no_customer(order: list[int]) -> None:
    import tempfile  # noqa: PLC0415 - a folder for each example

    rows = [f"c{number},姓{number},,li-na,自然到访,2026/9/{number + 1},,\n" for number in range(6)]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        run(empty(Path(one)), {"c.csv": HEADER + "".join(rows)})
        run(empty(Path(other)), {"c.csv": HEADER + "".join(rows[number] for number in order)})
        assert records(Path(one)) == records(Path(other))


TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() == text and text != "")


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_any_text_of_a_cell_survives_or_is_refused_with_a_reason(texts: list[str]) -> None:
    import tempfile  # noqa: PLC0415 - a folder for each example

    rows = [["id", "name", "day"], *([f"c{number}", text, "2026-09-05"] for number, text in enumerate(texts))]
    data = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        done = run(empty(root), {"t.csv": data.encode("utf-8", "replace")}, KEYED)
        refused = {reason.source.row.line for reason in done.plan.reasons}
        names = {path.split("/")[0]: parse(path, text.encode())[0] for path, text in records(root).items()}
        assert len(names) + len({reason.source for reason in done.plan.reasons}) == len(texts)
        for number, text in enumerate(texts):
            document = names.get(f"c{number}")
            if document is None:
                assert refused
            else:
                plain = document.plain()
                assert isinstance(plain, dict)
                expected = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n").strip()
                assert plain["name"] == expected


def test_a_text_is_refused_only_for_a_reason() -> None:
    for text in ("=1+1", "'", '"', "a: b", "#", "{{x}}", "<b>", "\\", "- a", "a\nb"):
        assert refusal(text) is None


def test_what_is_exported_as_csv_can_be_imported(tmp_path: Path) -> None:
    values = ["=1+1", "+86", "-", "@x", "王建国", "a,b", 'a"b', "a\nb", "0571"]
    text = csv_text([["id", "name", "day"], *([f"c{n}", value, "2026-09-05"] for n, value in enumerate(values))])
    done = run(empty(tmp_path), {"t.csv": text}, KEYED)
    assert said(done) == []
    names = [parse("", data.encode())[0] for data in records(tmp_path).values()]
    found = [document.plain()["name"] for document in names if document is not None]  # type: ignore[index]
    assert [name.removeprefix("'") for name in found] == values


def test_counts_always_add_up(tmp_path: Path) -> None:
    rows = [WANG, ZHAO, WANG, "\n", WANG.replace("王建国", ""), ZHAO.replace("赵小兰", "赵大兰")]
    for number, some in enumerate(itertools.combinations(rows, 3)):
        folder = tmp_path / str(number)
        folder.mkdir()
        done = run(empty(folder), {"c.csv": HEADER + "".join(some)})
        counts = done.rows
        assert counts.read == 3 == counts.taken + counts.idle + counts.refused + counts.kept + counts.blank
        assert done.plan.counts("")[Outcome.NEW] == len(records(folder))


DEALS = KEYED + "    deals: [{at: at, stage: stage, unit: unit, amount: sum}]\n"
DEAL_HEAD = "id,name,day,at,stage,unit,sum\n"
DEAL = "a,王,2026-09-05,2026-09-06,queued,3-1201,2\n"


def test_a_deal_is_the_same_by_day_stage_and_unit(tmp_path: Path) -> None:
    run(empty(tmp_path), {"t.csv": DEAL_HEAD + DEAL}, DEALS)
    again = DEAL + DEAL.replace("queued", "subscribed") + DEAL.replace("1201", "1301") + DEAL.replace(",2\n", ",3\n")
    done = run(tmp_path, {"t.csv": DEAL_HEAD + again}, DEALS)
    assert count(done, "deals") == {"new": 3, "unchanged": 1}, "the first row is on file, so the last is another deal"
    changed = run(tmp_path, {"t.csv": DEAL_HEAD + DEAL.replace(",2\n", ",4\n")}, DEALS)
    assert count(changed, "deals") == {"different": 1}
    assert said(changed)[0].startswith("t.csv:2:7 customers/a/deals/2026-09-06.yaml is there already")


def test_a_list_on_file_is_not_overwritten(tmp_path: Path) -> None:
    text = (
        KEYED
        + "    contacts: [{at: day, channel: {value: visit}, by: {value: li-na}, units: {column: units, split: /}}]\n"
    )
    head = "id,name,day,units\n"
    run(empty(tmp_path), {"t.csv": head + "a,王,2026-09-05,3-1201/3-1301\n"}, text)
    assert "units: [3-1201, 3-1301]\n" in records(tmp_path)["a/visits/2026-09-05.yaml"]
    done = run(tmp_path, {"t.csv": head + "a,王,2026-09-05,3-1301\n"}, text, update=True)
    assert count(done, "visits") == {"different": 1}
    assert "units: [3-1201, 3-1301]\n" in records(tmp_path)["a/visits/2026-09-05.yaml"]


def test_update_writes_texts_numbers_and_dates_plainly(tmp_path: Path) -> None:
    run(empty(tmp_path), {"t.csv": DEAL_HEAD + DEAL}, DEALS)
    rows = DEAL_HEAD + DEAL.replace("王", "李: 总").replace("2026-09-05", "2026-09-04").replace(",2\n", ",2.5\n")
    done = run(tmp_path, {"t.csv": rows}, DEALS, update=True)
    assert (count(done), count(done, "deals"), said(done)) == ({"changed": 1}, {"changed": 1}, [])
    assert "registered: 2026-09-04\n" in records(tmp_path)["a/customer.yaml"]
    assert "name: '李: 总'\n" in records(tmp_path)["a/customer.yaml"]
    assert "amount: 2.5\n" in records(tmp_path)["a/deals/2026-09-06.yaml"]


def test_two_keys_that_make_one_id_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.exchange.drafts.customer_id", lambda _key, _how, _secret: "same1")
    done = run(empty(tmp_path), {"c.csv": HEADER + WANG + ZHAO})
    assert [line.split(" made")[0] for line in said(done)] == ["c.csv:3:1 The id “same1”"]


def test_a_referrer_and_a_number_that_would_give_a_phone_away_are_refused(tmp_path: Path) -> None:
    text = MAP.replace("      source:", "      referrer: 户型\n      source:").replace(
        "wants: {rooms: 户型, budget", "wants: {budget"
    )
    done = run(empty(tmp_path), {"c.csv": HEADER + WANG.replace(",3,", ",10000000001,")}, text)
    assert [line.split(" ")[0] for line in said(done)] == ["c.csv:2:7"]
    numbered = KEYED.replace("ids: key", "ids: code") + (
        "    contacts: [{at: day, channel: {value: visit}, by: {value: li-na}, number: no}]\n"
    )
    done = run(tmp_path, {"t.csv": "id,name,day,no\na,王,2026-09-05,10000000001\nb,李,2026-09-05,1\n"}, numbered)
    assert [line.split(" ")[0] for line in said(done)] == ["t.csv:2:4"]


def test_a_broken_contact_on_file_stops_that_customers_rows_only(tmp_path: Path) -> None:
    files = {"customers.csv": HEADER + WANG + ZHAO, "visits.csv": VISITS + ROW}
    run(empty(tmp_path), files, JOINED)
    (tmp_path / f"customers/{WANG_ID}/visits/2026-09-07.yaml").write_text("at: [", encoding="utf-8")
    done = run(tmp_path, files, JOINED)
    assert [line.split(" ")[0] for line in said(done)] == ["customers.csv:2:1", "visits.csv:2:1"]
    assert count(done) == {"unchanged": 1}


def test_a_masked_number_stays_and_a_badly_masked_one_is_refused(tmp_path: Path) -> None:
    run(empty(tmp_path), {"c.csv": HEADER + WANG.replace("100 0000 0001", "100****0001")})
    assert "phone: 100****0001\n" in records(tmp_path)[f"{WANG_ID}/customer.yaml"]
    done = run(tmp_path, {"c.csv": HEADER + ZHAO.replace("小兰,,", "小兰,1*,")})
    assert [line.split(" ")[0] for line in said(done)] == ["c.csv:2:3"]
