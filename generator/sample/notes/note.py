"""A note: a few sentences chosen for one contact, none twice for one customer while others are left."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Final

from generator.sample.calendar import QUEUE_BEFORE, SHOW_FLAT_BEFORE
from generator.sample.notes.blanks import fill
from generator.sample.notes.change import FALL, RISE
from generator.sample.notes.scene import (
    CALLBACK,
    CALLBACK_COLD,
    CALLBACK_MESSAGE,
    CALLBACK_MESSAGE_COLD,
    DEAL,
    FIRST,
    LEFT,
    QUIET,
    RETURN,
    TIGHT,
)
from generator.sample.notes.standing import STANDING
from generator.sample.notes.still import still
from generator.sample.story import Beat

BLANK: Final = re.compile(r"\{(?!ta\b)\w+\}")
# Words that make no sense earlier than so many days before the as-of date.
SINCE: Final = {"样板房": SHOW_FLAT_BEFORE, "认筹": QUEUE_BEFORE}
ON_SITE: Final = ("visit", "show_flat", "event")
EVENING: Final = 18
# What the call on the evening of a deal is about.
AFTERWARDS: Final = {"queued": "thanks", "subscribed": "thanks", "cancelled": "sorry"}


class Notebook:
    """Writes the notes of one customer; `wordy` (0–1) is the consultant's habit of writing more."""

    def __init__(self, rng: Random, tags: frozenset[str], blanks: Mapping[str, str], wordy: float) -> None:
        self._rng = rng
        self._always = tags
        self._tags = tags
        self._day = 0
        self._theme = ""
        self._blanks = blanks
        self._wordy = wordy
        self._said: set[str] = set()
        self.units: Sequence[str] = ()

    def open(self, beat: Beat, at: datetime) -> None:
        """Turn to the contact that is written about next: what fits a visit or an evening call fits no other."""
        self._theme = "" if beat.day != self._day else self._theme
        self._day = beat.day
        scene = {"onsite"} if beat.channel in ON_SITE else set()
        self._tags = self._always | scene | ({"evening"} if at.hour >= EVENING else set())

    def plain(self, beat: Beat) -> str:
        """The note of a contact that judges nothing: a call back, small talk, nobody answering, a deal."""
        if beat.theme:
            return self._write([DEAL[beat.theme]])
        if beat.callback and self._theme:
            return self._write([DEAL[self._theme]])
        if beat.callback and beat.heat == "D":
            return self._write([CALLBACK_COLD if beat.channel == "follow_up" else CALLBACK_MESSAGE_COLD])
        if beat.callback:
            return self._write([CALLBACK if beat.channel == "follow_up" else CALLBACK_MESSAGE])
        return self._write([QUIET[beat.channel]])

    def first(self, beat: Beat, source: str, judged: Mapping[str, str], order: Sequence[str]) -> str:
        """The note of the first contact; `order` lists the judged indicators, what matters most first."""
        return self._write([FIRST[source], *self._standings(judged, order, 2), *self._ending(beat)])

    def later(self, beat: Beat, judged: Mapping[str, str], order: Sequence[str], before: Mapping[str, str]) -> str:
        """The note of a later contact: what changed since `before`, else where the customer stands."""
        pools: list[Sequence[str]] = []
        if beat.theme:
            pools.append(DEAL[beat.theme])
            self._theme = AFTERWARDS.get(beat.theme, "")
        elif self._rng.random() < 0.35 + 0.5 * self._wordy:
            pools.append(RETURN[beat.channel])
        changed = [name for name in order if before.get(name, judged[name]) != judged[name]]
        for name in changed[:2]:
            change = (RISE if judged[name] < before[name] else FALL)[name]
            pools.append(change.get(judged[name], STANDING[name][judged[name]]))
        if not changed and not beat.theme:
            name = order[0]
            pools.append(still(name, judged[name]) if name in before else STANDING[name][judged[name]])
            fresh = [other for other in order[1:] if other not in before]
            pools += [STANDING[other][judged[other]] for other in fresh[:1]]
        return self._write([*pools, *self._ending(beat)])

    def _standings(self, judged: Mapping[str, str], order: Sequence[str], usual: int) -> list[Sequence[str]]:
        number = usual + (self._rng.random() < self._wordy) - (self._rng.random() > 0.4 + self._wordy)
        return [STANDING[name][judged[name]] for name in order[: max(1, number)]]

    def _ending(self, beat: Beat) -> list[Sequence[str]]:
        if beat.tight:
            return [TIGHT]
        if beat.heat != "D" and not beat.theme and self._rng.random() < 0.15 + 0.25 * self._wordy:
            return [LEFT]
        return []

    def _write(self, pools: Sequence[Sequence[str]]) -> str:
        """One sentence of each pool, joined as people join them, the blanks filled."""
        text = ""
        for pool in pools:
            text += (self._rng.choice("，，。；") if text else "") + self._pick(pool, text)
        if self._rng.random() < self._wordy:
            text += "。"
        return fill(text, self._blanks, self._rng, self.units)

    def _pick(self, pool: Sequence[str], text: str) -> str:
        """A sentence that fits the customer, if possible a new one that does not repeat a blank of the text."""
        fitting = [s for s in pool if self._fits(s)]
        fresh = [s for s in fitting if s not in self._said]
        used = set(BLANK.findall(text))
        other = [s for s in fresh if used.isdisjoint(BLANK.findall(s))]
        sentence = self._rng.choice(other or fresh or fitting)
        self._said.add(sentence)
        return sentence.rpartition("|")[2]

    def _fits(self, sentence: str) -> bool:
        tag, bar, _ = sentence.partition("|")
        early = any(word in sentence and self._day > day for word, day in SINCE.items())
        return (not bar or tag in self._tags) and (bool(self.units) or "{unit}" not in sentence) and not early
