"""Personal data as pages show it (L1): surname and form of address, masked phones; no names and numbers in texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from generator.model.office import Office
from generator.model.record import Customer
from generator.model.scalar import normal
from generator.texts import Translator

_DIGITS = re.compile(r"\d")
_ADDRESSES = ("先生", "女士", "小姐", "太太", "老师", "总", "阿姨", "叔叔", "夫妇")
_DOUBLE = (
    *("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙"),
    *("令狐", "司徒", "夏侯", "慕容", "宇文", "长孙", "端木", "南宫"),
)
# What may be a phone or an identity number inside a text: nine digits on end or more, or such a number in groups.
# Shorter runs are units, prices and dates.
_GAP, _MAY = r"[ \-–—·_.]{1,3}", r"[ \-–—·_.]{0,3}"
_NUMBER = re.compile(
    rf"(?<!\d)(?:\d{{9,}}[Xx]?|1\d\d(?:{_GAP}\d{{4}}{_MAY}\d{{4}}|{_GAP}\d{{3}}{_GAP}\d{{5}}|\d{{4}}{_GAP}\d{{4}})"
    rf"|0\d{{2,3}}(?:{_GAP}|[)）]{_MAY})\d{{3,4}}{_MAY}\d{{4}}"
    rf"|\d{{6}}(?:{_GAP}\d{{8}}{_MAY}|\d{{8}}{_GAP})\d{{3}}[\dXx])(?!\d)"
)
# What stands before the @ of an address.
_ADDRESS = re.compile(r"[^\s@<>\[\](){},;:“”‘’\"'，；：（）]{1,64}(?=@[^\s@]{1,255}\.[^\W_])")
_LONGEST_NAME = 40
_SHOWN_HEAD, _SHOWN_TAIL = 3, 4


def form_of_address(name: str) -> bool:
    """Tell whether a name is no more than a surname and a form of address, as 周先生: that of many people."""
    surname = next((name.removesuffix(address) for address in _ADDRESSES if name.endswith(address)), "")
    return len(surname) == 1 or surname in _DOUBLE


def masked_phone(phone: str) -> str:
    """Return a phone with its first three and last four digits only; what is masked already stays so."""
    text = normal(phone)
    digits = "".join(_DIGITS.findall(text))
    if len(digits) <= _SHOWN_HEAD + _SHOWN_TAIL:
        return text
    return f"{digits[:_SHOWN_HEAD]}****{digits[-_SHOWN_TAIL:]}"


@lru_cache(maxsize=1024)
def without_numbers(text: str) -> str:
    """Return a note on one line, with every number that may be a phone or an identity card masked."""
    return _NUMBER.sub(lambda match: masked_phone(match[0]), " ".join(text.split()))


def without_names(text: str, shown: Mapping[str, str]) -> str:
    """Return a text in which whole names, as keys of ``shown``, are what pages show: 王建国先生来了 → 王先生来了."""
    for whole in sorted(shown, key=lambda name: (-len(name), name)):
        if _may_hold(text, whole):
            text = _name(whole).sub(lambda match: _reduced(match, whole, shown[whole]), text)  # noqa: B023 - used at once
    return text


def _may_hold(text: str, whole: str) -> bool:
    """Tell whether a name can be in a text, where that is quickly seen: a pattern takes long to make.

    A name with upper and lower case is left to the pattern, but for its first character.
    """
    first = whole.lstrip()[:1]
    if first not in text and first.casefold() not in text.casefold():
        return False  # no way of writing the name is without its first character
    name = _caseless(whole)
    return name[0] in text and name in "".join(text.split()) if name else whole[0].casefold() in text.casefold()


@lru_cache(maxsize=1024)
def _caseless(whole: str) -> str:
    """Return a name without its spaces; nothing where it has characters of upper and lower case."""
    return "".join(whole.split()) if all(char.lower() == char.upper() for char in whole) else ""


@lru_cache(maxsize=1024)
def _name(whole: str) -> re.Pattern[str]:
    """Return what finds a name, also with a space between its characters, and a form of address behind it."""
    gap = r"\s?" if len(whole) <= _LONGEST_NAME else ""
    start, end = (r"(?<![0-9A-Za-z])" if _letter(whole[0]) else "", r"(?![0-9A-Za-z])" if _letter(whole[-1]) else "")
    chars = gap.join(re.escape(char) for char in whole if not char.isspace())
    return re.compile(f"{start}{chars}{end}({'|'.join(_ADDRESSES)})?", re.IGNORECASE)


def _letter(char: str) -> bool:
    """Tell whether a character is a Latin letter or a digit, of which a name is only a whole word."""
    return char.isascii() and char.isalnum()


def _reduced(match: re.Match[str], whole: str, shown: str) -> str:
    address = match[1] or ""
    return surname(whole) + address if address and not shown.endswith(address) else shown


def private(text: str, shown: Mapping[str, str]) -> str:
    """Return a text on one line as pages show it: no whole name, no phone or identity number, no address of mail."""
    reduced = without_numbers(without_names(text, shown))
    return _ADDRESS.sub("***", reduced) if "@" in reduced else reduced


def surname(name: str) -> str:
    """Return the surname of a Chinese name (also a double one), or the first word of another."""
    text = name.strip()
    if text and "A" <= normal(text)[:1].upper() <= "Z":
        return text.split()[0]
    return text[:2] if text.startswith(_DOUBLE) else text[:1]


def shown_name(customer: Customer, office: Office, tr: Translator) -> str:
    """Return the name that pages show: whole, or surname and form of address, as ``privacy.name`` says."""
    name = customer.name.strip()
    if office.privacy.name == "full" or name.endswith(_ADDRESSES):
        return _short_address(name) if office.privacy.name != "full" else name
    family = surname(name)
    if customer.profile.title == "mr":
        return tr.gettext("Mr %(name)s") % {"name": family}
    if customer.profile.title == "ms":
        return tr.gettext("Ms %(name)s") % {"name": family}
    return f"{family}*"


def whole_names(customer: Customer, office: Office, tr: Translator) -> Mapping[str, str]:
    """Return how pages show a customer by the whole name that texts may hold; nothing where whole names are shown."""
    name, shown = customer.name.strip(), shown_name(customer, office, tr)
    for address in _ADDRESSES:
        name = name.removesuffix(address).strip() or name
    return {name: shown} if name != surname(name) and office.privacy.name != "full" else {}


def _short_address(name: str) -> str:
    """王建国先生 → 王先生: a whole name before the form of address is cut to the surname."""
    address = next(address for address in _ADDRESSES if name.endswith(address))
    return surname(name.removesuffix(address)) + address
