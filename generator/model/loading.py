"""A document and a shape → the typed value, or every fault with its place and how to mend it."""

from __future__ import annotations

from typing import TypeVar

from generator.model.fault import Unreadable
from generator.model.shape import read
from generator.read.document import Document
from generator.read.problem import Problem
from generator.read.syntax import typing_slip
from generator.texts import Message, _

T = TypeVar("T")


def load(document: Document, kind: type[T]) -> tuple[T | None, list[Problem]]:
    """Return the record in ``document`` as a value of ``kind``, and its problems; None where there are any."""
    plain = document.plain()
    if not isinstance(plain, dict):
        slip = typing_slip(plain) if isinstance(plain, str) else None
        message = slip or Message(_("The file must hold lines of the form “key: value”."))
        return None, [Problem(document.place(), "not-a-record", message)]
    try:
        return read(kind, plain), []
    except Unreadable as error:
        faults = error.faults
        return None, [Problem(document.place(one.loc, key=one.key), one.code, one.message) for one in faults]
