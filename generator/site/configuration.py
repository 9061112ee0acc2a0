"""mkdocs.yml: the text that a new office gets, and the few things about an existing one that a build depends on."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from string import Template

from generator import store
from generator.failure import Failure
from generator.site.order import Order
from generator.site.program import stamp
from generator.store import digest
from generator.texts import Language, Message, Translator, _, translator

NAME = "mkdocs.yml"
DOCS, SITE = "build/docs", "build/site"

_TEMPLATE = Path(__file__).with_name(NAME)
_FOLDERS = {"docs_dir": DOCS, "site_dir": SITE}


def configuration(name: str, language: Language, tr: Translator, *, docs: str = DOCS, site: str = SITE) -> str:
    """Return the text of mkdocs.yml for an office of that name.

    The theme writes the name into pages as it is, so that it is stored escaped: as HTML, then as a quoted YAML scalar.
    """
    return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=_quoted(escape(name, quote=False)),
        language=language.value,
        docs=docs,
        site=site,
        light=_quoted(tr.gettext(_("Switch to light colours"))),
        dark=_quoted(tr.gettext(_("Switch to dark colours"))),
        system=_quoted(tr.gettext(_("Switch to the colours of the system"))),
    )


def configure(order: Order, file: Path, cache: Path | None = None) -> None:
    """See to it that there is a configuration: the office's own mkdocs.yml, or the ordinary one, written to build/.

    The office's own is looked at once, where there is a ``cache``. Raises Failure where it can't be used.
    """
    if file.parent == order.root:
        data = file.read_bytes()
        found, kept = digest(data), None if cache is None else cache / "configuration"
        if kept is None or store.read(kept, stamp()) != found.encode():
            check_folders(data)
            if kept is not None:
                store.write(kept, found.encode(), stamp())
        return
    text = configuration(order.name, order.language, translator(order.language), docs="docs", site="site")
    file.unlink(missing_ok=True)
    file.write_text(text, encoding="utf-8")


def check_folders(data: bytes) -> None:
    """Raise Failure where a mkdocs.yml would read or publish other folders than those that a build writes.

    Only the syntax tree is looked at; tags such as ``!ENV`` or ``!!python/name:`` are never followed here.
    """
    import yaml  # noqa: PLC0415 - takes long to load; what has not changed goes without

    try:
        tree = yaml.compose(data, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        message = _("%(file)s:%(line)s: this is not valid YAML: %(reason)s.")
        reason = getattr(error, "problem", None) or error
        raise Failure(
            Message(message, {"file": NAME, "line": mark.line + 1 if mark else 1, "reason": reason})
        ) from None
    pairs = tree.value if isinstance(tree, yaml.MappingNode) else []
    found = {key.value: value for key, value in pairs if isinstance(key, yaml.ScalarNode)}
    for key, wanted in _FOLDERS.items():
        value = found.get(key)
        if value is None or str(value.value).rstrip("/") != wanted:
            line = value.start_mark.line + 1 if value else 1
            message = _("%(file)s:%(line)s: write “%(key)s: %(wanted)s”; fenji build writes there and nowhere else.")
            raise Failure(Message(message, {"file": NAME, "line": line, "key": key, "wanted": wanted}))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
