"""The people of the office and their working habits; a larger office has more of them."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from generator.sample.names import staff_name
from generator.sample.story import Consultant

MANAGER: Final = "chen-wei"
PLANNER: Final = "xu-minzhi"
LEADERS: Final = (("zhou-kai", "周凯"), ("lin-xiaoyan", "林晓燕"))
CONSULTANTS: Final = (
    Consultant("li-na", "李娜", "zhou-kai", same_day=0.97, steady=0.97, thorough=0.97),
    Consultant("wu-di", "吴迪", "zhou-kai", same_day=0.88, steady=0.92, thorough=0.85),
    Consultant("sun-yue", "孙悦", "zhou-kai", same_day=0.5, steady=0.78, thorough=0.6),
    Consultant("he-jingwen", "何静雯", "lin-xiaoyan", same_day=0.92, steady=0.94, thorough=0.9),
    Consultant("tang-liqun", "唐立群", "lin-xiaoyan", same_day=0.8, steady=0.88, thorough=0.8),
    Consultant("ouyang-qian", "欧阳倩", "lin-xiaoyan", same_day=0.86, steady=0.92, thorough=0.92),
)
CUSTOMERS_EACH: Final = 100
TEAM: Final = 3


def draw_team(rng: Random, customers: int) -> tuple[tuple[Consultant, ...], Mapping[str, str]]:
    """The consultants, and the leaders' names by id; six and two up to 600 customers, then one for each further 100."""
    leaders = dict(LEADERS)
    team = list(CONSULTANTS)
    number = 0
    while len(team) < customers // CUSTOMERS_EACH:
        if len(team) % TEAM == 0:
            leader, name = staff_name(number)
            leaders[leader] = name
            number += 1
        id_, name = staff_name(number)
        number += 1
        habits = [round(rng.uniform(low, 0.98), 2) for low in (0.5, 0.8, 0.6)]
        team.append(Consultant(id_, name, leader, *habits))
    return tuple(team), leaders


def people_of(team: Sequence[Consultant], leaders: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """Everybody of the office by id, as office.yaml lists them, without the addresses."""
    people = {c.id: {"name": c.name, "role": "consultant", "leader": c.leader} for c in team}
    people |= {id_: {"name": leader, "role": "leader"} for id_, leader in leaders.items()}
    people |= {MANAGER: {"name": "陈伟", "role": "manager"}, PLANNER: {"name": "许敏之", "role": "planner"}}
    return people


def address_of(id_: str) -> str:
    """The address under which a person commits."""
    return f"{id_}@example.com"
