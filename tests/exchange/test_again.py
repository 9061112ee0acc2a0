"""What is on file already: a second import changes nothing, another value is named, --update takes it."""

from __future__ import annotations

from pathlib import Path

from generator.exchange.cells import csv_text
from generator.exchange.importing import RowCounts
from generator.read.parsing import parse
from tests.exchange.joined import JOINED, KEYED, ROW, VISITS, WANG_ID, count
from tests.exchange.office import HEADER, WANG, ZHAO, empty, records, run, said

DEALS = KEYED + "    deals: [{at: at, stage: stage, unit: unit, amount: sum}]\n"
DEAL_HEAD = "id,name,day,at,stage,unit,sum\n"
DEAL = "a,王,2026-09-05,2026-09-06,queued,3-1201,2\n"


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


def test_what_is_exported_as_csv_can_be_imported(tmp_path: Path) -> None:
    values = ["=1+1", "+86", "-", "@x", "王建国", "a,b", 'a"b', "a\nb", "0571"]
    text = csv_text([["id", "name", "day"], *([f"c{n}", value, "2026-09-05"] for n, value in enumerate(values))])
    done = run(empty(tmp_path), {"t.csv": text}, KEYED)
    assert said(done) == []
    names = [parse("", data.encode())[0] for data in records(tmp_path).values()]
    found = [document.plain()["name"] for document in names if document is not None]  # type: ignore[index]
    assert [name.removeprefix("'") for name in found] == values


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


def test_a_broken_contact_on_file_stops_that_customers_rows_only(tmp_path: Path) -> None:
    files = {"customers.csv": HEADER + WANG + ZHAO, "visits.csv": VISITS + ROW}
    run(empty(tmp_path), files, JOINED)
    (tmp_path / f"customers/{WANG_ID}/visits/2026-09-07.yaml").write_text("at: [", encoding="utf-8")
    done = run(tmp_path, files, JOINED)
    assert [line.split(" ")[0] for line in said(done)] == ["customers.csv:2:1", "visits.csv:2:1"]
    assert count(done) == {"unchanged": 1}
