"""`fenji todo`: the day's work in four formats."""

import json
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.cli.running import ROOT, Fenji
from tests.offices import write
from tests.report.todo.morning import contact, morning

KEYS = ["customer", "consultant", "kind", "due", "state", "days_late", "why"]
LATE = (
    "    regular follow-up, 2 days late (due Nov 20): Grade A: last contact on Nov 18; "
    "days from one contact to the next, at most: 2. Escalated: 周凯 on Nov 21."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, morning())


def test_the_morning_as_text(folder: Path, fenji: Fenji) -> None:
    done = fenji(folder, "todo", "--consultant", "li-na")
    lines = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert lines[0] == "2026-11-22: 4 duties, 3 late."
    assert lines[2:7] == [
        "李娜 (li-na): 4 duties, 3 late",
        "  王* a1 · A · sincerity 0",
        LATE,
        "    Last said (Nov 18, message): 收据 100****0400，先付定金",
        "    Playbook: 带家人再看一次",
    ]
    assert not any("Pool" in line for line in lines)


def test_without_a_consultant_everybody_has_a_part_and_the_pool_comes_last(folder: Path, fenji: Fenji) -> None:
    lines = fenji(folder, "todo").out.splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    assert heads == [
        "2026-11-22: 5 duties, 4 late.",
        "李娜 (li-na): 4 duties, 3 late",
        "吴迪 (wu-di): 1 duty, 1 late",
        "Pool: 1 customer",
    ]
    assert lines[-1].startswith("  周* p1 · C · since Nov 21, last with 吴迪: ")


def test_the_reviews_of_a_leader_are_not_in_the_consultants_part(folder: Path, fenji: Fenji) -> None:
    called = contact("2026-11-15", "message", "li-na", "A")
    (folder / "customers/a1/visits/1.yaml").write_text(called, "utf-8")
    customer = folder / "customers/a1/customer.yaml"
    customer.write_text(customer.read_text("utf-8").replace("2026-11-18", "2026-11-15"), "utf-8")
    lines = fenji(folder, "todo", "--consultant", "li-na").out.splitlines()
    heads = {line.partition(" (")[0]: number for number, line in enumerate(lines) if line.endswith(" late")}
    assert list(heads) == ["李娜", "周凯"]
    reviews = [number for number, line in enumerate(lines) if line.startswith("    weekly review")]
    assert reviews
    assert all(number > heads["周凯"] for number in reviews)
    assert lines[heads["周凯"] + 1] == "  王* a1 · A · sincerity 0 · consultant 李娜"
    assert fenji(folder, "todo", "--consultant", "zhou-kai").out.splitlines()[2].startswith("周凯 (zhou-kai): ")


def test_the_keys_of_the_data(folder: Path, fenji: Fenji) -> None:
    data = json.loads(fenji(folder, "todo", "--format", "json").out)
    assert data["date"] == "2026-11-22"
    assert [list(one)[: len(KEYS)] for one in data["duties"]] == [KEYS] * 5
    first = data["duties"][0]
    assert [first[key] for key in KEYS[:-1]] == ["a1", "li-na", "cadence", "2026-11-20", "late", 2]
    assert first["escalated"] == [{"role": "leader", "person": "zhou-kai", "day": "2026-11-21"}]
    assert first["said"]["note"] == "收据 100****0400，先付定金"
    assert {one["state"] for one in data["duties"]} == {"due", "late"}
    (pooled,) = data["pool"]
    assert list(pooled)[:3] == ["customer", "since", "why"]
    assert (pooled["customer"], pooled["since"]) == ("p1", "2026-11-21")


def test_a_past_day_is_judged_as_of_that_day(folder: Path, fenji: Fenji) -> None:
    data = json.loads(fenji(folder, "todo", "--date", "2026-11-19", "--format", "json").out)
    assert data["date"] == "2026-11-19"
    assert [(one["customer"], one["state"], one["days_late"]) for one in data["duties"]] == [("b1", "due", 0)]
    assert data["pool"] == []


def test_everything_late_is_in_every_format_with_the_same_day(fenji: Fenji) -> None:
    data = json.loads(fenji(ROOT, "todo", "--format", "json", language="zh").out)
    expected = [(one["customer"], one["due"]) for one in data["duties"]]
    read = Calendar.from_ical(fenji(ROOT, "todo", "--format", "ics", language="zh").out)
    found = [(str(one["uid"]).split("-")[0], one.decoded("dtstart").isoformat()) for one in read.walk("VEVENT")]
    assert found == expected
    late = [one for one in read.walk("VEVENT") if "逾期" in str(one["summary"])]
    assert len(late) == sum(one["state"] == "late" for one in data["duties"]) > 5
    for form in ("text", "markdown"):
        shown = fenji(ROOT, "todo", "--format", form, language="zh").out
        for one in data["duties"]:
            day = date.fromisoformat(one["due"])
            blocks = ["".join(part.split(" · ")[1:3]) for part in shown.split(f" {one['customer']} ·")[1:]]
            assert one["state"] == "due" or any(f"{day.month}月{day.day}日" in block for block in blocks)


def test_the_consultants_data_adds_up(fenji: Fenji) -> None:
    whole = json.loads(fenji(ROOT, "todo", "--format", "json").out)
    people = sorted({one["consultant"] for one in whole["duties"]})
    parts = [json.loads(fenji(ROOT, "todo", "--format", "json", "--consultant", one).out) for one in people]
    assert [duty for part in parts for duty in part["duties"]] == sorted(
        whole["duties"], key=lambda duty: people.index(duty["consultant"])
    )


def test_an_unknown_consultant_is_told_the_nearest_name(folder: Path, fenji: Fenji) -> None:
    done = fenji(folder, "todo", "--consultant", "lina")
    assert (done.code, done.out) == (2, "")
    assert "did you mean “li-na”?" in done.err


def test_wrong_days_are_refused(folder: Path, fenji: Fenji) -> None:
    assert fenji(folder, "todo", "--date", "2026-13-01").code == 2
    assert fenji(folder, "todo", "--days", "-1").code == 2


def test_the_next_days_can_be_asked_for(folder: Path, fenji: Fenji) -> None:
    out = fenji(folder, "todo", "--consultant", "li-na", "--days", "20").out
    assert "regular follow-up, by Dec 12: " in out


def test_nothing_to_do(folder: Path, fenji: Fenji) -> None:
    done = fenji(folder, "todo", "--consultant", "chen-wei")
    assert (done.code, done.out) == (0, "2026-11-22: nothing to do.\n")
    empty = fenji(folder, "todo", "--consultant", "chen-wei", "--format", "ics")
    assert "VEVENT" not in empty.out


def test_the_last_day_of_all_days(folder: Path, fenji: Fenji) -> None:
    for form in ("text", "ics", "json", "markdown"):
        done = fenji(folder, "todo", "--date", "2199-12-31", "--days", "366", "--format", form)
        assert "Traceback" not in done.err
        assert done.code in {0, 2}


def test_hostile_values_stay_text(folder: Path, fenji: Fenji) -> None:
    note = 'note: "<script>x</script> | **b** [l](http://x)\\nEND:VCALENDAR"\n'
    (folder / "customers/c1/visits/1.yaml").write_text(contact("2026-11-22", "visit", "li-na", "C", note), "utf-8")
    text = fenji(folder, "todo").out
    assert "<script>x</script> | **b** [l](http://x) END:VCALENDAR" in text
    assert "<script>" not in fenji(folder, "todo", "--format", "markdown").out
    read = Calendar.from_ical(fenji(folder, "todo", "--format", "ics").out)
    assert len(read.walk("VEVENT")) == 5


def test_errors_stand_in_the_way_unless_told_otherwise(folder: Path, fenji: Fenji) -> None:
    (folder / "customers/c1/visits/1.yaml").write_text("at: 2026-11-22\nchannel: visit\n", "utf-8")
    refused = fenji(folder, "todo")
    assert (refused.code, refused.out) == (1, "")
    assert fenji(folder, "todo", "--keep-going").out.startswith("2026-11-22: 4 duties, 4 late.")


def test_in_chinese(folder: Path, fenji: Fenji) -> None:
    lines = fenji(folder, "todo", "--consultant", "li-na", language="zh").out.splitlines()
    assert lines[0] == "2026-11-22：4 项待办，其中逾期 3 项。"
    assert lines[3] == "  王* a1 · A · 诚意 0"
    assert lines[4].startswith("    定期回访，逾期 2 天（最迟 11月20日）：")


def test_the_site_has_the_feeds_of_an_office_with_a_key_and_no_word_about_them(
    folder: Path, fenji: Fenji, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "secret-0123456789-0123456789-0123456789"
    monkeypatch.setenv("FENJI_CALENDAR_KEY", key)
    address = fenji(folder, "todo", "--consultant", "li-na", "--address").out.strip()
    assert fenji(folder, "build").code == 0
    site = folder / "build/site"
    assert [len(Calendar.from_ical((site / address).read_bytes()).walk("VEVENT"))] == [4]
    name = Path(address).stem
    for file in (folder / "build").rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert key.encode() not in data, file
            assert name.encode() not in data, file
    monkeypatch.delenv("FENJI_CALENDAR_KEY")
    assert fenji(folder, "build").code == 0
    assert not (site / "calendar").exists()


def test_an_address_needs_a_person_and_a_good_key(folder: Path, fenji: Fenji, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FENJI_CALENDAR_KEY", raising=False)
    without = fenji(folder, "todo", "--consultant", "li-na", "--address")
    assert (without.code, without.out) == (2, "")
    assert "FENJI_CALENDAR_KEY is not set" in without.err
    monkeypatch.setenv("FENJI_CALENDAR_KEY", "short")
    for arguments in (("todo", "--consultant", "li-na", "--address"), ("build",)):
        weak = fenji(folder, *arguments)
        assert (weak.code, weak.out) == (2, "")
        assert "at least 32 characters" in weak.err
    assert fenji(folder, "todo", "--address").code == 2
