"""The duty roster of the last week: in the order in which the consultants received that week's new customers."""

from collections.abc import Sequence
from datetime import date, timedelta

from generator.sample.story import Consultant, Life
from generator.sample.writing import flow_list


def roster_text(team: Sequence[Consultant], lives: Sequence[Life], as_of: date) -> str:
    """The lines of office.yaml: an order that holds from the Monday of the as-of date on."""
    monday = as_of - timedelta(days=as_of.weekday())
    visits = sorted(
        (contact.at, contact.by)
        for life in lives
        for contact in life.contacts[:1]
        if contact.channel == "visit" and monday <= contact.at.date() <= as_of
    )
    order = list(dict.fromkeys([*(by for _at, by in visits), *(consultant.id for consultant in team)]))
    return f"roster:   # 新客户从这一天起按名单轮流接待\n  order: {{{monday}: {flow_list(order)}}}\n"
