"""What no single file can show: the checks across the files of one office.

Each check is a small function, listed by the name that its problems carry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.model.rules import Rules
from generator.read.document import Document
from generator.read.problem import Problem


def consistency(
    office: Office | None,
    dossiers: Mapping[str, Dossier],
    others: Sequence[str] = (),
    office_document: Document | None = None,
) -> list[Problem]:
    """Return every problem between the files that needs no date."""
    return []


def dated(office: Office | None, rules: Rules | None, dossiers: Mapping[str, Dossier], today: date) -> list[Problem]:
    """Return every problem that depends on the office's today or on its rules."""
    return []
