"""Templates, and their Jinja environment: everything escaped, nothing undefined, texts from the reader's catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.site.markup import chip
from generator.site.program import program
from generator.store import digest
from generator.texts import Translator
from generator.values import dataclass

ASSETS = "assets"


@dataclass(frozen=True, slots=True)
class Templates:
    """What all pages are made with: the folders of templates, and the environment that they are used in.

    ``common`` is a digest of what all pages depend on, those of the weeks too: program, templates and language.
    """

    folders: Sequence[Path]
    env: Environment
    common: str


def make_templates(folders: Sequence[Path], tr: Translator, compiled: BytecodeCache | None = None) -> Templates:
    """Return the templates; of the folders the first that has one wins.

    ``compiled`` is where they are kept from build to build.
    """
    common = digest(repr((program(), *_sources(folders).items(), tr.info())).encode())
    return Templates(folders, environment(folders, tr, compiled), common)


def environment(folders: Sequence[Path], tr: Translator, compiled: BytecodeCache | None = None) -> Environment:
    """Return the environment for templates in some folders, as ``make_templates`` does."""
    env = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled,
        cache_size=-1,
    )
    env.install_gettext_translations(tr, newstyle=True)  # type: ignore[attr-defined] # added by the i18n extension
    env.globals["chip"] = chip
    env.globals["_"] = _said(tr)
    return env


def _said(tr: Translator) -> Callable[..., Markup]:
    """Return what ``_`` is in templates, as Jinja's: the text, with escaped values; the same one is looked up once."""

    @cache
    def text(message: str) -> Markup:
        return Markup(tr.gettext(message))  # noqa: S704 - a template's own text

    @cache
    def plain(message: str) -> Markup:
        return text(message) % {}

    def said(message: str, /, **values: object) -> Markup:
        return text(message) % values if values else plain(message)

    return said


def assets(folders: Sequence[Path]) -> Mapping[str, bytes]:
    """Return the style sheet, script and pictures by their path below the site; of the folders the first wins."""
    found: dict[str, bytes] = {}
    for folder in reversed(folders):
        for path in sorted((folder / ASSETS).rglob("*")):
            if path.is_file() and not path.is_symlink():
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))


def _sources(folders: Sequence[Path]) -> Mapping[str, str]:
    """Return a digest of every template by its path, in the order in which the folders are searched."""
    return {
        f"{number}/{path.relative_to(folder).as_posix()}": sha256(path.read_bytes()).hexdigest()
        for number, folder in enumerate(folders)
        for path in sorted(folder.rglob("*.j2"))
        if path.is_file()
    }
