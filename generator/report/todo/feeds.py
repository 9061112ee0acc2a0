"""Calendar feeds: a calendar for everybody of the office, published under a name that nobody can guess."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from generator.report.frame import Frame
from generator.report.todo.calendar import calendar, calendar_title
from generator.report.todo.view import todo_view

FOLDER = "calendar"
DAYS = 14
"""The days after today that a feed shows."""

_LETTERS = 32  # 128 bits


def feeds(frame: Frame, key: str) -> Mapping[str, bytes]:
    """Return the calendars by their path in the site; of nobody who has left by ``frame.as_of``."""
    return {
        feed_path(key, person): calendar(frame, todo_view(frame, person, DAYS), calendar_title(frame, person))
        for person, entry in frame.office.people.items()
        if entry.left is None or entry.left > frame.as_of
    }


def feed_path(key: str, person: str) -> str:
    """Return where the calendar of somebody is: only who knows the office's secret ``key`` can tell."""
    name = hmac.new(key.encode(), person.encode(), hashlib.sha256).hexdigest()[:_LETTERS]
    return f"{FOLDER}/{name}.ics"
