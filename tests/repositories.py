"""Real git repositories for tests, made from files."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_IDENTITY = {
    "GIT_AUTHOR_NAME": "李娜",
    "GIT_AUTHOR_EMAIL": "li-na@example.com",
    "GIT_COMMITTER_NAME": "李娜",
    "GIT_COMMITTER_EMAIL": "li-na@example.com",
    "GIT_AUTHOR_DATE": "2026-11-20T10:00:00+08:00",
    "GIT_COMMITTER_DATE": "2026-11-20T10:00:00+08:00",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


@contextmanager
def dated(moment: str, author: str = "李娜") -> Iterator[None]:
    """Let the commits made inside be dated by a moment of ISO 8601 and written by a person."""
    before = dict(_IDENTITY)
    _IDENTITY.update(GIT_AUTHOR_DATE=moment, GIT_COMMITTER_DATE=moment, GIT_AUTHOR_NAME=author)
    try:
        yield
    finally:
        _IDENTITY.update(before)


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and return what it prints; a failure is a failure of the test."""
    command = ["git", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", *arguments]
    environment = {**os.environ, **_IDENTITY}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.strip()


def commit(folder: Path, files: Mapping[str, str | bytes | None], message: str = "x") -> str:
    """Write the files (None: delete) and commit everything; return the commit's id. Makes the repository if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
    for path, content in files.items():
        file = folder / path
        if content is None:
            file.unlink()
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")
