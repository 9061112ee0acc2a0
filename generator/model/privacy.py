"""Personal data that a repository must not hold (L1): full phone numbers and identity numbers, wherever they stand."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.phone import full_number, masked
from generator.model.scalar import normal
from generator.read.document import Document, is_mapping, is_scalar
from generator.read.problem import Place, Problem
from generator.texts import Message, _

if TYPE_CHECKING:
    import yaml

FULL_PHONE, ID_NUMBER = "full-phone", "id-number"

_GAP = r"[ \-–—·_]{0,3}"
_START, _END = r"(?<!\d)(?<!\d\.)", r"(?!\d|\.\d)"
_GROUPS = rf"{_GAP}\d{{4}}{_GAP}\d{{4}}|{_GAP}\d{{3}}{_GAP}\d{{5}}|\.\d{{4}}\.\d{{4}}"
_MOBILE = rf"(?:(?:\+|00)?86{_GAP})?1\d{{2}}(?:{_GROUPS})"
_LANDLINE = rf"[(]?0(?:(?:10|2\d)[)]?{_GAP}\d{{4}}|[3-9]\d{{2}}[)]?{_GAP}\d{{3,4}}){_GAP}\d{{4}}"
_IDENTITY = rf"\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[\dXx]"
# Compiled for the first file that may hold such a number.
_PHONE = f"{_START}(?:{_MOBILE}|{_LANDLINE}){_END}"
_ID_NUMBER = f"{_START}{_IDENTITY}{_END}"

# Where neither matches there is no such number; most files stop here. First: eleven digits from a 0 or 1 on (a phone's
# first, an identity number's year) with little between them, maybe a line's end and its indentation. Second: an escape,
# or a digit of another form (１, ①, ² …).
_RUN = re.compile(r"[01](?=[\d\s\-–—·._()（）－．＿]{10})(?:[\s\-–—·._()（）－．＿]*+[0-9]){10}")
_ODD = re.compile(
    r"[\\\u00b2\u00b3\u00b9\u0660-\u0669\u06f0-\u06f9\u2070-\u2089\u2460-\u24ff\u2776-\u2793\u3248-\u32bf"
    r"\uff10-\uff19\U0001d7ce-\U0001d7ff\U0001f100-\U0001f10c]"
)
# A quick look at bytes, before these two: what is neither a digit nor may stand between two ends a run of them, and no
# odd sign is ASCII but for the backslash.
_ELEVEN = b"1" * 11
_DIGITS = bytes(0x31 if chr(byte).isdigit() else 0 for byte in range(0x80)) + bytes(0x80)
_BETWEEN = b" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f-._()" + bytes(range(0x80, 0x100))
_ASCII = bytes(set(range(0x80)) - {ord("\\")})
_BATCH = 1_000
# A commit's id or a phone key holds long runs of digits by chance.
_HASH = r"[0-9a-f]{24,}"
_MASKED = r"(?:\+\d{1,3}[ -]?)?\d{0,7}-?\*{4}\d{4}|\*{3}\d{4}"


def personal_data(files: Mapping[str, bytes], office: Office | None) -> Iterator[Problem]:
    """Yield every full phone number and identity number in names, keys, values and comments of the files.

    With ``privacy: {phone: full}`` the field phone of customer.yaml may hold one.
    """
    allowed = office is not None and office.privacy.phone == "full"
    for path in _suspects(files):
        for _column_in_name, code, message in _numbers(path):
            yield Problem(Place(path), code, message)
        yield from _in_file(path, files[path].decode("utf-8", "replace"), allowed=allowed)


def _suspects(files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the files that may hold a number; many are looked at as one, which is many times quicker."""
    paths = list(files)
    for start in range(0, len(paths), _BATCH):
        batch = [
            (path, path.encode("utf-8", "replace") + b"\n" + files[path]) for path in paths[start : start + _BATCH]
        ]
        if may_hold(b"\0".join([data for _path, data in batch])):
            yield from (path for path, data in batch if may_hold(data) and holds(data.decode("utf-8", "replace")))


def may_hold(data: bytes) -> bool:
    """Tell whether a text may hold a number; all that do are among those of which this is true."""
    return (
        _ELEVEN in data.translate(_DIGITS, _BETWEEN)
        or _ODD.search(data.translate(None, _ASCII).decode("utf-8", "replace")) is not None
    )


def holds(text: str) -> bool:
    """Tell whether a text holds something like a number, or a sign that may be part of one."""
    return _RUN.search(text) is not None or _ODD.search(text) is not None


def _in_file(path: str, text: str, *, allowed: bool) -> Iterator[Problem]:
    """Look at every line as it is written, then at values that only quotes, escapes or several lines make a number."""
    from generator.read.parsing import parse  # noqa: PLC0415 - YAML takes long to load, and hardly a file gets here

    document, _problems = parse(path, text.encode())
    phones = _phone_lines(path, document) if allowed else range(0)
    found: set[int] = set()
    for number, line in enumerate(text.split("\n"), start=1):
        for column, code, message in _numbers(line):
            if code == ID_NUMBER or number not in phones:
                found.add(number)
                yield Problem(Place(path, number, column), code, message)
    for node in _scalars(document):
        lines = range(node.start_mark.line + 1, node.end_mark.line + 2)
        if found.isdisjoint(lines) and lines.start not in phones:
            for _column, code, message in _numbers(node.value):
                yield Problem(Place(path, lines.start, node.start_mark.column + 1), code, message)


def _numbers(text: str) -> Iterator[tuple[int, str, Message]]:
    """Yield column, code and sentence of every number in ``text`` that must not be there."""
    ends: Sequence[int] = ()
    plain = text
    if not text.isascii():
        forms = [unicodedata.normalize("NFKC", char) for char in text]
        plain, ends = "".join(forms), list(accumulate(map(len, forms)))
    hashes = [run.span() for run in re.finditer(_HASH, plain)]
    for match in re.finditer(_ID_NUMBER, plain):
        if not _inside_hash(hashes, match):
            message = Message(_("An identity number of 18 digits stands here; delete it, also from the history."))
            yield _column(ends, match.start()), ID_NUMBER, message
    for match in re.finditer(_PHONE, plain):
        if not _inside_hash(hashes, match):
            yield _column(ends, match.start()), FULL_PHONE, _mask_it(re.sub(r"\D", "", match.group()))


def _mask_it(digits: str) -> Message:
    number = digits[-11:] if digits[-11:].startswith("1") else digits
    return Message(_("A full phone number stands here; mask it, as in %(masked)s."), {"masked": masked(number)})


def _column(ends: Sequence[int], start: int) -> int:
    """Return the column of a place in the NFKC form; ``ends`` says where each character ends in it (none: ASCII)."""
    return bisect_right(ends, start) + 1 if ends else start + 1


def _inside_hash(hashes: Sequence[tuple[int, int]], match: re.Match[str]) -> bool:
    at = bisect_right(hashes, (match.start(), len(match.string))) - 1
    return at >= 0 and match.end() <= hashes[at][1]


def _phone_lines(path: str, document: Document | None) -> range:
    """Return the lines of the field phone of a customer.yaml."""
    if document is None or not path.endswith("/customer.yaml") or not is_mapping(document.root):
        return range(0)
    for key, value in document.root.value:
        if key.value == "phone":
            return range(value.start_mark.line + 1, value.end_mark.line + 2)
    return range(0)


def _scalars(document: Document | None) -> Iterator[yaml.ScalarNode]:
    nodes = [document.root] if document is not None else []
    while nodes:
        node = nodes.pop()
        if is_scalar(node):
            yield node
        elif is_mapping(node):
            nodes.extend(part for pair in node.value for part in pair)
        else:
            nodes.extend(node.value)


def masked_form(office: Office | None, dossiers: Mapping[str, Dossier]) -> Iterator[Problem]:
    """The field phone holds a masked number and nothing else; a full one only where the office allows it."""
    allowed = office is not None and office.privacy.phone == "full"
    for dossier in dossiers.values():
        phone = dossier.customer.record.phone
        if phone is None or re.fullmatch(_MASKED, normal(phone)):
            continue
        number, place = full_number(phone), dossier.customer.place("phone")
        if number is None:
            message = Message(
                _("“%(value)s” is not a masked phone number; write it as in 138****1083."), {"value": phone}
            )
            yield Problem(place, "phone-form", message)
        elif not allowed and not re.search(_PHONE, normal(phone)):  # else personal_data names it
            yield Problem(place, FULL_PHONE, _mask_it(number))
