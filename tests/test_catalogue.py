"""The Chinese catalogue holds every text of the program, translated, with the same values."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "generator/locale/zh_CN/LC_MESSAGES/fenji.po"
VALUE = re.compile(r"%\((\w+)\)([a-z])|(?<!%)(%%)")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, abort_invalid=True)


@pytest.fixture(scope="module")
def entries(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def texts_of(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def msgids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def test_every_text_of_the_program_is_in_the_catalogue(entries: list[Message]) -> None:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = {
        text[0] if isinstance(text, tuple) else text
        for _file, _line, text, _comments, _context in extract_from_dir(ROOT, methods, options)
    }
    assert found, "nothing was extracted"
    known = {msgids(message)[0] for message in entries}
    assert sorted(found ^ known) == [], "run `make locale`"


def test_every_text_is_translated(entries: list[Message]) -> None:
    assert [message.id for message in entries if not all(texts_of(message))] == []


def test_no_translation_is_a_guess(entries: list[Message]) -> None:
    assert [message.id for message in entries if message.fuzzy] == []


def test_a_translation_has_the_values_of_its_text(entries: list[Message]) -> None:
    wrong = [
        (text, translated)
        for message in entries
        for text in msgids(message)[-1:]
        for translated in texts_of(message)
        if translated and sorted(VALUE.findall(text)) != sorted(VALUE.findall(translated))
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_up_to_date(catalogue: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run `make locale`"
