"""The ordinary site by MkDocs's own parts: its configuration, files, navigation, theme and search index."""

from __future__ import annotations

import gzip
import json
import logging
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs import utils
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils.meta import get_data

from generator.site.binding.cutting import jieba
from generator.site.binding.stencil import Stencils
from generator.site.compiled import Compiled
from generator.site.policy import ELSEWHERE, Policy
from generator.site.program import program
from generator.site.ready_html import MARK
from generator.store import digest

if TYPE_CHECKING:
    from mkdocs.utils.templates import TemplateContext

Entries = list[dict[str, Any]]

_SEARCH = "material/search"
_EXTENSIONS = ["toc", "tables", "fenced_code", "generator.site.ready_html"]
_LIBRARIES = ("jinja2", "markdown", "markupsafe", "mkdocs", "mkdocs-material", "jieba", "backrefs")
_SITEMAP = "sitemap.xml"
_HEAD = re.compile(r'---\ntitle: ("[^\n]*")\n((?:[a-z ][^\n]*\n)*)---\n+')
_READY = re.compile(rb"---\ntitle: [^\n]+\n(?:[a-z ][^\n]*\n)*---\n+" + re.escape(MARK.encode()) + rb"[^\r]*\Z")


def ordinary(config: MkDocsConfig) -> bool:
    """Tell whether a configuration lets pages be built one by one: nothing in it looks at several pages at once."""
    theme = config.theme
    return (
        theme.name == "material"
        and not theme.custom_dir
        and list(config.plugins) == [_SEARCH]
        and not (config.hooks or config.extra_templates)
        and (config.markdown_extensions, config.mdx_configs) == (_EXTENSIONS, {})
    )


@dataclass(frozen=True, slots=True)
class Bound:
    """A page that was built: the SHA-256 of its bytes, and what the search index holds of it."""

    sha256: str
    entries: Entries


class Theme:
    """What can be prepared before there are pages: the configuration, the theme's templates, the search's words."""

    def __init__(self, config_file: Path, site: Path) -> None:
        self.config = load_config(config_file=str(config_file), site_dir=str(site), strict=True)
        self.written = config_file.read_bytes()
        # A file that takes settings from elsewhere does not say all of them.
        self.ordinary = ordinary(self.config) and b"INHERIT" not in self.written and b"!ENV" not in self.written

    def prepare(self, cache: Path | None) -> None:
        """Load what takes long to load and every build needs: the theme's files and templates.

        The ``cache`` is the folder where compiled templates are kept.
        """
        self.config.plugins.on_startup(command="build", dirty=False)
        self.config = self.config.plugins.on_config(self.config)
        self.config.plugins.on_pre_build(config=self.config)
        self.env: Environment = self.config.theme.get_env()
        self.env.auto_reload = False
        self.env.bytecode_cache = Compiled(cache, *_LIBRARIES) if cache is not None else None
        self.env.get_template("main.html")
        jieba.setLogLevel(logging.WARNING)
        self._files = Files([])
        self._files.add_files_from_theme(self.env, self.config)
        rendered(self, ELSEWHERE, Navigation([], []), Files([]))  # compiles what nearly every page is made of
        self.key = self._key()

    @staticmethod
    def load_words() -> None:
        """Load the dictionary that pages are cut into words by, which takes longer than all the rest.

        The same words stand on many pages, so that what was cut is remembered.
        """
        jieba.initialize()
        jieba.cut = _cut

    def files(self) -> Files:
        """Return the files of the site: the pages, and what of the theme they don't put something else in place of."""
        found = get_files(self.config)
        for file in self._files:
            if found.get_file_from_path(file.src_uri) is None:
                found.append(file)
        return found

    def _key(self) -> str:
        """Return a digest of all that a page depends on but its own text and the navigation."""
        versions = [f"{name} {version(name)}" for name in _LIBRARIES]
        made = [program(), str(utils.get_build_datetime()), sys.version]
        return digest(json.dumps([digest(self.written), versions, made]).encode())


def rendered(theme: Theme, name: str, nav: Navigation, files: Files) -> bytes:
    """Return what the theme makes of a page of its own: 404.html, sitemap.xml."""
    base = utils.get_relative_url(".", name)
    if utils.is_error_template(name):  # shown at any address, so that its links can't be relative
        base = urlsplit(theme.config.site_url or "/").path
    context = get_context(nav, files, theme.config, base_url=base)
    return theme.env.get_template(name).render(context).encode()


class Book:
    """The pages of a site, by their path below docs/.

    ``key`` and a page's entry in ``sources`` are digests of all that the page depends on. ``ready`` tells whether every
    page is ready HTML under a title of its own, so that nothing is left for Markdown to do. ``weights`` grow with the
    time that a page takes.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme, self._config = theme, theme.config
        config = self._config
        self._files: Files = config.plugins.on_files(theme.files(), config=config)
        set_exclusions(self._files, config)
        self._nav: Navigation = config.plugins.on_nav(
            get_navigation(self._files, config), config=config, files=self._files
        )
        self._pages: Sequence[File] = self._files.documentation_pages(inclusion=InclusionLevel.is_included)
        for file in self._pages:
            if file.page is None:
                Page(None, file, config)
        for page in self._nav.pages:
            page.read_source(config)
        theme.env = config.plugins.on_env(theme.env, config=config, files=self._files)
        self._heads: dict[str, dict[str, Any]] = {}
        self._stencils = Stencils(self._render, {page.file.src_uri for page in self._nav.pages})
        elsewhere = self._template(ELSEWHERE)
        self._policy = Policy.of(elsewhere)
        self.key = digest(f"{theme.key} {self._nav} {digest(elsewhere)}".encode())
        texts = {file.src_uri: file.content_bytes for file in self._pages}
        self.sources: Mapping[str, str] = {path: digest(text) for path, text in texts.items()}
        self.ready = all(map(_READY.match, texts.values()))
        self.weights: Mapping[str, int] = {path: _weight(text) for path, text in texts.items()}

    def destination(self, path: str) -> str:
        """Return the path of a page below the site."""
        return self._file(path).dest_uri

    def bind(self, path: str) -> Bound:
        """Build a page and write it to the site."""
        file = self._file(path)
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
        plugin: Any = self._config.plugins[_SEARCH]
        return plugin.search_index

    def _render(self, page: Page) -> str:
        context = get_context(self._nav, self._pages, self._config, page)
        return self._theme.env.get_template(page.meta.get("template", "main.html")).render(context)

    def finish(self, entries: Mapping[str, Entries]) -> None:
        """Write everything but the pages: assets, the theme's own pages, and the whole search index."""
        self._files.copy_static_files(inclusion=InclusionLevel.is_included)
        for name in self._config.theme.static_templates:
            data, target = self._template(name), Path(self._config.site_dir, name)
            if data.strip():
                self._write(data, name)
            if data.strip() and name == _SITEMAP:
                made = utils.get_build_timestamp(pages=[file.page for file in self._pages if file.page is not None])
                with gzip.GzipFile(f"{target}.gz", "wb", mtime=made) as packed:
                    packed.write(data)
        index = self._search_index
        index.entries = [entry for file in self._pages for entry in entries[file.src_uri]]
        self._config.plugins.on_post_build(config=self._config)

    def _template(self, name: str) -> bytes:
        return rendered(self._theme, name, self._nav, self._files)

    def _write(self, data: bytes, name: str) -> bytes:
        """Write a file of the site, a page with its policy; return its bytes."""
        data = self._policy.guarded(data, name) if name.endswith(".html") else data
        utils.write_file(data, str(Path(self._config.site_dir, name)))
        return data

    def _file(self, path: str) -> File:
        file = self._files.get_file_from_path(path)
        if file is None:
            raise KeyError(path)
        return file


@lru_cache(maxsize=50_000)
def _cut(text: str | bytes) -> tuple[str, ...]:
    """Return the words of a text, as the dictionary has them."""
    return tuple(jieba.dt.cut(text))


def _unsearched(page: Page) -> bool:
    """Tell whether the search plugin, the only one there is, has nothing to do with a page."""
    search = page.meta.get("search") or {}
    return bool(search.get("exclude")) and "data-search-" not in (page.content or "")


def _weight(text: bytes) -> int:
    """Return how much longer than others a page takes: cutting the words for the search index takes longest."""
    return 0 if b"exclude: true" in text[:1000].partition(MARK.encode())[0] else len(text)
