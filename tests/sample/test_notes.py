"""The notes read like people: many sentences, fitting the customer, never a word out of place or time."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

import pytest

from generator.model.record import Channel, Household
from generator.sample.identity import draw_person
from generator.sample.judging import INDICATORS
from generator.sample.notes import change, reasons, scene, standing, still
from generator.sample.notes.blanks import draw_blanks, fill
from generator.sample.notes.note import SINCE, Notebook
from generator.sample.story import LEVELS, Beat
from tests.sample.sample import cases, chance, read

TAGS: Final = {"onsite", "evening", "working", "old_flat", "first_home", "upgrade", "investment", *Household}


def pools(value: object, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from pools(inner, f"{name}.{key}")


POOLS: Final = {
    name: pool
    for module in (standing, still, change, scene, reasons)
    for noun, value in vars(module).items()
    if noun.isupper() and noun != "STANDING"
    for name, pool in pools(value, f"{module.__name__.rpartition('.')[2]}.{noun}")
}
SENTENCES: Final = [sentence for pool in POOLS.values() for sentence in pool]


def test_there_are_many_sentences_and_no_two_alike() -> None:
    assert len(SENTENCES) >= 500
    assert [sentence for sentence, count in Counter(SENTENCES).items() if count > 1] == []


def test_every_indicator_has_sentences_for_every_level() -> None:
    assert set(standing.STANDING) == set(still.STILL) == set(change.RISE) == set(change.FALL) == set(INDICATORS)
    assert all(set(by_level) == set(LEVELS) for by_level in standing.STANDING.values())


@pytest.mark.parametrize("name", sorted(POOLS))
def test_every_pool_has_a_sentence_for_everybody(name: str) -> None:
    timely = [s for s in POOLS[name] if name.endswith("show_flat") or not any(word in s for word in SINCE)]
    everybody = [s for s in timely if "|" not in s and "{unit}" not in s]
    # A deal is always about a unit.
    assert everybody or name in {"scene.DEAL.queued", "scene.DEAL.subscribed"}


def test_tags_and_blanks_are_known() -> None:
    blanks = draw_blanks(chance(1), draw_person(chance(1), "7k3qf"))
    assert {s.partition("|")[0] for s in SENTENCES if "|" in s} <= TAGS
    for sentence in SENTENCES:
        assert "{" not in fill(sentence, blanks, chance(1), ["3-1201"])


def test_a_sentence_for_visits_is_never_written_about_a_call() -> None:
    onsite = {s.rpartition("|")[2] for s in SENTENCES if s.startswith("onsite|") and "{" not in s}
    notes = [filed.record for case in cases() for filed in case.dossier.visits]
    found = [record.channel for record in notes for sentence in onsite if sentence in (record.note or "")]
    assert found
    assert set(found) <= {Channel.VISIT, Channel.SHOW_FLAT, Channel.EVENT}


def test_nobody_sees_the_show_flat_or_queues_before_it_is_possible() -> None:
    office = read().office
    assert office is not None
    for case in cases():
        for filed in case.dossier.visits:
            opened, queued = office.milestones.show_flat_opening, office.milestones.queue_start
            assert opened is not None
            assert queued is not None
            note, day = filed.record.note or "", filed.record.at.day
            assert ("样板房" not in note and filed.record.channel is not Channel.SHOW_FLAT) or day >= opened
            assert "认筹" not in note or day >= queued


def test_he_and_she_agree_with_the_form_of_address() -> None:
    said = Counter(
        (case.dossier.customer.record.profile.title, pronoun)
        for case in cases()
        for filed in case.dossier.visits
        for pronoun in re.findall(r"(?<!其)[他她](?!们)", filed.record.note or "")
    )
    assert said["mr", "他"] > 5
    assert said["ms", "她"] > 5
    assert said["mr", "她"] + said["ms", "他"] == 0


def test_every_contact_has_a_note_without_a_number_to_call() -> None:
    notes = [filed.record.note or "" for case in cases() for filed in case.dossier.visits]
    assert all(2 < len(note) < 120 for note in notes)
    assert not any(re.search(r"\d{5}", note) for note in notes)


def test_notes_do_not_repeat_like_a_machine() -> None:
    judged = [f.record.note for case in cases() for f in case.dossier.visits if len(f.record.judged) > 1]
    assert Counter(judged).most_common(1)[0][1] <= 6
    assert len(set(judged)) / len(judged) > 0.85


def test_a_customer_hears_a_sentence_again_only_when_all_others_are_used_up() -> None:
    book = Notebook(chance(3), frozenset({"couple"}), draw_blanks(chance(3), draw_person(chance(3), "7k3qf")), 0)
    beat = Beat(10, "follow_up", "D", callback=True)
    book.open(beat, datetime(2026, 11, 12, 15))  # noqa: DTZ001 - local time of the office
    written = [book.plain(beat) for _ in scene.CALLBACK_COLD]
    assert set(written) == set(scene.CALLBACK_COLD)
    assert book.plain(beat) in scene.CALLBACK_COLD
