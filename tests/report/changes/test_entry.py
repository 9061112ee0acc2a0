"""A page has room for some customers in full, some by name, and counts the rest."""

from generator.report.changes.entry import Entry, Room, cut
from generator.report.rich import Kind, Rich, Span, link, plain


def entry(number: int) -> Entry:
    return Entry(title=(Span(f"c{number}"),), lines=((Span("x" * 100), link("f", Kind.FILE, "a.yaml")),))


def test_what_fits_is_told_in_full_and_only_the_first_ones_are_not_folded() -> None:
    listed = Room().listed("t", range(9), entry)
    assert [plain(one.title) for one in (*listed.first, *listed.folded)] == [f"c{number}" for number in range(9)]
    assert (listed.total, listed.more, listed.named, listed.beyond) == (9, 3, (), 0)


def test_what_does_not_fit_is_named_and_then_counted() -> None:
    listed = Room().listed("t", range(500), entry)
    told = len(listed.first) + len(listed.folded)
    assert told == 24
    assert [plain(name).strip() for name in listed.named[:2]] == ["c24", "c25"]
    assert listed.beyond == 500 - told - len(listed.named)
    assert listed.more == 500 - len(listed.first)


def test_lines_are_asked_for_only_where_they_are_told() -> None:
    asked: list[int] = []

    def lines(number: int) -> tuple[Rich, ...]:
        asked.append(number)
        return ((Span(f"line {number}"),),)

    listed = Room().listed("t", range(500), entry, lines)
    assert asked == list(range(24))
    assert [plain(one.lines[-1]) for one in listed.first] == [f"line {number}" for number in range(6)]
    assert all(one.lines[:-1] == entry(0).lines for one in listed.folded)


def test_long_texts_take_the_room_of_many() -> None:
    def wide(number: int) -> Entry:
        return Entry(title=(Span(f"c{number}"),), lines=((Span("字" * 10_000),),))

    room = Room()
    assert len(room.listed("t", range(9), wide).first) == 1
    later = room.listed("t", range(3), entry)
    assert (len(later.first), later.total) == (3, 3)
    assert room.listed("t", range(3), wide).named != ()


def test_a_text_is_cut_where_it_is_long_and_keeps_what_stands_before() -> None:
    rich = (Span("abc"), link("file", Kind.FILE, "a"), Span("defgh"))
    assert plain(cut(rich, 100)) == "abcfiledefgh"
    assert cut(rich, 9) == (*rich[:2], Span("de…"))
    assert plain(cut(rich, 7)) == "abcfile…"
