import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

import pytest

from generator.failure import Failure
from generator.site import publish
from generator.site.publish import build_folder, exchange

HOLDER = """
import sys
from pathlib import Path
from generator.site.publish import build_folder
with build_folder(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def make(folder: Path, text: str) -> None:
    folder.mkdir()
    for name in ("a", "b"):
        (folder / name).write_text(text)


def names(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "build").iterdir())


def test_the_new_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    for text in ("one", "two"):
        with build_folder(tmp_path) as folder:
            make(folder.fresh, text)
            folder.publish()
        assert (tmp_path / "build/site/a").read_text() == text
    assert names(tmp_path) == [".cache", ".lock", "site"]


def test_a_reader_never_misses_the_site_while_new_ones_are_published(tmp_path: Path) -> None:
    make(tmp_path / "old", "0")
    site, stop, misses, reads = tmp_path / "build/site/a", Event(), [], []

    def read() -> None:
        while not stop.is_set():
            try:
                reads.append(site.read_text())
            except FileNotFoundError as error:
                misses.append(error)

    with build_folder(tmp_path) as folder:
        make(folder.fresh, "0")
        folder.publish()
        reader = Thread(target=read)
        reader.start()
        for number in range(300):
            make(folder.fresh, str(number))
            folder.publish()
        stop.set()
        reader.join()
    assert not misses
    assert len(set(reads)) > 10


def test_exchange_swaps_two_folders_in_one_step(tmp_path: Path) -> None:
    make(tmp_path / "one", "1")
    make(tmp_path / "two", "2")
    assert exchange(tmp_path / "one", tmp_path / "two")
    assert ((tmp_path / "one/a").read_text(), (tmp_path / "two/a").read_text()) == ("2", "1")


def test_a_missing_folder_is_an_error_not_a_sign_that_exchange_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "one", tmp_path / "two")


def test_where_folders_cannot_be_exchanged_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "exchange", lambda _one, _other: False)
    (tmp_path / "build").mkdir()
    make(tmp_path / "build/site", "old")
    with build_folder(tmp_path) as folder:
        make(folder.fresh, "new")
        folder.publish()
        assert (folder.site / "a").read_text() == "new"
    assert names(tmp_path) == [".cache", ".lock", "site"]


def test_a_build_killed_between_the_two_renames_is_mended_by_the_next(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    make(tmp_path / "build/.site-old", "old")
    make(tmp_path / "build/.site-new", "half")
    with build_folder(tmp_path) as folder:
        assert (folder.site / "a").read_text() == "old"
    assert names(tmp_path) == [".cache", ".lock", "site"]


def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    make(tmp_path / "build/site", "old")
    make(tmp_path / "build/.site-new", "half")
    with build_folder(tmp_path):
        pass
    assert names(tmp_path) == [".cache", ".lock", "site"]


def test_a_site_that_is_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    make(tmp_path / "elsewhere", "mine")
    (tmp_path / "build").mkdir()
    (tmp_path / "build/site").symlink_to(tmp_path / "elsewhere")
    with build_folder(tmp_path) as folder:
        make(folder.fresh, "new")
        folder.publish()
    assert (tmp_path / "elsewhere/a").read_text() == "mine"
    assert not (tmp_path / "build/site").is_symlink()


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_build_that_is_no_folder_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    if kind == "link":
        (tmp_path / "build").symlink_to(tmp_path / "elsewhere")
    else:
        (tmp_path / "build").write_text("")
    with pytest.raises(Failure, match="link or a file"), build_folder(tmp_path):
        pass
    assert not list((tmp_path / "elsewhere").iterdir())


def test_two_builds_at_once_are_refused_and_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Failure, match="Another build"), build_folder(tmp_path):
            pass
        holder.kill()
        holder.wait()
    with build_folder(tmp_path):
        pass
