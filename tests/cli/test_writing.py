"""new, visit, deal and decide: what they write, what they refuse, and that nothing is ever lost."""

import json
import re
import shutil
import subprocess
import sys
import textwrap
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from generator.writing.lock import Holder, locked
from tests.cli.desk import Office, office_at
from tests.offices import CUSTOMER, files

OLD = "customers/7k3qf"
COMMENTED = """\
# 老客户
name:   王建国   # who
phone: "100****0000"
consultant: 'li-na'   # owner

source: walk_in
registered: 2026-11-01
wants: {purpose: upgrade,  rooms: 3, district: 0571 }   # asked twice
"""


@pytest.fixture
def office(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Office:
    return office_at(tmp_path, capfd)


def test_a_visit_is_one_new_file_and_its_meaning(office: Office) -> None:
    said = office(
        "visit",
        "7k3qf",
        "--judge",
        "price=C",
        "--judge",
        "motive=A",
        "--unit",
        "3-1201",
        "--unit",
        "12E3",
        "--note",
        "看了样板房: 价格偏高 #1",
    )
    assert (said.code, said.out) == (0, f"{OLD}/visits/2026-11-22.yaml\n")
    assert said.err == "Grade: B → C\n"
    assert office.text(f"{OLD}/visits/2026-11-22.yaml") == (
        "at: 2026-11-22\n"
        "channel: visit\n"
        "by: li-na\n"
        "note: '看了样板房: 价格偏高 #1'\n"
        "judged: {price: C, motive: A}\n"
        "units: [3-1201, 12E3]\n"
    )
    assert office("check").code == 0


def test_a_next_step_is_a_day_and_a_few_words(office: Office) -> None:
    said = office("visit", "7k3qf", "--channel", "follow_up", "--next", "2026-11-25", "送价格表, 三房")
    assert said.code == 0
    assert office.text(said.out.strip()) == (
        "at: 2026-11-22\nchannel: follow_up\nby: li-na\nnext: {on: 2026-11-25, what: '送价格表, 三房'}\n"
    )
    assert office("check").code == 0


def test_several_contacts_of_one_day_are_numbered(office: Office) -> None:
    outs = [
        office("visit", "7k3qf", "--channel", "follow_up", "--by", "zhou-kai", "--at", "2026-11-20 09:30").out
        for _ in range(3)
    ]
    assert outs == [f"{OLD}/visits/2026-11-20{end}.yaml\n" for end in ("", "-2", "-3")]
    assert office.text(f"{OLD}/visits/2026-11-20-3.yaml").startswith(
        "at: 2026-11-20 09:30\nchannel: follow_up\nby: zhou-kai\n"
    )


def test_records_of_one_day_count_in_the_order_they_were_written(office: Office) -> None:
    for level in "DDDDDDDDDDA":  # the eleventh file is named …-11
        office("visit", "7k3qf", "--judge", f"price={level}")
    graded = json.loads(office("grade", "--format", "json").out)["customers"]
    assert {one["id"]: one["indicators"]["price"]["level"] for one in graded}["7k3qf"] == "A"
    office("deal", "7k3qf", "--stage", "subscribed", "--unit", "3-1201", "--amount", "300")
    office("deal", "7k3qf", "--stage", "cancelled", "--unit", "3-1201")
    assert office("new", "--name", "赵一", "--consultant", "li-na").code == 0
    other = next(path.split("/")[-2] for path in office.paths() if "customers/2026-11/" in path)
    assert office("deal", other, "--stage", "subscribed", "--unit", "3-1201").code == 0
    assert "unit-taken" not in office("check").out


def test_an_approval_that_does_not_count_says_so_at_once(office: Office) -> None:
    said = office("decide", "7k3qf", "approve_downgrade", "--by", "chen-wei", "--to", "D", "--reason", "没有意向")
    assert said.code == 0
    assert "the approval of a fall to D does not count" in said.err


def test_grades_are_called_by_their_label_where_it_is_a_word(office: Office) -> None:
    (office.root / "rules.yaml").write_text(
        'version: "1"\nofficial: interest\nschemes:\n  interest:\n    grades: {high: 高意向, low: 低意向}\n'
        "    method: first_match\n    indicators:\n"
        "      wish: {label: 意愿, levels: {strong: 很想买, little: 不想买}}\n"
        "    when: {high: {wish: strong}, low: otherwise}\n",
        encoding="utf-8",
    )
    shutil.rmtree(office.root / OLD / "visits")
    said = office("visit", "7k3qf", "--at", "2026-11-10", "--judge", "wish=strong")
    assert said.err == "Grade: 低意向 → 高意向\n"


def test_a_deal_is_written_as_it_was_said(office: Office) -> None:
    said = office("deal", "7k3qf", "--stage", "subscribed", "--unit", "3-1201", "--amount", "318.50")
    assert said.code == 0
    assert office.text(said.out.strip()) == "at: 2026-11-22\nstage: subscribed\nunit: 3-1201\namount: 318.50\n"


@pytest.mark.parametrize(
    ("arguments", "complaints"),
    [
        (
            ["visit", "7k3qf", "--judge", "price=E"],
            ["--judge price=E: error: “price” has no level “E”. Possible: A, B, C, D."],
        ),
        (
            ["visit", "7k3qf", "--judge", "pric=C"],
            ["--judge pric=C: error: “pric” is not known here; did you mean “price”?"],
        ),
        (["visit", "7k3qf", "--by", "lina"], ["--by: error: There is nobody “lina” in office.yaml"]),
        (["visit", "7k3qf", "--at", "2026-10-31"], ["--at: error: This is before the registration on 2026-11-01"]),
        (["visit", "7k3qf", "--at", "2026-11-23"], ["--at: error: This day has not come yet: today is 2026-11-22"]),
        (["visit", "7k3qf", "--note", "电话 10000000001"], ["--note: error: A full phone number stands here"]),
        (["visit", "7k3qf", "--unit", "3-1201", "--unit", "three"], ["--unit: error: “three” is not a unit"]),
        (
            ["visit", "7k3qf", "--judge", "price=E", "--by", "lina", "--at", "2026-10-31"],
            ["--at: error:", "--by: error:", "--judge price=E: error:"],
        ),
        (["deal", "7k3qf", "--stage", "queued", "--amount", "-3"], ["--amount: error: “-3” is negative"]),
        (["deal", "7k3qf", "--stage", "queued", "--amount", "三百"], ["--amount: error: “三百” is not a number"]),
        (
            ["decide", "7k3qf", "transfer", "--by", "li-na", "--to", "wu-di", "--reason", "换"],
            ["--by: error: “li-na” is a consultant"],
        ),
        (
            ["decide", "7k3qf", "transfer", "--by", "chen-wei", "--to", "nobody", "--reason", "换"],
            ["--to: error: There is nobody “nobody”"],
        ),
        (
            ["decide", "7k3qf", "merge", "--by", "chen-wei", "--to", "zzzzz", "--reason", "重"],
            ["--to: error: There is no usable customer “zzzzz”"],
        ),
        (
            ["decide", "7k3qf", "override", "--by", "chen-wei", "--to", "A", "--reason", "准"],
            ["error: An override must end"],
        ),
        (
            ["decide", "7k3qf", "release", "--by", "chen-wei", "--to", "A", "--reason", "准"],
            ["error: A release leads to nobody"],
        ),
        (["new", "--name", "赵", "--consultant", "nobody"], ["--consultant: error: There is nobody “nobody”"]),
        (
            ["new", "--name", "赵", "--consultant", "li-na", "--set", "want.rooms=3"],
            ["--set want.rooms: error: The key “want” is not known here; did you mean “wants”?"],
        ),
        (
            ["new", "--name", "赵", "--consultant", "li-na", "--set", "wants.rooms=x"],
            ["--set wants.rooms=x: error: “x” is not a number"],
        ),
        (["new", "--name", "赵", "--consultant", "li-na", "--referrer", "zzzzz"], ["--referrer: error:"]),
        (
            ["visit", "7k3qf", "--next", "2026-11-21", "送价格表"],
            ["--next: error: The next step on 2026-11-21 lies before the contact itself"],
        ),
        (["visit", "7k3qf", "--next", "2026-11-25", "打 10000000001"], ["--next: error: A full phone number stands"]),
        (
            ["new", "--name", "赵 10000000001", "--consultant", "li-na"],
            ["--name: error: A full phone number stands here"],
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_would_be_wrong_is_said_in_the_words_typed_and_not_written(
    office: Office, arguments: list[str], complaints: list[str]
) -> None:
    before = office.paths()
    said = office(*arguments)
    assert (said.code, said.out) == (1, "")
    for complaint in complaints:
        assert complaint in said.err
    assert len(said.err.splitlines()) == len(complaints) + 1, said.err
    assert said.err.endswith("Nothing was written.\n")
    assert office.paths() == before
    assert office.text(f"{OLD}/customer.yaml") == CUSTOMER


def test_what_would_be_wrong_is_said_in_chinese(office: Office) -> None:
    said = office("--lang", "zh", "decide", "7k3qf", "transfer", "--by", "li-na", "--to", "wu-di", "--reason", "换")
    assert said.err.startswith("--by: 错误：“li-na”")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["visit", "7k3qg"], "There is no customer “7k3qg”; did you mean “7k3qf”?"),
        (["visit", "zzzzz"], "There is no customer “zzzzz”; `fenji grade` lists all ids."),
        (["visit", "../7k3qf"], "There is no customer"),
        (["visit", "7k3qf", "--judge", "price"], "“price” is not of the form NAME=VALUE."),
        (["visit", "7k3qf", "--judge", "price=A", "--judge", "price=B"], "--judge names “price” twice"),
        (["visit", "7k3qf", "--at", "7.9."], "“7.9.” is not a date"),
        (["visit", "7k3qf", "--note", "a\u202eb"], "An invisible or control character (U+202E)"),
        (["deal", "7k3qf"], "Missing option '--stage'"),
        (["new", "--name", "赵", "--consultant", "li-na", "--set", "name=x"], "--set name: use --name instead."),
    ],
)
def test_wrong_use_ends_with_a_sentence_and_exit_code_2(office: Office, arguments: list[str], complaint: str) -> None:
    said = office(*arguments)
    assert (said.code, said.out) == (2, "")
    assert complaint in said.err


def test_a_customer_whose_file_is_broken_is_named_as_such(office: Office) -> None:
    (office.root / f"{OLD}/customer.yaml").write_text("name: [\n")
    said = office("visit", "7k3qf")
    assert said.code == 2
    assert f"{OLD}/customer.yaml can't be used as it is; `fenji check` says why." in said.err


def test_broken_records_of_others_do_not_stop_a_visit(office: Office) -> None:
    (office.root / "customers/2m9xd/customer.yaml").write_text("name: [\n")
    (office.root / f"{OLD}/visits/1.yaml").write_text("at: never\n")
    assert office("visit", "7k3qf").code == 0


def test_without_usable_rules_nothing_is_written_and_their_problems_are_named(office: Office) -> None:
    (office.root / "rules.yaml").write_text(files()["rules.yaml"].replace("method: lowest", "method: loest"))
    said = office("visit", "7k3qf")
    assert said.code == 1
    assert re.search(
        r"^rules\.yaml:\d+:\d+: error: “loest” is not known here; did you mean “lowest”", said.err, re.MULTILINE
    )
    assert not (office.root / f"{OLD}/visits/2026-11-22.yaml").exists()


def test_an_example_of_the_rules_that_fails_does_not_stop_a_visit(office: Office) -> None:
    (office.root / "rules.yaml").write_text(files()["rules.yaml"].replace("expect: B}", "expect: A}"))
    assert office("check").code == 1
    assert office("visit", "7k3qf").code == 0


def test_a_dry_run_shows_the_text_and_writes_nothing(office: Office) -> None:
    before = office.paths()
    said = office(
        "decide", "7k3qf", "transfer", "--by", "chen-wei", "--to", "wu-di", "--reason", "李娜休假", "--dry-run"
    )
    assert said.code == 0
    assert said.out == (
        "at: 2026-11-22\nby: chen-wei\nkind: transfer\nto: wu-di\nreason: 李娜休假\n"
        "-consultant: li-na\n+consultant: wu-di\n"
    )
    assert said.err == f"Would write {OLD}/decisions/2026-11-22.yaml:\nWould change {OLD}/customer.yaml:\n"
    assert office.paths() == before
    assert office.text(f"{OLD}/customer.yaml") == CUSTOMER


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("kind", ["transfer", "claim"])
def test_a_transfer_changes_the_consultant_and_no_other_byte(office: Office, kind: str, line_end: str) -> None:
    text = COMMENTED.replace("\n", line_end)
    (office.root / f"{OLD}/customer.yaml").write_bytes(text.encode())
    said = office("decide", "7k3qf", kind, "--by", "zhou-kai", "--to", "wu-di", "--reason", "客户要求")
    assert (said.code, said.out) == (0, f"{OLD}/decisions/2026-11-22.yaml\n")
    assert f"Changed too: {OLD}/customer.yaml\n" in said.err
    assert office.text(f"{OLD}/customer.yaml") == text.replace("'li-na'", "'wu-di'")
    assert office("check").code == 0


def test_a_merge_closes_the_double_entry_once(office: Office) -> None:
    (office.root / f"{OLD}/customer.yaml").write_text(COMMENTED)
    said = office("decide", "7k3qf", "merge", "--by", "chen-wei", "--to", "2m9xd", "--reason", "同一个人")
    assert said.code == 0
    assert office.text(f"{OLD}/customer.yaml") == COMMENTED + "closed: {on: 2026-11-22, reason: merged}\n"
    again = office("decide", "7k3qf", "merge", "--by", "chen-wei", "--to", "2m9xd", "--reason", "同一个人")
    assert again.code == 2
    assert "7k3qf is closed since 2026-11-22 already" in again.err
    assert office("check").code == 0


@pytest.mark.parametrize("kind", ["override", "release", "approve_downgrade"])
def test_other_decisions_leave_the_customer_file_alone(office: Office, kind: str) -> None:
    more = {"override": ["--to", "A", "--until", "2026-12-01"], "release": [], "approve_downgrade": ["--to", "D"]}[kind]
    said = office("decide", "7k3qf", kind, "--by", "chen-wei", "--reason", "谈过", *more)
    assert said.code == 0, said.err
    assert office.text(f"{OLD}/customer.yaml") == CUSTOMER


def test_nothing_is_written_through_a_link(office: Office, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (office.root / f"{OLD}/decisions").symlink_to(tmp_path / "elsewhere")
    said = office("decide", "7k3qf", "release", "--by", "chen-wei", "--reason", "谈过")
    assert said.code == 2
    assert "is a link" in said.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


PROCESSES, EACH = 50, 20


def test_fifty_processes_at_once_with_twenty_visits_each_lose_nothing(office: Office) -> None:
    program = textwrap.dedent(f"""
        import os, sys
        from generator.cli.main import run
        root, start = sys.argv[1], os.pipe()
        run(["-C", root, "visit", "7k3qf", "--dry-run"], {{}})  # loads what the fifty then share
        sys.stdout.flush()
        children = []
        for number in range({PROCESSES}):
            if (child := os.fork()) == 0:
                os.close(start[1])
                os.read(start[0], 1)  # until all are there
                codes = [run(["-C", root, "visit", "7k3qf", "--note", f"第{{number}}人第{{turn}}次"], {{}})
                         for turn in range({EACH})]
                sys.stdout.flush()
                os._exit(any(codes))
            children.append(child)
        os.close(start[1])
        sys.exit(any([os.waitpid(child, 0)[1] for child in children]))
    """)
    command = [sys.executable, "-W", "ignore", "-c", program, str(office.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.splitlines() if line.endswith(".yaml")]
    assert len(set(told)) == len(told) == PROCESSES * EACH == 1000
    notes = {re.search(r"note: (.*)", office.text(path))[1] for path in told}  # type: ignore[index]
    assert notes == {f"第{number}人第{turn}次" for number in range(PROCESSES) for turn in range(EACH)}
    left = {path.name for path in (office.root / ".fenji").iterdir()}
    assert left == {"lock", ".gitignore"}
    assert office("check").code == 0


def test_a_transfer_does_not_undo_what_somebody_else_changed_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(root: Path, holder: Holder) -> AbstractContextManager[None]:
        (root / f"{OLD}/customer.yaml").write_text(CUSTOMER + "profile: {title: mr}\n")
        return locked(root, holder)

    monkeypatch.setattr("generator.writing.batch.locked", late)
    said = office("decide", "7k3qf", "transfer", "--by", "chen-wei", "--to", "wu-di", "--reason", "换")
    assert said.code == 2
    assert "was changed by somebody else at this moment; nothing was written, try again." in said.err
    assert office.text(f"{OLD}/customer.yaml") == CUSTOMER + "profile: {title: mr}\n"
    assert not (office.root / f"{OLD}/decisions").exists()
