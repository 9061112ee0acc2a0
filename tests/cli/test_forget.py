"""A customer who asks for it is forgotten: on file, on every page, and, by the steps that are printed, in history."""

import json
import re
import shlex
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator.exchange.keys import customer_id
from generator.grade.office import judge
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.report.frame import frame
from generator.report.week.archive import Archive
from generator.site.pages import pages
from generator.texts import translator
from tests.cli.running import Done, Fenji
from tests.exchange.office import HEADER, MAP, WANG
from tests.offices import CUSTOMER, OFFICE, SECOND, VISIT, files
from tests.repositories import commit, dated, git

NAME, PHONE, NOTE, UNIT, PLACE = "欧阳慕雪", "100****7788", "孩子明年上小学", "3-1201", "锦江路"
PERSONAL = (NAME, PHONE, NOTE, UNIT, PLACE, "9f2c5b7714f0a3d8", "经理批准的理由")
TEMPLATES = Path(__file__).parents[2] / "site_templates"
HOSTED = OFFICE + "repository: {url: https://git.example.com/office/data, branch: main, kind: github}\n"
TOMBSTONE = "customers/7k3qf/forgotten.yaml"
PERSON = f"""\
name: {NAME}
phone: {PHONE}
phone_key: 9f2c5b7714f0a3d8
consultant: li-na
source: walk_in
registered: 2026-10-28
profile: {{age: 38, place: {PLACE}}}
"""
FIRST = VISIT.replace("2026-11-12 14:30", "2026-10-29").replace("看了三房", NOTE) + f"units: [{UNIT}]\n"
SECOND_VISIT = VISIT.replace("2026-11-12 14:30", "2026-11-12").replace("price: B", "price: C")
OVERRIDE = "at: 2026-11-18\nby: chen-wei\nkind: override\nto: A\nuntil: 2026-11-30\nreason: 经理批准的理由\n"
DEAL = f"at: 2026-11-19\nstage: queued\nunit: {UNIT}\namount: 2\n"
REFERRED = CUSTOMER.replace("walk_in", "referral") + "referrer: 7k3qf\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Four weeks of one customer who will ask to be forgotten, one whom they brought, and one who stays."""
    root = tmp_path / "office"
    start: dict[str, str | None] = {**files(), "office.yaml": HOSTED, "customers/7k3qf/customer.yaml": PERSON}
    start |= {"customers/7k3qf/visits/1.yaml": FIRST, "customers/2m9xd/customer.yaml": SECOND}
    start["customers/2m9xd/visits/1.yaml"] = VISIT.replace("2026-11-12 14:30", "2026-11-02")
    with dated("2026-11-02T09:00:00+08:00"):
        commit(root, start, f"登记{NAME}")
    with dated("2026-11-12T18:00:00+08:00"):
        commit(root, {"customers/7k3qf/visits/2.yaml": SECOND_VISIT}, f"{NAME}来访")
    with dated("2026-11-13T18:00:00+08:00"):
        note = f"和{NAME}一起来"
        commit(root, {"customers/2m9xd/visits/2.yaml": VISIT.replace("看了三房", note)}, f"与{NAME}同来")
    with dated("2026-11-19T18:00:00+08:00"):
        more = {"customers/7k3qf/decisions/1.yaml": OVERRIDE, "customers/7k3qf/deals/1.yaml": DEAL}
        commit(root, {**more, "customers/4hh2x/customer.yaml": REFERRED}, "override")
    return root


def forget(fenji: Fenji, office: Path, *more: str) -> Done:
    return fenji(office, "forget", "7k3qf", "--by", "chen-wei", *more)


def on_disk(office: Path) -> dict[str, str]:
    folder = office / "customers/7k3qf"
    return {path.relative_to(office).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def site(office: Path, day: date = date(2026, 11, 22)) -> Mapping[str, str]:
    now = snapshot(working_tree(office))
    shown = frame(now, judge(now, day), translator("zh"))
    found = pages(shown, (), [TEMPLATES], Archive(office, lambda: now))
    return {path: text for path, text in found.items() if isinstance(text, str) and path.endswith(".md")}


def weekly(fenji: Fenji, office: Path, week: str) -> dict[str, object]:
    done = fenji(office, "report", week, "--format", "json")
    assert done.code == 0, done.err
    found: dict[str, object] = json.loads(done.out)
    return {key: found[key] for key in ("counts", "previous", "matrix", "conversion", "bottlenecks")}


WEEKS = ("2026-W45", "2026-W46", "2026-W47")


def test_only_a_tombstone_without_the_person_stays(fenji: Fenji, office: Path) -> None:
    done = forget(fenji, office)
    assert done.code == 0
    assert done.out.splitlines() == [
        *("customers/7k3qf/customer.yaml", "customers/7k3qf/deals/1.yaml", "customers/7k3qf/decisions/1.yaml"),
        *("customers/7k3qf/visits/1.yaml", "customers/7k3qf/visits/2.yaml"),
    ]
    assert on_disk(office) == {
        TOMBSTONE: "on: 2026-11-22\nby: chen-wei\n"
        "grades: {2026-10-28: ungraded, 2026-10-29: B, 2026-11-12: C, 2026-11-18: A}\n"
    }
    assert [path.name for path in (office / "customers/7k3qf").iterdir()] == ["forgotten.yaml"]
    assert "customers/2m9xd/visits/2.yaml:4" in done.err, "somebody else's note names the person"
    assert fenji(office, "check").code == 0, "also with the referral by somebody who is no more"
    assert "7k3qf" not in fenji(office, "grade").out


def test_a_dry_run_deletes_nothing(fenji: Fenji, office: Path) -> None:
    before = on_disk(office)
    done = forget(fenji, office, "--dry-run")
    assert "Nothing was deleted" in done.err
    assert "5 files would be deleted" in done.err
    assert on_disk(office) == before


def test_no_page_of_any_week_shows_the_person_and_every_figure_stays(fenji: Fenji, office: Path) -> None:
    before = site(office)
    assert all(any(word in text for text in before.values()) for word in ("欧阳", NOTE, UNIT))
    figures = {week: weekly(fenji, office, week) for week in WEEKS}
    assert figures["2026-W46"]["counts"] == {"A": 0, "B": 1, "C": 1, "D": 0, "ungraded": 0}
    assert "customers/2m9xd/visits/2.yaml:4" in forget(fenji, office).err
    (office / "customers/2m9xd/visits/2.yaml").write_text(VISIT)
    for committed in (False, True):
        if committed:
            with dated("2026-11-23T20:00:00+08:00"):  # after the cutoff of the last week
                commit(office, {}, "Forget 7k3qf")
        after = site(office, date(2026, 11, 30))
        assert {path for path in before if path.startswith("weeks/")} <= after.keys()
        assert [(path, word) for path, text in after.items() for word in PERSONAL if word in text] == []
        assert "欧阳" not in "".join(after.values())
        assert not [path for path, text in after.items() if re.search(r"/blob/[^\"]*7k3qf", text)]
        assert {week: weekly(fenji, office, week) for week in WEEKS} == figures
        told = fenji(office, "report", "2026-W46").out
        assert "1 of these customers were forgotten on request since" in told


def test_no_command_that_looks_back_shows_the_person(fenji: Fenji, office: Path) -> None:
    forget(fenji, office)
    commands = [
        *(
            ("diff",),
            ("diff", "HEAD~2", "HEAD"),
            ("diff", "HEAD~3", "--format", "markdown"),
            ("diff", "--format", "json"),
        ),
        *(("report", week, "--format", form) for week in WEEKS for form in ("text", "markdown", "json")),
        *(("grade", "--rev", "HEAD", "--format", form) for form in ("text", "json", "csv")),
        *(("explain", "7k3qf", "--rev", "HEAD", "--format", form) for form in ("text", "json")),
        ("todo", "--rev", "HEAD"),
    ]
    for command in commands:
        done = fenji(office, *command)
        assert done.code == 0, (command, done.err)
        said = done.out + done.err
        assert [word for word in (*PERSONAL, "欧阳") if word in said] == [], command
    assert "7k3qf" in fenji(office, "grade", "--rev", "HEAD").out, "who counted then still counts"


def test_the_id_is_never_anybody_elses(fenji: Fenji, office: Path, tmp_path: Path) -> None:
    forget(fenji, office)
    for command in (("visit", "7k3qf"), ("explain", "7k3qf"), ("forget", "7k3qf", "--by", "chen-wei")):
        done = fenji(office, *command)
        assert done.code == 2
        assert "7k3qf was forgotten on 2026-11-22" in done.err
    (office / "customers/2026-11/7k3qf").mkdir(parents=True)
    (office / "customers/2026-11/7k3qf/customer.yaml").write_text(CUSTOMER)
    done = fenji(office, "check")
    assert done.code == 1
    assert "customers/2026-11/7k3qf/customer.yaml:1:1: error forgotten 7k3qf was forgotten on 2026-11-22" in done.out
    assert "7k3qf" not in fenji(office, "grade", "--keep-going").out


def test_a_table_does_not_bring_the_person_back(fenji: Fenji, office: Path, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "c.csv").write_text(HEADER + WANG, encoding="utf-8")
    table = ("import", str(tmp_path / "c.csv"), "--map", str(tmp_path / "map.yaml"))
    assert fenji(office, *table).code == 0
    code = customer_id("k1", "code", None)
    assert fenji(office, "forget", code, "--by", "chen-wei").code == 0
    again = fenji(office, *table)
    assert again.code == 1
    assert "was forgotten on" in again.err
    assert not (office / "customers" / code / "customer.yaml").exists()


def test_entries_of_one_person_are_forgotten_together(fenji: Fenji, office: Path) -> None:
    merge = ("decide", "2m9xd", "merge", "--to", "7k3qf", "--by", "chen-wei", "--reason", "同一人")
    assert fenji(office, *merge).code == 0
    refused = forget(fenji, office)
    assert refused.code == 2
    assert "forget them together: fenji forget 7k3qf 2m9xd" in refused.err
    assert fenji(office, "forget", "2m9xd", "7k3qf", "--by", "chen-wei").code == 0
    assert fenji(office, "check").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("7k3qf", "--by", "li-na"), "“li-na” is a consultant; customers are forgotten by a manager."),
        (("7k3qf", "--by", "nobody"), "There is nobody “nobody” in office.yaml"),
        (("7k3qg", "--by", "chen-wei"), "did you mean “7k3qf”?"),
        (("zzz99", "--by", "chen-wei"), "There is no customer “zzz99”"),
    ],
)
def test_who_may_not_and_who_is_not_there(fenji: Fenji, office: Path, arguments: tuple[str, ...], said: str) -> None:
    before = on_disk(office)
    refused = fenji(office, "forget", *arguments)
    assert refused.code == 2
    assert said in refused.err
    assert on_disk(office) == before


def test_records_that_can_not_be_read_and_other_files_go_too(fenji: Fenji, office: Path) -> None:
    (office / "customers/7k3qf/customer.yaml").write_text("name: [")
    (office / "customers/7k3qf/card.jpg").write_bytes(b"\xff\xd8")
    done = forget(fenji, office, "--format", "json")
    assert done.code == 0
    data = json.loads(done.out)
    assert "customers/7k3qf/card.jpg" in data["forgotten"][0]["removed"]
    assert data["forgotten"][0]["tombstone"] == TOMBSTONE
    assert list(on_disk(office)) == [TOMBSTONE]
    assert data["mentions"] == []  # nobody can tell the name any more
    assert all(step["text"] for step in data["steps"])


def test_a_link_is_a_message_and_nothing_is_deleted(fenji: Fenji, office: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("theirs")
    (office / "customers/7k3qf/photo").symlink_to(tmp_path / "outside")
    before = on_disk(office)
    done = forget(fenji, office)
    assert done.code == 0 or "delete it first" in done.err
    assert (tmp_path / "outside").read_text() == "theirs"
    assert done.code == 0 or on_disk(office) == before


def test_the_copies_that_builds_keep_go_too(fenji: Fenji, office: Path) -> None:
    for name in ("docs", "site", ".cache"):
        (office / "build" / name).mkdir(parents=True)
        (office / "build" / name / "7k3qf.html").write_text(NAME)
    forget(fenji, office)
    assert list((office / "build").iterdir()) == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("on: 2026-11-22\n", "missing-key"),
        ("on: 2026-11-22\nby: li-na\n", "error role"),
        ("on: 2026-11-22\nby: nobody\n", "unknown-person"),
        ("on: 2026-11-22\nby: chen-wei\nname: x\n", "unknown-key"),
        ("on: 2026-11-22\nby: chen-wei\ngrades: {2026-11-02: B, 2026-11-01: A}\n", "tombstone-order"),
    ],
)
def test_a_tombstone_is_checked_like_every_record(fenji: Fenji, office: Path, broken: str, said: str) -> None:
    forget(fenji, office)
    (office / "customers/2m9xd/visits/2.yaml").write_text(VISIT)
    (office / TOMBSTONE).write_text(broken)
    done = fenji(office, "check")
    assert done.code == 1
    assert f"{TOMBSTONE}:" in done.out
    assert said in done.out
    assert NAME not in "".join(site(office).values()), "a broken tombstone hides all the same"


def test_a_record_of_later_may_not_name_them(fenji: Fenji, office: Path) -> None:
    forget(fenji, office, "--on", "2026-11-20")
    late = REFERRED.replace("2026-11-01", "2026-11-21").replace("王建国", "钱小二").replace("0000\n", "0009\n")
    (office / "customers/4hh2x/customer.yaml").write_text(late)
    assert "unknown-customer" in fenji(office, "check").out


def rewritten(done: Done, folder: Path) -> Path:
    """Do by git alone what the command printed, in a copy; return the copy."""
    lines = [line.strip() for line in done.err.splitlines() if line.startswith("     ")]
    commands = [line for line in lines if line.startswith("git ") and "filter-repo" not in line and "push" not in line]
    clone = next(line for line in commands if line.startswith("git clone"))
    subprocess.run(shlex.split(clone), cwd=folder, check=True, capture_output=True)
    copy = folder / "rewritten.git"
    environment = {"FILTER_BRANCH_SQUELCH_WARNING": "1", "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder)}
    for command in commands[commands.index(clone) + 1 :]:
        subprocess.run(["sh", "-ec", command], cwd=copy, check=True, capture_output=True, env=environment)
    return copy


def everything(repository: Path) -> str:
    """Return all files of all objects of a repository, reachable or not."""
    listed = git(repository, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
    blobs = [line.split()[0] for line in listed.splitlines() if line.endswith(" blob")]
    return "\n".join(git(repository, "cat-file", "blob", blob) for blob in blobs)


def test_the_printed_steps_take_the_person_out_of_the_history_and_explain_the_figures(
    fenji: Fenji, office: Path, tmp_path: Path
) -> None:
    done = forget(fenji, office)
    (office / "customers/2m9xd/visits/2.yaml").write_text(VISIT)
    with dated("2026-11-22T20:00:00+08:00"):
        commit(office, {}, "Forget 7k3qf")
    assert NOTE in everything(office)
    copy = rewritten(done, tmp_path)
    found = everything(copy)
    assert [word for word in PERSONAL if word in found and word != NAME] == []
    assert git(copy, "ls-tree", "-r", "--name-only", "HEAD", "--", "customers/7k3qf") == TOMBSTONE
    assert "Messages of 3 commits name the person" in done.err
    fresh = tmp_path / "fresh"
    git(tmp_path, "clone", "--quiet", str(copy), str(fresh))
    report = fenji(fresh, "report", "2026-W46")
    assert "Forgotten on request since, and not in these figures any more: C 1." in report.out
    assert weekly(fenji, fresh, "2026-W46")["counts"] == {"A": 0, "B": 1, "C": 0, "D": 0, "ungraded": 0}


@pytest.mark.parametrize(
    ("path", "goes"),
    [
        ("customers/7k3qf/customer.yaml", True),
        ("customers/2026-09/7k3qf/visits/1.yaml", True),
        ("customers/7k3qf/card.jpg", True),
        ("customers/7k3qf/forgotten.yaml", False),
        ("customers/2026-09/7k3qf/forgotten.yaml", False),
        ("customers/x7k3qf/customer.yaml", False),
        ("customers/2m9xd/visits/7k3qf", False),
        ("elsewhere/customers/7k3qf/customer.yaml", False),
    ],
)
def test_the_pattern_of_the_paths_is_exact(fenji: Fenji, office: Path, path: str, goes: bool) -> None:
    line = next(line for line in forget(fenji, office).err.splitlines() if "filter-repo --force" in line)
    pattern = shlex.split(line)[-1]
    assert (re.search(pattern, path) is not None) == goes


@pytest.mark.parametrize(("name", "found"), [("周先生", 0), ("欧阳女士", 0), ("周卫东", 1), ("周卫东先生", 1)])
def test_a_form_of_address_is_not_looked_for_in_the_files_of_others(
    fenji: Fenji, office: Path, name: str, found: int
) -> None:
    for customer in ("7k3qf", "2m9xd"):
        path = office / f"customers/{customer}/customer.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"name: .*", f"name: {name}", text, count=1), encoding="utf-8")
    data = json.loads(forget(fenji, office, "--format", "json").out)
    assert len(data["mentions"]) == found
