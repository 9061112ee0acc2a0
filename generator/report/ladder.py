"""The grades of a scheme as chips: letters first, the colour by rank (best first), never by the letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.report.rich import Chip
from generator.texts import Translator
from generator.values import dataclass

UNGRADED_TONE = "pu"

# Which of the ten colours of fenji.css (p0 … p9, hot to cold) a scheme of so many grades uses.
_COLOURS: Mapping[int, Sequence[int]] = {
    1: (1,),
    2: (1, 7),
    3: (1, 2, 7),
    4: (1, 2, 7, 9),
    5: (1, 2, 5, 7, 9),
    6: (1, 2, 3, 5, 7, 9),
    7: (1, 2, 3, 5, 6, 7, 9),
    8: (1, 2, 3, 5, 6, 7, 8, 9),
    9: (0, 1, 2, 3, 5, 6, 7, 8, 9),
    10: (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
}
_SHORT = 3


def tone(rank: int, number: int) -> str:
    """Return the colour's class for a rank (0: best) among ``number`` grades."""
    colours = _COLOURS.get(number, _COLOURS[10])
    place = rank if number in _COLOURS else rank * (len(colours) - 1) // max(number - 1, 1)
    return f"p{colours[place]}"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The grades of one scheme, best first, then ungraded; ``ranks`` gives each its place (0: best)."""

    grades: tuple[str, ...]
    chips: Mapping[str | None, Chip]
    ranks: Mapping[str | None, int]

    def chip(self, grade: str | None) -> Chip:
        """Return the chip of a grade; a grade that the scheme does not have (any more) is hollow."""
        found = self.chips.get(grade)
        return found if found is not None else Chip(str(grade), str(grade), UNGRADED_TONE)

    def rank(self, grade: str | None) -> int:
        """Return the place of a grade, 0 for the best; ungraded and unknown ones come last."""
        return self.ranks.get(grade, len(self.grades))

    @property
    def best(self) -> str:
        """The best grade."""
        return self.grades[0]

    @property
    def states(self) -> tuple[str | None, ...]:
        """Every grade, best first, then ungraded."""
        return (*self.grades, None)

    def rose(self, before: str | None, after: str | None) -> bool:
        """Tell whether a move is a rise; a first grade is neither rise nor fall."""
        return before is not None and after is not None and self.rank(after) < self.rank(before)

    def fell(self, before: str | None, after: str | None) -> bool:
        """Tell whether a move is a fall; becoming ungraded is neither."""
        return before is not None and after is not None and self.rank(after) > self.rank(before)


def ladder(grades: Mapping[str, str], tr: Translator) -> Ladder:
    """Return the ladder of a scheme's grades (grade → label, best first).

    Chips show the grades where all of them are short codes (A, A01), else their labels (高意向).
    """
    coded = all(len(grade) <= _SHORT for grade in grades)
    chips: dict[str | None, Chip] = {
        grade: Chip(grade if coded else label, label, tone(rank, len(grades)))
        for rank, (grade, label) in enumerate(grades.items())
    }
    chips[None] = Chip(tr.pgettext("chip", "?"), tr.gettext("ungraded"), UNGRADED_TONE)
    ranks: dict[str | None, int] = {grade: rank for rank, grade in enumerate(grades)}
    return Ladder(tuple(grades), chips, ranks)
