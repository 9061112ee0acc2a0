"""What is written is read back as it was, and quoted only where it must be."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.sample.flats import PLAN, Flats, price_of, size_of
from generator.sample.identity import Codes, draw_phone
from generator.sample.names import draw_name, staff_name
from generator.sample.writing import flow_list, flow_map, plain
from tests.sample.sample import ROOT, chance

LINE = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=30)


@given(LINE)
def test_any_line_comes_back_from_a_block_and_from_a_flow_mapping(text: str) -> None:
    assert yaml.load(f"note: {plain(text)}\n", yaml.BaseLoader) == {"note": text}  # noqa: S506 - strings only
    assert yaml.load(f"m: {flow_map({'k': text})}\n", yaml.BaseLoader) == {"m": {"k": text}}  # noqa: S506
    assert yaml.load(f"l: {flow_list([text])}\n", yaml.BaseLoader) == {"l": [text]}  # noqa: S506


@pytest.mark.parametrize(
    "text", ["看了三房样板房,价格偏高", "差10万，能谈。", "3-1201", "2026-09-07 14:30", "A # 不是注释"]
)
def test_quotes_stand_only_where_yaml_needs_them(text: str) -> None:
    assert (plain(text) == text) == (" #" not in text)


def test_no_file_of_the_sample_needs_a_quote() -> None:
    assert not [path for path in (ROOT / "customers").rglob("*.yaml") if {"'", '"'} & set(path.read_text("utf-8"))]


def test_ids_are_drawn_once_and_look_like_no_number_and_no_word() -> None:
    codes, rng = Codes(), chance(1)
    drawn = [codes.draw(rng) for _ in range(20_000)]
    assert len(set(drawn)) == len(drawn)
    assert {len(code) for code in drawn} == {5}
    assert not [code for code in drawn if set(code) & set("aeiouyl01") or code.isdigit() or code.isalpha()]


def test_phones_are_masked_impossible_and_told_apart_by_their_key() -> None:
    phones = [draw_phone(chance(seed)) for seed in range(200)]
    assert {number[:7] for number, _ in phones} == {"100****"}
    assert len({key for _, key in phones}) == 200
    assert {len(key) for _, key in phones} == {32}
    assert draw_phone(chance(5)) == draw_phone(chance(5))


def test_dearer_higher_up_and_each_flat_is_sold_once() -> None:
    assert price_of("3-1101") > price_of("3-201")
    assert size_of(4) > size_of(3) > size_of(2) == PLAN[2][1]
    flats, rng = Flats(10), chance(1)
    sold = [flats.wish(rng, 4, finished=True)]
    for _ in range(10):
        flats.take(sold[-1])
        sold.append(flats.wish(rng, 4, finished=True))
    assert len(set(sold)) == len(sold)
    assert {unit[0] for unit in sold} == {"1"}


def test_names_fit_the_form_of_address_and_staff_ids_never_collide() -> None:
    assert draw_name(chance(1), "欧阳", "ms", short=True)[:3] in {"欧阳女", "欧阳小"}
    ids = [staff_name(number)[0] for number in range(1_000)]
    assert len(set(ids)) == len(ids)
