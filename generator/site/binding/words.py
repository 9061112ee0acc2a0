"""Chinese texts cut into words for the search, as the dictionary has them; what was cut before is not cut again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from backrefs import bre

from generator.site import dictionary
from generator.site.binding import cutting

_BETWEEN = "\u200b"
_HAN = r"\p{script: Han}+"  # what Material's search plugin has cut


class Words:
    """The words of runs of Chinese characters.

    ``texts`` gives what the search index of the last site holds, cut by the same dictionary: mostly the same runs, so
    that the dictionary, which takes longer to load than all the rest, is loaded only where a new one comes. ``cache``
    is the folder where the dictionary is kept.
    """

    def __init__(self, texts: Callable[[], Iterable[str]], cache: Path | None) -> None:
        self._texts, self._cache = texts, cache
        self._loaded = False

    def load(self) -> None:
        """Load the dictionary, so that processes that are forked have it."""
        if self._loaded:
            return
        jieba, as_left = cutting.loaded(), False
        if self._cache is not None:
            jieba.dt.tmp_dir = str(self._cache)
            as_left = dictionary.check(self._cache)
        jieba.initialize()
        if self._cache is not None and not as_left:
            dictionary.note(self._cache)
        self._loaded = True

    def cut(self, run: str | bytes) -> tuple[str, ...]:
        """Return the words of a run of Chinese characters, in UTF-8 if bytes."""
        text = run if isinstance(run, str) else run.decode()
        found = self._known.get(text)
        if found is None:
            self.load()
            found = self._known[text] = tuple(cutting.loaded().dt.cut(text))
        return found

    @cached_property
    def _known(self) -> dict[str, tuple[str, ...]]:
        return dict(_learned(self._texts()))


def _learned(texts: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the runs of texts that were cut, and their words.

    The plugin puts one sign between the words of a run, and one around each run. Two runs are next to each other only
    where the text itself had that sign between them, and then there are three.
    """
    chain: Any = bre.compile(f"{_HAN}(?:{_BETWEEN}{_HAN})*", bre.UNICODE)
    for text in texts:
        for found in chain.findall(text):
            words = tuple(found.split(_BETWEEN))
            yield "".join(words), words
