"""The sample office, read and judged once for all tests of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from generator.grade.grading import Grading
from generator.grade.office import judge
from generator.model.dossier import Dossier
from generator.model.record import Decision, DecisionKind
from generator.model.snapshot import Snapshot, snapshot
from generator.read.folder import working_tree
from generator.sample import AS_OF

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Case:
    """One customer: the records and the judgement."""

    dossier: Dossier
    grading: Grading

    @property
    def open(self) -> bool:
        return self.grading.closed is None


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - invented data


@cache
def read(root: Path = ROOT) -> Snapshot:
    return snapshot(working_tree(root))


@cache
def cases() -> tuple[Case, ...]:
    office = judge(read(), AS_OF)
    gradings = {**office.gradings, **office.closed}
    return tuple(Case(dossier, gradings[name]) for name, dossier in read().dossiers.items())


def decisions(kind: DecisionKind) -> Iterator[tuple[Case, Decision]]:
    for case in cases():
        for filed in case.dossier.decisions:
            if filed.record.kind is kind:
                yield case, filed.record
