"""What the portions of an office say together: who is judged with whom, and the cuts of the share schemes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.apart.folders import Unclear
from generator.apart.known import Customer
from generator.apart.portion import Common, Order, Portion, Trace, Typed, judged, traced
from generator.apart.ties import together
from generator.apart.wish import Rows
from generator.grade.scheme import Cuts, share_cuts
from generator.model.rules import Method
from generator.values import replace


class Meeting:
    """Between the two steps of all portions: hears every trace, and judges here whoever is tied to somebody else.

    ``standing`` are the customers, by folder, who need not be judged again unless they are tied to one who must;
    ``before`` are earlier traces of those who must, or who are gone.
    """

    def __init__(
        self,
        common: Common,
        folders: Portion,
        standing: Mapping[str, Customer],
        before: Iterable[Trace] = (),
    ) -> None:
        self.common = common
        self.folders = folders
        self.standing = standing
        self.before = tuple(before)
        self.cuts: Mapping[str, Cuts] = {}
        self._traces: dict[str, Trace] = {}
        self._tied: Typed | None = None

    def order(self, answers: Iterable[Mapping[str, Trace]]) -> Order:
        """Return what the second step needs to know. Raises Unclear where a customer that is named is not there."""
        self._traces = {folder: customer[0] for folder, customer in self.standing.items()}
        for answer in answers:
            self._traces |= answer
        ids = {trace.id for trace in self._traces.values()}
        if any(name not in ids for trace in self._traces.values() for name in trace.named):
            raise Unclear
        elsewhere = self._elsewhere()
        if elsewhere:
            self._type({folder for folder, trace in self._traces.items() if trace.id in elsewhere})
        self.cuts = self._cuts()
        return Order(elsewhere, self.cuts)

    def customers(self, portions: Iterable[Rows]) -> dict[str, Customer]:
        """Return every customer by folder, from what the portions said of theirs."""
        said: dict[str, tuple[bool, bytes]] = {}
        for rows in portions:
            said |= rows
        if self._tied is not None:
            said |= judged(self.common, self._tied, Order(frozenset(), self.cuts))
        found: dict[str, Customer] = {}
        for folder, trace in self._traces.items():
            standing = self.standing.get(folder)
            state, row = said.get(trace.id, standing[1:] if standing is not None else (None, b""))
            found[folder] = (trace, state, row)
        return found

    @property
    def differs(self) -> bool:
        """Whether a customer's files are not those of the commit."""
        return any(trace.differs for trace in self._traces.values())

    def _elsewhere(self) -> frozenset[str]:
        """Return whoever is tied to somebody, or was, where one of the group is judged again or is gone."""
        ties = {trace.id: {*trace.heirs} for trace in self._traces.values()}
        again = {trace.id for folder, trace in self._traces.items() if folder not in self.standing}
        for trace in self.before:
            ties.setdefault(trace.id, set()).update(trace.heirs)
            again.add(trace.id)
        here = {trace.id for trace in self._traces.values()}
        return frozenset(name for group in together(ties) if group & again for name in group & here)

    def _type(self, folders: set[str]) -> None:
        """Read and type those who are tied to each other together. Raises Unclear where a file changes meanwhile."""
        self._tied, traces = traced(self.common, {folder: self.folders[folder] for folder in sorted(folders)})
        for folder, trace in traces.items():
            before = self._traces[folder]
            if trace.signature != before.signature:
                raise Unclear
            self._traces[folder] = replace(trace, differs=before.differs)

    def _cuts(self) -> dict[str, Cuts]:
        figures = [trace.figures for trace in self._traces.values()]
        return {
            name: share_cuts(scheme, (own[name] for own in figures if name in own))
            for name, scheme in self.common.ruleset.schemes.items()
            if scheme.method is Method.SHARE
        }
