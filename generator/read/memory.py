"""What was made of a content, remembered while the program runs: a year of weeks reads each distinct file once."""

from __future__ import annotations

from typing import Any

MOST_VALUES = 400_000


class Memory:
    """Values by what they were made from; forgotten when there are too many, which costs only time."""

    def __init__(self) -> None:
        self._values: dict[object, Any] = {}

    def value(self, key: object) -> Any:
        """Return what was made, or None."""
        return self._values.get(key)

    def keep(self, key: object, value: object) -> None:
        """Remember what was made."""
        if len(self._values) >= MOST_VALUES:
            self._values.clear()
        self._values[key] = value
