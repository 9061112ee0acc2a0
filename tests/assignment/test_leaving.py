"""Who gets the customers of somebody who leaves: everybody once, in equal parts, the same on every run."""

from collections import Counter
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.assignment.leaving import fit, handovers
from generator.failure import Failure
from generator.grade.office import OfficeGrades, judge
from generator.model.dossier import Dossier
from generator.model.office import Office
from generator.texts import translator
from tests.offices import CUSTOMER, OFFICE, VISIT, typed

DAY = date(2026, 11, 22)
MORE = OFFICE.replace("  zhou-kai:", "  sun-yue: {name: 孙悦, role: consultant}\n  zhou-kai:", 1)
RECEIVERS = ("wu-di", "sun-yue", "zhou-kai")


@cache
def office(grades: str) -> tuple[dict[str, Dossier], OfficeGrades]:
    """Return an office with a customer of li-na for each letter (? for ungraded), one of wu-di, and a closed one."""
    files: dict[str, str | bytes | None] = {"office.yaml": MORE}
    for number, grade in enumerate(grades):
        folder = f"customers/c{number:03}"
        files[f"{folder}/customer.yaml"] = CUSTOMER.replace("0000", f"{number:04}")
        if grade != "?":
            judged = f"motive: {grade}, price: {grade}"
            text = VISIT.replace("motive: B, price: B", judged).replace("11-12", "11-20")
            files[f"{folder}/visits/1.yaml"] = text
    for name in ("7k3qf", "2m9xd"):
        files |= {f"customers/{name}/customer.yaml": None, f"customers/{name}/visits/1.yaml": None}
    files["customers/other/customer.yaml"] = CUSTOMER.replace("li-na", "wu-di")
    files["customers/closed/customer.yaml"] = CUSTOMER + "closed: {on: 2026-11-22, reason: lost}\n"
    found = typed(files)
    return dict(found.dossiers), judge(found, DAY)


def test_receivers_take_turns_and_the_best_grades_come_first() -> None:
    given_ = handovers(*office("BDA?AC"), "li-na", ("wu-di", "sun-yue"))
    assert [(one.customer, one.grade, one.to) for one in given_] == [
        ("c002", "A", "wu-di"),
        ("c004", "A", "sun-yue"),
        ("c000", "B", "wu-di"),
        ("c005", "C", "sun-yue"),
        ("c001", "D", "wu-di"),
        ("c003", None, "sun-yue"),
    ]


def test_closed_customers_and_those_of_others_stay_where_they_are() -> None:
    assert handovers(*office(""), "li-na", ("wu-di",)) == ()


@settings(max_examples=50, deadline=None)
@given(st.text("ABCD?", max_size=12), st.permutations(RECEIVERS), st.integers(1, 3))
def test_every_customer_goes_to_one_receiver_and_nobody_gets_two_more_than_another(
    grades: str, order: list[str], number: int
) -> None:
    receivers = order[:number]
    found = handovers(*office(grades), "li-na", receivers)
    assert sorted(one.customer for one in found) == [f"c{place:03}" for place in range(len(grades))]
    for some in (found, *([one for one in found if one.grade == grade] for grade in ("A", "B", "C", "D", None))):
        counts = Counter(one.to for one in some)
        assert max(counts[to] for to in receivers) - min(counts[to] for to in receivers) <= 1


def people() -> Office:
    found = typed({"office.yaml": MORE.replace("name: 吴迪,", "name: 吴迪, left: 2026-11-22,")}).office
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("giver", "receivers", "decider", "said"),
    [
        ("li-an", ["sun-yue"], "chen-wei", "did you mean “li-na”"),
        ("li-na", ["sun-yu"], "chen-wei", "did you mean “sun-yue”"),
        ("li-na", ["sun-yue"], "nobody", "nobody “nobody”"),
        ("li-na", [], "chen-wei", "Nobody is named"),
        ("li-na", ["li-na"], "chen-wei", "to themselves"),
        ("li-na", ["sun-yue", "sun-yue"], "chen-wei", "named twice"),
        ("li-na", ["sun-yue", "he-jing"], "chen-wei", "“he-jing” is a planner"),
        ("li-na", ["wu-di"], "chen-wei", "has left the office by 2026-11-22"),
        ("li-na", ["sun-yue"], "sun-yue", "does not decide"),
    ],
)
def test_who_can_not_hand_over_receive_or_decide_is_told(
    giver: str, receivers: list[str], decider: str, said: str
) -> None:
    with pytest.raises(Failure) as caught:
        fit(people(), giver, receivers, decider, DAY)
    assert said in caught.value.message.text(translator("en"))


@pytest.mark.parametrize(("receiver", "day"), [("wu-di", date(2026, 11, 21)), ("zhou-kai", DAY)])
def test_who_has_not_left_yet_may_receive_and_leaders_may_decide_and_receive(receiver: str, day: date) -> None:
    refused: Failure | None = None
    try:
        fit(people(), "li-na", [receiver], "zhou-kai", day)
    except Failure as failure:
        refused = failure
    assert refused is None
