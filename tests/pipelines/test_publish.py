"""publish.sh and the hooks of a server, run for real: ssh is a program on PATH that runs the command here."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.offices import VISIT
from tests.pipelines.running import program, put, run
from tests.repositories import commit, git

SSH = """#!/bin/sh
printf '%s\\n' "$*" >> "$HOME/ssh.log"
while [ "$1" != -- ]; do shift; done
if [ -e "$HOME/cut" ]; then head -c 2000 | sh -c "$3"; else sh -c "$3"; fi
"""
FENJI = """#!/bin/sh
[ "$1" = check ] && { test ! -e broken; exit; }
mkdir -p build/site/customers
git rev-parse HEAD > build/site/index.html
head -c 5000 /dev/zero > build/site/customers/large
"""


@pytest.fixture
def published(office: Path, programs: Path) -> Path:
    """Where the site goes; the office has the scripts, and a fenji that builds at once."""
    put(office, "script")
    program(programs, "ssh", SSH)
    program(programs, "fenji", FENJI)
    return office.parent / "the server's folder"


def publish(office: Path, programs: Path, *target: object) -> subprocess.CompletedProcess[str]:
    return run("sh", office / "publish.sh", *target, folder=office.parent, path=programs)


def shown(folder: Path) -> str:
    return (folder / "current/index.html").read_text(encoding="utf-8").strip()


def releases(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "releases").iterdir())


@pytest.mark.parametrize("host", ["", "li@office.example:"])
def test_the_site_is_published_over_ssh_or_here(host: str, office: Path, programs: Path, published: Path) -> None:
    done = publish(office, programs, f"{host}{published}")
    assert done.returncode == 0, done.stderr
    assert shown(published) == git(office, "rev-parse", "HEAD")
    assert (published / "current").is_symlink()
    assert sorted(path.name for path in published.iterdir()) == ["current", "releases"]
    log = programs / "ssh.log"
    assert log.exists() == bool(host)
    if host:
        assert log.read_text(encoding="utf-8").startswith("-o BatchMode=yes -- li@office.example set -eu\n")


def test_the_next_site_replaces_it_and_the_last_three_stay(office: Path, programs: Path, published: Path) -> None:
    kept = published / "releases/notes of somebody"
    for number in range(5):
        commit(office, {"note.txt": str(number)})
        program(programs, "date", f"#!/bin/sh\necho 20261122T04000{number}Z\n")
        assert publish(office, programs, f"host:{published}").returncode == 0
        assert shown(published) == git(office, "rev-parse", "HEAD")
        kept.mkdir(exist_ok=True)
    assert [name[:16] for name in releases(published)] == [
        "20261122T040002Z",
        "20261122T040003Z",
        "20261122T040004Z",
        "notes of somebod",  # only what publish.sh made is ever deleted
    ]
    assert str((published / "current").readlink()).startswith("releases/20261122T040004Z-")


def test_a_clock_that_was_set_back_does_not_delete_the_newest_site(
    office: Path, programs: Path, published: Path
) -> None:
    for number in range(5):
        commit(office, {"note.txt": str(number)})
        program(programs, "date", f"#!/bin/sh\necho 20261122T04000{9 - number}Z\n")
        assert publish(office, programs, f"host:{published}").returncode == 0
        assert shown(published) == git(office, "rev-parse", "HEAD")


def test_what_fails_leaves_the_published_site_as_it_is(office: Path, programs: Path, published: Path) -> None:
    assert publish(office, programs, f"host:{published}").returncode == 0
    before, made = shown(published), releases(published)

    commit(office, {"broken": "x"})
    assert publish(office, programs, f"host:{published}").returncode == 1

    commit(office, {"broken": None})
    (programs / "cut").touch()
    done = publish(office, programs, f"host:{published}")
    assert done.returncode == 1
    assert "not whole" in done.stderr
    assert (shown(published), releases(published)) == (before, made)
    assert not [path for path in (published / "releases").iterdir() if path.name.startswith(".")]

    (programs / "cut").unlink()
    assert publish(office, programs, f"host:{published}").returncode == 0
    assert shown(published) == git(office, "rev-parse", "HEAD") != before


def test_a_folder_is_only_ever_a_name(office: Path, programs: Path, published: Path) -> None:
    folder = published / "$(touch hacked) `touch hacked` '; touch hacked; '"
    done = publish(office, programs, f"host:{folder}")
    assert done.returncode == 0, done.stderr
    assert shown(folder)
    assert not list(office.parent.rglob("hacked"))


@pytest.mark.parametrize("target", [[], [""], ["folder"], ["host:folder"], [":/srv"]])
def test_wrong_use_is_said_and_nothing_is_built(
    target: list[str], office: Path, programs: Path, published: Path
) -> None:
    done = publish(office, programs, *target)
    assert done.returncode == 2
    assert "FOLDER" in done.stderr or "full path" in done.stderr
    assert not (office / "build").exists()
    assert not published.exists()


def test_without_fenji_it_is_said_how_to_install_it(office: Path, programs: Path, published: Path) -> None:
    done = run("sh", "publish.sh", published, folder=office, path=programs, environment={"FENJI": "no-fenji"})
    assert done.returncode == 2
    assert "requirements.txt" in done.stderr


@pytest.fixture
def server(office: Path, programs: Path) -> Path:
    """A bare repository with both hooks, whose main the office pushes to; the program is the real one."""
    put(office, "script")
    bare = office.parent / "office.git"
    git(office.parent, "init", "--quiet", "--bare", str(bare))
    for name in ("pre-receive", "post-receive"):
        program(bare / "hooks", name, (office / "server" / name).read_text(encoding="utf-8"))
    git(bare, "config", "fenji.publish", str(office.parent / "www"))
    git(office, "remote", "add", "origin", str(bare))
    return bare


def push(office: Path, programs: Path, *what: str) -> subprocess.CompletedProcess[str]:
    return run("git", "push", "--quiet", "origin", *what, folder=office, path=programs)


def test_a_server_publishes_what_is_pushed_to_main_and_nothing_else(office: Path, programs: Path, server: Path) -> None:
    www = office.parent / "www"
    assert push(office, programs, "HEAD:refs/heads/draft").returncode == 0
    assert not www.exists()
    done = push(office, programs, "HEAD:refs/heads/main")
    assert done.returncode == 0, done.stderr
    first = (www / "current/index.html").resolve()
    assert "7k3qf" in (www / "current/customers/7k3qf.html").read_text(encoding="utf-8")

    commit(office, {"customers/7k3qf/visits/2026-11-20.yaml": VISIT.replace("11-12", "11-20")})
    assert push(office, programs, "HEAD:refs/heads/main").returncode == 0
    assert (www / "current/index.html").resolve() != first
    assert git(server / "fenji-data", "rev-parse", "HEAD") == git(office, "rev-parse", "HEAD")

    commit(office, {"note.txt": "x"})
    assert push(office, programs, "HEAD:refs/heads/draft").returncode == 0
    assert len(releases(www)) == 2


def test_a_server_refuses_what_the_check_does_not_pass(office: Path, programs: Path, server: Path) -> None:
    bad = VISIT.replace("channel: visit", "channel: visitation")
    commit(office, {"customers/7k3qf/visits/2.yaml": bad, ".gitattributes": "customers/** export-ignore\n"})
    done = push(office, programs, "HEAD:refs/heads/main")
    assert done.returncode != 0
    assert "customers/7k3qf/visits/2.yaml:2" in done.stderr
    assert git(server, "for-each-ref") == ""
    assert push(office, programs, "HEAD:refs/heads/draft").returncode == 0, "only main is checked"


def test_without_a_folder_to_publish_to_the_hook_says_so(office: Path, programs: Path, server: Path) -> None:
    git(server, "config", "--unset", "fenji.publish")
    done = push(office, programs, "HEAD:refs/heads/main")
    assert "git config fenji.publish FOLDER" in done.stderr
    assert git(server, "rev-parse", "main") == git(office, "rev-parse", "HEAD"), "the push counts all the same"


PEOPLE = "  li-na: {name: 李娜, role: consultant, leader: zhou-kai, git: [li-na, li-na@office.example]}\n"
MINE = {"customers/7k3qf/visits/2026-11-20.yaml": VISIT.replace("11-12", "11-20")}


@pytest.fixture
def guarded(office: Path, programs: Path, server: Path) -> Path:
    """The server's repository, which asks the variable PUSHER who is pushing; main is there, and 李娜 has a login."""
    known = (office / "office.yaml").read_text(encoding="utf-8")
    line = next(line for line in known.splitlines(keepends=True) if "li-na:" in line)
    commit(office, {"office.yaml": known.replace(line, PEOPLE)})
    (server / "hooks/post-receive").unlink()
    git(server, "config", "fenji.actor", "PUSHER")
    assert push(office, programs, "HEAD:refs/heads/main").returncode == 0, "the first push gives the rights"
    return server


def push_as(office: Path, programs: Path, login: str | None, *what: str) -> subprocess.CompletedProcess[str]:
    environment = {} if login is None else {"PUSHER": login}
    return run("git", "push", "--quiet", "origin", *what, folder=office, path=programs, environment=environment)


@pytest.mark.parametrize("login", ["li-na", "LI-NA@office.example"])
def test_a_server_takes_what_the_pusher_may_change(login: str, office: Path, programs: Path, guarded: Path) -> None:
    commit(office, MINE)
    done = push_as(office, programs, login, "HEAD:refs/heads/main")
    assert done.returncode == 0, done.stderr
    assert git(guarded, "rev-parse", "main") == git(office, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    "case",
    [
        ("li-na", {"rules.yaml": None}, "not-permitted"),
        ("somebody", MINE, "unknown-actor"),
        ("--base=x", MINE, "unknown-actor"),
        ("", MINE, "PUSHER is empty"),
        (None, MINE, "PUSHER is empty"),
    ],
)
def test_a_server_refuses_what_the_pusher_may_not_change(
    case: tuple[str | None, dict[str, str | None], str], office: Path, programs: Path, guarded: Path
) -> None:
    login, files, said = case
    before = git(guarded, "rev-parse", "main")
    rules = (office / "rules.yaml").read_text(encoding="utf-8")
    commit(office, {path: f"{rules}# 改\n" if text is None else text for path, text in files.items()})
    done = push_as(office, programs, login, "HEAD:refs/heads/main")
    assert done.returncode != 0
    assert said in done.stderr
    assert git(guarded, "rev-parse", "main") == before


def test_a_push_that_drops_commits_or_the_branch_is_refused(office: Path, programs: Path, guarded: Path) -> None:
    git(guarded, "config", "receive.denyDeleteCurrent", "ignore")
    before = git(guarded, "rev-parse", "main")
    git(office, "checkout", "--quiet", "--orphan", "other")
    commit(office, MINE)
    forced = push_as(office, programs, "li-na", "+HEAD:refs/heads/main")
    assert "would drop commits" in forced.stderr
    gone = push_as(office, programs, "li-na", ":refs/heads/main")
    assert "can't be deleted" in gone.stderr
    assert git(guarded, "rev-parse", "main") == before
    assert push_as(office, programs, None, "HEAD:refs/heads/draft").returncode == 0, "only main is guarded"


def test_the_server_s_key_of_the_calendars_reaches_the_build(office: Path, programs: Path, server: Path) -> None:
    git(server, "config", "fenji.calendarKey", "k" * 32)
    commit(office, {"publish.sh": 'printf %s "$FENJI_CALENDAR_KEY" > "$1"\n'})
    assert push(office, programs, "HEAD:refs/heads/main").returncode == 0
    assert (office.parent / "www").read_text(encoding="utf-8") == "k" * 32
