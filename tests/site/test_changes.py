"""The pages of what each week changed: causes, fields, commits and authors, and that an old one never changes."""

import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from generator import __version__
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT, write
from tests.offices import files as office_files
from tests.report.week.repository import LATER, later, visit, weeks
from tests.repositories import commit, dated, git
from tests.site.test_pages import Outline
from tests.site.test_weeks import links, site

GOLDEN = Path(__file__).parent / "golden"
HOSTED = "repository: {url: https://git.example.com/office/data, branch: main, kind: %s}\n"
BOUND = 150_000  # bytes of a page


def of_changes(found: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in found.items() if re.fullmatch(r"changes/\d{4}-W\d\d\.md", path)}


def words(page: str) -> str:
    return " ".join(Outline(page).words.split())


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return weeks(tmp_path_factory.mktemp("weeks") / "office")


@pytest.fixture(scope="module")
def english(repository: Path) -> Mapping[str, str]:
    return site(repository, "en")


def started(root: Path, **files: str | None) -> Path:
    """An office whose first commit is of W46."""
    office = OFFICE.replace("as_of: 2026-11-22", "as_of: 2026-12-02") + HOSTED % "github"
    with dated("2026-11-13T18:00:00+08:00"):
        commit(root, {**office_files(), "office.yaml": office, **files}, "导入")
    return root


def committed(root: Path, files: Mapping[str, str | bytes | None], subject: str, author: str = "李娜") -> str:
    """Commit in W47."""
    with dated("2026-11-18T09:30:00+08:00", author):
        return commit(root, files, subject)


def page(root: Path, language: str = "en", week: str = "2026-W47") -> str:
    return site(root, language)[f"changes/{week}.md"]


@pytest.mark.parametrize("name", ["2026-W48.md", "index.md"])
def test_pages_are_as_they_were_looked_at(name: str, repository: Path, request: pytest.FixtureRequest) -> None:
    found = site(repository)[f"changes/{name}"].replace(f"fenji {__version__}", "fenji VERSION")
    golden = GOLDEN / f"changes-{name}"
    if request.config.getoption("--update"):
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8"), "look at it, then: pytest tests/site/test_changes.py --update"


def test_every_week_with_a_report_has_its_changes_and_both_lead_to_each_other(english: Mapping[str, str]) -> None:
    assert [path.replace("changes", "weeks") for path in of_changes(english)] == [
        path for path in english if path.startswith("weeks/2026")
    ]
    for path, text in of_changes(english).items():
        week = path[8:16]
        assert f'href="../weeks/{week}.html"' in text
        assert f'href="../changes/{week}.html"' in english[f"weeks/{week}.md"]
        assert f"changes/{week}.html" in english["changes/index.md"]
    assert not {(path, to) for path, to in links(english) if to.removesuffix(".html") + ".md" not in english}


def test_home_shows_the_newest(english: Mapping[str, str]) -> None:
    home = words(english["index.md"])
    lead = re.search(r"Commits: 2, people: 1\..*?rules: \d+\.", words(english["changes/2026-W48.md"]))
    assert lead is not None
    assert lead[0] in home
    assert 'href="changes/2026-W48.html"' in english["index.md"]


def test_moves_stand_under_their_cause(english: Mapping[str, str]) -> None:
    assert "By records 1" in words(english["changes/2026-W47.md"])
    page = english["changes/2026-W48.md"]
    by_rules = page.index("By rules") if "By rules" in page else len(page)
    assert page.index("By records") < by_rules
    assert page.index('id="moves"') < page.index('id="rules"') < page.index('id="authors"')
    assert "days in the grade 7 → 8" in words(page)


def test_fields_are_told_old_and_new_with_file_line_and_commit(tmp_path: Path) -> None:
    root = started(tmp_path / "office")
    customer = CUSTOMER.replace("rooms: 3", "rooms: 4").replace("walk_in", "call")
    oid = committed(
        root,
        {"customers/7k3qf/customer.yaml": customer, "customers/7k3qf/visits/1.yaml": VISIT.replace("11-12", "11-11")},
        "更正",
    )
    found = page(root)
    told = words(found)
    assert "edited: customer.yaml: source walk-in → call, rooms 3 → 4" in told
    assert "edited: visit Nov 11: date 2026-11-12 14:30 → 2026-11-11 14:30" in told
    assert f'href="https://git.example.com/office/data/commit/{oid}"' in found
    assert f'href="https://git.example.com/office/data/blob/{oid}/customers/7k3qf/visits/1.yaml#L1"' in found
    assert "“更正”" in told


@pytest.mark.parametrize(("kind", "base"), [("github", "/commit/"), ("gitlab", "/-/commit/"), ("gitee", "/commit/")])
def test_commits_are_linked_at_the_hosting(tmp_path: Path, kind: str, base: str) -> None:
    root = started(tmp_path / "office")
    oid = committed(root, {"office.yaml": OFFICE + HOSTED % kind}, "托管")
    assert f'href="https://git.example.com/office/data{base}{oid}"' in page(root)


def test_without_hosting_commits_are_text(repository: Path) -> None:
    found = page(repository, week="2026-W48")
    assert "/commit/" not in found
    assert git(repository, "rev-parse", "--short=8", "HEAD") in found


def test_names_and_phones_stay_private_when_they_change(tmp_path: Path) -> None:
    root = started(tmp_path / "office")
    changed = (
        CUSTOMER.replace("王建国", "欧阳晓峰").replace("100****0000", "100****9999") + "phone_key: " + "a" * 64 + "\n"
    )
    committed(
        root, {"customers/7k3qf/customer.yaml": changed}, "王建国改名欧阳晓峰，电话 10000009999，问 a.b@example.com"
    )
    found = site(root, "zh")
    for path in ("changes/2026-W47.md", "changes/index.md", "index.md"):
        for secret in ("王建国", "欧阳晓峰", "建国", "晓峰", "10000009999", "a.b@", "100****0000", "aaaaaaaa"):
            assert secret not in found[path], (path, secret)
    told = words(found["changes/2026-W47.md"])
    assert "王*改名欧阳*，电话 100****9999，问 ***@example.com" in told
    assert "修改：客户资料：称呼" in told


def test_addresses_of_the_staff_are_not_shown(tmp_path: Path) -> None:
    root = started(tmp_path / "office")
    office = (root / "office.yaml").read_text("utf-8")
    changed = office.replace("role: manager}", "role: manager, git: [chen-wei@example.com, 10000000000@qq.com]}")
    committed(root, {"office.yaml": changed}, "地址")
    found = page(root)
    assert 'id="office"' in found
    assert "chen-wei@" not in found
    assert "10000000000" not in found


AUTHOR = 'a" onclick=x {{ 7*7 }} &lt;b'
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}\"' onload=x [a](javascript:alert(1)) \u202e"


def test_hostile_names_subjects_and_values_stay_text(tmp_path: Path) -> None:
    root = started(tmp_path / "office")
    commit_files = {
        "customers/7k3qf/visits/2.yaml": VISIT.replace("看了三房", '"<img src=x onerror=y>{{ 1 }}"'),
        "rules.yaml": RULES.replace("B: 偏高", 'B: "<b onclick=x>"'),
        "office.yaml": (root / "office.yaml").read_text("utf-8").replace("云溪府", '"<svg onload=x>"'),
    }
    committed(root, commit_files, HOSTILE, AUTHOR)
    for language in ("zh", "en"):
        outline = Outline(page(root, language))
        assert not outline.tags & {"script", "img", "svg", "iframe"}
        assert not {name for name in outline.attributes if name.startswith("on") or name == "style"}
        assert not [link for link in outline.links if "javascript" in link]
        assert "<script>alert(1)</script>{{ 7*7 }}" in outline.words
        assert "\\u202e" in outline.words
        assert AUTHOR in outline.words
        assert "<b onclick=x>" in outline.words


def test_a_week_without_changes_says_so(tmp_path: Path) -> None:
    root = started(tmp_path / "office")
    found = site(root, "en")
    assert "Nothing changed: no record, no rule, no grade." in words(found["changes/2026-W48.md"])
    assert "No commit in this week." in words(found["changes/2026-W48.md"])
    assert "没有任何变化" in page(root, "zh", "2026-W48")


def test_commits_of_which_nothing_is_left_are_told_as_such(tmp_path: Path) -> None:
    root = started(tmp_path / "office")
    committed(root, {"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "A", "A")}, "误录")
    committed(root, {"customers/7k3qf/visits/2.yaml": None, "README.md": "x"}, "删除误录")
    told = words(page(root))
    assert "Commits: 2, people: 1. Nothing changed" in told
    assert told.count("nothing of it is left") == 2


def test_reconstructed_weeks_do_not_pretend_to_know_who_did_what(english: Mapping[str, str], tmp_path: Path) -> None:
    told = words(english["changes/2026-W45.md"])
    assert "Reconstructed" in told
    assert "Who recorded what is not known." in told
    assert "Not available." in told
    assert "No commit" not in told
    outside = of_changes(site(write(tmp_path, {}), "en", date(2026, 11, 22)))
    assert outside
    assert all("there is no history" in words(text) and "Not available." in words(text) for text in outside.values())


def test_a_shallow_clone_says_what_is_missing(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", "shallow")
    found = site(tmp_path / "shallow", "en")
    assert of_changes(found) == {}
    assert "does not hold the whole history" in found["changes/index.md"]
    assert 'id="changes"' not in found["index.md"]


def test_authors_are_the_people_of_the_office_by_their_addresses(tmp_path: Path) -> None:
    root = started(tmp_path / "office")
    office = (root / "office.yaml").read_text("utf-8")
    known = office.replace("name: 李娜, ", "name: 李娜, git: [LI-NA@example.com], ")
    committed(root, {"office.yaml": known}, "一", "娜娜")
    committed(root, {"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "A", "A")}, "二", "Li Na")
    told = words(page(root))
    assert "Commits: 2, people: 1." in told
    assert "李娜: 2 commits" in told
    assert "Nov 18 09:30" in told


@pytest.mark.parametrize("moment", ["99999999999999 +0000", "0 +0000", "4102444800 +1400"])
def test_a_commit_of_any_date_can_be_told(tmp_path: Path, moment: str) -> None:
    root = started(tmp_path / "office")
    with dated(f"@{moment}"):
        commit(root, {"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "A", "A")}, "钟不准")
    with dated("2026-11-19T09:00:00+08:00"):
        commit(root, {"customers/7k3qf/visits/3.yaml": visit("2026-11-19", "A", "A")}, "准")
    assert "钟不准" in words(page(root))


def test_problems_of_the_files_that_come_and_go(tmp_path: Path) -> None:
    root = started(tmp_path / "office", **{"customers/2m9xd/visits/9.yaml": "at: never\n"})
    committed(root, {"customers/2m9xd/visits/9.yaml": None, "customers/7k3qf/visits/9.yaml": "at: soon\n"}, "x")
    found = page(root)
    told = words(found)
    assert "New problems" in told
    assert "Mended problems" in told
    assert "customers/7k3qf/visits/9.yaml:1" in told
    assert told.index("customers/7k3qf/visits/9.yaml:1") < told.index("customers/2m9xd/visits/9.yaml:1")


def mass(number: int, note: str, motive: str) -> dict[str, str | bytes | None]:
    found: dict[str, str | bytes | None] = {}
    for i in range(number):
        folder = f"customers/2026-11/im{i:04}"
        found[f"{folder}/customer.yaml"] = CUSTOMER.replace("0000", f"{i:04}").replace("2026-11-01", "2026-11-17")
        for k in range(2):
            found[f"{folder}/visits/导入的记录-{k}.yaml"] = (
                f"at: 2026-11-1{7 + k}\nchannel: follow_up\nby: li-na\nnote: {note}\n"
                f"judged: {{motive: {motive}, price: {'ABCD'[i % 4]}}}\n"
            )
    return found


def test_a_mass_import_stays_readable_and_small(tmp_path: Path) -> None:
    root = started(tmp_path / "office")
    committed(root, mass(200, "<很长的备注&>" * 60, "A"), "批量导入")
    with dated("2026-11-25T09:00:00+08:00"):
        commit(root, mass(200, "<改过的备注&>" * 60, "D"), "<全改>" * 40)
    for i in range(50):
        with dated(f"2026-11-26T09:{i:02}:00+08:00"):
            commit(root, {f"customers/2026-11/im{i:04}/visits/x.yaml": "at: 2026-11-26\nchannel: message\nby: li-na\n"})
            git(root, "commit", "--amend", "--quiet", "--no-edit", "--author", f"作者{i} <a{i}@example.com>")
    found = site(root, "zh")
    for week, total in (("2026-W47", "新客户 200"), ("2026-W48", "等级变动 ")):
        text = found[f"changes/{week}.md"]
        assert len(text.encode()) < BOUND
        assert total in words(text)
        assert "<details" in text
        assert re.search(r"另有 \d+ 组客户", words(text))
        seen = re.sub(r"<details.*?</details>", "", text, flags=re.DOTALL)
        assert len(re.findall("<li>", seen)) <= 6 * 6


def test_the_chinese_pages_hold_no_english(repository: Path) -> None:
    for text in of_changes(site(repository)).values():
        for word in ("Changes", "commit", "By ", "record", "grade", "Nothing", "people", "Problems"):
            assert word not in re.sub(r"customer\.yaml|https?://\S+", "", words(text)), word


def test_no_later_commit_changes_a_byte_of_an_old_page(repository: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(repository, tmp_path / "office", symlinks=True))
    published = of_changes(site(root))
    for step in range(LATER):
        later(root, step)
        found = site(root, today=date(2026, 12, 20))
        assert {path: found[path] for path in published} == published, step
    assert len(of_changes(found)) > len(published)
    assert site(root, today=date(2026, 12, 20)) == found
