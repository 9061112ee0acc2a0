"""What the pages may do, said to the browser (W3C Content Security Policy, level 3): a second wall behind escaping.

A page runs the site's own script files and, of scripts inside a page, only those of the theme, known by their SHA-256.
These are read from 404.html: the theme writes it as it writes every page, but no record is shown on it. Nothing is
fetched from elsewhere, nothing is sent anywhere, and no page frames another.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from generator.values import dataclass

ELSEWHERE = "404.html"

_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
# The site's root as seen from the page: the one thing that differs between the theme's scripts of two pages.
_ROOT = re.compile(rb'(?<=new URL\(")[^"]*(?=",location\))')
_HEAD = re.compile(rb'<head>(?:\s*<meta charset="utf-8">)?')
_OWN = b"script-src 'self'"


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy of one site; ``scripts`` are those of the theme, as they stand in 404.html."""

    scripts: tuple[bytes, ...]

    @classmethod
    def of(cls, elsewhere: bytes) -> Policy:
        """Return the policy of the site whose 404.html this is."""
        return cls(tuple(_SCRIPT.findall(elsewhere)))

    def guarded(self, page: bytes, path: str) -> bytes:
        """Return a page, of that path in the site, with the policy at its head; one that has it stays as it is."""
        tag = _tag(self.scripts, b"" if path == ELSEWHERE else b"/".join([b".."] * path.count("/")) or b".")
        return page if tag in page else _HEAD.sub(lambda match: match[0] + tag, page, count=1)


def guard(site: Path) -> None:
    """Write the policy into every page of a site that was just built. Raises OSError where a page can't be written."""
    policy = Policy.of((site / ELSEWHERE).read_bytes())
    for page in sorted(site.rglob("*.html")):
        before = page.read_bytes()
        after = policy.guarded(before, page.relative_to(site).as_posix())
        if after != before:
            page.write_bytes(after)


def with_last_script(page: bytes) -> bytes:
    """Return a page whose policy knows the last script inside it, too: the one that reloads a page that is served."""
    scripts = _SCRIPT.findall(page)
    return page.replace(_OWN, _OWN + b" " + _hash(scripts[-1]), 1) if scripts else page


@lru_cache(maxsize=64)
def _tag(scripts: Iterable[bytes], root: bytes) -> bytes:
    known = b" ".join(_hash(_ROOT.sub(lambda match: root or match[0], script)) for script in scripts)
    said = (
        b"default-src 'none'; %s %s; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        b"worker-src 'self'; base-uri 'none'; form-action 'none'"
    ) % (_OWN, known)
    return b'<meta http-equiv="Content-Security-Policy" content="%s">' % said


def _hash(script: bytes) -> bytes:
    return b"'sha256-%s'" % b64encode(hashlib.sha256(script).digest())
