"""Personal data inside commit texts and settings: whole names, numbers and addresses are shown as elsewhere (L1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.report.frame import Frame
from generator.report.person import private
from generator.report.rich import Rich, Span
from generator.values import replace


def names(frames: Iterable[Frame], customers: Iterable[str]) -> Mapping[str, str]:
    """Return how the names of customers are shown, by the whole names that the frames know them by."""
    frames = tuple(frames)
    return {whole: one for customer in customers for frame in frames for whole, one in frame.names(customer).items()}


def masked(text: str, shown: Mapping[str, str]) -> str:
    """Return a text without whole names, phones, identity numbers and what stands before the @ of an address."""
    core = text.strip()
    start = text.index(core)
    return f"{text[:start]}{private(core, shown)}{text[start + len(core) :]}"


def hushed(rich: Rich, shown: Mapping[str, str]) -> Rich:
    """Return a sentence with its texts masked; links to pages, files and commits stay as they are."""
    return tuple(span if span.to is not None or span.chip is not None else _masked(span, shown) for span in rich)


def _masked(span: Span, shown: Mapping[str, str]) -> Span:
    text = masked(span.text, shown)
    return span if text == span.text else replace(span, text=text)
