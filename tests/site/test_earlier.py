"""The digest by which a customer's page is known: whatever the page shows is in it, nobody else's records are."""

from collections.abc import Mapping

import pytest

from generator.site.earlier import Facts
from tests.offices import RULES
from tests.report.frames import small, visit

MINE, OTHER = "7k3qf", "2m9xd"
SHARE = RULES.replace(
    "movement:",
    "  value: {grades: {A: 大, B: 小}, method: share, by: deal_value, bands: {A: 0.5, B: 1}}\nmovement:",
    1,
)
DEAL = "at: 2026-11-20\nstage: subscribed\nunit: 3-1201\namount: {}\n"


def known(changes: Mapping[str, str | bytes | None]) -> str:
    return Facts(small(changes), "").of(MINE)


@pytest.mark.parametrize(
    "changes",
    [
        {f"customers/{MINE}/visits/2.yaml": visit("2026-11-19", "B", "B")},
        {f"customers/{MINE}/visits/2.yaml": visit("2026-11-19", "B", "B", "note: 再来\n")},
        {f"customers/{MINE}/visits/3.yaml": visit("2026-11-19", "B", "B")},
        {f"customers/{MINE}/visits/2.yaml": "\n" + visit("2026-11-19", "B", "B")},
        {f"customers/{MINE}/deals/1.yaml": DEAL.format(300)},
        {f"customers/{MINE}/deals/1.yaml": DEAL.format(300.5)},
        {f"customers/{MINE}/visits/9.yaml": "at: [\n"},
        {"rules.yaml": RULES + "# a remark\n"},
    ],
)
def test_a_change_of_what_the_page_shows_is_another_digest(changes: Mapping[str, str]) -> None:
    assert known(changes) != known({})


def test_what_others_did_is_no_part_of_it() -> None:
    assert known({f"customers/{OTHER}/visits/9.yaml": visit("2026-11-19", "B", "B")}) == known({})


def test_but_for_the_place_in_a_share_scheme_that_they_take() -> None:
    own = {"rules.yaml": SHARE, f"customers/{MINE}/deals/1.yaml": DEAL.format(300)}
    smaller = {**own, f"customers/{OTHER}/deals/1.yaml": DEAL.replace("1201", "1301").format(200)}
    larger = {**own, f"customers/{OTHER}/deals/1.yaml": DEAL.replace("1201", "1301").format(400)}
    first, second = (small(one).everyone[MINE].schemes["value"].grade for one in (smaller, larger))
    assert (first, second) == ("A", "B")
    assert known(smaller) != known(larger)
