"""Who a customer is: id, name, phone of the impossible range 100…, wishes and household."""

import hashlib
import hmac
from random import Random
from typing import Final

from generator.sample.flats import size_of
from generator.sample.names import draw_name, draw_surname
from generator.sample.story import Person
from generator.values import replace

# Fixed and public on purpose: the numbers are invented, the key protects nobody.
DEMO_KEY: Final = b"fenji sample office"
# Without vowels no words arise, without l and 0 1 none is misread.
LETTERS: Final = "bcdfghjkmnpqrstvwxz"
DIGITS: Final = "23456789"
ID_LENGTH: Final = 5

HOUSEHOLDS: Final = (("single", 14), ("couple", 24), ("children", 38), ("empty_nest", 12), ("elders", 12))
AGES: Final = {"single": (24, 33), "couple": (25, 36), "children": (29, 46), "empty_nest": (52, 68), "elders": (38, 55)}
ROOMS: Final = {
    "single": (2, 2, 2, 3),
    "couple": (2, 3, 3),
    "children": (3, 3, 3, 4),
    "empty_nest": (2, 2, 3),
    "elders": (3, 4, 4),
}
POWER: Final = {
    2: ("ordinary", "ordinary", "middle"),
    3: ("ordinary", "middle", "middle"),
    4: ("middle", "high", "high"),
}
# Everybody else moves up, for the most part.
PURPOSES: Final = {
    "single": ("first_home", "first_home", "investment"),
    "couple": ("first_home", "first_home", "upgrade"),
}
OTHER_PURPOSES: Final = ("upgrade", "upgrade", "upgrade", "investment", "first_home", "other")
INCOME: Final = {"ordinary": ("low", "middle"), "middle": ("middle",), "high": ("high",)}
DISTRICTS: Final = ("云溪", "云溪", "柳桥", "北塘", "东河")
PRODUCTS: Final = ("高层", "小高层", "洋房", "边套", "南北通透")
# The form of address is noted for most.
TITLED: Final = 0.83
HOMES: Final = ("北塘", "柳桥", "老城", "东河", "南浦", "外地")


class Codes:
    """Draws short random ids, each once."""

    def __init__(self) -> None:
        self._drawn: set[str] = set()

    def draw(self, rng: Random) -> str:
        """Five characters like 7k3qf with a digit or more and two letters or more, so never a number nor a word."""
        while True:
            code = "".join(rng.choice(DIGITS + LETTERS) for _ in range(ID_LENGTH))
            letters = sum(c in LETTERS for c in code)
            if 2 <= letters < ID_LENGTH and code not in self._drawn:
                self._drawn.add(code)
                return code


def draw_phone(rng: Random) -> tuple[str, str]:
    """A masked number and the keyed hash of the full one, which exists nowhere else."""
    number = f"100{rng.randrange(10**8):08d}"
    key = hmac.new(DEMO_KEY, number.encode(), hashlib.sha256).hexdigest()[:32]
    return f"{number[:3]}****{number[-4:]}", key


def draw_person(rng: Random, code: str) -> Person:
    """A whole person; what of it the record says is up to the consultant's care (`known_part`)."""
    surname = draw_surname(rng)
    title = rng.choice(("mr", "ms"))
    phone, key = draw_phone(rng)
    household = _weighted(rng, HOUSEHOLDS)
    rooms = rng.choice(ROOMS[household])
    power = rng.choice(POWER[rooms])
    return Person(
        id=code,
        name=draw_name(rng, surname, title, short=rng.random() < 0.1),
        surname=surname,
        title=title,
        phone=phone,
        phone_key=key,
        wants=_draw_wants(rng, household, rooms),
        profile=_draw_profile(rng, household, power, title),
    )


def _draw_wants(rng: Random, household: str, rooms: int) -> dict[str, str]:
    purpose = rng.choice(PURPOSES.get(household, OTHER_PURPOSES))
    wants = {"purpose": purpose, "rooms": str(rooms), "area": str(size_of(rooms))}
    wants["budget"] = str(round(size_of(rooms) * rng.uniform(2.3, 2.8) / 5) * 5)
    if rng.random() < 0.35:
        wants["district"] = rng.choice(DISTRICTS)
    if rng.random() < 0.3:
        wants["product"] = rng.choice(PRODUCTS)
    return wants


def _draw_profile(rng: Random, household: str, power: str, title: str) -> dict[str, str]:
    age = rng.randint(*AGES[household])
    education = rng.choice(("middle", "high", "high") if age < 40 else ("low", "middle", "high"))
    profile = {"household": household, "power": power, "title": title, "age": str(age)}
    return {**profile, "income": rng.choice(INCOME[power]), "education": education, "place": rng.choice(HOMES)}


def known_part(rng: Random, person: Person, thorough: float) -> Person:
    """What of a person a consultant with that care wrote down."""
    wants = {key: value for key, value in person.wants.items() if rng.random() < thorough}
    chances = {key: TITLED if key == "title" else thorough - 0.1 for key in person.profile}
    profile = {key: value for key, value in person.profile.items() if rng.random() < chances[key]}
    person = replace(person, wants=wants, profile=profile)
    return person if rng.random() < thorough + 0.1 else replace(person, phone="", phone_key="")


def twin_of(person: Person, original: Person, kind: str) -> Person:
    """The person entered again under another id: with surname and phone of the original, and its key unless `mask`."""
    address = "先生" if original.title == "mr" else "女士"
    key = "" if kind == "mask" else original.phone_key
    profile = {**person.profile, "title": original.title}
    name = original.surname + address
    return replace(person, name=name, surname=original.surname, phone=original.phone, phone_key=key, profile=profile)


def _weighted(rng: Random, choices: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([choice for choice, _ in choices], [weight for _, weight in choices])[0]
