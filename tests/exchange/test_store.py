from pathlib import Path

import pytest

from generator.exchange import store as module
from generator.exchange.store import store
from generator.failure import Failure


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".fenji" not in path.parts
    }


def test_files_are_written_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    store(tmp_path, {"customers/a/customer.yaml": b"1", "customers/a/visits/x.yaml": b"2"}, ())
    assert tree(tmp_path) == {"customers/a/customer.yaml": b"1", "customers/a/visits/x.yaml": b"2"}
    assert list((tmp_path / ".fenji").iterdir()) == []


def test_a_known_file_is_replaced_and_an_unknown_one_never(tmp_path: Path) -> None:
    store(tmp_path, {"customers/a/customer.yaml": b"1"}, ())
    store(tmp_path, {"customers/a/customer.yaml": b"2"}, {"customers/a/customer.yaml"})
    with pytest.raises(Failure) as caught:
        store(tmp_path, {"customers/a/customer.yaml": b"3"}, ())
    assert caught.value.message.params == {"path": "customers/a/customer.yaml"}
    assert tree(tmp_path) == {"customers/a/customer.yaml": b"2"}


@pytest.mark.parametrize("link", ["customers", "customers/a", "customers/a/visits"])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str) -> None:
    root, outside = tmp_path / "office", tmp_path / "outside"
    outside.mkdir()
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(outside)
    with pytest.raises(Failure) as caught:
        store(root, {"customers/a/visits/x.yaml": b"1"}, ())
    assert caught.value.message.params == {"path": link}
    assert list(outside.iterdir()) == []


def test_a_crash_before_the_names_are_given_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_flush", crash)
    with pytest.raises(KeyboardInterrupt):
        store(tmp_path, {"customers/a/customer.yaml": b"1"}, ())
    assert tree(tmp_path) == {}
    assert list((tmp_path / ".fenji").iterdir()) == []
