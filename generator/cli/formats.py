"""The formats of `fenji grade` by name: another process can be told which one, and needs no click for it.

What writes them (`written`) loads all models; what was said last time and still holds goes without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.site.program import stamp

if TYPE_CHECKING:
    from generator.apart.judging import Apart
    from generator.apart.wish import Rows
    from generator.grade.office import OfficeGrades


def rows(form: str, grades: OfficeGrades) -> Rows:
    """Return what a format says of each customer."""
    from generator.cli.written import WRITTEN  # noqa: PLC0415 - see above

    return WRITTEN[form].rows(grades)


def whole(form: str, found: Apart) -> bytes:
    """Return what a format makes of all of it, in UTF-8."""
    from generator.cli.written import WRITTEN  # noqa: PLC0415 - see above

    return WRITTEN[form].whole(found)


def program(form: str) -> str:
    """Return what changes with the program and the format."""
    return f"{stamp()} {form}"
