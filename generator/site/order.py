"""What a build is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from generator.texts import Language
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """What to build and how: the office's folder and name, the day, the reader's language, and what MkDocs inherits.

    ``keep_going`` builds although records have errors; those without rules.yaml or office.yaml stop it all the same.
    ``calendar_key`` is the secret behind the addresses of the calendar feeds; without it there are none.
    """

    root: Path
    name: str
    as_of: date
    language: Language
    keep_going: bool
    environment: Mapping[str, str]
    calendar_key: str = ""
