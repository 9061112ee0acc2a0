"""The facts that fill the blanks of a note; one customer keeps the same rivals, relatives and sums throughout."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from generator.sample.story import Person

# Invented competing projects and districts.
RIVALS: Final = ("望澜台", "栖禾里", "锦棠湾", "青屿上院", "枕溪雅筑", "澄园九里", "松间月", "映川府")
PLACES: Final = ("老城", "北塘", "柳桥", "东河", "南浦", "高铁新城", "大学城")
OLD_PLACES: Final = ("北塘", "柳桥", "机械厂宿舍", "纺织新村", "老城", "师范附近")
KIN: Final = {
    "single": ("父母", "妈妈", "姐姐", "对象"),
    "couple": ("爱人", "双方父母", "岳父", "爱人"),
    "children": ("爱人", "爱人", "爱人", "老人"),
    "empty_nest": ("老伴", "女儿", "儿子"),
    "elders": ("老母亲", "爱人", "父母"),
}
RELATIVES: Final = ("表弟", "同事", "朋友", "邻居", "舅舅", "堂姐", "同学")
WEEKDAYS: Final = ("周三", "周四", "周五", "周六", "周六", "周日", "周日", "周末")
ROOMS: Final = {2: "两房", 3: "三房", 4: "四房"}


def draw_blanks(rng: Random, person: Person) -> dict[str, str]:
    """Sums are in 万元, sizes in ㎡, all about what a flat of the wished size costs."""
    size = int(person.wants["area"])
    total = round(size * rng.uniform(2.5, 2.75))
    return {
        "ta": "他" if person.title == "mr" else "她",
        "rooms": ROOMS[int(person.wants["rooms"])],
        "size": str(size),
        "old_size": str(rng.choice((48, 56, 62, 68, 75))),
        "total": str(total),
        "budget": person.wants["budget"],
        "gap": str(rng.randint(5, 18)),
        "low": str(round(total * rng.uniform(0.68, 0.8) / 10) * 10),
        "down": str(round(total * rng.uniform(0.3, 0.4))),
        "low_down": str(round(total * rng.uniform(0.06, 0.12))),
        "short": str(rng.choice((8, 10, 15, 20, 25, 30))),
        "months": rng.choice(("两个", "三个", "四个")),
        "rival": rng.choice(RIVALS),
        "place": rng.choice(PLACES),
        "old_place": rng.choice(OLD_PLACES),
        "kin": rng.choice(KIN[person.profile["household"]]),
    }


def fill(text: str, blanks: Mapping[str, str], rng: Random, units: Sequence[str]) -> str:
    """The text with its blanks filled; weekday, relative and which of the wished units change from note to note."""
    changing = {"weekday": rng.choice(WEEKDAYS), "relative": rng.choice(RELATIVES)}
    return text.format_map({**blanks, **changing, "unit": rng.choice(units) if units else ""})
