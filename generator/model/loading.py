"""A document and a model → the typed value, or every fault with its place and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.read.document import Document
from generator.read.problem import Problem
from generator.read.syntax import typing_slip
from generator.texts import Message, _

M = TypeVar("M", bound=BaseModel)

_QUOTED = re.compile(r"'([^']*)'")


def load(document: Document, model: type[M]) -> tuple[M | None, list[Problem]]:
    """Return the record in ``document`` as ``model``, and its problems; None where there are any."""
    plain = document.plain()
    if not isinstance(plain, dict):
        slip = typing_slip(plain) if isinstance(plain, str) else None
        message = slip or Message(_("The file must hold lines of the form “key: value”."))
        return None, [Problem(document.place(), "not-a-record", message)]
    try:
        return model.model_validate(plain), []
    except ValidationError as error:
        return None, [_problem(document, model, detail) for detail in error.errors(include_url=False)]


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word that was probably meant, or None."""
    found = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return found[0] if found else None


def unknown_word(word: str, known: Sequence[str]) -> Message:
    """Return the sentence for a word that is none of ``known``, with the nearest one proposed."""
    params = {"word": word, "known": ", ".join(known)}
    if (meant := nearest(word, known)) is not None:
        return Message(
            _("“%(word)s” is not known here; did you mean “%(meant)s”? Possible: %(known)s."), params | {"meant": meant}
        )
    if not known:
        return Message(_("“%(word)s” is not known here."), {"word": word})
    return Message(_("“%(word)s” is not known here. Possible: %(known)s."), params)


def _problem(document: Document, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    kind, loc, context = detail["type"], detail["loc"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return Problem(document.place(loc, key=True), "unknown-key", _unknown_key(model, loc))
    if kind == "missing":
        message = Message(_("The key “%(key)s” is missing; add it."), {"key": loc[-1]})
        return Problem(document.place(loc[:-1]), "missing-key", message)
    if kind in ("enum", "literal_error"):
        words = _QUOTED.findall(str(context.get("expected", "")))
        value = detail["input"]
        if isinstance(value, str):
            return Problem(document.place(loc), "unknown-word", unknown_word(value, words))
        return Problem(
            document.place(loc),
            "unknown-word",
            Message(_("One of these words belongs here: %(known)s."), {"known": ", ".join(words)}),
        )
    if "msgid" in context:
        params = {name: value for name, value in context.items() if name not in {"msgid", "at_key"}}
        at = (*loc, context["at_key"]) if "at_key" in context else loc
        return Problem(document.place(at), kind, Message(context["msgid"], params))
    return Problem(document.place(loc), *_shape(kind))


def _shape(kind: str) -> tuple[str, Message]:
    if kind in ("tuple_type", "list_type", "sequence_type"):
        return "list", Message(_("A list belongs here, as in [a, b]."))
    if kind in ("model_type", "dict_type", "mapping_type", "model_attributes_type", "dataclass_type"):
        return "mapping", Message(_("A mapping belongs here: lines of the form “key: value”."))
    return "value", Message(_("This value does not fit here."))


def _unknown_key(model: type[BaseModel], loc: Sequence[str | int]) -> Message:
    key = str(loc[-1])
    slip = typing_slip(key)
    if slip is not None:
        return slip
    owner = _model_at(model, loc[:-1])
    known = [field.alias or name for name, field in owner.model_fields.items()] if owner else []
    if (meant := nearest(key, known)) is not None:
        return Message(
            _("The key “%(key)s” is not known here; did you mean “%(meant)s”?"), {"key": key, "meant": meant}
        )
    return Message(
        _("The key “%(key)s” is not known here. Possible: %(known)s."), {"key": key, "known": ", ".join(known)}
    )


def _model_at(model: type[BaseModel], loc: Sequence[str | int]) -> type[BaseModel] | None:
    """Return the model that the value at ``loc`` is read as."""
    here: type[BaseModel] | None = model
    for step in loc:
        if here is None:
            return None
        fields = {field.alias or name: field for name, field in here.model_fields.items()}
        if isinstance(step, str) and step in fields:
            here = next(_models(fields[step].annotation), None)
    return here


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models inside an annotation, outermost first."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
