"""What is written down about one customer: every file of the folder, and every later edit of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from generator.sample.history.clerk import Clerk
from generator.sample.history.entry import Entry, What
from generator.sample.history.intake import LEADER, Intake, first_owner
from generator.sample.history.slips import slip_of
from generator.sample.history.words import CHANNELS, closing, dealing, deciding, on_day
from generator.sample.story import Life, Verdict
from generator.sample.writing import contact_text, customer_text, paths_of, sale_text, verdict_text

HANDOVERS: Final = ("transfer", "claim")
# Days after which a contact may still turn up.
LATEST: Final = 9
# The share of customers of whom little more than the name is asked at first.
SPARSE: Final = 0.2
ASKED_FIRST: Final = ("title", "household")


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
        yield from self._customer()
        yield from self._contacts()
        for path, verdict in zip(self._paths.verdicts, self._life.verdicts, strict=True):
            text, words = verdict_text(verdict), deciding(self._id, verdict)
            yield self._entry(self._decided(verdict), verdict.by, What.DECISION, verdict.at, path, text, words)
        for path, sale in zip(self._paths.sales, self._life.sales, strict=True):
            owner, text, words = self._owner(sale.at), sale_text(sale), dealing(self._id, sale)
            yield self._entry(self._clerk.evening(owner, sale.at), owner, What.DEAL, sale.at, path, text, words)

    def _entry(self, moment: datetime, author: str, what: What, day: date, path: str, text: str, words: str) -> Entry:
        """An entry, not before the customer's first file, and part of the import where it was known by then."""
        if self._imported and moment <= self._created:
            return Entry(self._created, LEADER, What.IMPORTED, self._id, day, path, text, words)
        if moment < self._created:
            same = author == first_owner(self._life)
            moment = self._created if same else self._created + timedelta(minutes=7)
        return Entry(moment, author, what, self._id, day, path, text, words)

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
        path, owner, day = self._paths.customer, first_owner(life), life.registered
        channel = CHANNELS[life.contacts[0].channel]
        yield self._entry(self._created, owner, What.REGISTERED, day, path, customer_text(life), channel)
        for edit in later:
            life = edit.apply(life)
            text = customer_text(life)
            yield self._entry(edit.moment, edit.author, What.CUSTOMER, edit.day, path, text, edit.words)

    def _edits(self) -> Iterator[_Edit]:
        """What was not known, or not yet so, at the registration."""
        life, created = self._life, self._intake.created
        for verdict in life.verdicts:
            if verdict.kind in HANDOVERS:
                moment, owner = self._decided(verdict), verdict.to
                yield _Edit(moment, verdict.by, verdict.at, "", lambda life, to=owner: replace(life, consultant=to))
        if life.referrer:
            owner = first_owner(life)
            moment = max(self._created, created[life.referrer] + timedelta(minutes=10))
            moment = self._created if created[life.referrer] <= self._created else moment
            words = f"补上 {self._id} 的介绍人 {life.referrer}"
            yield _Edit(moment, owner, moment.date(), words, lambda life: replace(life, referrer=self._life.referrer))
        if self._sparse:
            second = life.contacts[1]
            moment = self._clerk.evening(second.by, second.at.date())
            words = f"补全 {self._id} 的需求和家庭情况"
            yield _Edit(moment, second.by, moment.date(), words, lambda one: replace(one, person=self._life.person))
        if life.closed:
            yield self._closing(*life.closed)

    def _closing(self, day: date, reason: str) -> _Edit:
        merge = next((verdict for verdict in self._life.verdicts if verdict.kind == "merge"), None)
        author = merge.by if merge else self._owner(day)
        moment = self._decided(merge) if merge else self._clerk.evening(author, day)
        words = "" if merge else closing(self._id, reason)
        return _Edit(moment, author, day, words, lambda life: replace(life, closed=self._life.closed))

    def _contacts(self) -> Iterator[Entry]:
        for path, contact in zip(self._paths.contacts, self._life.contacts, strict=True):
            day, label, text = contact.at.date(), CHANNELS[contact.channel], contact_text(contact)
            first = contact is self._life.contacts[0]
            moment = self._created if first else self._clerk.recorded(contact, path, LATEST)
            if self._imported and contact.at < self._created:
                moment = self._created
            what = What.REGISTERED if first else What.CONTACT
            entry = self._entry(moment, contact.by, what, day, path, text, label)
            slip = None if entry.late or self._imported else slip_of(self._clerk, contact, path)
            if slip is None:
                yield entry
                continue
            yield replace(entry, text=contact_text(slip.wrong), words=CHANNELS[slip.wrong.channel])
            words = f"更正 {self._id} {on_day(day)}{label}：{slip.words}"
            yield Entry(slip.mended, contact.by, What.CORRECTION, self._id, day, path, text, words)

    def _decided(self, verdict: Verdict) -> datetime:
        """When the decision is written down; a merge waits until the other customer is there."""
        moment = self._clerk.decided(verdict)
        if verdict.kind != "merge":
            return moment
        return max(moment, self._intake.created[verdict.to] + timedelta(minutes=10))

    def _owner(self, day: date) -> str:
        handovers = [v.to for v in self._life.verdicts if v.kind in HANDOVERS and v.at <= day]
        return handovers[-1] if handovers else first_owner(self._life)
