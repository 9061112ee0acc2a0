"""The settings of an office, as they were read, compiled and checked in an earlier run: they hardly ever change.

What is kept saves time and changes no result: it serves as long as the two files hold the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from generator import store
from generator.grade.memo import Same
from generator.grade.ruleset import Ruleset
from generator.model.office import Office
from generator.model.rules import Rules
from generator.model.snapshot import Setting
from generator.packing import pack, unpack
from generator.read.memory import Memory
from generator.read.problem import Problem
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of rules: the ruleset, None where there is none, and what is wrong with them."""

    ruleset: Ruleset | None
    problems: Sequence[Problem]


COMPILED: Same[Made] = Same()
"""What rules and their document were compiled to (`compiling`) in this run."""

CHECKED: Same[Made] = Same()
"""The same, with all that is wrong with them by themselves (`check`)."""


class _Kept(NamedTuple):
    """What is kept; None is what nobody asked for."""

    office: Setting
    rules: Setting
    compiled: Made | None
    checked: Made | None


class Settings:
    """The settings that were kept in a ``file`` by the same program; ``memory`` is for whoever reads an office."""

    def __init__(self, file: Path | None, made_by: str) -> None:
        self.memory = Memory()
        self._file, self._made_by, self._loaded = file, made_by, _load(file, made_by)
        if self._loaded is not None:
            office, rules, compiled, checked = self._loaded
            self.memory.keep(Office, office)
            self.memory.keep(Rules, rules)
            for known, made in ((COMPILED, compiled), (CHECKED, checked)):
                if made is not None:
                    known.keep(made, rules.value, rules.document)

    def save(self) -> None:
        """Keep them for the next run, as they were read and compiled in this one, if there is anything new."""
        office, rules = self.memory.value(Office), self.memory.value(Rules)
        if self._file is None or office is None or rules is None:
            return
        made = (rules.value, rules.document)
        now = _Kept(office, rules, COMPILED.of(*made), CHECKED.of(*made))
        if self._loaded is None or any(one is not before for one, before in zip(now, self._loaded, strict=True)):
            lasting = now._replace(office=_lasting(office), rules=_lasting(rules))
            store.write(self._file, pack(lasting), self._made_by)


def _load(file: Path | None, made_by: str) -> _Kept | None:
    body = None if file is None else store.read(file, made_by)
    if body is None:
        return None
    try:
        found = unpack(body)
    except ValueError:
        return None
    return found if isinstance(found, _Kept) else None


def _lasting(setting: Setting) -> Setting:
    return setting if setting.document is None else setting._replace(document=setting.document.lasting())
