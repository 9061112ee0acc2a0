"""The secret of the calendar feeds, from the environment: where it is set, the office wants them."""

from __future__ import annotations

import os
from collections.abc import Mapping

from generator.failure import Failure
from generator.texts import Message, _

VARIABLE = "FENJI_CALENDAR_KEY"
SHORTEST = 32


def without_key(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return an environment without the secret: no program that is started here needs it."""
    return {name: value for name, value in environment.items() if name != VARIABLE}


def feed_key() -> str:
    """Return the secret behind the addresses of the feeds; empty where the office wants none.

    Raises Failure for one that could be found by trying: who knows one address could then tell all others.
    """
    key = os.environ.get(VARIABLE, "").strip()
    if key and len(key) < SHORTEST:
        message = _("%(name)s is too short: at least %(length)d characters; `openssl rand -hex 32` makes a good one.")
        raise Failure(Message(message, {"name": VARIABLE, "length": SHORTEST}))
    return key
