"""The records as YAML text, in the order of keys and the style of the design's section 2."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from generator.sample.story import Contact, Life, Sale, Verdict
from generator.values import dataclass

# Signs with which a plain scalar may not begin, and those that would end it.
STARTS: Final = tuple("-?:,[]{}#&*!|>'\"%@` ")
BREAKS: Final = re.compile(r": |:$| #|\s$")
FLOW_BREAKS: Final = re.compile(r"[,\[\]{}?:]| #|\s$")


def plain(text: str, *, flow: bool = False) -> str:
    """The text as a YAML scalar, quoted only where it must be."""
    breaks = FLOW_BREAKS if flow else BREAKS
    if not text or text.startswith(STARTS) or breaks.search(text):
        return "'" + text.replace("'", "''") + "'"
    return text


def flow_map(values: Mapping[str, str]) -> str:
    """A mapping on one line."""
    return "{" + ", ".join(f"{key}: {plain(value, flow=True)}" for key, value in values.items()) + "}"


def flow_list(values: Sequence[str]) -> str:
    """A list on one line."""
    return "[" + ", ".join(plain(value, flow=True) for value in values) + "]"


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the records of a life lie, each tuple in the order of the life's own."""

    customer: str
    contacts: tuple[str, ...]
    verdicts: tuple[str, ...]
    sales: tuple[str, ...]


def paths_of(life: Life) -> Paths:
    """The path of every file of a customer's folder, which is nested by the month of registration."""
    folder = folder_of(life)
    return Paths(
        f"{folder}/customer.yaml",
        _named(f"{folder}/visits", [contact.at for contact in life.contacts]),
        _named(f"{folder}/decisions", [verdict.at for verdict in life.verdicts]),
        _named(f"{folder}/deals", [sale.at for sale in life.sales]),
    )


def folder_of(life: Life) -> str:
    """The customer's folder."""
    return f"customers/{life.registered:%Y-%m}/{life.person.id}"


def named_by_day(folder: str, at: date, number: int) -> str:
    """The path of the `number`-th record of a day: from the second on with that number."""
    return f"{folder}/{_day(at)}{f'-{number}' if number > 1 else ''}.yaml"


def write_life(life: Life) -> Iterator[tuple[str, str]]:
    """The path and text of every file of a customer's folder."""
    paths = paths_of(life)
    yield paths.customer, customer_text(life)
    yield from zip(paths.contacts, map(contact_text, life.contacts), strict=True)
    yield from zip(paths.verdicts, map(verdict_text, life.verdicts), strict=True)
    yield from zip(paths.sales, map(sale_text, life.sales), strict=True)


def _named(folder: str, moments: Sequence[date]) -> tuple[str, ...]:
    days: Counter[str] = Counter()
    paths = []
    for at in moments:
        days[_day(at)] += 1
        paths.append(named_by_day(folder, at, days[_day(at)]))
    return tuple(paths)


def _day(at: date) -> str:
    return f"{at:%Y-%m-%d}"


def _lines(pairs: Mapping[str, str]) -> str:
    return "".join(f"{key}: {value}\n" for key, value in pairs.items() if value)


def customer_text(life: Life) -> str:
    """customer.yaml."""
    person = life.person
    closed = f"{{on: {life.closed[0]}, reason: {life.closed[1]}}}" if life.closed else ""
    return _lines(
        {
            "name": plain(person.name),
            "phone": person.phone,
            "phone_key": person.phone_key,
            "consultant": life.consultant,
            "source": life.source,
            "registered": _day(life.registered),
            "wants": flow_map(person.wants) if person.wants else "",
            "profile": flow_map(person.profile) if person.profile else "",
            "referrer": life.referrer,
            "closed": closed,
        }
    )


def contact_text(contact: Contact) -> str:
    """A file of visits/."""
    day, what = contact.promise or (contact.at, "")
    return _lines(
        {
            "at": f"{contact.at:%Y-%m-%d %H:%M}",
            "channel": contact.channel,
            "by": contact.by,
            "note": plain(contact.note),
            "judged": flow_map(contact.judged) if contact.judged else "",
            "units": flow_list(contact.units) if contact.units else "",
            "next": flow_map({"on": _day(day), "what": what}) if contact.promise is not None else "",
        }
    )


def verdict_text(verdict: Verdict) -> str:
    """A file of decisions/."""
    return _lines(
        {
            "at": _day(verdict.at),
            "by": verdict.by,
            "kind": verdict.kind,
            "to": verdict.to,
            "reason": plain(verdict.reason),
            "until": _day(verdict.until) if verdict.until else "",
        }
    )


def sale_text(sale: Sale) -> str:
    """A file of deals/."""
    return _lines({"at": _day(sale.at), "stage": sale.stage, "unit": sale.unit, "amount": sale.amount})
