"""`fenji roster`: who is next, and who received whom."""

import json
from pathlib import Path

from tests.cli.running import Fenji
from tests.offices import CUSTOMER, OFFICE, write

ROSTER = OFFICE + "roster:\n  order: {2026-11-09: [li-na, wu-di]}\n  off: {li-na: [2026-11-16]}\n"
NEW = "registered: 2026-11-12"


def office(root: Path, people: str = ROSTER) -> Path:
    """Two customers received on 12 November: the first by wu-di, whose turn it was not, the second by decision."""
    visit = "at: 2026-11-12 {time}\nchannel: visit\nby: {by}\njudged: {{motive: B, price: B}}\n"
    return write(
        root,
        {
            "office.yaml": people,
            "customers/7k3qf/customer.yaml": CUSTOMER.replace("registered: 2026-11-01", NEW).replace("li-na", "wu-di"),
            "customers/7k3qf/visits/1.yaml": visit.format(time="09:30", by="wu-di"),
            "customers/2m9xd/customer.yaml": CUSTOMER.replace("registered: 2026-11-01", NEW)
            .replace("100****0000", "100****0001")
            .replace("王建国", "赵<b>兰"),
            "customers/2m9xd/visits/1.yaml": visit.format(time="14:30", by="li-na"),
            "customers/2m9xd/decisions/1.yaml": "at: 2026-11-12\nby: chen-wei\nkind: claim\nto: li-na\nreason: 指名\n",
        },
    )


def test_the_day_as_text(tmp_path: Path, fenji: Fenji) -> None:
    done = fenji(office(tmp_path), "roster", "--date", "2026-11-12")
    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[:2] == ["Nov 12, 2026: next is 李娜 (li-na).", "Order at the end of the day: 李娜, 吴迪"]
    assert [line.split()[0] for line in lines[3:]] == ["time", "09:30", "14:30"]
    assert "out of order" in lines[4]
    assert lines[4].endswith("customers/7k3qf/visits/1.yaml:3")
    assert "by decision, takes no turn" in lines[5]
    assert lines[5].endswith("customers/2m9xd/visits/1.yaml:3 customers/2m9xd/decisions/1.yaml:3")


def test_the_day_as_data(tmp_path: Path, fenji: Fenji) -> None:
    data = json.loads(fenji(office(tmp_path), "roster", "--date", "2026-11-12", "--format", "json").out)
    assert (data["date"], data["order_since"], data["next"], data["order"], data["off"]) == (
        "2026-11-12",
        "2026-11-09",
        "li-na",
        ["li-na", "wu-di"],
        [],
    )
    assert [(one["customer"], one["by"], one["expected"], one["turn"]) for one in data["receptions"]] == [
        ("7k3qf", "wu-di", "li-na", "out_of_order"),
        ("2m9xd", "li-na", "li-na", "exception"),
    ]
    assert data["receptions"][1]["decision"] == "customers/2m9xd/decisions/1.yaml"
    assert data["as_of"] == "2026-11-12"


def test_a_moment_of_a_day(tmp_path: Path, fenji: Fenji) -> None:
    done = fenji(office(tmp_path), "roster", "--date", "2026-11-12 09:00")
    assert done.out.startswith("Nov 12, 2026 09:00: next is 李娜 (li-na).")


def test_a_quiet_day_with_somebody_off(tmp_path: Path, fenji: Fenji) -> None:
    assert fenji(office(tmp_path), "roster", "--date", "2026-11-16").out == (
        "Nov 16, 2026: next is 吴迪 (wu-di).\nOrder at the end of the day: 吴迪\nOff: 李娜\n"
        "No new customer came on this day.\n"
    )


def test_today_is_the_office_s(tmp_path: Path, fenji: Fenji) -> None:
    assert fenji(office(tmp_path), "roster").out.startswith("Nov 22, 2026: next is 李娜")


def test_in_chinese(tmp_path: Path, fenji: Fenji) -> None:
    done = fenji(office(tmp_path), "roster", "--date", "2026-11-12", language="zh")
    assert done.out.startswith("2026年11月12日：下一位接待的是李娜（li-na）。\n")


def test_an_office_without_a_roster_is_told_how_to_write_one(tmp_path: Path, fenji: Fenji) -> None:
    done = fenji(office(tmp_path, OFFICE), "roster")
    assert done.code == 2
    assert "roster: {order: [li-na, wu-di]}" in done.err


def test_a_day_before_the_first_order(tmp_path: Path, fenji: Fenji) -> None:
    done = fenji(office(tmp_path), "roster", "--date", "2026-11-08")
    assert (done.code, done.out) == (2, "")
    assert "2026-11-09" in done.err


def test_errors_stand_in_the_way(tmp_path: Path, fenji: Fenji) -> None:
    root = office(tmp_path)
    (root / "customers/7k3qf/visits/2.yaml").write_text("at: soon\n")
    assert fenji(root, "roster").code == 1
    done = fenji(root, "roster", "--keep-going", "--date", "2026-11-12")
    assert (done.code, "out of order" in done.out) == (1, True)
