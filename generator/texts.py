"""The texts that people read: English in the code, other languages from the catalogues in locale/.

A text is marked with `_` where it is written and translated where it is shown, so that what lies below the command
line and the pages never needs to know the reader's language.
"""

import gettext
import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from generator.values import dataclass, field

Translator = gettext.NullTranslations

LONGEST_VALUE = 500


class Language(StrEnum):
    """A language of the interface."""

    ZH = "zh"
    EN = "en"


CATALOGUES = {Language.ZH: "zh_CN"}
LOCALE = Path(__file__).parent / "locale"


def _(msgid: str, /) -> str:
    """Return `msgid` as it is; its only purpose is to be found by `make locale`."""
    return msgid


@cache
def translator(language: str) -> Translator:
    """Return the catalogue of `language` ("zh" or "en"); the environment and the locale have no say.

    Raises ValueError for another language.
    """
    name = CATALOGUES.get(Language(language))
    if name is None:
        return gettext.NullTranslations()
    return gettext.translation("fenji", str(LOCALE), [name])  # click asks for the same one: it is read once


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for people, kept untranslated with its values until it is shown.

    `msgid` has `%(name)s` where the value `name` of `params` goes, and `%%` for a percent sign. A value that is itself
    a Message is translated too.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def text(self, tr: Translator) -> str:
        """Return the sentence in the language of `tr`, values made harmless: one line, nothing invisible."""
        sentence = tr.gettext(self.msgid)
        if not self.params:
            return sentence.replace("%%", "%")
        return sentence % {name: _shown(value, tr) for name, value in self.params.items()}


def one_line(value: str) -> str:
    """Return `value` on one line, with control, invisible and direction-changing characters written as escapes.

    What is longer than LONGEST_VALUE characters is cut and ends with an ellipsis.
    """
    cut = value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1] + "…"
    return visible(cut)


def visible(value: str) -> str:
    """Return `value`, however long, with control, invisible and direction-changing characters written as escapes."""
    if value.isprintable():
        return value
    return "".join(char if _harmless(char) else char.encode("unicode_escape").decode("ascii") for char in value)


_ONE_LINE = json.JSONEncoder(ensure_ascii=False)


def plain_json(value: object, *, indent: int | None = 2) -> str:
    """Return a value as JSON: Chinese as it is, and as escapes what nobody sees or a terminal would obey."""
    text = _ONE_LINE.encode(value) if indent is None else json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isascii() and "\x7f" not in text:
        return text
    return "\n".join(line if line.isprintable() else _unseen_escaped(line) for line in text.split("\n"))


def _unseen_escaped(text: str) -> str:
    return "".join(char if _harmless(char) else json.dumps(char)[1:-1].replace("\x7f", "\\u007f") for char in text)


def _harmless(char: str) -> bool:
    return char.isprintable() or char == "\N{IDEOGRAPHIC SPACE}"


def _shown(value: object, tr: Translator) -> object:
    if isinstance(value, Message):
        return value.text(tr)
    if isinstance(value, int | float):
        return value
    return one_line(str(value))
