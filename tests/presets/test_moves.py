"""What the presets' movement does to a customer, day by day (domain F4, F7, F9 and G4, G6)."""

from collections.abc import Mapping
from datetime import date

from generator.grade.grading import Grading, Pending
from generator.grade.office import judge
from tests.offices import CUSTOMER, OFFICE, typed
from tests.presets.presets import text

GOOD = "motive: A, area: A, product: A, price: A, funds: A, timing: A, process: A"


def visit(at: str, judged: str = "", channel: str = "visit") -> str:
    return f"at: {at}\nchannel: {channel}\nby: li-na\njudged: {{{judged}}}\n"


def approval(at: str, to: str) -> str:
    return f"at: {at}\nby: chen-wei\nkind: approve_downgrade\nto: {to}\nreason: 已核实\n"


def grading(name: str, as_of: str, records: Mapping[str, str], customer: str = CUSTOMER) -> Grading:
    """Return the judgement of one customer with these records under a preset."""
    files: dict[str, str | bytes | None] = {f"customers/7k3qf/{path}.yaml": record for path, record in records.items()}
    alone: dict[str, str | bytes | None] = {
        "customers/2m9xd/customer.yaml": None,
        "customers/2m9xd/visits/1.yaml": None,
        "customers/7k3qf/visits/1.yaml": None,
        "customers/7k3qf/customer.yaml": customer,
        "office.yaml": OFFICE,
        "rules.yaml": text(name),
    }
    found = typed(alone | files)
    assert found.problems == ()
    return judge(found, date.fromisoformat(as_of)).gradings["7k3qf"]


def grades(name: str, days: tuple[str, ...], records: Mapping[str, str], customer: str = CUSTOMER) -> list[str | None]:
    return [grading(name, day, records, customer).grade for day in days]


def test_undecided_for_seven_days_an_a_falls_to_b() -> None:
    records = {"visits/1": visit("2026-11-02", GOOD)}
    assert grades("g1", ("2026-11-08", "2026-11-09"), records) == ["A", "B"]


def test_undecided_with_a_subscription_an_a_stays() -> None:
    records = {"visits/1": visit("2026-11-02", GOOD), "deals/1": "at: 2026-11-05\nstage: subscribed\namount: 300\n"}
    assert grades("g1", ("2026-11-20",), records) == ["A"]


def test_undecided_takes_two_weeks_under_the_second_version() -> None:
    records = {"visits/1": visit("2026-11-02", GOOD)}
    assert grades("g2", ("2026-11-15", "2026-11-16"), records) == ["A", "B"]


def test_silent_for_more_than_fourteen_days_a_b_falls_to_c() -> None:
    records = {"visits/1": visit("2026-11-02", GOOD.replace("price: A", "price: B"))}
    assert grades("g1", ("2026-11-16", "2026-11-17"), records) == ["B", "C"]


def test_a_call_to_the_customer_ends_the_silence() -> None:
    records = {
        "visits/1": visit("2026-11-02", GOOD.replace("price: A", "price: B")),
        "visits/2": visit("2026-11-14", channel="follow_up"),
    }
    assert grades("g1", ("2026-11-22",), records) == ["B"]


def test_a_fading_c_waits_for_the_manager_before_it_is_a_d() -> None:
    customer = CUSTOMER.replace("2026-11-01", "2026-09-01")
    records = {
        "visits/1": visit("2026-09-01", GOOD.replace("price: A", "price: C")),
        "visits/2": visit("2026-10-02", channel="follow_up"),
    }
    before, on = (grading("g1", day, records, customer) for day in ("2026-09-30", "2026-10-01"))
    assert (before.grade, before.pending) == ("C", None)
    assert (on.grade, on.pending) == ("C", Pending("D", date(2026, 10, 1)))
    decided = records | {"decisions/1": approval("2026-10-03", "D")}
    assert grades("g1", ("2026-10-02", "2026-10-03"), decided, customer) == ["C", "D"]


def test_a_c_that_comes_again_does_not_fade() -> None:
    customer = CUSTOMER.replace("2026-11-01", "2026-09-01")
    records = {"visits/1": visit("2026-09-01", GOOD.replace("price: A", "price: C")), "visits/2": visit("2026-09-20")}
    assert grading("g1", "2026-10-10", records, customer).pending is None


DEALER = CUSTOMER + "profile: {kind: dealer}\n"
TRADE = {"deals/1": "at: 2026-11-02\nstage: contracted\namount: 80\n"}
GOOD_STANDING = {"visits/1": visit("2026-11-03", "standing: good")}
BREACH = {"visits/2": visit("2026-11-09", "breach: late_payment", "follow_up")}


def test_a_breach_lets_a_dealer_fall_within_five_days_once_the_manager_agrees() -> None:
    records = TRADE | GOOD_STANDING | BREACH
    assert grading("g6", "2026-11-08", records, DEALER).grade == "C"
    waiting = grading("g6", "2026-11-09", records, DEALER)
    assert (waiting.grade, waiting.pending) == ("C", Pending("D", date(2026, 11, 9)))
    decided = records | {"decisions/1": approval("2026-11-11", "D")}
    assert grades("g6", ("2026-11-11", "2026-11-20"), decided, DEALER) == ["D", "D"]


def test_good_standing_alone_does_not_undo_the_breach_but_the_review_does() -> None:
    fallen = TRADE | GOOD_STANDING | BREACH | {"decisions/1": approval("2026-11-11", "D")}
    review = {"visits/3": visit("2026-11-18", "breach: none, review_passed: true", "follow_up")}
    assert grades("g6", ("2026-11-17", "2026-11-18", "2026-11-22"), fallen | review, DEALER) == ["D", "C", "C"]


def test_a_dealer_who_never_traded_rises_by_review() -> None:
    records = {"visits/1": visit("2026-11-10", "review_passed: true")}
    assert grades("g6", ("2026-11-09", "2026-11-10"), records, DEALER) == ["D", "C"]


def test_a_sprint_without_a_deal_ends_after_sixty_days_and_lower_still_in_silence() -> None:
    customer = CUSTOMER.replace("2026-11-01", "2026-09-01")
    promise = {"visits/1": visit("2026-09-01", "decider_refused: false, promised: true")}
    kept_up = promise | {"visits/2": visit("2026-10-20", channel="follow_up")}
    assert grades("g4", ("2026-10-30", "2026-10-31"), kept_up, customer) == ["A03", "A05"]
    assert grades("g4", ("2026-10-30", "2026-10-31"), promise, customer) == ["A03", "A07"]


def test_a_refusal_waits_for_the_leader() -> None:
    records = {
        "visits/1": visit("2026-11-02", "decider_refused: false"),
        "visits/2": visit("2026-11-06", "decider_refused: true", "follow_up"),
    }
    waiting = grading("g4", "2026-11-06", records)
    assert (waiting.grade, waiting.pending) == ("A07", Pending("A31", date(2026, 11, 6)))
    decided = records | {"decisions/1": approval("2026-11-06", "A31").replace("chen-wei", "zhou-kai")}
    assert grading("g4", "2026-11-06", decided).grade == "A31"


def test_the_share_of_a_customer_is_that_of_the_whole_office() -> None:
    deal = "at: 2026-11-05\nstage: contracted\namount: %s\n"
    others: dict[str, str | bytes | None] = {}
    for number in range(10):
        folder = f"customers/c{number}"
        others[f"{folder}/customer.yaml"] = CUSTOMER.replace("100****0000", f"100****1{number:03}").replace(
            "王建国", f"客户{number}"
        )
        others[f"{folder}/deals/1.yaml"] = deal % (1000 - number * 100)
    found = typed(
        others
        | {"rules.yaml": text("g5"), "customers/7k3qf/visits/1.yaml": None, "customers/2m9xd/visits/1.yaml": None}
    )
    judged = judge(found, date(2026, 11, 22))
    assert "".join(judged.gradings[f"c{number}"].grade or "-" for number in range(10)) == "AABBBCCCCC"
    assert judged.gradings["7k3qf"].grade is None


def test_a_contract_that_was_cancelled_makes_nobody_loyal() -> None:
    deal = "at: {at}\nstage: {stage}\nunit: {unit}\namount: 300\n"
    met = {"visits/1": visit("2026-11-02", "recommends: false")}
    first = met | {"deals/1": deal.format(at="2026-11-02", stage="contracted", unit="3-1201")}
    cancelled = {"deals/2": deal.format(at="2026-11-04", stage="cancelled", unit="3-1201")}
    second = {"deals/3": deal.format(at="2026-11-05", stage="contracted", unit="3-1301")}
    judged = grading("g1", "2026-11-22", first | second)
    assert judged.schemes["lifecycle"].grade == "loyal"
    judged = grading("g1", "2026-11-22", first | cancelled | second)
    assert judged.schemes["lifecycle"].grade == "closed"
