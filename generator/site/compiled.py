"""Templates as Jinja compiled them for an earlier build, in build/.cache: compiling takes longer than most pages.

What is kept is code. It is loaded only if it is as it was written, by the same program and for the same text of the
template, and never where build/ itself is in git (publish.py).
"""

from __future__ import annotations

from pathlib import Path

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator import store
from generator.site.program import program


class Compiled(BytecodeCache):
    """The compiled templates in a folder; ``others`` name the libraries by which, beside Jinja, the code may differ.

    Jinja says its version itself: what tells those of others takes as long to load as half of Jinja.
    """

    def __init__(self, folder: Path, *others: str) -> None:
        self._folder = folder
        self._made_by = " ".join((program(), jinja2.__version__, *others))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with the code of its template, if it is there."""
        code = store.read(self._file(bucket), self._made_by)
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        store.write(self._file(bucket), bucket.bytecode_to_string(), self._made_by)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"template-{bucket.key}"
