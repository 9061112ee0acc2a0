"""Personal data inside commit texts and settings: whole names, numbers and addresses are shown as elsewhere (L1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.report.frame import Frame
from generator.report.person import without_numbers
from generator.report.rich import Rich, Span

_ADDRESS = re.compile(r"[^\s@<>\[\](){},;:“”‘’\"'，；：（）]+(?=@[^\s@]+\.[^\W_])")


def names(frames: Iterable[Frame], customers: Iterable[str]) -> Mapping[str, str]:
    """Return how the names of customers are shown, by the whole names that the frames know them by."""
    frames, found = tuple(frames), {}
    for customer in customers:
        for frame in frames:
            if customer in frame.snapshot.dossiers:
                whole = frame.dossier(customer).customer.record.name.strip()
                if len(whole) > 1:
                    found[whole] = frame.name(customer)
    return found


def masked(text: str, shown: Mapping[str, str]) -> str:
    """Return a text without whole names, phones, identity numbers and what stands before the @ of an address."""
    for whole in sorted(shown, key=lambda name: (-len(name), name)):
        text = text.replace(whole, shown[whole])
    core = text.strip()
    if not core:
        return text
    start = text.index(core)
    return f"{text[:start]}{_ADDRESS.sub('***', without_numbers(core))}{text[start + len(core) :]}"


def hushed(rich: Rich, shown: Mapping[str, str]) -> Rich:
    """Return a sentence with its texts masked; links to pages, files and commits stay as they are."""
    return tuple(span if span.to is not None or span.chip is not None else _masked(span, shown) for span in rich)


def _masked(span: Span, shown: Mapping[str, str]) -> Span:
    return replace(span, text=masked(span.text, shown))
