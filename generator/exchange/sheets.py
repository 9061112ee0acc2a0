"""What is exported: customers, grades and consultants as sheets of texts and numbers, with headers for people."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.grade.grading import Grading
from generator.grade.office import OfficeGrades
from generator.model.dossier import Dossier
from generator.model.office import Role
from generator.model.phone import full_number, masked
from generator.model.record import Profile, Wants
from generator.model.snapshot import Snapshot
from generator.texts import Translator, _
from generator.values import dataclass

Cell = str | int | float

_WANTS = {
    "purpose": _("Purpose"),
    "rooms": _("Rooms"),
    "area": _("Area"),
    "budget": _("Budget"),
    "district": _("District"),
    "product": _("Product"),
}
_PROFILE = {
    "title": _("Form of address"),
    "household": _("Household"),
    "power": _("Purchasing power"),
    "income": _("Income"),
    "education": _("Education"),
    "age": _("Age"),
    "kind": _("Kind of buyer"),
    "industry": _("Industry"),
    "size": _("Size of the firm"),
    "place": _("Place"),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name in file names (English), its title, the header, and the rows, all as long as the header."""

    name: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def sheets(snapshot: Snapshot, grades: OfficeGrades, tr: Translator) -> tuple[Sheet, ...]:
    """Return the three sheets of an office on the day of `grades`; phones are masked whatever the records hold (L1)."""
    return _customers(snapshot, grades, tr), _grades(snapshot, grades, tr), _consultants(grades, tr)


def _customers(snapshot: Snapshot, grades: OfficeGrades, tr: Translator) -> Sheet:
    known = {**grades.gradings, **grades.closed}
    attributes = grades.ruleset.rules.attributes
    header = (_("Id"), _("Name"), _("Phone"), _("Consultant"), _("Source"), _("Registered"))
    ends = (_("Referrer"), _("Closed on"), _("Closed because"), _("Contacts"), _("Last contact"))
    return Sheet(
        "customers",
        tr.gettext(_("Customers")),
        [
            *map(tr.gettext, (*header, *_WANTS.values(), *_PROFILE.values())),
            *(definition.label or name for name, definition in attributes.items()),
            *map(tr.gettext, ends),
        ],
        [_customer(snapshot.dossiers[id_], grades, list(attributes)) for id_ in sorted(known)],
    )


def _customer(dossier: Dossier, grades: OfficeGrades, attributes: Sequence[str]) -> list[Cell]:
    record = dossier.customer.record
    contacts = [filed.record.at.day for filed in dossier.visits if filed.record.at.day <= grades.as_of]
    closed = record.closed if record.closed is not None and record.closed.on <= grades.as_of else None
    return [
        dossier.id,
        record.name,
        _phone(record.phone),
        record.consultant,
        record.source.value,
        record.registered.isoformat(),
        *_cells(record.wants, _WANTS),
        *_cells(record.profile, _PROFILE),
        *(record.attributes.get(name, "") for name in attributes),
        record.referrer or "",
        closed.on.isoformat() if closed else "",
        closed.reason.value if closed else "",
        len(contacts),
        contacts[-1].isoformat() if contacts else "",
    ]


def _phone(phone: str | None) -> str:
    number = full_number(phone or "")
    return phone or "" if number is None else masked(number)


def _cells(part: Wants | Profile, names: Mapping[str, str]) -> Iterator[Cell]:
    for name in names:
        value = _value(part, name)
        yield int(value) if isinstance(value, float) and value.is_integer() else value


def _value(part: Wants | Profile, name: str) -> Cell:
    value = getattr(part, name)
    return value if isinstance(value, int | float) else str(value or "")


def _grades(snapshot: Snapshot, grades: OfficeGrades, tr: Translator) -> Sheet:
    rules = grades.ruleset.rules
    others = [name for name in rules.schemes if name != rules.official]
    header = (
        _("Id"), _("Name"), _("Consultant"), _("Grade"), _("Meaning"), _("Since"), _("Computed grade"),
        _("Held back by"), _("Not known yet"), _("Fall waiting to"), _("Waiting since"), _("Set by hand until"),
        _("Next fall to"), _("Next fall on"),
    )  # fmt: skip
    labels = rules.schemes[rules.official].grades
    return Sheet(
        "grades",
        tr.gettext(_("Grades")),
        [*map(tr.gettext, header), *(rules.schemes[name].label or name for name in others)],
        [_grade(snapshot.dossiers[grading.id], grading, labels, others) for grading in grades.gradings.values()],
    )


def _grade(dossier: Dossier, grading: Grading, labels: Mapping[str, str], others: Sequence[str]) -> list[Cell]:
    fall = grading.next_fall
    return [
        grading.id,
        dossier.customer.record.name,
        grading.consultant,
        grading.grade or "",
        labels.get(grading.grade or "", ""),
        grading.since.isoformat(),
        grading.computed or "",
        ", ".join(grading.official.binding),
        ", ".join(grading.official.missing),
        grading.pending.to if grading.pending else "",
        grading.pending.since.isoformat() if grading.pending else "",
        grading.override.until.isoformat() if grading.override else "",
        fall.to if fall else "",
        fall.on.isoformat() if fall else "",
        *(grading.schemes[name].grade or "" for name in others),
    ]


def _consultants(grades: OfficeGrades, tr: Translator) -> Sheet:
    rules = grades.ruleset.rules
    ladder = list(rules.schemes[rules.official].grades)
    counts = Counter((grading.consultant, grading.grade) for grading in grades.gradings.values())
    owners = {consultant for consultant, _grade in counts}
    people = {id_: p for id_, p in grades.office.people.items() if p.role is Role.CONSULTANT or id_ in owners}
    header = (_("Id"), _("Name"), _("Leader"), _("Left on"), _("Customers"))
    rows: list[list[Cell]] = [
        [
            id_,
            person.name,
            person.leader or "",
            person.left.isoformat() if person.left else "",
            sum(counts[id_, grade] for grade in (*ladder, None)),
            *(counts[id_, grade] for grade in (*ladder, None)),
        ]
        for id_, person in people.items()
    ]
    return Sheet(
        "consultants",
        tr.gettext(_("Consultants")),
        [*map(tr.gettext, header), *ladder, tr.gettext(_("Ungraded"))],
        rows,
    )
