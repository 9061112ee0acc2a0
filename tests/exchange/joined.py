"""Two tables joined by the key of the customer, and what an import of them counted."""

from __future__ import annotations

from generator.exchange.keys import customer_id
from tests.exchange.office import MAP

WANG_ID, ZHAO_ID = (customer_id(key, "code", None) for key in ("k1", "k2"))

JOINED = (
    MAP
    + """\
  visits:
    file: "visits*"
    key: 客户
    dates: ["%Y/%m/%d %H:%M", "%Y/%m/%d"]
    blanks: [未判断]
    contacts:
      - at: [{template: "{日期} {时间}"}, 日期]
        channel: {column: 方式, map: {到访: visit, 来电: inbound_call, 回访: follow_up}}
        by: {column: 接待, default: wu-di}
        note: 备注
        judged: {motive: 动机, price: 价格}
        units: 意向
    deals:
      - {if_given: 定金, at: 日期, stage: {value: queued}, unit: 意向, amount: {column: 定金, factors: {元: 0.0001}}}
"""
).replace("  customers:\n", '  customers:\n    file: "customers*"\n')

VISITS = "客户,日期,时间,方式,接待,备注,动机,价格,意向,定金\n"

ROW = "k1,2026/9/7,14:30,到访,吴迪,看了三房,A,未判断,3-1201,\n"

KEYED = """\
ids: key
tables:
  t:
    key: id
    customer: {name: name, consultant: {value: li-na}, source: {value: call}, registered: day}
"""


def count(done: object, folder: str = "") -> dict[str, int]:
    return {str(outcome): number for outcome, number in done.plan.counts(folder).items() if number}  # type: ignore[attr-defined]
