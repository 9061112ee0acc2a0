"""build/: held by one build at a time; a new site takes the place of the old one in one step.

    build/docs       the pages, MkDocs' input (docs.py)
    build/site       the published site, always whole
    build/.site-new  the site that is being built; after the exchange the old one, about to be removed
    build/.site-old  only where the system can't exchange two folders: the old site for the moment between two renames

A build that was killed leaves `.site-new` behind; the next one removes it. The lock belongs to the build and to the
programs that it starts, and the system drops it when the last of them ends, however it ends.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.failure import Failure
from generator.read.git import git
from generator.site.docs import is_real, make_real, remove
from generator.texts import Message, _
from generator.values import dataclass

_AT_FDCWD = -100  # Linux: paths as the caller means them
_RENAME_EXCHANGE = 2  # Linux, renameat2(2)
_RENAME_SWAP = 2  # macOS, renamex_np(2)
_NOT_THERE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


@dataclass(frozen=True, slots=True)
class BuildFolder:
    """The folder build/ of an office, held by us; ``lock`` is the descriptor that holds it.

    ``ours`` tells whether what stands here was written by fenji: what is kept in git may have been written by somebody
    else.
    """

    path: Path
    lock: int
    ours: bool

    @property
    def docs(self) -> Path:
        """The pages."""
        return self.path / "docs"

    @property
    def site(self) -> Path:
        """The published site."""
        return self.path / "site"

    @property
    def fresh(self) -> Path:
        """The site that is being built."""
        return self.path / ".site-new"

    @property
    def log(self) -> Path:
        """What MkDocs said last."""
        return self.path / "mkdocs.log"

    @property
    def cache(self) -> Path:
        """What makes the next build faster (earlier.py, binding/kept.py, jieba's dictionary), and temporary files."""
        return self.path / ".cache"

    def publish(self) -> None:
        """Put the fresh site in the place of the old one."""
        if not os.path.lexists(self.site):
            self.fresh.rename(self.site)
            return
        if not exchange(self.fresh, self.site):
            self.site.rename(_old(self.path))
            self.fresh.rename(self.site)
            remove(_old(self.path))
        remove(self.fresh)


@contextmanager
def build_folder(root: Path) -> Iterator[BuildFolder]:
    """Hold build/ of the office in ``root``, tidied of what a killed build left.

    Raises Failure where another build holds it, or where build is a link: nothing is ever written outside.
    """
    path = root / "build"
    if os.path.lexists(path) and not is_real(path):
        message = _("%(path)s is not a folder but a link or a file; remove it, fenji makes the folder itself.")
        raise Failure(Message(message, {"path": path}))
    path.mkdir(exist_ok=True)
    lock = os.open(path / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        _hold(lock, path)
        folder = BuildFolder(path, lock, ours=not git(root, "ls-tree", "-z", "HEAD", "--", f"{path.name}/"))
        _recover(folder)
        yield folder
    finally:
        os.close(lock)


def _hold(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        message = _("Another build is writing to %(path)s; wait until it is done and try again.")
        raise Failure(Message(message, {"path": path})) from None


def _recover(folder: BuildFolder) -> None:
    old = _old(folder.path)
    if os.path.lexists(old) and not os.path.lexists(folder.site):
        old.rename(folder.site)
    remove(old)
    remove(folder.fresh)
    if not folder.ours:
        remove(folder.cache)  # jieba would load what somebody else has put there
    make_real(folder.cache)


def _old(path: Path) -> Path:
    return path / ".site-old"


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names of one folder in one step; False where the system or the file system can't."""
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "darwin":
            result = library.renamex_np(*names, _RENAME_SWAP)
        else:
            result = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    except AttributeError:
        return False
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_THERE:
        return False
    raise OSError(number, os.strerror(number), str(other))
