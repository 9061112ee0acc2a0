"""Phone numbers sealed at rest: the repository holds them, nobody reads them, who has the key does."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.phone import phone_key
from generator.model.seal import Key, SealError, key_of, opened, sealed
from tests.cli.running import Done, Fenji
from tests.exchange.office import HEADER, MAP, WANG
from tests.offices import CUSTOMER, OFFICE, write

NUMBER, OTHER = "10000000000", "10000000001"
KEY, NEW = "ab" * 64, "cd" * 64
FULL = CUSTOMER.replace("100****0000", NUMBER)
PATH = "customers/7k3qf/customer.yaml"
KEYS = st.binary(min_size=64, max_size=64).map(Key)
SEALED = OFFICE + "privacy: {phone: sealed}\n"


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FENJI_SEAL_KEY", "FENJI_SEAL_KEY_OLD", "FENJI_PHONE_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def full(tmp_path: Path) -> Path:
    return write(tmp_path / "office", {PATH: FULL + "# a remark\n", "office.yaml": SEALED})


def text(office: Path, path: str = PATH) -> str:
    return (office / path).read_text(encoding="utf-8")


def value(office: Path) -> str:
    return next(line for line in text(office).splitlines() if line.startswith("phone_sealed: ")).split(": ", 1)[1]


def seal(fenji: Fenji, office: Path, monkeypatch: pytest.MonkeyPatch, key: str = KEY) -> Done:
    monkeypatch.setenv("FENJI_SEAL_KEY", key)
    return fenji(office, "seal")


@given(key=KEYS, customer=st.text(max_size=32), number=st.text("0123456789", min_size=1, max_size=15))
def test_what_is_sealed_opens_again_and_only_so(key: Key, customer: str, number: str) -> None:
    value = sealed(key, customer, number)
    assert value == sealed(key, customer, number)
    assert opened(key, customer, value) == number
    for other in (customer + "x", "x" + customer):
        with pytest.raises(SealError, match="was changed, or belongs"):
            opened(key, other, value)


@given(key=KEYS, position=st.integers(0, 53), digit=st.sampled_from("0123456789abcdef"))
def test_a_changed_digit_is_refused(key: Key, position: int, digit: str) -> None:
    value = sealed(key, "7k3qf", NUMBER)
    start = len(value) - 54
    changed = value[: start + position] + digit + value[start + position + 1 :]
    if changed != value:
        with pytest.raises(SealError):
            opened(key, "7k3qf", changed)


def test_a_key_is_never_shown() -> None:
    key = key_of(KEY, "x")
    assert "ab" * 4 not in repr(key)
    assert key.id in repr(key)
    assert key.id != key_of(NEW, "x").id


def test_sealing_masks_the_number_and_leaves_the_rest(
    fenji: Fenji, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fenji(full, "check").code == 1, "a full number is a problem as long as it is not sealed"
    monkeypatch.setenv("FENJI_PHONE_KEY", "secret")
    done = seal(fenji, full, monkeypatch)
    assert done.code == 0
    assert done.out == f"{PATH}\n"
    assert NUMBER not in text(full)
    assert "phone: 100****0000\n" in text(full)
    assert f"phone_key: {phone_key(NUMBER, b'secret')}\n" in text(full)
    assert text(full).index("# a remark") > 0
    assert fenji(full, "check").code == 0
    assert fenji(full, "reveal", "7k3qf").out == f"{NUMBER}\n"
    before = text(full)
    assert "sealed: 0." in seal(fenji, full, monkeypatch).err
    assert text(full) == before


def test_a_dry_run_changes_nothing(fenji: Fenji, full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENJI_SEAL_KEY", KEY)
    done = fenji(full, "seal", "--dry-run")
    assert (done.code, done.out) == (0, f"{PATH}\n")
    assert text(full) == FULL + "# a remark\n"


def test_no_output_but_reveal_shows_the_number(fenji: Fenji, full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seal(fenji, full, monkeypatch)
    for command in (("grade", "--format", "json"), ("explain", "7k3qf"), ("todo",), ("check", "--strict")):
        assert NUMBER not in fenji(full, *command).out
    fenji(full, "export", "--out", str(full / "tables"))
    assert all(NUMBER not in path.read_text("utf-8-sig") for path in (full / "tables").iterdir())


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "FENJI_SEAL_KEY is not set"),
        ("abc", "FENJI_SEAL_KEY holds no key"),
        ("zz" * 64, "FENJI_SEAL_KEY holds no key"),
        (NEW, "is sealed with the key"),
    ],
)
def test_without_the_right_key_there_is_a_message(
    fenji: Fenji, full: Path, monkeypatch: pytest.MonkeyPatch, key: str, said: str
) -> None:
    seal(fenji, full, monkeypatch)
    monkeypatch.setenv("FENJI_SEAL_KEY", key)
    done = fenji(full, "reveal", "7k3qf")
    assert done.code == 2
    assert said in done.err
    assert key == "" or key not in done.err
    assert NUMBER not in done.err + done.out


def test_a_value_of_another_customer_is_refused(fenji: Fenji, full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seal(fenji, full, monkeypatch)
    other = full / "customers/2m9xd/customer.yaml"
    other.write_text(other.read_text() + f"phone_sealed: {value(full)}\n")
    done = fenji(full, "reveal", "2m9xd")
    assert done.code == 2
    assert "was changed, or belongs to another customer" in done.err
    assert "No sealed phone number" in fenji(write(full.parent / "b", {}), "reveal", "2m9xd").err


@pytest.mark.parametrize(
    "bad", ["sealed:1:x", "sealed:2:00000000:" + "ab" * 27, "13812345678", "sealed:1:00000000:abc"]
)
def test_a_sealed_value_is_checked_by_its_form(fenji: Fenji, full: Path, bad: str) -> None:
    (full / PATH).write_text(CUSTOMER + f"phone_sealed: '{bad}'\n")
    done = fenji(full, "check")
    assert done.code == 1
    assert f"{PATH}:7:15: error sealed" in done.out


def test_rotating_seals_everything_anew_or_nothing(fenji: Fenji, full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (full / "customers/2m9xd/customer.yaml").write_text(FULL.replace(NUMBER, OTHER))
    seal(fenji, full, monkeypatch)
    before = value(full)
    monkeypatch.setenv("FENJI_SEAL_KEY", NEW)
    monkeypatch.setenv("FENJI_SEAL_KEY_OLD", "ef" * 64)
    refused = fenji(full, "rotate")
    assert refused.code == 2
    assert value(full) == before
    monkeypatch.setenv("FENJI_SEAL_KEY_OLD", KEY)
    monkeypatch.setenv("FENJI_PHONE_KEY", "another secret")
    done = fenji(full, "rotate")
    assert (done.code, len(done.out.splitlines())) == (0, 2)
    assert value(full) != before
    assert f"phone_key: {phone_key(NUMBER, b'another secret')}\n" in text(full)
    assert fenji(full, "reveal", "7k3qf").out == f"{NUMBER}\n"
    assert fenji(full, "reveal", "2m9xd").out == f"{OTHER}\n"
    assert fenji(full, "rotate").out == ""
    assert fenji(full, "check").code == 0


def test_new_and_import_seal_where_the_office_says_so(
    fenji: Fenji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = write(tmp_path / "office", {"office.yaml": SEALED})
    new = ("new", "--name", "周一一", "--consultant", "li-na", "--phone", OTHER)
    assert "FENJI_SEAL_KEY is not set" in fenji(office, *new).err
    monkeypatch.setenv("FENJI_SEAL_KEY", KEY)
    done = fenji(office, *new)
    assert done.code == 0
    assert fenji(office, "reveal", done.out.split("/")[-2]).out == f"{OTHER}\n"
    (tmp_path / "map.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "c.csv").write_text(HEADER + WANG, encoding="utf-8")
    table = ("import", str(tmp_path / "c.csv"), "--map", str(tmp_path / "map.yaml"), "--format", "json")
    path = next(iter(json.loads(fenji(office, *table).out)["files"]))
    assert fenji(office, "reveal", path.split("/")[-2]).out == "10000000001\n"
    assert "10000000001" not in text(office, path)
    assert json.loads(fenji(office, *table).out)["files"] == {}, "sealing is deterministic"


def test_a_new_key_fits(fenji: Fenji, full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {fenji(full, "seal", "--new-key").out.strip() for _number in range(3)}
    assert len(keys) == 3
    assert seal(fenji, full, monkeypatch, keys.pop()).code == 0
