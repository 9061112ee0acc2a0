"""`fenji new`: an id and a folder, a masked number, and who is there already."""

import re
from pathlib import Path

import pytest

from tests.cli.desk import Office, office_at
from tests.offices import files


@pytest.fixture
def office(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Office:
    return office_at(tmp_path, capfd)


def test_a_new_customer_gets_an_id_a_folder_and_a_masked_number(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENJI_PHONE_KEY", "the office's secret")
    said = office(
        "new",
        "--name",
        "孙丽",
        "--consultant",
        "li-na",
        "--phone",
        "+86 100 0000 0777",
        "--referrer",
        "2m9xd",
        "--set",
        "wants.rooms=3",
        "--set",
        "profile.title=ms",
    )
    assert said.code == 0, said.err
    path = re.fullmatch(r"(customers/2026-11/[2-9bcdfghjkmnpqrstvwxz]{5}/customer\.yaml)\n", said.out)
    assert path is not None
    text = office.text(path[1])
    assert re.sub(r"[0-9a-f]{32}", "KEY", text) == (
        "name: 孙丽\nphone: 100****0777\nphone_key: KEY\nconsultant: li-na\nsource: referral\nregistered: 2026-11-22\n"
        "wants: {rooms: 3}\nprofile: {title: ms}\nreferrer: 2m9xd\n"
    )
    assert "10000000777" not in "".join(file.read_text() for file in office.root.rglob("*") if file.is_file())
    assert office("check").code == 0


def test_a_full_number_stays_where_the_office_keeps_them(office: Office) -> None:
    (office.root / "office.yaml").write_text(files()["office.yaml"] + "privacy: {phone: full}\n")
    said = office("new", "--name", "孙丽", "--consultant", "li-na", "--phone", "100 0000 0777")
    assert "phone: 10000000777\n" in office.text(said.out.strip())


def test_without_a_secret_there_is_no_key_and_a_word_about_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FENJI_PHONE_KEY", raising=False)
    said = office("new", "--name", "孙丽", "--consultant", "li-na", "--phone", "10000000777")
    assert "FENJI_PHONE_KEY is not set" in said.err
    assert "phone_key" not in office.text(said.out.strip())


@pytest.mark.parametrize(
    ("name", "phone", "same"),
    [("赵六", "10000000777", True), ("钱七", "10000000777", True), ("赵六", "10000000778", False)],
)
def test_a_probable_duplicate_is_named_by_its_id_only(
    office: Office, monkeypatch: pytest.MonkeyPatch, name: str, phone: str, same: bool
) -> None:
    monkeypatch.setenv("FENJI_PHONE_KEY", "the office's secret")
    first = office("new", "--name", "赵小五", "--consultant", "li-na", "--phone", "100 0000 0777").out.split("/")[2]
    said = office("new", "--name", name, "--consultant", "wu-di", "--phone", phone)
    assert said.code == 0
    assert (f"Probably registered already as: {first}\n" in said.err) is same
    assert "赵小五" not in said.err


def test_without_keys_surname_and_mask_tell_a_duplicate(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FENJI_PHONE_KEY", raising=False)
    assert "already as: 7k3qf" in office("new", "--name", "王二", "--consultant", "li-na", "--phone", "10000000000").err
    assert "already as" not in office("new", "--name", "李二", "--consultant", "li-na", "--phone", "10000000000").err
