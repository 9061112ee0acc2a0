"""A customer's whole name and numbers, wherever people write them: no page, calendar, plan or list shows them (L1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Fenji
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT, files
from tests.repositories import commit, dated

NAME, NUMBER, ADDRESS = "王建国", "100-0000-1234", "wang.jg@example.com"
SAID = f"{NAME}先生说 {NUMBER}，{ADDRESS}，王 建国再来"
SHOWN = "王先生说 100****1234，***@example.com，王先生再来"
DECISION = f"at: 2026-11-19\nby: chen-wei\nkind: override\nto: A\nreason: {SAID}\nuntil: 2026-12-01\n"
STEP = f"next: {{on: 2026-11-25, what: '{SAID}'}}\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office where the name and the numbers stand in every text of a customer, and in the commits."""
    root = tmp_path_factory.mktemp("names") / "office"
    customer = f"{CUSTOMER}profile: {{title: mr, place: '{SAID}'}}\nattributes: {{seen: '{SAID}'}}\n"
    rules = RULES.replace("follow_up:", "attributes: {seen: {label: 见过}}\nfollow_up:")
    start = {**files(), "office.yaml": OFFICE, "rules.yaml": rules, "customers/7k3qf/customer.yaml": customer}
    folder = "customers/7k3qf"
    with dated("2026-11-13T10:00:00+08:00"):
        commit(root, start, f"登记 {SAID}")
    later = {
        f"{folder}/visits/2.yaml": VISIT.replace("看了三房", f"'{SAID}'").replace("11-12", "11-11") + STEP,
        f"{folder}/decisions/1.yaml": DECISION,
        f"{folder}/deals/1.yaml": f"at: 2026-11-20\nstage: queued\nunit: 3-1201\nnote: {SAID}\n",
    }
    with dated("2026-11-20T10:00:00+08:00", author=f"{ADDRESS} {NUMBER}"):
        commit(root, later, SAID)
    return root


def told(text: str) -> list[str]:
    """What of it a text tells, whatever stands between the signs of a name."""
    joined = "".join(text.split())
    return [one for one in (NAME, NUMBER, "10000001234", ADDRESS.partition("@")[0]) if one in joined]


def test_no_file_of_the_site_tells_it(office: Path, fenji: Fenji, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENJI_CALENDAR_KEY", "an office's secret of 32 signs or more")
    done = fenji(office, "build", "--keep-going", language="zh")
    assert done.code == 0, done.err
    site = office / "build/site"
    texts = {path: path.read_text("utf-8") for path in site.rglob("*") if path.suffix in {".html", ".json", ".ics"}}
    assert {path.relative_to(site).as_posix() for path in texts} >= {
        "customers/7k3qf.html",
        "weeks/2026-W47.html",
        "changes/2026-W47.html",
        "search/search_index.json",
    }
    assert {path.name: told(text) for path, text in texts.items() if told(text)} == {}
    assert texts[site / "customers/7k3qf.html"].count(SHOWN) >= 4
    assert SHOWN in texts[site / "changes/2026-W47.html"]


@pytest.mark.parametrize(
    "command",
    [
        ("explain", "7k3qf", "--keep-going"),
        ("todo", "--keep-going"),
        ("todo", "--keep-going", "--format", "markdown"),
        ("report", "2026-W47"),
        ("report", "2026-W47", "--format", "markdown"),
        ("diff", "HEAD~1", "HEAD", "--allow-mass-change"),
        ("diff", "HEAD~1", "HEAD", "--allow-mass-change", "--format", "markdown"),
        ("diff", "HEAD~1", "HEAD", "--allow-mass-change", "--format", "github"),
    ],
    ids=" ".join,
)
def test_no_plan_or_list_tells_it(command: tuple[str, ...], office: Path, fenji: Fenji) -> None:
    done = fenji(office, *command, language="zh")
    assert done.out
    assert told(done.out.replace("\u2060", "")) == []
