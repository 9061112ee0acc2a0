"""The pages' files: what they hold, that values stay text, and that the same inputs give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from generator.grade.office import judge
from generator.report.frame import frame
from generator.site.docs import MARK
from generator.site.links import Hosting, contact_text, free_name, page_name
from generator.site.pages import pages
from generator.site.press import front_matter
from generator.texts import translator
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT, typed

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "site_templates"
GOLDEN = Path(__file__).parent / "golden"
AS_OF = date(2026, 11, 22)
HOSTED = OFFICE + "repository: {url: https://git.example.com/office/data, branch: main, kind: %s}\n"

Changes = Mapping[str, str | bytes | None]


def press(changes: Changes, language: str = "zh", templates: Path | None = None) -> Mapping[str, str | bytes]:
    """The files of the tests' office with some records changed."""
    office = typed(changes)
    folders = [TEMPLATES] if templates is None else [templates, TEMPLATES]
    return pages(frame(office, judge(office, AS_OF), translator(language)), office.problems, folders)


def text(files: Mapping[str, str | bytes], path: str) -> str:
    content = files[path]
    assert isinstance(content, str)
    return content


def texts(files: Mapping[str, str | bytes]) -> Iterator[tuple[str, str]]:
    for path in files:
        if path.endswith(".md"):
            yield path, text(files, path)


class Outline(HTMLParser):
    """The elements and attributes of a page, and whether every element is closed in order."""

    VOID = frozenset({"br", "input"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(page.partition(MARK)[2])
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _value in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


FULL: Changes = {
    "office.yaml": HOSTED % "github",
    "customers/7k3qf/customer.yaml": CUSTOMER + "profile: {title: mr, household: children}\n",
    "customers/7k3qf/visits/2.yaml": VISIT.replace("11-12", "11-18").replace("price: B", "price: D"),
    "customers/7k3qf/visits/3.yaml": "at: 2026-11-19\nchannel: follow_up\nby: li-na\nnote: 还在比较\nunits: [3-1201]\n",
    "customers/2m9xd/visits/2.yaml": VISIT.replace("11-12", "11-20").replace("B", "A"),
    "customers/2m9xd/deals/1.yaml": "at: 2026-11-21\nstage: queued\nunit: 3-1202\namount: 5\n",
    "customers/cc333/customer.yaml": CUSTOMER.replace("0000", "0003") + "closed: {on: 2026-11-10, reason: lost}\n",
}


POOLED: Changes = {
    "office.yaml": HOSTED % "github",
    "rules.yaml": RULES.replace("{refresh_days: 30}", "{C: {pool: true}}"),
    "customers/7k3qf/visits/1.yaml": VISIT.replace("B", "C"),
}


@pytest.mark.parametrize(
    "path", ["index.md", "customers/7k3qf.md", "approvals.md", "pool.md", "rules.md", "meetings/weekly.md"]
)
def test_pages_are_as_they_were_looked_at(path: str, request: pytest.FixtureRequest) -> None:
    page = text(press(POOLED if path == "pool.md" else FULL), path)
    golden = GOLDEN / path.replace("/", "-")
    if request.config.getoption("--update"):
        golden.write_text(page, encoding="utf-8")
    assert page == golden.read_text(encoding="utf-8"), (
        "look at the page, then: pytest tests/site/test_pages.py --update"
    )


def test_every_page_of_the_menu_and_of_every_customer_is_there() -> None:
    names = {path for path, _page in texts(press(FULL))}
    assert names == {
        *("index.md", "approvals.md", "pool.md", "quality.md", "rules.md"),
        *("consultants/index.md", "customers/index.md"),
        *("consultants/li-na.md", "consultants/wu-di.md", "consultants/zhou-kai.md", "consultants/chen-wei.md"),
        *("meetings/evening.md", "meetings/weekly.md"),
        *("customers/7k3qf.md", "customers/2m9xd.md", "customers/cc333.md"),
    }


def test_the_style_and_the_script_come_along() -> None:
    files = press({})
    assert all(isinstance(files[f"assets/{name}"], bytes) for name in ("fenji.css", "fenji.js"))


def test_the_same_inputs_give_the_same_bytes() -> None:
    assert press(FULL) == press(FULL)


def test_a_new_day_changes_no_customer_page_whose_grade_stands() -> None:
    office = typed({"customers/7k3qf/visits/1.yaml": VISIT.replace("B", "C").replace("11-12", "11-18")})
    first, second = (
        pages(frame(office, judge(office, day), translator("zh")), (), [TEMPLATES])
        for day in (AS_OF, date(2026, 11, 23))
    )
    assert first["customers/7k3qf.md"] == second["customers/7k3qf.md"]
    assert first["index.md"] != second["index.md"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("empty", [True, False])
def test_pages_are_whole_html_without_inline_style_or_script(language: str, empty: bool) -> None:
    changes: Changes = dict.fromkeys(("customers/7k3qf/customer.yaml", "customers/2m9xd/customer.yaml"))
    for _path, page in texts(press(changes if empty else FULL, language)):
        outline = Outline(page)
        assert not outline.tags & {"script", "style", "iframe", "img", "link", "object"}
        assert not {name for name in outline.attributes if name == "style" or name.startswith("on")}


def test_chinese_pages_have_no_english_sentence() -> None:
    for path, page in texts(press(FULL)):
        words = Outline(page).words.replace("sha256", "")
        for english in ("since", "customer", "Grade", "waits", "follow-up", "missing"):
            assert f" {english} " not in words, path


def test_links_between_the_pages_lead_to_pages() -> None:
    files = press(FULL)
    known = {path.removesuffix(".md") + ".html" for path, _page in texts(files)}
    for path, page in texts(files):
        for link in Outline(page).links:
            if not link.startswith(("https://", "#")):
                folder = path.rpartition("/")[0]
                parts = [*([folder] if folder else []), *link.partition("#")[0].split("/")]
                while ".." in parts:
                    at = parts.index("..")
                    del parts[at - 1 : at + 1]
                assert "/".join(parts) in known, (path, link)


def test_pages_of_customers_and_the_sheets_are_not_searched_and_others_are() -> None:
    for path, page in texts(press(FULL)):
        found = yaml.safe_load(page.split("---\n")[1])
        names_customers = path.startswith(("customers/", "meetings/")) and path != "customers/index.md"
        assert found.get("search") == ({"exclude": True} if names_customers else None)
        assert found["hide"] == ["navigation", "toc"]


HOSTILE = [
    "<script>alert(1)</script>",
    "</title></svg></div><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}{# x #}",
    "[a](javascript:alert(1)) ![b](//x) `c` **d**",
    "&lt;b&gt; &amp; <!-- ready html -->",
    "%(name)s %s 100%",
    "--- title: x ---",
]


def hostile(value: str) -> Changes:
    """The office with a value in every field that takes a text."""
    quoted = json.dumps(value, ensure_ascii=False)
    rules = (
        RULES.replace("准客户", "甲").replace("{A: 甲,", f"{{A: {quoted},").replace("label: 价格", f"label: {quoted}")
    )
    rules = (
        rules.replace("A: 接受", f"A: {quoted}")
        .replace("name: 甲", f"name: {quoted}")
        .replace("id: undecided", f"id: {quoted}")
    )
    rules = (
        f"{rules}playbook: {{B: [{quoted}], stages: {{x: [{quoted}]}}}}\nattributes: {{seen: {{label: {quoted}}}}}\n"
    )
    customer = (
        CUSTOMER.replace("王建国", quoted).replace("100****0000", quoted).replace("rooms: 3", f"district: {quoted}")
    )
    decision = f"at: 2026-11-13\nby: chen-wei\nkind: override\nto: A\nreason: {quoted}\nuntil: 2026-12-01\n"
    return {
        "office.yaml": (HOSTED % "github").replace("李娜", quoted).replace("周凯", quoted).replace("云溪府", quoted),
        "rules.yaml": rules,
        "customers/7k3qf/customer.yaml": f"{customer}profile: {{place: {quoted}}}\nattributes: {{seen: {quoted}}}\n",
        "customers/7k3qf/visits/1.yaml": VISIT.replace("看了三房", quoted),
        "customers/2m9xd/decisions/1.yaml": decision,
        "customers/2m9xd/deals/1.yaml": f"at: 2026-11-21\nstage: queued\nnote: {quoted}\n",
        "customers/2m9xd/visits/x.yaml": f"at: {quoted}\nchannel: visit\nby: li-na\n",
    }


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_is_text_wherever_it_stands(value: str) -> None:
    calm, wild = press(hostile("王")), press(hostile(value))
    assert wild.keys() == calm.keys()
    found = 0
    for path, page in texts(wild):
        mild, outline = Outline(text(calm, path)), Outline(page)
        assert outline.tags <= mild.tags | {"b", "span", "br"}, path
        assert outline.attributes <= mild.attributes | {"title"}, path
        assert all(
            link.startswith(("https://git.example.com/", "#")) or link.endswith(".html") or ".html#" in link
            for link in outline.links
        ), path
        head = yaml.safe_load(page.split("\n---\n")[0].removeprefix("---\n"))
        assert head.keys() <= {"title", "hide", "search"}
        assert not set(head["title"]) & set("<>&\"'`{}")
        found += value in outline.words
    assert found >= 4


def test_a_title_is_harmless_as_yaml_and_as_html() -> None:
    title = "a\"b: <script>\n--- {{ x }} & 'c' \\ é 😀"
    head = front_matter(title)
    loaded = yaml.safe_load(head.removeprefix("---\n").removesuffix("---\n"))
    assert not set(loaded["title"]) & set("<>&\"'`{}\n\\")
    assert "é 😀" in loaded["title"]


def test_a_page_never_holds_a_whole_phone_number() -> None:
    changes: Changes = {
        "customers/7k3qf/customer.yaml": CUSTOMER.replace("100****0000", "10000001234"),
        "customers/7k3qf/visits/1.yaml": VISIT.replace("看了三房", "打10000005678 或 100 0000 5678"),
    }
    for path, page in texts(press(changes)):
        assert "0000001234" not in page, path
        assert "0000005678" not in page.replace(" ", ""), path


@pytest.mark.parametrize(
    ("kind", "new", "edit", "blob"),
    [
        (
            "github",
            "/new/main?filename=customers%2F7k3qf%2Fvisits%2F002.yaml&value=at%3A%20%0Achannel%3A%20visit",
            "/edit/main/customers/7k3qf/customer.yaml",
            "/blob/main/customers/7k3qf/visits/1.yaml#L5",
        ),
        (
            "gitlab",
            "/-/new/main?file_name=customers%2F7k3qf%2Fvisits%2F002.yaml&content=at%3A%20%0Achannel%3A%20visit",
            "/-/edit/main/customers/7k3qf/customer.yaml",
            "/-/blob/main/customers/7k3qf/visits/1.yaml#L5",
        ),
        (
            "gitee",
            "/new/main/customers/7k3qf/visits?filename=002.yaml&value=at%3A%20%0Achannel%3A%20visit",
            "/edit/main/customers/7k3qf/customer.yaml",
            "/blob/main/customers/7k3qf/visits/1.yaml#L5",
        ),
    ],
)
def test_links_open_the_hostings_editor_with_name_and_text(kind: str, new: str, edit: str, blob: str) -> None:
    links = Outline(text(press({"office.yaml": HOSTED % kind}), "customers/7k3qf.md")).links
    base = "https://git.example.com/office/data"
    assert any(link.startswith(base + new) for link in links)
    assert base + edit in links
    assert base + blob in links


def test_without_a_hosted_repository_there_are_no_links_into_one() -> None:
    for path, page in texts(press({})):
        outline = Outline(page)
        assert not any(link.startswith("https://") for link in outline.links), path
        assert "data-now" not in outline.attributes


def test_only_a_fall_that_was_followed_up_offers_to_be_approved() -> None:
    fall = {
        "office.yaml": HOSTED % "github",
        "customers/7k3qf/visits/2.yaml": VISIT.replace("11-12", "11-18").replace("B", "D"),
    }
    call = {"customers/7k3qf/visits/3.yaml": "at: 2026-11-19\nchannel: message\nby: li-na\n"}
    offered = [
        "kind%3A%20approve_downgrade" in text(press(changes), "approvals.md") for changes in (fall, {**fall, **call})
    ]
    assert offered == [False, True]
    assert "by%3A%20zhou-kai" in text(press({**fall, **call}), "approvals.md")


def test_the_pool_offers_claims_and_the_transfers_of_the_swap() -> None:
    links = [unquote(link) for link in Outline(text(press(POOLED), "pool.md")).links]
    base = "https://git.example.com/office/data/new/main?filename=customers/7k3qf/decisions/001.yaml&value="
    assert base + "at: \nby: \nkind: claim\nto: \nreason: \n" in links
    assert base + "at: \nby: chen-wei\nkind: transfer\nto: wu-di\nreason: \n" in links
    assert not any("kind: " in link for link in Outline(text(press({}), "pool.md")).links)


def test_a_path_with_odd_characters_stays_inside_the_address() -> None:
    office = typed({"office.yaml": HOSTED % "github"}).office
    assert office is not None
    assert office.repository is not None
    hosting = Hosting(office.repository)
    assert hosting.blob('customers/a/visits/x "<#?&%/y.yaml', 3) == (
        "https://git.example.com/office/data/blob/main/customers/a/visits/x%20%22%3C%23%3F%26%25/y.yaml#L3"
    )


def test_a_new_record_never_takes_a_name_that_is_there() -> None:
    taken = ["c/visits/1.yaml", "c/visits/003.yaml", "c/deals/1.yaml"]
    assert free_name("c/visits", taken) == "c/visits/004.yaml"
    assert free_name("c/visits", []) == "c/visits/001.yaml"


def test_a_customer_called_index_does_not_take_the_place_of_the_index() -> None:
    files = press({"customers/index/customer.yaml": CUSTOMER})
    assert page_name("index") == "index-"
    assert "customers/index-.md" in files
    assert "7k3qf" in text(files, "customers/index.md")


def test_the_text_of_a_new_visit_is_the_form_of_the_records() -> None:
    drafted = contact_text("follow_up", "li-na", ["motive"], "约", "删")
    filled = (
        drafted.replace("at: \n", "at: 2026-11-22\n", 1).replace("note: ", "note: x").replace("motive: ", "motive: A")
    )
    said = {"at": "2026-11-22", "channel": "follow_up", "by": "li-na", "note": "x", "judged": {"motive": "A"}}
    assert yaml.load(filled, yaml.BaseLoader) == said  # noqa: S506 - plain strings
    agreed = filled.replace("# next: {on: YYYY-MM-DD, what: ", "next: {on: 2026-11-25, what: 算价")
    planned = {"on": "2026-11-25", "what": "算价"}
    assert yaml.load(agreed, yaml.BaseLoader) == {**said, "next": planned}  # noqa: S506 - plain strings


def test_a_call_back_a_visit_and_a_grade_set_by_hand_are_one_tap_away() -> None:
    page = text(press({"office.yaml": HOSTED % "github"}), "customers/7k3qf.md")
    taps = [unquote(part.partition('"')[0]) for part in page.split('href="') if "/new/main?filename=" in part[:80]]
    assert ["channel: follow_up" in taps[0], "channel: visit" in taps[1], "kind: override" in taps[2]] == [True] * 3
    assert "/visits/" in taps[1]
    assert "/decisions/" in taps[2]
    assert "\nuntil: " in taps[2]


def test_the_consultants_page_tells_whose_turn_the_next_new_customer_is() -> None:
    roster = "roster: {order: [wu-di, li-na]}\n"
    assert "接待，之后依次是" in text(press({"office.yaml": OFFICE + roster}), "consultants/index.md")
    assert "接待，之后依次是" not in text(press({}), "consultants/index.md")


def test_templates_and_assets_of_the_office_win(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "assets").mkdir()
    (tmp_path / "pages/quality.html.j2").write_text("<p>{{ view.errors }} 自己的</p>", encoding="utf-8")
    (tmp_path / "assets/fenji.css").write_bytes(b"own")
    files = press({}, templates=tmp_path)
    assert text(files, "quality.md").endswith("<p>0 自己的</p>\n")
    assert files["assets/fenji.css"] == b"own"
    assert "自己的" not in text(files, "index.md")


def test_a_customer_that_is_registered_later_has_no_page_and_no_link() -> None:
    files = press(
        {
            "customers/7k3qf/customer.yaml": CUSTOMER + "referrer: dd444\n",
            "customers/dd444/customer.yaml": CUSTOMER.replace("2026-11-01", "2026-12-01"),
        }
    )
    assert "customers/dd444.md" not in files
    assert all("dd444.html" not in page for _path, page in texts(files))
