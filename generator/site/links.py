"""Addresses: between the pages of the site, and into the hosting's web pages (files, and pre-filled new files).

The hostings' forms:

- GitHub: ``URL/new/BRANCH?filename=PATH&value=TEXT``, ``URL/edit/BRANCH/PATH``, ``URL/blob/BRANCH/PATH#L5``,
  ``URL/commit/ID``;
- GitLab: ``URL/-/new/BRANCH?file_name=PATH&content=TEXT``, ``URL/-/edit/…``, ``URL/-/blob/…#L5``, ``URL/-/commit/ID``;
- Gitee: ``URL/new/BRANCH/FOLDER?filename=NAME&value=TEXT``, ``URL/edit/BRANCH/PATH``, ``URL/blob/BRANCH/PATH#L5``,
  ``URL/commit/ID``.

Those of GitHub and GitLab were read on 2026-11-22 in their users' documentation and issues (commits: addresses in
npm/hosted-git-info issue 183). Gitee's documentation was not read: its ``blob`` and ``commit`` are the forms of public
links to repositories there (openharmony, mindspore), its ``new`` and ``edit`` were not tried.

A hosting that leaves the text out still opens an empty file; the pages show the text to copy beside the button.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from urllib.parse import quote

from generator.model.office import Repository
from generator.report.frame import customer_of
from generator.report.rich import Kind, Target
from generator.values import dataclass

_INDEX = "index"
_KEPT = 1024
"""A page leads to the same files many times, and pages begin new files with the same text."""


@lru_cache(maxsize=_KEPT)
def _path(path: str) -> str:
    return quote(path)


@lru_cache(maxsize=_KEPT)
def _value(text: str) -> str:
    return quote(text, safe="")


def page_name(id_: str) -> str:
    """Return the file name, without its ending, of a customer's or consultant's page; an id never ends in “-”."""
    return f"{_INDEX}-" if id_ == _INDEX else id_


def free_name(folder: str, taken: Collection[str]) -> str:
    """Return the path of a new record in a folder: numbered on from the files that are there."""
    number = sum(path.startswith(f"{folder}/") for path in taken) + 1
    while f"{folder}/{number:03}.yaml" in taken:
        number += 1
    return f"{folder}/{number:03}.yaml"


@dataclass(frozen=True, slots=True)
class Hosting:
    """The addresses of one hosted repository; to the files of ``hidden`` customers nothing leads any more (L1)."""

    repository: Repository
    hidden: frozenset[str] = frozenset()

    @property
    def _base(self) -> str:
        return f"{self.repository.url}/-" if self.repository.kind == "gitlab" else self.repository.url

    @property
    def _branch(self) -> str:
        return _path(self.repository.branch)

    def blob(self, path: str, line: int = 0) -> str:
        """Return the address of a file, at a line."""
        return f"{self._base}/blob/{self._branch}/{_path(path)}" + (f"#L{line}" if line else "")

    def commit(self, oid: str) -> str:
        """Return the address of a commit."""
        return f"{self._base}/commit/{_path(oid)}"

    def edit(self, path: str) -> str:
        """Return the address that opens a file in the editor."""
        return f"{self._base}/edit/{self._branch}/{_path(path)}"

    def new(self, path: str, text: str) -> str:
        """Return the address that opens the editor with a new file, its name and text filled in."""
        folder, _slash, name = path.rpartition("/")
        new = f"{self._base}/new/{self._branch}"
        if self.repository.kind == "gitlab":
            return f"{new}?file_name={_value(path)}&content={_value(text)}"
        if self.repository.kind == "gitee":
            return f"{new}/{_path(folder)}?filename={_value(name)}&value={_value(text)}"
        return f"{new}?filename={_value(path)}&value={_value(text)}"


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses as seen from one page; ``up`` leads from its folder to the site's root."""

    up: str
    hosting: Hosting | None

    def page(self, name: str) -> str:
        """Return the address of a page by its path without ending."""
        return f"{self.up}{name}.html"

    def customer(self, id_: str) -> str:
        """Return the address of a customer's page."""
        return f"{self.up}customers/{page_name(id_)}.html"

    def consultant(self, id_: str) -> str:
        """Return the address of a consultant's page."""
        return f"{self.up}consultants/{page_name(id_)}.html"

    def to(self, target: Target) -> str:
        """Return the address of a target; empty for a file or commit of a repository that is hosted nowhere."""
        if target.kind is Kind.CUSTOMER:
            return self.customer(target.id)
        if target.kind is Kind.CONSULTANT:
            return self.consultant(target.id)
        if target.kind is Kind.PAGE:
            return self.page(target.id)
        if self.hosting is None or (target.kind is Kind.FILE and customer_of(target.id) in self.hosting.hidden):
            return ""
        return (
            self.hosting.commit(target.id) if target.kind is Kind.COMMIT else self.hosting.blob(target.id, target.line)
        )

    def edit(self, path: str) -> str:
        """Return the address that opens a file in the editor; empty without hosting."""
        return self.hosting.edit(path) if self.hosting is not None else ""

    def new(self, path: str, text: str) -> str:
        """Return the address that opens a new file in the editor; empty without hosting."""
        return self.hosting.new(path, text) if self.hosting is not None else ""


def contact_text(channel: str, owner: str, judged: Iterable[str], planned: str, remark: str) -> str:
    """Return the text of a new contact's file, to be filled in.

    ``planned`` tells how a next step is written down, ``remark`` what to do with unasked indicators.
    """
    lines = ["at: ", f"channel: {channel}", f"by: {owner}", "note: "]
    lines += [f"# {planned}", "# next: {on: YYYY-MM-DD, what: }"]
    names = list(judged)
    if names:
        lines += [f"# {remark}", "judged:", *(f"  {name}: " for name in names)]
    return "\n".join(lines) + "\n"


def decision_text(kind: str, to: str, by: str, until: str = "") -> str:
    """Return the text of a new decision's file, to be filled in; ``to`` and ``by`` may be empty.

    ``until`` is the last day of an override, which has one.
    """
    ends = f"until: {until}\n" if until else ""
    return f"at: \nby: {by}\nkind: {kind}\nto: {to}\n{ends}reason: \n"
