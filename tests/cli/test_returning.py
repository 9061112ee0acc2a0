"""`fenji visit` of a customer in the pool (P3–P6), and whose turn `fenji new` says it is (P1)."""

from pathlib import Path

import pytest

from tests.cli.running import Fenji
from tests.offices import OFFICE, write

# The visit of 12 November had no follow-up: from the 23rd on the customer is in the pool.
POOLED = OFFICE.replace("as_of: 2026-11-22", "as_of: 2026-11-24")
ROSTER = "roster: {order: [li-na, wu-di]}\n"
VISIT = "customers/7k3qf/visits/2026-11-24.yaml"


def there(tmp_path: Path, more: str = "", rules: str = "") -> Path:
    folder = write(tmp_path / "office", {"office.yaml": POOLED + more})
    with (folder / "rules.yaml").open("a") as file:
        file.write(rules)
    return folder


def test_a_visit_out_of_the_pool_is_refused_until_somebody_is_named(tmp_path: Path, fenji: Fenji) -> None:
    folder = there(tmp_path)
    done = fenji(folder, "visit", "7k3qf")
    assert (done.code, done.out) == (2, "")
    assert "7k3qf is in the pool since 2026-11-23" in done.err
    assert "name who received it with --by PERSON" in done.err
    assert "fenji decide 7k3qf claim --to li-na --by MANAGER --reason TEXT" in done.err
    assert not (folder / VISIT).exists()


def test_the_claim_that_the_message_names_leads_on(tmp_path: Path, fenji: Fenji) -> None:
    folder = there(tmp_path)
    claim = ["decide", "7k3qf", "claim", "--to", "li-na", "--by", "chen-wei", "--reason", "客户点名找李娜"]
    assert fenji(folder, *claim).code == 0
    done = fenji(folder, "visit", "7k3qf")
    assert (done.code, done.out) == (0, VISIT + "\n")
    assert "by: li-na\n" in (folder / VISIT).read_text()
    assert fenji(folder, "check").out == ""


def test_whoever_received_the_visit_has_the_customer_and_reads_what_is_left_to_do(tmp_path: Path, fenji: Fenji) -> None:
    folder = there(tmp_path)
    done = fenji(folder, "visit", "7k3qf", "--by", "wu-di")
    assert (done.code, done.out) == (0, VISIT + "\n")
    assert "7k3qf belongs to wu-di from 2026-11-24 on" in done.err
    assert "write consultant: wu-di in customer.yaml" in done.err
    assert "fenji decide 7k3qf claim --to li-na --by MANAGER" in done.err


def test_a_visit_to_the_same_consultant_counts_as_new_too(tmp_path: Path, fenji: Fenji) -> None:
    done = fenji(there(tmp_path), "visit", "7k3qf", "--by", "li-na")
    assert done.code == 0
    assert "the visit counts as new: 7k3qf belongs to li-na from 2026-11-24 on.\n" in done.err
    assert "customer.yaml" not in done.err.replace(VISIT, "")


@pytest.mark.parametrize("by", ["li-na", "chen-wei"])
def test_who_must_wait_or_may_own_none_leaves_the_customer_in_the_pool(tmp_path: Path, fenji: Fenji, by: str) -> None:
    folder = there(tmp_path, rules="protection: {cool_down_days: 7}\n")
    done = fenji(folder, "visit", "7k3qf", "--by", by)
    assert done.code == 0
    assert f"7k3qf stays in the pool: {by} may own no customer, or must wait (cool_down_days)." in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["7k3qf", "--channel", "follow_up"],  # brings nobody out of the pool
        ["7k3qf", "--at", "2026-11-22"],  # the last protected day
    ],
)
def test_everything_else_goes_without_a_name(tmp_path: Path, fenji: Fenji, arguments: list[str]) -> None:
    done = fenji(there(tmp_path), "visit", *arguments)
    assert (done.code, "pool" in done.err, "new" in done.err) == (0, False, False)


def test_a_dry_run_tells_of_no_new_owner(tmp_path: Path, fenji: Fenji) -> None:
    folder = there(tmp_path)
    done = fenji(folder, "visit", "7k3qf", "--by", "wu-di", "--dry-run")
    assert (done.code, "belongs to" in done.err, (folder / VISIT).exists()) == (0, False, False)


def test_an_office_that_ranks_its_customers_is_asked_as_a_whole(tmp_path: Path, fenji: Fenji) -> None:
    shares = (
        'version: "1"\nofficial: value\nschemes:\n  value:\n    grades: {A: 甲, B: 乙}\n    method: share\n'
        "    by: visits\n    bands: {A: 0.5, B: 1.0}\nfollow_up: {B: {pool: true}}\n"
        "protection: {lapse_without_first_days: 99, lapse_idle_days: 99}\n"
    )
    second = {
        f"customers/2m9xd/visits/{day}.yaml": f"at: 2026-11-{day}\nchannel: visit\nby: li-na\n" for day in (13, 14)
    }
    alone = write(tmp_path / "alone", {"office.yaml": POOLED, "rules.yaml": shares, **dict.fromkeys(SECOND)})
    both = write(tmp_path / "both", {"office.yaml": POOLED, "rules.yaml": shares, **second})
    assert "in the pool since" not in fenji(alone, "visit", "7k3qf").err
    assert "7k3qf is in the pool since" in fenji(both, "visit", "7k3qf").err


SECOND = ("customers/2m9xd/customer.yaml", "customers/2m9xd/visits/1.yaml")


@pytest.mark.parametrize("arguments", [["visit", "7k3qf"], ["new", "--name", "孙丽", "--consultant", "li-na"]])
def test_whose_turn_it_is_is_told(tmp_path: Path, fenji: Fenji, arguments: list[str]) -> None:
    assert "Next by the duty roster: 李娜 (li-na)." in fenji(there(tmp_path, ROSTER), *arguments).err
    received = {"customers/2m9xd/visits/2.yaml": "at: 2026-11-24\nchannel: visit\nby: li-na\n"}
    later = write(tmp_path / "later", {"office.yaml": POOLED + ROSTER, **received})
    assert "Next by the duty roster: 吴迪 (wu-di)." in fenji(later, *arguments).err


def test_a_new_customer_goes_to_whose_turn_it_is(tmp_path: Path, fenji: Fenji) -> None:
    folder = there(tmp_path, "roster: {order: [wu-di, li-na]}\n")
    done = fenji(folder, "new", "--name", "孙丽")
    assert done.code == 0
    assert "consultant: wu-di\n" in (folder / done.out.strip()).read_text()


@pytest.mark.parametrize("roster", ["", "roster: {order: {2026-12-01: [wu-di]}}\n"])
def test_without_a_roster_of_the_day_the_consultant_must_be_named(tmp_path: Path, fenji: Fenji, roster: str) -> None:
    folder = there(tmp_path, roster)
    done = fenji(folder, "new", "--name", "孙丽")
    assert (done.code, done.out) == (2, "")
    assert "--consultant PERSON" in done.err
    named = fenji(folder, "new", "--name", "孙丽", "--consultant", "li-na")
    assert (named.code, "roster" in named.err) == (0, False)


def test_with_broken_rules_a_visit_names_their_problems_and_no_pool(tmp_path: Path, fenji: Fenji) -> None:
    done = fenji(there(tmp_path, rules="official: nothing\n"), "visit", "7k3qf")
    assert (done.code, "pool" in done.err) == (1, False)


def test_where_a_record_can_not_be_read_nobody_is_taken_for_pooled(tmp_path: Path, fenji: Fenji) -> None:
    folder = there(tmp_path)
    (folder / "customers/7k3qf/visits/2.yaml").write_text("at: never\n")
    assert fenji(folder, "visit", "7k3qf").code == 0
