"""A commit object is as hostile as any file: its author, its message and the encoding that it claims."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.read.commit import MOST_BYTES, _commit

OID = "1" * 40
WHO = b"author A <a@example.com> 1700000000 +0800\ncommitter A <a@example.com> 1700000000 +0800\n"


@pytest.mark.parametrize(
    ("encoding", "body", "subject"),
    [
        (b"gbk", "看房".encode("gbk"), "看房"),
        (b"GB18030", "看房".encode("gb18030"), "看房"),
        (b"big5", "看房".encode("big5"), "看房"),
        (b"ISO-8859-1", b"caf\xe9", "café"),
        (b"windows-1252", b"caf\xe9", "café"),
        (b"unicode_escape", rb"a\ud800b", r"a\ud800b"),
        (b"raw_unicode_escape", rb"\ud800", r"\ud800"),
        (b"utf-7", b"+2AA-x", "+2AA-x"),
        (b"utf-16", "看".encode("utf-16-le"), "w"),
        (b"idna", b"xn--a", "xn--a"),
        (b"rot13", b"abc", "abc"),
        (b"zlib", b"abc", "abc"),
        (b"utf-8\0", b"abc", "abc"),
        (b"\xff", b"abc", "abc"),
        (b"", b"abc", "abc"),
    ],
)
def test_a_message_is_read_by_encodings_that_people_use_only(encoding: bytes, body: bytes, subject: str) -> None:
    assert _commit(OID, WHO + b"encoding " + encoding + b"\n\n" + body).subject == subject


def test_an_endless_message_costs_no_more_than_its_beginning() -> None:
    begin = time.process_time()
    found = _commit(OID, WHO + b"encoding punycode\n\na-" + b"999" * 2_000_000)
    assert time.process_time() - begin < 1
    assert len(found.subject) <= MOST_BYTES


@given(st.binary(max_size=300), st.sampled_from([b"utf-8", b"gbk", b"unicode_escape", b"utf-7", b"utf-16", b"cp037"]))
def test_any_commit_is_text_that_every_page_can_hold(data: bytes, encoding: bytes) -> None:
    for raw in (data, WHO + b"encoding " + encoding + b"\n\n" + data, b"author " + data + b"\nencoding " + encoding):
        found = _commit(OID, raw)
        for text in (found.subject, found.author, found.email, *found.parents):
            text.encode()
