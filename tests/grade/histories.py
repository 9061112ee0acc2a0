"""Random offices and histories for property tests: short, dense, so that every rule meets every other."""

from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from tests.grade.oracle import Asks, Contact, Deals, Decides, Falls, History, Judges, Office

Dated = TypeVar("Dated", Contact, Decides, Deals)
GRADES = ("A", "B", "C", "D")
FIRST = date(2028, 2, 20)  # a leap day is among the days
LENGTH = 30
LAST = FIRST + timedelta(days=LENGTH)

days = st.integers(0, LENGTH).map(lambda number: FIRST + timedelta(days=number))
levels = st.sampled_from(GRADES)
names = st.sampled_from(("motive", "price", "contact"))

both = st.tuples(levels, levels).map(lambda two: (("motive", two[0]), ("price", two[1])))
contacts = st.one_of(
    st.builds(Contact, days, st.just("visit"), both),
    st.builds(
        Contact, days, st.sampled_from(("follow_up", "message", "follow_up", "message", "inbound_call", "event"))
    ),
    st.builds(
        Contact,
        days,
        st.sampled_from(("visit", "follow_up")),
        st.dictionaries(names, levels, min_size=1).map(lambda judged: tuple(sorted(judged.items()))),
    ),
)
approvals = st.builds(
    Decides,
    days,
    st.just("approve_downgrade"),
    st.sampled_from(("B", "C", "D", "D", "D")),
    st.sampled_from(("manager", "manager", "leader")),
)
overrides = st.builds(
    lambda on, to, lasts: Decides(on, "override", to, "manager", on + timedelta(days=lasts)),
    days, levels, st.integers(0, 8),
)  # fmt: skip
deals = st.builds(Deals, days, st.sampled_from(("queued", "subscribed", "contracted", "cancelled")))


@st.composite
def histories(draw: st.DrawFn) -> History:
    """One customer of up to 30 days."""
    registered = draw(st.integers(0, 4).map(lambda number: FIRST + timedelta(days=number)))
    most = draw(st.sampled_from((0, 0, 1, 2)))
    pinned = draw(st.lists(overrides, max_size=most))
    approved = draw(st.lists(approvals, max_size=8))
    answers = [
        Contact(decision.on - timedelta(days=lag), draw(st.sampled_from(("follow_up", "message"))))
        for decision in approved
        if (lag := draw(st.sampled_from((0, 0, 1, 3, None)))) is not None
    ]

    def in_time(records: list[Dated]) -> tuple[Dated, ...]:
        return tuple(sorted((record for record in records if record.on >= registered), key=lambda record: record.on))

    return History(
        registered,
        in_time([Contact(registered, "visit", draw(both)), *answers, *draw(st.lists(contacts, max_size=7))]),
        in_time([*pinned, *approved]),
        in_time(draw(st.lists(deals, max_size=2))),
    )


asks = st.one_of(
    st.builds(Asks, st.just("days_since_last_contact"), st.sampled_from((">", ">=", "<=")), st.integers(0, 6)),
    st.builds(Asks, st.just("days_since_first_visit"), st.sampled_from((">", "<=")), st.integers(0, 9)),
    st.builds(Asks, st.just("visits"), st.sampled_from((">=", "<")), st.integers(0, 3)),
    st.builds(Asks, st.just("contacts"), st.sampled_from((">=", "<")), st.integers(0, 4)),
    st.builds(Asks, st.just("subscribed"), st.just("is"), st.booleans()),
    st.builds(Asks, st.just("phase"), st.just("in"), st.sampled_from((("before_opening",), ("after_opening",)))),
    st.builds(Asks, names, st.just("in"), st.lists(levels, min_size=1, max_size=2, unique=True).map(tuple)),
    st.builds(Asks, names, st.just("known"), st.booleans()),
)
in_movement = st.one_of(
    asks,
    st.builds(Asks, st.just("days_in_grade"), st.sampled_from((">", ">=", "<")), st.integers(0, 5)),
    st.builds(Asks, st.just("grade"), st.just("in"), st.lists(levels, min_size=1, max_size=3, unique=True).map(tuple)),
)


@st.composite
def falls(draw: st.DrawFn, number: int) -> Falls:
    source = draw(st.integers(0, 2))
    to = draw(st.integers(source + 1, 3))
    when, unless = (
        draw(st.sampled_from(((), (draw(in_movement),)))),
        draw(st.sampled_from(((), (), (draw(in_movement),)))),
    )
    return Falls(f"r{number}", GRADES[source], GRADES[to], draw(st.sampled_from((0, 1, 2, 3, 5, 7))), when, unless)


@st.composite
def offices(draw: st.DrawFn) -> Office:
    """Rules of four grades, with up to four falls and two approvals."""
    span = st.one_of(st.none(), st.none(), st.integers(0, 12))
    valid = {name: draw(span) for name in ("motive", "price")}
    indicators = (
        Judges("motive", valid=valid["motive"]),
        Judges("price", auxiliary=draw(st.booleans()), valid=valid["price"]),
        Judges("contact", auxiliary=True),
    )
    binding = tuple(one.name for one in indicators if not one.auxiliary)
    movement = tuple(draw(falls(number)) for number in range(draw(st.integers(0, 4))))
    waiting = draw(st.lists(st.sampled_from(("B", "C", "D", "D")), max_size=2, unique=True))
    approval = tuple((to, draw(st.sampled_from(("manager", "leader")))) for to in waiting)
    opening = draw(st.one_of(st.none(), days))
    if draw(st.integers(0, 3)):
        required = draw(st.one_of(st.none(), st.lists(st.sampled_from(binding), unique=True).map(tuple)))
        return Office(GRADES, indicators, required, falls=movement, approvals=approval, opening=opening)
    rows = tuple((grade, tuple(draw(st.lists(asks, min_size=1, max_size=2)))) for grade in GRADES[:3])
    otherwise = draw(st.sampled_from((None, "D")))
    return Office(GRADES, indicators, None, rows, otherwise, movement, approval, opening)
