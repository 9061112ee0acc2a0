"""What both sheets are made of: customers one by one, each with room to write down what is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from generator.grade.grading import Grading
from generator.model.dossier import Filed
from generator.model.record import Visit
from generator.report.causes import dotted
from generator.report.frame import Frame
from generator.report.rich import Chip, Rich, Span, Tone, fill, strong
from generator.report.stuck import held_back
from generator.report.words import CHANNELS, DUTIES
from generator.texts import _
from generator.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Entry:
    """A customer on a sheet: who it is, why they are spoken of, and what their records say."""

    customer: str
    name: Rich
    chip: Chip
    person: Rich
    why: tuple[Rich, ...]
    records: tuple[Rich, ...]


E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Part(Generic[E]):
    """Some customers under a title; ``id`` is the part's anchor, ``about`` says what they have in common.

    ``number`` is how many they are, those on other pages of the sheet too.
    """

    id: str
    title: Rich
    about: str
    entries: tuple[E, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the top of every printed page: the office, the day, and the revision of the data."""

    office: str
    day: str
    revision: str


def part(name: str, title: Rich, about: str, entries: Iterable[E]) -> Part[E]:
    """Return a part of a sheet, all of it."""
    every = tuple(entries)
    return Part(name, title, about, every, len(every))


def cut(parts: Sequence[Part[E]], most: int) -> tuple[tuple[Part[E], ...], ...]:
    """Return the parts in order on pages of so many customers; one that does not fit goes on on the next page.

    There is always a first page.
    """
    pages: list[list[Part[E]]] = [[]]
    room = most
    for whole in parts:
        rest = whole.entries
        while rest:
            if not room:
                pages.append([])
                room = most
            pages[-1].append(replace(whole, entries=rest[:room]))
            rest, room = rest[room:], room - len(rest[:room])
    return tuple(map(tuple, pages))


def head(frame: Frame) -> Head:
    """Return the head of a sheet."""
    return Head(frame.office.name, frame.words.whole_day(frame.as_of), (frame.snapshot.revision or "")[:12])


def entry(frame: Frame, grading: Grading, why: Iterable[Rich], records: Iterable[Rich]) -> Entry:
    """Return a customer on a sheet; parts without words are left out."""
    return Entry(
        customer=grading.id,
        name=(frame.customer(grading.id),),
        chip=frame.ladder.chip(grading.grade),
        person=(frame.person(grading.consultant),),
        why=tuple(one for one in why if one),
        records=tuple(one for one in records if one),
    )


def standing(frame: Frame, grading: Grading) -> Rich:
    """Return since when the grade holds, and what holds the customer back."""
    names = frame.words.comma(frame.labels.name(name, frame.rules.official) for name in held_back(frame, grading))
    since = fill(frame.tr.gettext("since %(day)s"), day=frame.words.day(grading.since))
    return dotted(since, fill(frame.tr.gettext("stuck on %(names)s"), names=strong(names)) if names else ())


def contacts(frame: Frame, customer: str) -> tuple[Filed[Visit], ...]:
    """Return the contacts of a customer up to the day of the frame, oldest first."""
    every = frame.dossier(customer).visits  # in order of time
    if not every or every[-1].record.at.day <= frame.as_of:
        return every
    return tuple(filed for filed in every if filed.record.at.day <= frame.as_of)


def told(frame: Frame, filed: Filed[Visit]) -> Rich:
    """Return a contact: when, how, by whom, and what was said."""
    visit = filed.record
    said = fill(
        frame.tr.gettext(_("%(day)s, %(channel)s by %(person)s")),
        day=strong(frame.words.day(visit.at.day)),
        channel=frame.words.word(CHANNELS, visit.channel.value),
        person=frame.person_name(visit.by),
    )
    if note := frame.told(filed.path, visit.note or ""):
        said = fill(frame.tr.gettext("%(first)s: “%(note)s”"), first=said, note=note)
    return said


def recorded(frame: Frame, filed: Filed[Visit]) -> Rich:
    """Return a contact with its file, for who has to decide on it."""
    return dotted(told(frame, filed), (frame.file_at(filed.path),))


def late_words(frame: Frame, customer: str) -> Iterator[Rich]:
    """Yield by when each duty for a customer that is late was due."""
    for duty in frame.work.duties.duties.get(customer, ()):
        if duty.open and duty.due < frame.as_of:
            kind, day = frame.words.word(DUTIES, duty.kind.value), frame.words.day(duty.due)
            text = frame.tr.gettext(_("%(kind)s was due by %(day)s"))
            yield (Span(text % {"kind": kind, "day": day}, Tone.LATE),)
