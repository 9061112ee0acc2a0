"""What is fuzzed: each target takes bytes, drives one part of the program, and asserts what must hold of any bytes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.fuzz import importer, reader, renderer, rules

SLOWEST = 5.0
"""Seconds of processor time that one input may take, the measuring of coverage included."""

TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "reader": reader.run,
    "rules": rules.run,
    "importer": importer.run,
    "renderer": renderer.run,
}

HERE = Path(__file__).parent


def timed(target: str, data: bytes) -> None:
    """Run a target on one input. Raises what the target raises, and AssertionError where it takes too long."""
    begin = time.process_time()
    TARGETS[target](data)
    taken = time.process_time() - begin
    assert taken < SLOWEST, f"{taken:.1f} s for {len(data)} bytes"


def kept(target: str) -> list[Path]:
    """Return the inputs that are kept in the repository: the corpus, and what once was a finding."""
    return sorted(path for kind in ("corpus", "found") for path in (HERE / kind / target).glob("*") if path.is_file())
