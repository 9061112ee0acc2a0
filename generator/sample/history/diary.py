"""What is written down about one customer: every file of the folder, and every later edit of it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from generator.sample.history.clerk import Clerk
from generator.sample.history.entry import Entry, What
from generator.sample.history.intake import LEADER, Intake, first_owner
from generator.sample.history.slips import slip_of
from generator.sample.history.words import CHANNELS, closing, dealing, deciding, on_day
from generator.sample.story import Life, Verdict
from generator.sample.writing import contact_text, customer_text, paths_of, sale_text, verdict_text
from generator.values import dataclass, replace

HANDOVERS: Final = ("transfer", "claim")
# Days after which a contact may still turn up.
LATEST: Final = 9
# The share of customers of whom little more than the name is asked at first.
SPARSE: Final = 0.2
ASKED_FIRST: Final = ("title", "household")
A_LITTLE_LATER: Final = timedelta(minutes=7)


@dataclass(frozen=True, slots=True)
class _Edit:
    """A later change of customer.yaml."""

    moment: datetime
    author: str
    day: date
    words: str
    apply: Callable[[Life], Life]


class Diary:
    """All entries about one customer."""

    def __init__(self, life: Life, clerk: Clerk, intake: Intake) -> None:
        self._life = life
        self._id = life.person.id
        self._clerk = clerk
        self._intake = intake
        self._paths = paths_of(life)
        self._created = intake.created[self._id]
        self._imported = self._id in intake.imported
        self._sparse = len(life.contacts) > 1 and clerk.chance("sparse", self._id).random() < SPARSE

    def entries(self) -> Iterator[Entry]:
        """The entries, those of one file in order of time."""
        for entry in (*self._customer(), *self._contacts(), *self._verdicts(), *self._sales()):
            yield self._settled(entry)

    def _settled(self, entry: Entry) -> Entry:
        """The entry, not before the customer's first file, and part of the import where it was known by then."""
        if self._imported and entry.moment <= self._created:
            return replace(entry, moment=self._created, author=LEADER, what=What.IMPORTED)
        if entry.moment < self._created:
            same = entry.author == first_owner(self._life)
            return replace(entry, moment=self._created if same else self._created + A_LITTLE_LATER)
        return entry

    def _customer(self) -> Iterator[Entry]:
        """customer.yaml as it was first written, and each later edit."""
        life = replace(self._life, consultant=first_owner(self._life), closed=None, referrer="")
        if self._sparse:
            profile = {key: value for key, value in life.person.profile.items() if key in ASKED_FIRST}
            life = replace(life, person=replace(life.person, wants={}, profile=profile))
        edits = sorted(self._edits(), key=lambda edit: (edit.moment, edit.author))
        later = [edit for edit in edits if edit.moment > self._created]
        for edit in edits[: len(edits) - len(later)]:
            life = edit.apply(life)
        registered = What.REGISTERED, self._id, life.registered, self._paths.customer
        channel = CHANNELS[life.contacts[0].channel]
        yield Entry(self._created, first_owner(life), *registered, customer_text(life), channel)
        for edit in later:
            life = edit.apply(life)
            edited = What.CUSTOMER, self._id, edit.day, self._paths.customer
            yield Entry(edit.moment, edit.author, *edited, customer_text(life), edit.words)

    def _edits(self) -> Iterator[_Edit]:
        """What was not known, or not yet so, at the registration."""
        life, created = self._life, self._intake.created
        for verdict in life.verdicts:
            if verdict.kind in HANDOVERS:
                yield _Edit(self._decided(verdict), verdict.by, verdict.at, "", _given_to(verdict.to))
        if life.referrer:
            there = created[life.referrer]
            moment = self._created if there <= self._created else there + A_LITTLE_LATER
            words = f"补上 {self._id} 的介绍人 {life.referrer}"
            yield _Edit(
                moment, first_owner(life), moment.date(), words, lambda one: replace(one, referrer=life.referrer)
            )
        if self._sparse:
            second = life.contacts[1]
            moment = self._clerk.evening(second.by, second.at.date())
            words = f"补全 {self._id} 的需求和家庭情况"
            yield _Edit(moment, second.by, moment.date(), words, lambda one: replace(one, person=life.person))
        if life.closed:
            yield self._closing(*life.closed)

    def _closing(self, day: date, reason: str) -> _Edit:
        merge = next((verdict for verdict in self._life.verdicts if verdict.kind == "merge"), None)
        author = merge.by if merge else self._owner(day)
        moment = self._decided(merge) if merge else self._clerk.evening(author, day)
        words = "" if merge else closing(self._id, reason)
        return _Edit(moment, author, day, words, lambda life: replace(life, closed=(day, reason)))

    def _contacts(self) -> Iterator[Entry]:
        for path, contact in zip(self._paths.contacts, self._life.contacts, strict=True):
            first = contact is self._life.contacts[0]
            known = self._imported and contact.at < self._created
            moment = self._created if first or known else self._clerk.recorded(contact, path, LATEST)
            day, text, label = contact.at.date(), contact_text(contact), CHANNELS[contact.channel]
            what = What.REGISTERED if first else What.CONTACT
            entry = Entry(moment, contact.by, what, self._id, day, path, text, label)
            slip = slip_of(self._clerk, contact, path)
            if slip is None or entry.late or moment < self._created:
                yield entry
                continue
            yield replace(entry, text=contact_text(slip.wrong), words=CHANNELS[slip.wrong.channel])
            words = f"更正 {self._id} {on_day(day)}{label}：{slip.words}"
            yield Entry(slip.mended, contact.by, What.CORRECTION, self._id, day, path, text, words)

    def _verdicts(self) -> Iterator[Entry]:
        for path, verdict in zip(self._paths.verdicts, self._life.verdicts, strict=True):
            about = What.DECISION, self._id, verdict.at, path
            words = deciding(self._id, verdict, self._clerk.name(verdict.to))
            yield Entry(self._decided(verdict), verdict.by, *about, verdict_text(verdict), words)

    def _sales(self) -> Iterator[Entry]:
        for path, sale in zip(self._paths.sales, self._life.sales, strict=True):
            owner, about = self._owner(sale.at), (What.DEAL, self._id, sale.at, path)
            yield Entry(self._clerk.evening(owner, sale.at), owner, *about, sale_text(sale), dealing(self._id, sale))

    def _decided(self, verdict: Verdict) -> datetime:
        """When the decision is written down; a merge waits until the other customer is there."""
        moment = self._clerk.decided(verdict)
        if verdict.kind != "merge":
            return moment
        return max(moment, self._intake.created[verdict.to] + A_LITTLE_LATER)

    def _owner(self, day: date) -> str:
        handovers = [v.to for v in self._life.verdicts if v.kind in HANDOVERS and v.at <= day]
        return handovers[-1] if handovers else first_owner(self._life)


def _given_to(consultant: str) -> Callable[[Life], Life]:
    return lambda life: replace(life, consultant=consultant)
