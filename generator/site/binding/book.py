"""The ordinary site by MkDocs's own parts: its files, navigation, pages and search index."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mkdocs import utils
from mkdocs.commands.build import get_context
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils.meta import get_data

from generator.site.binding.stencil import Stencils
from generator.site.binding.texts import Texts
from generator.site.binding.theme import SEARCH, Theme
from generator.site.docs import MARK
from generator.site.policy import ELSEWHERE, Policy
from generator.store import digest
from generator.values import dataclass

if TYPE_CHECKING:
    from mkdocs.utils.templates import TemplateContext

Entries = list[dict[str, Any]]

_SITEMAP = "sitemap.xml"
_included: Callable[[InclusionLevel], bool] = InclusionLevel.is_included  # MkDocs names no types for it
_HEAD = re.compile(r'---\ntitle: ("[^\n]*")\n((?:[a-z ][^\n]*\n)*)---\n+')


@dataclass(frozen=True, slots=True)
class Bound:
    """A page that was built: the SHA-256 of its bytes, and what the search index holds of it."""

    sha256: str
    entries: Entries


class Book:
    """The pages of a site, by their path below docs/, in order.

    ``key`` is a digest of all that a page depends on but its own text.
    """

    def __init__(self, theme: Theme, texts: Texts) -> None:
        self._theme, self._config, self._texts = theme, theme.config, texts
        config = self._config
        self._files: Files = config.plugins.on_files(theme.files(), config=config)
        set_exclusions(self._files, config)
        self._nav: Navigation = config.plugins.on_nav(
            get_navigation(self._files, config), config=config, files=self._files
        )
        self._every = self._files.documentation_pages(inclusion=InclusionLevel.is_included)
        self._pages: Mapping[str, File] = {file.src_uri: file for file in self._every}
        for file in self._every:
            if file.page is None:
                Page(None, file, config)
        for page in self._nav.pages:
            page.read_source(config)
        self._menu = str(self._nav)
        theme.env = config.plugins.on_env(theme.env, config=config, files=self._files)
        self._heads: dict[str, dict[str, Any]] = {}
        self._stencils = Stencils(self._render, {page.file.src_uri for page in self._nav.pages})
        self._own = {
            name: theme.rendered(name, self._nav, self._files) for name in {*config.theme.static_templates, ELSEWHERE}
        }
        self._policy = Policy.of(self._own[ELSEWHERE])
        self.key = digest(f"{theme.key} {self._menu} {digest(self._own[ELSEWHERE])}".encode())

    @property
    def paths(self) -> Collection[str]:
        """The pages."""
        return self._pages.keys()

    @property
    def ready(self) -> bool:
        """Whether every page is ready HTML under a title of its own, so that nothing is left for Markdown to do."""
        return all(self._texts[path].ready for path in self._pages)

    def stands(self, differing: Collection[str]) -> bool:
        """Read those pages again that differ; tell whether the book is the one that would be made now.

        Of what the pages say only the titles of those in the menu are part of it, and of the files only their paths.
        """
        for page in self._nav.pages:
            if page.file.src_uri in differing:
                page.read_source(self._config)
        return str(self._nav) == self._menu

    def destination(self, path: str) -> str:
        """Return the path of a page below the site."""
        return self._pages[path].dest_uri

    def bind(self, path: str) -> Bound:
        """Build a page and write it to the site."""
        file = self._pages[path]
        page, config = file.page or Page(None, file, self._config), self._config
        self._read(page)
        page.content = (page.markdown or "").removeprefix(MARK).strip()  # as ready_html.py hands it back to Markdown
        page.toc, page.present_anchor_ids = get_toc([]), set()
        index = self._search_index
        index.entries = []
        page.active = True
        if not _unsearched(page):
            config.plugins.on_page_context(cast("TemplateContext", {}), page=page, config=config, nav=self._nav)
        data = self._stencils.output(page).encode("utf-8", errors="xmlcharrefreplace")
        page.active = False
        data = self._write(data, file.dest_uri)
        page.content = page.markdown = ""
        return Bound(digest(data), index.entries)

    def _read(self, page: Page) -> None:
        """Do what ``read_source`` does; what pages with the same front matter have but for the title is read once."""
        text = page.file.content_string
        head = _HEAD.match(text)
        if head is None:
            page.read_source(self._config)
            return
        title, rest = head.groups()
        if rest not in self._heads:
            self._heads[rest] = get_data(f"---\n{rest}---\n")[1] if rest else {}
        page.meta = {"title": json.loads(title), **self._heads[rest]}
        page.markdown = text[head.end() :]

    @property
    def _search_index(self) -> Any:
        """The index of Material's search plugin, which names no type for it."""
        plugin: Any = self._config.plugins[SEARCH]
        return plugin.search_index

    def _render(self, page: Page) -> str:
        context = get_context(self._nav, self._every, self._config, page)
        return self._theme.env.get_template(page.meta.get("template", "main.html")).render(context)

    @property
    def theirs(self) -> Sequence[File]:
        """The files of the theme: another book has the same, or others that take their places."""
        found = (file for file in self._files if file.src_dir != self._config.docs_dir)
        return [file for file in found if not file.is_documentation_page() and _included(file.inclusion)]

    def finish(self, entries: Mapping[str, Entries]) -> None:
        """Write everything but pages and the theme's files: the office's, the theme's own pages, the search index."""
        own = Files([file for file in self._files if file.src_dir == self._config.docs_dir])
        own.copy_static_files(inclusion=_included)
        for name in self._config.theme.static_templates:
            if (data := self._own[name]).strip():
                self._write(data, name)
                if name == _SITEMAP:
                    self._pack(data)
        index = self._search_index
        index.entries = [entry for path in self._pages for entry in entries[path]]
        self._config.plugins.on_post_build(config=self._config)

    def _pack(self, sitemap: bytes) -> None:
        made = utils.get_build_timestamp(pages=[file.page for file in self._every if file.page is not None])
        with gzip.GzipFile(Path(self._config.site_dir, f"{_SITEMAP}.gz"), "wb", mtime=made) as packed:
            packed.write(sitemap)

    def _write(self, data: bytes, name: str) -> bytes:
        """Write a file of the site, a page with its policy; return its bytes."""
        data = self._policy.guarded(data, name) if name.endswith(".html") else data
        utils.write_file(data, str(Path(self._config.site_dir, name)))
        return data


def _unsearched(page: Page) -> bool:
    """Tell whether the search plugin, the only one there is, has nothing to do with a page."""
    search = page.meta.get("search") or {}
    return bool(search.get("exclude")) and "data-search-" not in (page.content or "")
