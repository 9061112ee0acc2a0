"""What the pages say: answers in a sentence, moves with their cause, bottlenecks, approvals, the handbook."""

from datetime import date

import pytest

from generator.report.approvals import approvals_view
from generator.report.consultants import consultants_view
from generator.report.customer import customer_view
from generator.report.customers import customers_view
from generator.report.handbook import handbook_view
from generator.report.home import home_view
from generator.report.moves import moves
from generator.report.pool import in_pool
from generator.report.quality import quality_view
from generator.report.rich import plain
from generator.report.stuck import bottlenecks
from tests.offices import CUSTOMER, RULES
from tests.report.frames import sample, small, visit

NOBODY = dict.fromkeys(
    (
        "customers/7k3qf/customer.yaml",
        "customers/7k3qf/visits/1.yaml",
        "customers/2m9xd/customer.yaml",
        "customers/2m9xd/visits/1.yaml",
    )
)


def test_the_home_page_begins_with_what_a_person_would_say() -> None:
    frame = small({"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "A", "A")})
    answer = plain(home_view(frame, ()).answer)
    assert answer == ("A 类 1 组，比11月15日多 1。这期间 1 升 0 降。最多人卡在动机：1 组，解决可升 0 组。")


def test_the_same_in_english() -> None:
    frame = small({"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "A", "A")}, language="en")
    assert plain(home_view(frame, ()).answer) == (
        "A: 1 customer, 1 more than on Nov 15. 1 rose and 0 fell since then. "
        "Most are stuck on 动机: 1 customer; solving it would raise 0."
    )


def test_an_empty_office_says_so() -> None:
    frame = small(NOBODY)
    view = home_view(frame, ())
    assert (plain(view.answer), view.empty) == ("还没有客户。", True)
    assert plain(customers_view(frame).answer) == "还没有客户。"
    assert quality_view(frame, ()).fields == ()


def test_more_of_the_best_grade_is_good_and_more_of_another_is_neither() -> None:
    frame = small({"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "A", "A")})
    tones = {tile.chip.text: (tile.change, tile.tone) for tile in home_view(frame, ()).tiles}
    assert tones["A"] == ("+1", "up")
    assert tones["B"] == ("−1", "mute")


def test_tiles_and_index_count_the_same_customers_as_the_grades() -> None:
    frame = sample()
    tiles = home_view(frame, ()).tiles
    assert sum(tile.number for tile in tiles) == len(frame.present) == len(customers_view(frame).open)
    index = consultants_view(frame)
    pooled = [frame.everyone[customer].grade for _since, customer, _found in in_pool(frame)]
    assert len(pooled) > 0
    assert [
        sum(line.counts[i] for line in index.lines) + pooled.count(state) for i, state in enumerate(frame.ladder.states)
    ] == [tile.number for tile in tiles], "a customer is somebody's, or in the pool"


def test_moves_and_matrix_agree() -> None:
    frame = sample()
    moved, view = moves(frame, frame.present), home_view(frame, ())
    tones = [(cell.tone, cell.number) for row in view.matrix.rows for cell in row.cells]
    assert len(moved.up) == sum(number for tone, number in tones if tone == "up")
    assert len(moved.down) == sum(number for tone, number in tones if tone == "down")


def test_a_move_says_what_changed_by_which_record() -> None:
    frame = small({"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "B", "C", "note: 等优惠再说\n")})
    row = moves(frame, frame.present).down[0]
    assert plain(row.why) == "价格 B→C：“等优惠再说” · 11月18日到访 · visits/2.yaml:4"
    assert [chip.text for chip in row.chips] == ["B", "C"]


def test_a_fall_by_rule_names_the_rule() -> None:
    frame = small({"customers/7k3qf/visits/1.yaml": visit("2026-11-12", "A", "A")})
    row = moves(frame, frame.present).down[0]
    assert (plain(row.why), row.tag) == ("按规则：undecided", "规则")


def test_bottlenecks_count_who_is_stuck_and_who_would_rise() -> None:
    frame = small(
        {
            "customers/7k3qf/visits/1.yaml": visit("2026-11-12", "A", "C"),
            "customers/2m9xd/visits/1.yaml": visit("2026-11-12", "C", "C"),
        }
    )
    assert [(one.label, one.number, one.rise) for one in bottlenecks(frame, frame.present)] == [
        ("价格", 2, 1),
        ("动机", 1, 0),
    ]


def test_nobody_at_the_best_grade_is_stuck() -> None:
    frame = small(
        {
            "customers/7k3qf/visits/1.yaml": visit("2026-11-20", "A", "A"),
            "customers/2m9xd/visits/1.yaml": visit("2026-11-20", "A", "A"),
        }
    )
    assert bottlenecks(frame, frame.present) == ()


FALLING = {"customers/7k3qf/visits/2.yaml": visit("2026-11-16", "D", "C")}
CALLED = {"customers/7k3qf/visits/3.yaml": "at: 2026-11-17\nchannel: follow_up\nby: li-na\n"}


@pytest.mark.parametrize(("more", "ready", "words"), [({}, False, "须先回访"), (CALLED, True, "11月17日已回访")])
def test_a_waiting_fall_says_whether_it_may_be_approved(more: dict[str, str], ready: bool, words: str) -> None:
    (one,) = approvals_view(small({**FALLING, **more})).waiting
    assert one.ready is ready
    assert words in plain(one.row.why)
    assert "11月16日起等待" in plain(one.row.why)
    assert "销售组长" in plain(one.row.who)


def test_overrides_are_counted_per_person_above_and_below_the_rules() -> None:
    decision = "at: 2026-11-18\nby: chen-wei\nkind: override\nto: %s\nreason: 面谈过\nuntil: 2026-12-01\n"
    view = approvals_view(
        small(
            {
                "customers/7k3qf/decisions/1.yaml": decision % "A",
                "customers/2m9xd/decisions/1.yaml": decision % "C",
            }
        )
    )
    assert [(hand.name, hand.high, hand.low, hand.total) for hand in view.hands] == [("陈伟", 1, 1, 2)]
    assert plain(view.answer) == "没有等待审批的降级。2 组客户的等级由人工设定。"
    assert plain(view.hands[0].above) == "1（50%） 要查"


@pytest.mark.parametrize(
    ("others", "words"), [(18, "1（5%） 留意"), (19, "1（5%）"), (8, "1（10%） 要查"), (9, "1（9%） 留意")]
)
def test_grades_set_by_hand_are_marked_from_five_and_from_ten_percent_on(others: int, words: str) -> None:
    decision = "at: 2026-11-18\nby: chen-wei\nkind: override\nto: A\nreason: 面谈过\nuntil: 2026-12-01\n"
    crowd = {f"customers/x{i:04}/customer.yaml": CUSTOMER for i in range(others)}
    (hand,) = approvals_view(small({**crowd, "customers/7k3qf/decisions/1.yaml": decision})).hands
    assert plain(hand.above) == words
    assert plain(hand.below) == "0（0%）"


@pytest.mark.parametrize(("until", "soon"), [("2026-11-28", True), ("2026-11-29", False)])
def test_a_grade_set_by_hand_that_ends_within_seven_days_stands_out(until: str, soon: bool) -> None:
    decision = f"at: 2026-11-18\nby: chen-wei\nkind: override\nto: A\nreason: 面谈过\nuntil: {until}\n"
    view = approvals_view(small({"customers/7k3qf/decisions/1.yaml": decision}))
    assert ("其中 1 组在11月28日前到期。" in plain(view.answer)) is soon
    assert (view.overrides[0].who[0].tone == "late") is soon


def test_an_approved_fall_is_listed_with_its_reason() -> None:
    decision = "at: 2026-11-18\nby: chen-wei\nkind: approve_downgrade\nto: D\nreason: 明确不买\n"
    view = approvals_view(small({**FALLING, **CALLED, "customers/7k3qf/decisions/1.yaml": decision}))
    assert "陈伟批准：明确不买" in plain(view.done[0].why)
    assert view.waiting == ()


def test_an_approval_that_does_not_count_is_listed() -> None:
    decision = "at: 2026-11-18\nby: chen-wei\nkind: approve_downgrade\nto: D\nreason: 明确不买\n"
    view = approvals_view(small({**FALLING, "customers/7k3qf/decisions/1.yaml": decision}))
    assert len(view.refused) == 1


def test_a_customer_page_says_the_grade_and_why() -> None:
    view = customer_view(small({}), "7k3qf")
    assert plain(view.answer) == "B 意向较强，11月12日起 · 顾问 李娜 · 卡在动机和价格"
    row = next(row for row in view.evidence if row.mark == "价格")
    assert plain(row.title) == "偏高"
    assert plain(row.why) == "visits/1.yaml:5 · 李娜"
    assert "“看了三房”" in plain(view.evidence[0].why)


def test_the_timeline_shows_only_what_an_answer_said_anew_and_the_move_it_brought() -> None:
    more = "units: [3-1201, 3-1301]\n"
    view = customer_view(small({"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "B", "C", more)}), "7k3qf")
    latest = view.timeline[0]
    assert plain(latest.told.changes) == "价格 B → C · 意向房号：3-1201、3-1301"
    assert ([chip.text for chip in latest.chips], latest.arrow) == (["B", "C"], "down")


def test_records_of_days_to_come_are_not_shown() -> None:
    frame = small({"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "A", "A")}, date(2026, 11, 15))
    assert len(customer_view(frame, "7k3qf").timeline) == 1


def test_a_customer_page_masks_a_full_number_in_the_record() -> None:
    frame = small({"customers/7k3qf/customer.yaml": CUSTOMER.replace("100****0000", "10000001234")})
    shown = {fact.label: plain(fact.value) for fact in customer_view(frame, "7k3qf").facts}
    assert shown["电话"] == "100****1234"


def test_a_missing_answer_is_named_on_the_page_and_in_data_quality() -> None:
    frame = small({"customers/7k3qf/visits/1.yaml": "at: 2026-11-12\nchannel: visit\nby: li-na\njudged: {motive: A}\n"})
    assert "价格" in plain(customer_view(frame, "7k3qf").missing)
    view = quality_view(frame, ())
    assert plain(view.answer) == "1 组客户因缺信息未定级。"
    assert [(gap.label, gap.number) for gap in view.gaps] == [("价格", 1)]


def test_problems_are_listed_gravest_first_with_their_place() -> None:
    frame = small({"customers/7k3qf/visits/2.yaml": "at: 2026-13-01\nchannel: visit\nby: li-na\n"})
    found = quality_view(frame, frame.snapshot.problems).problems
    assert found[0].grave
    assert plain(found[0].place).startswith("customers/7k3qf/visits/2.yaml:1")


def test_the_timeline_shows_the_records_of_one_day_last_written_first() -> None:
    files = {f"customers/7k3qf/visits/2026-11-12{end}.yaml": visit("2026-11-12", "A", "B") for end in ("", "-2", "-10")}
    shown = customer_view(small(files), "7k3qf").timeline
    assert [
        plain(entry.file).partition("/")[2].partition(":")[0] for entry in shown if "11-12" in plain(entry.file)
    ] == [
        "2026-11-12-10.yaml",
        "2026-11-12-2.yaml",
        "2026-11-12.yaml",
    ]


def test_a_customer_entered_twice_is_on_a_list_of_its_own_with_ids_and_nothing_else() -> None:
    again = CUSTOMER.replace("name: 王建国", "name: 王小明").replace("li-na", "wu-di")
    frame = small({"customers/7k3qf/customer.yaml": CUSTOMER, "customers/9zz9z/customer.yaml": again})
    (row,) = quality_view(frame, frame.snapshot.problems).duplicates
    assert plain(row.title) == "7k3qf · 9zz9z"
    assert "fenji decide 9zz9z merge --to 7k3qf" in plain(row.why)
    shown = "".join(map(plain, (row.title, row.why, row.who)))
    assert not [word for word in ("王", "李娜", "吴迪", "li-na", "wu-di", "100****") if word in shown]


def test_the_handbook_tells_every_indicator_level_move_and_example() -> None:
    view = handbook_view(small({}))
    (scheme,) = view.schemes
    assert [(indicator.label, len(indicator.levels)) for indicator in scheme.indicators] == [("动机", 4), ("价格", 4)]
    assert plain(view.moves[0].text) == "undecided：在该等级满 7 天、除非已认购：是"
    assert "销售组长" in plain(view.moves[1].text)
    assert [example.chip.text for example in scheme.examples] == ["A", "B", "C", "D"]


def test_the_handbook_nests_conditions() -> None:
    rules = """\
version: "1"
official: ladder
schemes:
  ladder:
    grades: {high: 高意向, low: 低意向}
    method: first_match
    when:
      high: {any: [{visits: ">= 3"}, {subscribed: true, wants.purpose: [upgrade, investment]}]}
      low: otherwise
"""
    (scheme,) = handbook_view(small({"rules.yaml": rules})).schemes
    best = scheme.grades[0].condition
    assert best is not None
    assert best.text == "满足任意一项："
    assert best.parts[0].text == "到访次数不少于 3"
    assert [part.text for part in best.parts[1].parts] == ["已认购：是", "购房用途为改善或投资"]
    assert scheme.grades[1].condition is not None
    assert scheme.grades[1].condition.text == "其余情况"


def test_a_score_card_and_its_figure_are_told() -> None:
    rules = """\
version: "1"
official: vip
schemes:
  vip:
    grades: {A: 甲, B: 乙}
    method: score
    points: [{when: {visits: ">= 1"}, add: 30}, {each: inbound_calls, add: 5, up_to: 20}]
    bands: {A: 80, B: 0}
"""
    frame = small({"rules.yaml": rules})
    (scheme,) = handbook_view(frame).schemes
    assert [(row.text, row.points, row.limit) for row in scheme.points] == [
        ("到访次数不少于 1", "+30", ""),
        ("每一次来电次数", "+5", "20"),
    ]
    assert scheme.grades[0].bound == "80 分起"
    assert "30 分" in plain(customer_view(frame, "7k3qf").answer)


def test_classes_by_share_say_what_they_bring() -> None:
    rules = RULES.replace(
        "movement:",
        "  value:\n"
        "    {label: 价值, grades: {A: 关键, B: 普通}, method: share, by: deal_value, bands: {A: 0.5, B: 1}}\n"
        "movement:",
    )
    deal = "at: 2026-11-18\nstage: contracted\nunit: 3-1201\namount: %s\n"
    frame = small(
        {
            "rules.yaml": rules,
            "customers/7k3qf/deals/1.yaml": deal % 300,
            "customers/2m9xd/deals/1.yaml": (deal % 100).replace("1201", "1202"),
        }
    )
    (share,) = home_view(frame, ()).shares
    assert [(row.name, row.customers, row.part) for row in share.rows] == [("关键", 1, "75%"), ("普通", 1, "25%")]
