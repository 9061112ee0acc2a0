"""An import takes every row or says why not, changes nothing the second time, and overwrites nothing by itself."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exchange.importing import RowCounts
from generator.exchange.matching import Outcome
from generator.model.yamltext import refusal
from generator.read.parsing import parse
from tests.exchange.joined import JOINED, KEYED, ROW, VISITS, WANG_ID, ZHAO_ID, count
from tests.exchange.office import HEADER, MAP, WANG, ZHAO, empty, plan, records, run, said


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


def test_counts_always_add_up(tmp_path: Path) -> None:
    rows = [WANG, ZHAO, WANG, "\n", WANG.replace("王建国", ""), ZHAO.replace("赵小兰", "赵大兰")]
    for number, some in enumerate(itertools.combinations(rows, 3)):
        folder = tmp_path / str(number)
        folder.mkdir()
        done = run(empty(folder), {"c.csv": HEADER + "".join(some)})
        counts = done.rows
        assert counts.read == 3 == counts.taken + counts.idle + counts.refused + counts.kept + counts.blank
        assert done.plan.counts("")[Outcome.NEW] == len(records(folder))
