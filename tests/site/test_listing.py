"""A list of customers that is known by the same digest is the same page, whatever else differs in the office."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from generator.grade.check import check
from generator.grade.office import judge
from generator.model.duplicates import groups
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.read.problem import Problem
from generator.read.tree import Tree
from generator.report.frame import Frame, frame
from generator.site import meetings, pages
from generator.site.earlier import Facts
from generator.site.environment import environment
from generator.site.links import Hosting
from generator.site.listing import Listing, rows
from generator.site.press import Press
from generator.texts import translator
from tests.offices import CUSTOMER, OFFICE
from tests.report.frames import AS_OF, ROOT, small, visit
from tests.report.meeting.test_weekly import REVIEWED
from tests.site.test_pages import Changes

MINE, OTHER, THIRD = "7k3qf", "2m9xd", "c0"
BEST: Changes = {
    "rules.yaml": REVIEWED,
    "office.yaml": OFFICE + "repository: {url: https://git.example/fang/office}\n",
    **{
        f"customers/{one}/{file}": text
        for one in (MINE, OTHER, THIRD)
        for file, text in (("customer.yaml", CUSTOMER), ("visits/1.yaml", visit("2026-11-18", "A", "A")))
    },
}
OVER = "at: 2026-10-01\nby: chen-wei\nkind: override\nto: A\nuntil: 2026-10-05\nreason: 谈过\n"
EDITS: list[Changes] = [
    {},
    {f"customers/{OTHER}/visits/2.yaml": visit("2026-11-20", "C", "C")},
    {f"customers/{OTHER}/visits/2.yaml": visit("2026-11-20", "A", "A", "note: 再来\n")},
    {f"customers/{OTHER}/visits/1.yaml": visit("2026-11-10", "A", "A")},
    {f"customers/{MINE}/visits/1.yaml": visit("2026-11-17", "A", "B")},
    {f"customers/{THIRD}/customer.yaml": CUSTOMER.replace("li-na", "wu-di")},
    {f"customers/{THIRD}/customer.yaml": CUSTOMER + "closed: {on: 2026-11-20, reason: bought_elsewhere}\n"},
    {f"customers/{THIRD}/customer.yaml": None, f"customers/{THIRD}/visits/1.yaml": None},
    {"customers/c1/customer.yaml": CUSTOMER, "customers/c1/visits/1.yaml": visit("2026-11-01", "A", "A")},
    {"office.yaml": OFFICE.replace("李娜", "李小娜")},
    {f"customers/{MINE}/decisions/1.yaml": OVER},  # it shows nowhere but in the name of the next decision's file
]


def listed(shown: Frame, problems: Sequence[Problem] = ()) -> Iterator[tuple[Listing, Facts]]:
    """Yield every list of customers with the facts that it follows from."""
    hosting = Hosting(shown.office.repository) if shown.office.repository is not None else None
    press = Press(environment([Path(ROOT, "site_templates")], shown.tr), shown, hosting)
    facts = Facts(shown, "")
    for lister in pages.listers(problems):
        for one in lister(press):
            yield one, facts


class Laws:
    """The same facts are the same page, and the same rows are; a customer's facts are the same row."""

    def __init__(self) -> None:
        self.pages: dict[str, dict[str, str]] = defaultdict(dict)
        self.of_rows: dict[str, dict[str, str]] = defaultdict(dict)
        self.of_customers: dict[tuple[str, str], str] = {}

    def keep(self, one: Listing, facts: Facts) -> str:
        """Return a page, after it was seen to keep the laws."""
        page = one.make()
        assert self.pages[one.path].setdefault(facts.together(one.said, one.customers), page) == page, one.path
        found = rows(one, facts.row, {}, ())
        if found is not None:
            assert self.of_rows[one.path].setdefault(facts.in_rows(one.said, found), page) == page, one.path
            for customer, row in found.items():
                assert self.of_customers.setdefault((one.path, facts.of(customer)), row) == row, (one.path, customer)
        return page


def test_the_same_digest_is_the_same_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meetings, "_TOGETHER", 1)
    monkeypatch.setattr(pages, "_LIST", 1)
    laws, made = Laws(), 0
    for edit in EDITS:
        for one, facts in listed(small({**BEST, **edit})):
            made += 1
            laws.keep(one, facts)
    assert {"meetings/weekly-2.md", "customers/2-.md"} <= laws.pages.keys()
    assert sum(map(len, laws.pages.values())) < made, "what has not changed is known again"


def edited(files: dict[str, bytes], draw: Random) -> str:
    """Change one record somehow; return which."""
    path = draw.choice([path for path in files if path.startswith("customers/")])
    text = files[path].decode()
    match draw.randrange(4):
        case 0 if not path.endswith("customer.yaml"):
            del files[path]
        case 1:
            files[path] = re.sub(r"(?m)^(consultant|by|to): (li-na|wu-di|sun-yue)$", r"\1: he-jingwen", text).encode()
        case 2:
            files[path] = re.sub(r"(?m)^(at|registered|on): 2026-(\d\d)-\d\d", r"\1: 2026-\2-03", text).encode()
        case _:
            files[path] = re.sub(r"(?m)^note: (?!\||>|\")", "note: 又说 ", text).replace(": B", ": C").encode()
    return path


def test_in_the_sample_office_too_each_page_stands_where_nothing_of_whom_it_tells_was_edited() -> None:
    whole, draw = working_tree(ROOT), Random(5)  # noqa: S311 - the same edits each time
    laws, edits = Laws(), 40
    for number in range(edits + 1):
        files = dict(whole.files)
        path = edited(files, draw) if number else ""
        office = snapshot(Tree(files, None, dirty=False, others=whole.others))
        shown = frame(office, judge(office, AS_OF), translator("zh"))
        for one, facts in listed(shown, check(office, AS_OF)):
            page = laws.keep(one, facts)
            told = set(re.findall(r'href="(?:\.\./)*customers/([^"/]+)\.html"', page)) & shown.everyone.keys()
            alike = {name for group in groups(office.dossiers) for name in group.ids}  # quality tells of them as well
            assert told <= {*one.customers, *alike}, (one.path, told - set(one.customers))
    number_of = {path: len(pages) for path, pages in laws.pages.items()}
    for path in ("customers/index.md", "meetings/weekly.md", "pool.md", "approvals.md"):
        assert 1 < len(laws.of_rows[path]) < number_of[path], (path, "some edits change what it shows, and some don't")
    assert number_of["rules.md"] == 1
    for path in ("pool.md", "approvals.md", "consultants/li-na.md", "consultants/wu-di.md", "quality.md"):
        assert 1 < number_of[path] <= edits, (path, "some edits concern it, and some don't")
