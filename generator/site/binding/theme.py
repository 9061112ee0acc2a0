"""The ordinary site's theme by MkDocs's own parts: what can be prepared before there are pages."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs import utils
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.nav import Navigation

from generator.site.compiled import Compiled
from generator.site.policy import ELSEWHERE
from generator.site.program import program
from generator.store import digest

SEARCH = "material/search"
_EXTENSIONS = ["toc", "tables", "fenced_code", "generator.site.ready_html"]
_LIBRARIES = ("jinja2", "markdown", "markupsafe", "mkdocs", "mkdocs-material", "jieba", "backrefs")


@cache  # each is a file to be read
def _versions() -> list[str]:
    """Return what differs from version to version of each library: what it says of itself, which need not be parsed."""
    said = (distribution(name).read_text("METADATA") or "" for name in _LIBRARIES)
    return [digest(text.encode()) for text in said]


def ordinary(config: MkDocsConfig) -> bool:
    """Tell whether a configuration lets pages be built one by one: nothing in it looks at several pages at once."""
    theme = config.theme
    return (
        theme.name == "material"
        and not theme.custom_dir
        and list(config.plugins) == [SEARCH]
        and not (
            config.plugins[SEARCH].config.get("jieba_dict") or config.plugins[SEARCH].config.get("jieba_dict_user")
        )
        and not (config.hooks or config.extra_templates)
        and (config.markdown_extensions, config.mdx_configs) == (_EXTENSIONS, {})
    )


class Theme:
    """What can be prepared before there are pages: the configuration, the theme's files and templates.

    ``key`` is a digest of all that a page depends on but its own text and the navigation.
    """

    def __init__(self, config_file: Path, site: Path) -> None:
        self.config = load_config(config_file=str(config_file), site_dir=str(site), strict=True)
        self.written = config_file.read_bytes()
        # A file that takes settings from elsewhere does not say all of them.
        self.ordinary = ordinary(self.config) and b"INHERIT" not in self.written and b"!ENV" not in self.written

    def prepare(self, cache: Path | None) -> None:
        """Load what takes long to load and every build needs: the theme's files and templates.

        The ``cache`` is the folder where compiled templates are kept.
        """
        self._keep_templates(cache)
        self.config.plugins.on_startup(command="build", dirty=False)
        self.config = self.config.plugins.on_config(self.config)
        self.config.plugins.on_pre_build(config=self.config)
        self.env: Environment = self.config.theme.get_env()
        self.env.get_template("main.html")
        self._files = Files([])
        self._files.add_files_from_theme(cast("Environment", _Shelf(self.config.theme.dirs)), self.config)
        made = [program(), str(utils.get_build_datetime()), sys.version]
        self.key = digest(json.dumps([digest(self.written), _versions(), made]).encode())

    def warm_up(self) -> None:
        """Have all templates loaded that nearly every page is made of."""
        self.rendered(ELSEWHERE, Navigation([], []), Files([]))

    def _keep_templates(self, cache: Path | None) -> None:
        """Have the theme's templates compiled once: the search plugin, too, loads some, in environments of its own."""
        theme: Any = self.config.theme
        make, kept = theme.get_env, Compiled(cache, *_versions()) if cache is not None else None

        def get_env() -> Environment:
            env: Environment = make()
            env.bytecode_cache = kept
            return env

        theme.get_env = get_env

    def files(self) -> Files:
        """Return the files of the site: the pages, and what of the theme they don't put something else in place of."""
        found = get_files(self.config)
        for file in self._files:
            if found.get_file_from_path(file.src_uri) is None:
                found.append(file)
        return found

    def rendered(self, name: str, nav: Navigation, files: Files) -> bytes:
        """Return what the theme makes of a page of its own: 404.html, sitemap.xml."""
        base = utils.get_relative_url(".", name)
        if utils.is_error_template(name):  # shown at any address, so that its links can't be relative
            base = urlsplit(self.config.site_url or "/").path
        context = get_context(nav, files, self.config, base_url=base)
        return self.env.get_template(name).render(context).encode()


class _Shelf:
    """The files of the theme's folders, as Jinja lists them, but for those with a dot in front.

    MkDocs takes none of these, and most of what Material brings is 14,000 pictures in a folder of that kind.
    """

    def __init__(self, folders: Sequence[str]) -> None:
        self._folders = folders

    def list_templates(self, filter_func: Callable[[str], bool]) -> list[str]:
        found: set[str] = set()
        for top in self._folders:
            for folder, folders, names in os.walk(top):
                folders[:] = [name for name in folders if not name.startswith(".")]
                inside = os.path.relpath(folder, top).replace(os.sep, "/")
                found.update(f"{inside}/{name}".removeprefix("./") for name in names)
        return sorted(name for name in found if filter_func(name))
