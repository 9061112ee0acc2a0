"""Keys, ids, phones and referrers: who is who, and that no number is given away."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.exchange.keys import customer_id
from generator.model.phone import phone_key
from tests.exchange.joined import KEYED, WANG_ID
from tests.exchange.office import HEADER, MAP, WANG, ZHAO, empty, records, run, said
from tests.offices import OFFICE


def test_a_phone_gets_a_key_only_with_the_secret(tmp_path: Path) -> None:
    done = run(empty(tmp_path), {"c.csv": HEADER + WANG}, secret=b"secret")
    assert said(done) == []
    text = records(tmp_path)[f"{WANG_ID}/customer.yaml"]
    assert f"phone: 100****0001\nphone_key: {phone_key('10000000001', b'secret')}\n" in text
    assert "10000000001" not in text


def test_a_key_that_is_a_phone_number_makes_an_id_only_with_the_secret(tmp_path: Path) -> None:
    done = run(empty(tmp_path), {"c.csv": HEADER + WANG.replace("k1", "100-0000-0001")}, secret=b"secret")
    assert said(done) == []
    assert customer_id("100-0000-0001", "code", b"secret") != customer_id("100-0000-0001", "code", b"other")


def test_phones_stay_whole_only_where_the_office_says_so(tmp_path: Path) -> None:
    run(empty(tmp_path, office=OFFICE + "privacy: {phone: full}\n"), {"c.csv": HEADER + WANG})
    assert "phone: 100 0000 0001\n" in records(tmp_path)[f"{WANG_ID}/customer.yaml"]


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("../../x", "can't be an id"),
        ("王建国", "can't be an id"),
        ("a b", "can't be an id"),
        ("10000000001", "must not become an id"),
        ("-a", "can't be an id"),
    ],
)
def test_with_ids_key_only_an_id_will_do(tmp_path: Path, key: str, part: str) -> None:
    done = run(empty(tmp_path), {"t.csv": f"id,name,day\n{key},王,2026-09-05\n"}, KEYED)
    assert [part in line for line in said(done)] == [True]
    assert records(tmp_path) == {}


def test_a_referrer_is_named_by_key_and_must_be_there(tmp_path: Path) -> None:
    text = KEYED.replace(
        "source: {value: call}", "source: {column: ref, map: {otherwise: referral}, default: call}, referrer: ref"
    )
    done = run(
        empty(tmp_path), {"t.csv": "id,name,day,ref\nb,王,2026-09-05,a\na,李,2026-09-05,\nc,赵,2026-09-05,z\n"}, text
    )
    assert "referrer: a\n" in records(tmp_path)["b/customer.yaml"]
    assert [line.split(" ")[0] for line in said(done)] == ["t.csv:4:4"]


def test_two_keys_that_make_one_id_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.exchange.drafts.customer_id", lambda _key, _how, _secret: "same1")
    done = run(empty(tmp_path), {"c.csv": HEADER + WANG + ZHAO})
    assert [line.split(" made")[0] for line in said(done)] == ["c.csv:3:1 The id “same1”"]


def test_a_referrer_and_a_number_that_would_give_a_phone_away_are_refused(tmp_path: Path) -> None:
    text = MAP.replace("      source:", "      referrer: 户型\n      source:").replace(
        "wants: {rooms: 户型, budget", "wants: {budget"
    )
    done = run(empty(tmp_path), {"c.csv": HEADER + WANG.replace(",3,", ",10000000001,")}, text)
    assert [line.split(" ")[0] for line in said(done)] == ["c.csv:2:7"]
    numbered = KEYED.replace("ids: key", "ids: code") + (
        "    contacts: [{at: day, channel: {value: visit}, by: {value: li-na}, number: no}]\n"
    )
    done = run(tmp_path, {"t.csv": "id,name,day,no\na,王,2026-09-05,10000000001\nb,李,2026-09-05,1\n"}, numbered)
    assert [line.split(" ")[0] for line in said(done)] == ["t.csv:2:4"]


def test_a_masked_number_stays_and_a_badly_masked_one_is_refused(tmp_path: Path) -> None:
    run(empty(tmp_path), {"c.csv": HEADER + WANG.replace("100 0000 0001", "100****0001")})
    assert "phone: 100****0001\n" in records(tmp_path)[f"{WANG_ID}/customer.yaml"]
    done = run(tmp_path, {"c.csv": HEADER + ZHAO.replace("小兰,,", "小兰,1*,")})
    assert [line.split(" ")[0] for line in said(done)] == ["c.csv:2:3"]
