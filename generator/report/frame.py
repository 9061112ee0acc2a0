"""What every page stands on: the office, its grades on one day, and the reader's words; made once for a site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

from generator.grade.grading import Evidence, Grading
from generator.grade.memo import Memo
from generator.grade.office import OfficeGrades
from generator.model.dossier import Dossier, Filed
from generator.model.office import Office, Role
from generator.model.record import Visit
from generator.model.rules import Rules, SchemeDefinition
from generator.model.snapshot import Snapshot
from generator.report.labels import Labels
from generator.report.ladder import Ladder, ladder
from generator.report.person import private, shown_name, whole_names
from generator.report.rich import Kind, Span, Target, link
from generator.report.sentences import Sentences
from generator.report.words import Words
from generator.report.work import Work, Worked
from generator.texts import Translator
from generator.values import dataclass, field

WEEKS = 12
LEADING = (Role.LEADER, Role.MANAGER)
_SUNDAY = 7


def last_sunday(day: date) -> date:
    """Return the last Sunday before a day (ISO 8601 weeks end on Sunday); a Sunday gives the one a week earlier."""
    return day - timedelta(days=day.isoweekday() % _SUNDAY or _SUNDAY)


@dataclass(frozen=True, slots=True)
class Frame:
    """An office on one day, ready to be shown.

    ``before`` is the Sunday that the present grades are compared with, ``weeks`` the last twelve Sundays up to
    ``as_of`` (which stands in for the week that is not over), ``everyone`` every customer up to ``as_of``, closed
    ones too; ``staff`` is whoever has a page: the ``owners``, and who leads; ``work`` the duties and the protection of
    that day.
    """

    snapshot: Snapshot
    grades: OfficeGrades
    office: Office
    rules: Rules
    ladder: Ladder
    words: Words
    labels: Labels
    sentences: Sentences
    before: date
    weeks: tuple[date, ...]
    everyone: Mapping[str, Grading]
    owners: tuple[str, ...]
    staff: tuple[str, ...]
    work: Work
    _names: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _customers: dict[str, Span] = field(default_factory=dict, init=False, repr=False, compare=False)
    _people: dict[str, Span] = field(default_factory=dict, init=False, repr=False, compare=False)
    _whole: Memo[str, Mapping[str, str]] = field(default_factory=Memo, init=False, repr=False, compare=False)

    @property
    def tr(self) -> Translator:
        """The catalogue of the reader's language."""
        return self.words.tr

    @property
    def as_of(self) -> date:
        """The day that everything is judged on."""
        return self.grades.as_of

    @property
    def scheme(self) -> SchemeDefinition:
        """The official scheme as written."""
        return self.rules.schemes[self.rules.official]

    @property
    def present(self) -> tuple[Grading, ...]:
        """The customers that count on ``as_of``, by id."""
        return tuple(self.grades.gradings.values())

    def dossier(self, customer: str) -> Dossier:
        """Return everything on file about a customer, merged entries included."""
        return self.snapshot.dossiers[customer].whole(self.as_of)

    def name(self, customer: str) -> str:
        """Return a customer's name as pages show it; empty for an id that is not on file."""
        known = self._names.get(customer)
        if known is None:
            found = self.snapshot.dossiers.get(customer)
            known = shown_name(found.customer.record, self.office, self.tr) if found is not None else ""
            self._names[customer] = known
        return known

    def customer(self, customer: str) -> Span:
        """Return a customer's name and id, linked where the customer has a page."""
        known = self._customers.get(customer)
        if known is None:
            text = f"{self.name(customer)} {customer}".strip()
            to = Target(Kind.CUSTOMER, customer) if customer in self.everyone else None
            known = self._customers[customer] = Span(text, to=to)
        return known

    def person_name(self, person: str) -> str:
        """Return the name of somebody of the office; the id where office.yaml does not know it."""
        found = self.office.people.get(person)
        return found.name if found is not None else person

    def person(self, person: str) -> Span:
        """Return a person's name, linked where the person has a page."""
        known = self._people.get(person)
        if known is None:
            to = Target(Kind.CONSULTANT, person) if person in self.staff else None
            known = self._people[person] = Span(self.person_name(person), to=to)
        return known

    def visit(self, path: str) -> Filed[Visit] | None:
        """Return the contact in a file; None for another file."""
        dossier = self.snapshot.dossiers.get(customer_of(path))
        found = dossier.visits if dossier is not None else ()
        return next((visit for visit in found if visit.path == path), None)

    def note(self, path: str) -> str:
        """Return what a contact's file says was said, as pages show it; empty for another file."""
        visit = self.visit(path)
        return self.told(path, visit.record.note) if visit is not None and visit.record.note else ""

    def names(self, customer: str) -> Mapping[str, str]:
        """Return how pages show a customer, and who brought them, by the whole names that texts may hold (L1)."""
        known = self._whole.get(customer)
        if known is None:
            found = self.snapshot.dossiers.get(customer)
            brought = self.snapshot.dossiers.get(found.customer.record.referrer or "") if found is not None else None
            known = self._whole.keep(
                customer,
                {
                    whole: shown
                    for dossier in (brought, found)
                    if dossier is not None
                    for whole, shown in whole_names(dossier.customer.record, self.office, self.tr).items()
                },
            )
        return known

    def told(self, path: str, text: str) -> str:
        """Return a text of a record's file as pages show it: without the customer's whole name, without numbers."""
        return private(text, self.names(customer_of(path)))

    def file(self, evidence: Evidence) -> Span:
        """Return a link to the file and line behind a value, named below the customer's folder."""
        return self.file_at(evidence.path, evidence.line)

    def file_at(self, path: str, line: int = 1) -> Span:
        """Return a link to a line of a file."""
        short = "/".join(path.split("/")[-2:])
        return link(f"{short}:{line}", Kind.FILE, path, line)


def customer_of(path: str) -> str:
    """Return the customer whose file a path is, as customers/7k3qf/visits/1.yaml is that of 7k3qf; else nothing."""
    folders = path.split("/")[:-1]
    return folders[-2] if folders[-1:] in (["visits"], ["decisions"], ["deals"]) else "".join(folders[-1:])


def _weeks(as_of: date) -> tuple[date, ...]:
    days = [as_of]
    while len(days) < WEEKS:
        days.append(last_sunday(days[-1]))
    return tuple(reversed(days))


def _owners(office: Office, gradings: Sequence[Grading]) -> tuple[str, ...]:
    consultants = [
        person for person, entry in office.people.items() if entry.role == "consultant" and entry.left is None
    ]
    others = sorted({grading.consultant for grading in gradings} - set(consultants))
    return (*consultants, *others)


def _staff(office: Office, owners: Sequence[str]) -> tuple[str, ...]:
    """Return the owners, then the leaders and managers who have not left, in the order of office.yaml."""
    leading = (name for name, person in office.people.items() if person.role in LEADING and person.left is None)
    return (*owners, *(name for name in leading if name not in owners))


def frame(
    snapshot: Snapshot, grades: OfficeGrades, tr: Translator, known: Mapping[str, Worked] = MappingProxyType({})
) -> Frame:
    """Return the frame of an office whose office.yaml and rules.yaml can be used; raises ValueError otherwise.

    ``known`` is what was worked out before of some customers, for the same day and from the same records.
    """
    if snapshot.office is None or snapshot.rules is None:
        raise ValueError("an office without office.yaml or rules.yaml has no pages")
    everyone = {**grades.gradings, **grades.closed}
    words = Words(tr, grades.as_of.year)
    rules = snapshot.rules
    owners = _owners(snapshot.office, tuple(everyone.values()))
    labels, official = Labels(rules, words), ladder(rules.schemes[rules.official].grades, tr)
    return Frame(
        snapshot=snapshot,
        grades=grades,
        office=snapshot.office,
        rules=rules,
        ladder=official,
        words=words,
        labels=labels,
        sentences=Sentences(labels, official),
        before=last_sunday(grades.as_of),
        weeks=_weeks(grades.as_of),
        everyone={customer: everyone[customer] for customer in sorted(everyone)},
        owners=owners,
        staff=_staff(snapshot.office, owners),
        work=Work(snapshot, grades, known),
    )
