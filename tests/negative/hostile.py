"""Hostile records by the thousand, made by rule: what YAML guesses at, what breaks parsers, what breaks who shows it.

The families follow what public suites for YAML and JSON parsers and lists of naughty strings are about; every case here
is made by this module.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import NamedTuple

HEAD = "name: 王建国\nconsultant: li-na\nsource: walk_in\nregistered: 2026-11-01\n"


class Case(NamedTuple):
    """A customer.yaml; ``expected`` is the text of wants.district if it loads, None where nothing is expected."""

    family: str
    data: bytes
    expected: str | None = None


GUESSED = (
    *("yes", "Yes", "YES", "no", "No", "NO", "on", "On", "off", "OFF", "y", "Y", "n", "N", "true", "True", "TRUE"),
    *("false", "False", "null", "Null", "NULL", "~", "nil", "None", "undefined", "NaN", "nan", ".nan", ".NaN", ".NAN"),
    *(".inf", "-.inf", "+.inf", ".Inf", "Infinity", "-Infinity", "inf", "0", "-0", "+0", "00", "007", "0571", "0o7"),
    *("0o17", "0O7", "017", "08", "09", "0x1F", "0X1f", "0xdeadbeef", "0b101", "0B1", "1_000", "1,000", "1'000", "1e3"),
    *("1E3", "1e+3", "1e-3", "12E3", "1.", ".5", "5.", "+5", "-5", "+.5", "1.0", "1.10", "1.0e999", "9e99999", "1d3"),
    *(
        "123456789012345678901234567890",
        "0.1234567890123456789",
        "1/2",
        "50%",
        "¥100",
        "１２３",
        "٣٤",
        "³",
        "Ⅷ",
        "一百",
    ),
    *("12:30", "12:30:00", "1:2:3", "60:00", "190:20:30", "23:59:60", "2026-01-01", "2026-1-1", "26-01-01", "20260101"),
    *("2026-01-01T00:00:00Z", "2026-01-01 00:00:00 +8", "2001-12-14t21:59:43.10-05:00", "2026-W46", "0000-00-00"),
    *("=", "<<", "!", "!!", "!!str", "!!binary aGk=", "&a", "*a", "%", "%YAML", "@", "@a", "`", "`a`", "?", "? a", ":"),
    *(
        "a:",
        "a: b",
        ":a",
        "::",
        "-",
        "- a",
        "--",
        "---",
        "--- a",
        "...",
        "... a",
        "|",
        "|-",
        ">",
        ">+",
        "|2",
        "#",
        "#a",
    ),
    *("a #b", "a#b", "a # b", ",", "a,b", "a, b", "[", "]", "[]", "[a]", "{", "}", "{}", "{a: b}", "{a}", "a]", "a}"),
    *("'", "''", "'a'", "a'b", '"', '""', '"a"', 'a"b', "\\", "\\n", "\\u0000", "\\x00", "a\\", "\\\\", "C:\\dir\\new"),
)
"""What YAML 1.1, YAML 1.2, JSON or a spreadsheet would take for something other than these very characters."""

NAUGHTY = (
    *(
        "<script>alert(1)</script>",
        "</title><b>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?xml?>",
        "&lt;",
        "&#x3c;",
        "&amp",
    ),
    *(
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//x.example",
        "http://x.example/?a=b&c=d#e",
        "mailto:a@b",
    ),
    *(
        "' OR 1=1 --",
        "'; DROP TABLE x; --",
        '" onmouseover="x',
        "$(id)",
        "`id`",
        "; rm -rf x",
        "| cat x",
        "&& id",
        "$PATH",
    ),
    *("%s%s%n", "%(name)s", "%d", "{0}", "{name}", "{{ 7*7 }}", "{% raw %}", "{# x #}", "${7*7}", "#{7*7}", "<%= 7 %>"),
    *("=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(1)", "\t=1", "＝1", "=cmd|x", "../../x", "..\\x", "/etc/x", "C:x"),
    *(
        "file:///x",
        "\\\\host\\x",
        "~/x",
        "con",
        "nul",
        "COM1",
        ".",
        "..",
        "CR\rLF",
        "a\tb",
        "a\nb",
        "a\n\nb",
        "\n",
        "\t",
    ),
    *(
        "# 标题",
        "* a",
        "1. a",
        "> a",
        "| a | b |",
        "**a**",
        "__a__",
        "[a](b)",
        "![a](b)",
        "~~~",
        "```",
        "a  ",
        "---\na",
    ),
    *(
        "王\u3000建国",
        "１３８００",
        "Ａ",
        "ﬁ",
        "½",
        "№",
        "㈱",
        "①",
        "𝟙𝟚",
        "café",
        "cafe\u0301",
        "Å",
        "Å",
        "ß",
        "ı",
        "İ",
        "ſ",
    ),
    *(
        "Z̸̧a̵l̷g̶o̸",
        "ﷺ",
        "﷽",
        "שלום",
        "مرحبا",
        "हिन्दी",
        "ไทย",
        "한국어",
        "日本語",
        "Русский",
        "Ελληνικά",
        "𠜎𠜱𠝹",
        "龘",
        "〇",
        "々",
    ),
    *("👍", "👍🏽", "👨‍👩‍👧", "🇨🇳", "1️⃣", "❤️", "\ufffd", "\ue000", "\U000f0000", "\u0300", "\u20dd", "\u1d2c", "꧅"),
    *(
        "a" * 1000,
        "王" * 1000,
        "a " * 500,
        "'" * 99,
        '"' * 99,
        "\\" * 99,
        "{" * 9,
        "[" * 9,
        ": " * 99,
        "- " * 99,
        "\n" * 99,
    ),
)
"""What breaks whoever shows, splits, sorts, compares or executes a text."""

INVISIBLE = tuple(
    "a" + chr(point) + "b"
    for point in (
        *range(0x09),
        *(0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x180E),
        *(*range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0x3164, 0xFE00, 0xFE0F, 0xFEFF),
        *(
            0xFFA0,
            0xFFF9,
            0xFFFA,
            0xFFFB,
            0xFFFE,
            0xFFFF,
            0x1BCA0,
            0x1D173,
            0xE0001,
            0xE0041,
            0xE0100,
            0x1FFFE,
            0x10FFFF,
        ),
    )
)
"""Texts with a character that nobody can see."""


def cases() -> Iterator[Case]:
    """Yield all cases, always the same ones in the same order."""
    yield from _values()
    yield from _bytes()
    yield from _cuts()
    yield from _json()
    yield from _layouts()
    yield from _sizes()


def _district(written: str) -> bytes:
    return f"{HEAD}wants:\n  district: {written}\n  product: 洋房\n".encode("utf-8", "surrogatepass")


def _values() -> Iterator[Case]:
    """Every value in every style that YAML has for it: bare, in quotes, in braces, as a block, as a key."""
    for value in (*GUESSED, *NAUGHTY, *INVISIBLE):
        single = "'" + value.replace("'", "''") + "'"
        flat = not set(value) & set("\n\r\t")  # else YAML folds it
        plain = value.partition(" #")[0].strip(" ") if flat and value[0] not in "'\"|>#" else None
        yield Case("bare", _district(value), plain)
        yield Case("bare in braces", f"{HEAD}wants: {{district: {value}, product: 洋房}}\n".encode(), None)
        yield Case("single quotes", _district(single), value if flat else None)
        yield Case("double quotes", _district(json.dumps(value, ensure_ascii=False)), value)
        yield Case("escapes", _district(_escaped(value)), value)
        yield Case("json escapes", _district(json.dumps(value)), value)
        yield Case("braces", f"{HEAD}wants: {{district: {_escaped(value)}}}\n".encode(), value)
        yield Case("block", _block("|-", value), value if flat and value.strip(" ") == value else None)
        yield Case("folded", _block(">-", value), value if flat and value.strip(" ") == value else None)
        yield Case("key", f"{HEAD}attributes: {{{json.dumps(value)}: 1}}\n".encode())
        yield Case("bare key", f"{HEAD}attributes:\n  {value}: 1\n".encode())
        yield Case("comment", f"{HEAD}wants: {{district: 城东}}  # {value}\n".encode(), "城东" if flat else None)
        for field in ("rooms", "area", "purpose"):
            yield Case(
                "other field", f"{HEAD}wants: {{district: 城东, {field}: {json.dumps(value)}}}\n".encode(), "城东"
            )


def _escaped(value: str) -> str:
    return '"' + "".join(f"\\U{ord(char):08x}" for char in value) + '"'


def _block(sign: str, value: str) -> bytes:
    lines = "".join(f"    {line}\n" for line in value.split("\n"))
    return f"{HEAD}wants:\n  district: {sign}\n{lines}".encode()


_INTERESTING = (
    0x00,
    0x09,
    0x0A,
    0x0D,
    *b' !"#%&*,-:<=>?@[]`{|}~',
    0x27,
    0x5C,
    0x7F,
    0x80,
    0xA0,
    0xBF,
    0xC0,
    0xC2,
    0xED,
    0xF4,
    0xFF,
)


def _bytes() -> Iterator[Case]:
    """A good file with each byte gone, doubled, or another one."""
    good = f"{HEAD}wants: {{district: '城 东', rooms: 3}}\nattributes:\n  - a\n".replace("  - a", "  k: v").encode()
    for place in range(len(good)):
        yield Case("byte gone", good[:place] + good[place + 1 :])
        yield Case("byte doubled", good[: place + 1] + good[place:])
    for place, byte in itertools.product(range(0, len(good), 2), _INTERESTING):
        yield Case("another byte", good[:place] + bytes([byte]) + good[place + 1 :])
        yield Case("further byte", good[:place] + bytes([byte]) + good[place:])


def _cuts() -> Iterator[Case]:
    """A file of many constructs, cut off at every byte; and without its beginning."""
    rich = (
        f"# 客户\n{HEAD}"
        "wants: {district: \"城\\u4e1c\", 'product': '洋''房',\n  rooms: 3}\n"
        "attributes:\n  ? a\n  : |\n    b\n\n    c\n  d: >-\n    e\n    f\n  g: 'h\n\n    i'\n"
    ).encode()
    for place in range(len(rich)):
        yield Case("cut off", rich[:place])
        yield Case("beginning gone", rich[place:])
    for encoding in (
        "gbk",
        "gb18030",
        "big5",
        "shift_jis",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-7",
        "cp1252",
    ):
        yield Case("encoding", f"{HEAD}wants: {{district: 城东}}\n".encode(encoding, "replace"))
    for text in (
        b"\xc0\xaf",
        b"\xe0\x80\xaf",
        b"\xed\xa0\x80\xed\xb0\x80",
        b"\xf4\x90\x80\x80",
        b"\xf8\x88\x80\x80\x80",
        b"\x80",
    ):
        yield Case("no utf-8", f"{HEAD}wants: {{district: ".encode() + text + b"}\n")


def _json() -> Iterator[Case]:
    """The record as JSON, which is YAML, with every piece of its grammar broken in turn."""
    record = {
        "name": "王建国",
        "consultant": "li-na",
        "source": "walk_in",
        "registered": "2026-11-01",
        "wants": {"district": "城东", "rooms": 3},
    }
    for indent, escaped in itertools.product((None, 0, 2, 4), (True, False)):
        yield Case("json", json.dumps(record, indent=indent, ensure_ascii=escaped).encode(), "城东")
    text = json.dumps(record)
    for place, sign in enumerate(text):
        if sign in '{}[]":,':
            for other in ("", sign * 2, ",", ":", '"', "{", "}", "[", "]", "\n", "#"):
                yield Case("json, broken", f"{text[:place]}{other}{text[place + 1 :]}".encode())
    for odd in (
        "NaN",
        "-",
        "+1",
        "01",
        "1.",
        ".1",
        "1e",
        "0x1",
        "TRUE",
        "nul",
        "'a'",
        '"\t"',
        '"\\u12"',
        '"\\ud83d"',
        '"\\q"',
        "[1,,2]",
        "[,]",
        "{1:2}",
        "{}{}",
        "/*a*/1",
    ):
        yield Case("json, odd", text.replace("3", odd).encode())


def _layouts() -> Iterator[Case]:
    """Collections in collections, in every notation, at every indentation, with all line ends; most are no record."""
    inner = (
        "a",
        "- a",
        "- - a",
        "a: b",
        "? a",
        "? a\n: b",
        "[a, b]",
        "{a: b}",
        "|\n a",
        ">\n a",
        "&x a",
        "*x",
        "!t a",
        "# c",
        "",
    )
    for key, one, other, ends in itertools.product(
        ("wants", "closed", "attributes"), inner, inner, ("\n", "\r\n", "\r")
    ):
        for spaces in ("  ", " ", "\t", "\u3000"):
            lines = "".join(f"{spaces}{line}\n" for part in (one, other) for line in part.split("\n"))
            yield Case("layout", f"{HEAD}{key}:\n{lines}".replace("\n", ends).encode())
    for before, after in itertools.product(
        ("", "---\n", "--- # c\n", "%YAML 1.2\n---\n", "...\n", "\ufeff", "\n\n", "--- |\n "), repeat=2
    ):
        yield Case("documents", f"{before}{HEAD}{after}wants: {{district: 城东}}\n".encode())
    for sign, number, chomp, end in itertools.product(
        "|>", ("", "1", "2", "9", "0", "10"), ("", "-", "+", "x"), ("\n", "\n\n\n", "")
    ):
        yield Case("block header", f"{HEAD}wants:\n  district: {sign}{number}{chomp}\n    城东{end}".encode())


_REPEATED = (
    *(
        "=======\n",
        "<<<<<<< \n",
        "\u200b",
        "\x01",
        "0571 1234567 ",
        "1" * 18 + " ",
        "1-",
        "(",
        "１０",
        "½ ",
        "e\u0301",
        "л ",
    ),
    *(
        "\t",
        "\u3000",
        ": ",
        ":",
        "：",
        " #",
        "- ",
        "? ",
        "''",
        '""',
        "\\",
        "\\u4e00",
        "&a ",
        "*a ",
        "!a ",
        "a,",
        "9f",
        "\r",
        "\n",
    ),
)
"""Pieces that something in the reader looks for: a search that starts anew at each of them takes minutes."""


def _sizes() -> Iterator[Case]:
    """Long, deep and wide, just within the bounds and beyond."""
    for depth in (1, 5, 10, 19, 20, 21, 50, 500, 50_000):
        for opened, closed in (("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", ""), ("[[], ", "]"), ("{? ", "}")):
            for shut in (closed * depth, ""):
                yield Case("deep", f"{HEAD}attributes: {(opened * depth)[:240_000]}a{shut[:10_000]}\n".encode())
    for piece in _REPEATED:
        body = piece * (60_000 // len(piece.encode()))
        for before, after in (
            ("#", "\n"),
            ("wants:\n  district: ", "\n"),
            ('wants: {district: "', '"}\n'),
            ("", ": 1\n"),
        ):
            yield Case("repeated", f"{HEAD}{before}{body}{after}".encode())
    for number in (1_000, 1_999, 2_000, 2_001, 20_001, 60_000):
        yield Case("many items", f"{HEAD}attributes: [{'a,' * number}]\n".encode())
        keys = "".join(f"  k{key}: v\n" for key in range(min(number, 20_001)))
        yield Case("many keys", f"{HEAD}attributes:\n{keys}".encode())
    for length in (4_095, 4_096, 65_535, 65_536, 250_000, 262_144, 262_145, 1_000_000):
        yield Case("long value", f"{HEAD}wants: {{district: {'王' * (length // 3)}}}\n".encode())
        yield Case("long key", f"{HEAD}{'k' * length}: v\n".encode())
        yield Case("long comment", f"{HEAD}#{' ' * length}\n".encode())
        yield Case("long space", f"{HEAD}wants: {' ' * length}{{district: 城东}}\n".encode(), "城东")
        yield Case("many lines", (HEAD + "\n" * length).encode())
        yield Case("long digits", f"{HEAD}wants: {{budget: {'9' * length}}}\n".encode())
        yield Case("long escapes", (HEAD + 'wants: {district: "' + "\\u4e1c" * (length // 6) + '"}\n').encode())
