"""What the YAML parser complains of, in words that say how to mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.read.problem import Place, Problem
from generator.texts import Message, _

if TYPE_CHECKING:
    import yaml

# The parser's complaint (a part of it) → our sentence. Tried in this order.
_COMPLAINTS: tuple[tuple[str, str], ...] = (
    (
        "mapping values are not allowed",
        _("A colon followed by a space can't stand here; put quotes around the text, or start a new line."),
    ),
    ("could not find expected ':'", _("A key needs a colon and a space after it, as in “name: 王建国”.")),
    (
        "did not find expected key",
        _("The indentation does not fit; a key must stand exactly below the key it goes with."),
    ),
    ("did not find expected ',' or ']'", _("The list [ … ] is not closed, or a comma is missing.")),
    ("did not find expected ',' or '}'", _("The mapping { … } is not closed, or a comma is missing.")),
    ("did not find expected node content", _("A value is missing here; is a bracket not closed, or a comma too many?")),
    ("unexpected end of stream", _("The text in quotes is not closed; add the closing quote.")),
    (
        "unknown escape character",
        _("In double quotes a backslash starts an escape; use single quotes, or write two backslashes."),
    ),
    (
        "found character that cannot start any token",
        _("This character can't start a value; put quotes around the text."),
    ),
    (
        "did not find expected '-' indicator",
        _("The items of a list must start exactly below each other, each with “- ”."),
    ),
    ("block sequence entries are not allowed", _("A list item can't start here; put it on a line of its own.")),
    ("expected a single document", _("A second document starts here; keep one record in a file.")),
    ("found a tab character", _("A tab can't be used for indentation; use spaces.")),
    ("invalid Unicode character escape", _("This escape stands for no character; write the character itself.")),
    ("did not find expected hexdecimal number", _("This escape is not complete; write the character itself.")),
)

# Spaces other than that of the keyboard: fullwidth, no-break, and those that word processors set.
_SPACES = "\u3000\xa0\u1680\u2000-\u200a\u202f\u205f"
_INDENTATION = rf"[ \t]*[{_SPACES}]"
_AFTER_COLON = rf"\s*[^\s:：\"']+:[{_SPACES}]"
_FLOW = r"[:：]\s*[\[{]"
_WIDE_SIGNS = {"，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]"}

_WIDE_COLON = _("There is a fullwidth colon “：” in this line; YAML wants a colon “:” and a space after the key.")
_WIDE_SPACE = _("There is a fullwidth space in the indentation of this line; use ordinary spaces.")
_OTHER_SPACE = _("There is a space of another kind (%(code)s) in the indentation of this line; use ordinary spaces.")
_SPACE_AFTER = _("There is a space of another kind (%(code)s) after the colon; YAML wants an ordinary one.")
_WIDE_SIGN = _("There is a fullwidth “%(wide)s” in this line; YAML wants “%(plain)s”.")
_TAB = _("A tab can't be used for indentation; use spaces.")
_FALLBACK = _("This is not valid YAML (%(detail)s).")


def syntax_problem(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Return the parser's error as a problem at the place that a person would look at."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines() or [""]
    line = min(line, len(lines) - 1)
    typo = typing_slip(lines[line])
    if typo is None and line > 0 and (above := typing_slip(lines[line - 1])) is not None:
        typo, line, column = above, line - 1, 0
    if typo is None:
        typo = wide_sign(lines[line])
    if typo is not None:
        return Problem(Place(path, line + 1, column + 1), "syntax", typo)
    complaint = str(error.problem or error.context or "")
    known = next((sentence for part, sentence in _COMPLAINTS if part in complaint), None)
    message = Message(known) if known else Message(_FALLBACK, {"detail": complaint})
    return Problem(Place(path, line + 1, column + 1), "syntax", message)


def typing_slip(line: str) -> Message | None:
    """Return the sentence for a slip of a Chinese keyboard in ``line``: wide colon, space, comma or bracket, tab."""
    if (match := re.match(_INDENTATION, line)) is not None:
        wide = "\u3000" in match[0]
        return Message(_WIDE_SPACE) if wide else Message(_OTHER_SPACE, {"code": f"U+{ord(match[0][-1]):04X}"})
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Message(_TAB)
    if (match := re.match(_AFTER_COLON, line)) is not None:
        return Message(_SPACE_AFTER, {"code": f"U+{ord(match[0][-1]):04X}"})
    key = line.split(":", 1)[0]
    if "：" in key and '"' not in key and "'" not in key:
        return Message(_WIDE_COLON)
    return None


def wide_sign(line: str) -> Message | None:
    """Return the sentence for a wide comma or bracket where a list or mapping is meant; None where there is none.

    In a text such signs are right, so only a line that is wrong anyway is asked.
    """
    match = re.search(r":\s*([｛［【])", line) or (re.search("([，｝］】])", line) if re.search(_FLOW, line) else None)
    if match is None:
        return None
    return Message(_WIDE_SIGN, {"wide": match[1], "plain": _WIDE_SIGNS[match[1]]})
