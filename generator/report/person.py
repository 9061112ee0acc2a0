"""Personal data as pages show it (L1): surname and form of address, masked phones, no numbers inside notes."""

from __future__ import annotations

import re
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
# What may be a phone or an identity number inside a text: nine digits on end or more, or a phone in groups. Shorter
# runs are units, prices and dates.
_NUMBER = re.compile(r"(?<!\d)(?:\d{9,}[Xx]?|1\d{2}[ \-]\d{4}[ \-]\d{4}|0\d{2,3}[ \-]\d{7,8})(?!\d)")
_SHOWN_HEAD, _SHOWN_TAIL = 3, 4


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


def _short_address(name: str) -> str:
    """王建国先生 → 王先生: a whole name before the form of address is cut to the surname."""
    address = next(address for address in _ADDRESSES if name.endswith(address))
    return surname(name.removesuffix(address)) + address
