"""Many files are written all or none: after a failure every byte is as it was."""

import os
import stat
from pathlib import Path

import pytest

from generator.failure import Failure
from generator.writing import batch
from generator.writing.batch import store, write_all
from generator.writing.draft import Change, Draft, Edit
from generator.writing.journal import Step
from generator.writing.lock import Holder, locked

ME = Holder(1, "here", "me", "now")


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".fenji" not in path.parts
    }


def test_files_are_written_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    store(tmp_path, {"customers/a/customer.yaml": b"1", "customers/a/visits/x.yaml": b"2"}, {})
    assert tree(tmp_path) == {"customers/a/customer.yaml": b"1", "customers/a/visits/x.yaml": b"2"}
    assert list((tmp_path / ".fenji").iterdir()) == []


def test_a_known_file_is_replaced_with_its_permissions_and_an_unknown_one_never(tmp_path: Path) -> None:
    path = "customers/a/customer.yaml"
    store(tmp_path, {path: b"1"}, {})
    (tmp_path / path).chmod(0o640)
    store(tmp_path, {path: b"2"}, {path: b"1"})
    with pytest.raises(Failure) as caught:
        store(tmp_path, {path: b"3"}, {})
    assert caught.value.message.params == {"path": path}
    assert tree(tmp_path) == {path: b"2"}
    assert stat.S_IMODE((tmp_path / path).stat().st_mode) == 0o640


def test_a_file_that_is_no_longer_as_it_was_read_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_bytes(b"theirs")
    with pytest.raises(Failure, match="changed by somebody else"):
        store(tmp_path, {"a.yaml": b"1", "b.yaml": b"2"}, {"b.yaml": b"old"})
    assert tree(tmp_path) == {"b.yaml": b"theirs"}


@pytest.mark.parametrize("link", ["customers", "customers/a", "customers/a/visits"])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    root, outside = tmp_path / "office", tmp_path / "outside"
    outside.mkdir()
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(outside)
    with pytest.raises(Failure) as caught:
        store(root, {"customers/a/visits/x.yaml": b"1"}, {})
    assert caught.value.message.params == {"path": link}
    assert list(outside.iterdir()) == []


def test_nothing_is_written_over_a_link_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"old")
    (tmp_path / "a.yaml").symlink_to(tmp_path / "theirs")
    with pytest.raises(Failure):
        store(tmp_path, {"a.yaml": b"new"}, {"a.yaml": b"old"})
    assert (tmp_path / "a.yaml").is_symlink()
    assert (tmp_path / "theirs").read_bytes() == b"old"


def test_a_crash_before_the_names_are_given_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_files: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "flush", crash)
    with pytest.raises(KeyboardInterrupt):
        store(tmp_path, {"customers/a/customer.yaml": b"1"}, {})
    assert tree(tmp_path) == {}
    assert list((tmp_path / ".fenji").iterdir()) == []


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_half_way_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException
) -> None:
    for number in range(2):
        (tmp_path / f"old-{number}.yaml").write_bytes(b"old")
    before = tree(tmp_path)
    names: list[str] = []
    real = batch._put

    def put(root: Path, aside: Path, number: int, step: Step) -> None:
        if len(names) == at:
            raise error
        names.append(step.path)
        real(root, aside, number, step)

    monkeypatch.setattr(batch, "_put", put)
    files = {"new-0.yaml": b"1", "old-0.yaml": b"2", "v/new-1.yaml": b"3"}  # old-1.yaml goes
    with pytest.raises(type(error)):
        store(tmp_path, files, dict.fromkeys(before, b"old"))
    assert tree(tmp_path) == before
    assert len(names) == at


def test_a_name_taken_half_way_is_told_and_undone(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_bytes(b"theirs")
    with pytest.raises(Failure, match="there already; nothing was written"):
        store(tmp_path, {"a.yaml": b"1", "c.yaml": b"2"}, {})
    assert tree(tmp_path) == {"c.yaml": b"theirs"}


def test_what_was_read_and_is_not_written_again_is_removed(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_bytes(b"old")
    store(tmp_path, {"c.yaml": b"new"}, {"a.yaml": b"old", "b.yaml": b"old"})
    assert tree(tmp_path) == {"c.yaml": b"new"}
    store(tmp_path, {}, {"c.yaml": b"new"})
    assert tree(tmp_path) == {}
    assert list((tmp_path / ".fenji").iterdir()) == []


def test_nothing_to_do_leaves_nothing(tmp_path: Path) -> None:
    store(tmp_path, {}, {})
    assert list(tmp_path.iterdir()) == []


def test_what_a_change_relies_on_must_be_as_it_was_read(tmp_path: Path) -> None:
    (tmp_path / "customer.yaml").write_bytes(b"newer")
    change = Change(Draft("visits", "x", {"note": "1"}), relies_on={"customer.yaml": b"old"})
    with pytest.raises(Failure, match="changed by somebody else"):
        write_all(tmp_path, [change], ME)
    assert tree(tmp_path) == {"customer.yaml": b"newer"}


def test_changes_get_free_names_and_are_written_together(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/x.yaml").write_bytes(b"there")
    (tmp_path / "customer.yaml").write_bytes(b"old")
    changes = [Change(Draft("a", "x", {"note": f"{number}"})) for number in range(2)]
    changes.append(Change(Draft("b", "x", {"note": "3"}), (Edit("customer.yaml", b"old", b"new"),)))
    assert write_all(tmp_path, changes, ME) == ("a/x-2.yaml", "a/x-3.yaml", "b/x.yaml")
    assert (tmp_path / "a/x-3.yaml").read_text() == "note: 1\n"
    assert (tmp_path / "customer.yaml").read_bytes() == b"new"


def test_a_batch_waits_for_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "locked", lambda root, holder: locked(root, holder, patience=0))
    with locked(tmp_path, ME), pytest.raises(Failure, match="is writing since"):
        write_all(tmp_path, [Change(Draft("a", "x", {"note": "1"}))], ME)
    assert not os.path.lexists(tmp_path / "a")
