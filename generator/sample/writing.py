"""The records as YAML text, in the order of keys and the style of the design's section 2."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from generator.sample.story import Contact, Life, Sale, Verdict

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


def write_life(life: Life) -> Iterator[tuple[str, str]]:
    """The path and text of every file of a customer's folder, nested by the month of registration."""
    folder = f"customers/{life.registered:%Y-%m}/{life.person.id}"
    yield f"{folder}/customer.yaml", _customer(life)
    yield from _files(f"{folder}/visits", [(_day(contact.at), _contact(contact)) for contact in life.contacts])
    yield from _files(f"{folder}/decisions", [(_day(verdict.at), _verdict(verdict)) for verdict in life.verdicts])
    yield from _files(f"{folder}/deals", [(_day(sale.at), _sale(sale)) for sale in life.sales])


def _files(folder: str, records: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Named by the day, from the second of a day on with a number."""
    days: Counter[str] = Counter()
    for day, text in records:
        days[day] += 1
        suffix = f"-{days[day]}" if days[day] > 1 else ""
        yield f"{folder}/{day}{suffix}.yaml", text


def _day(at: date) -> str:
    return f"{at:%Y-%m-%d}"


def _lines(pairs: Mapping[str, str]) -> str:
    return "".join(f"{key}: {value}\n" for key, value in pairs.items() if value)


def _customer(life: Life) -> str:
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


def _contact(contact: Contact) -> str:
    return _lines(
        {
            "at": f"{contact.at:%Y-%m-%d %H:%M}",
            "channel": contact.channel,
            "by": contact.by,
            "note": plain(contact.note),
            "judged": flow_map(contact.judged) if contact.judged else "",
            "units": flow_list(contact.units) if contact.units else "",
        }
    )


def _verdict(verdict: Verdict) -> str:
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


def _sale(sale: Sale) -> str:
    return _lines({"at": _day(sale.at), "stage": sale.stage, "unit": sale.unit, "amount": sale.amount})
