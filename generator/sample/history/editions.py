"""The versions of rules.yaml: laxer terms at first, then a clearer wording, then the terms of the preset."""

import re
from collections.abc import Sequence
from typing import Final

from generator.values import dataclass

VERSIONS: Final = ("1.0.0", "1.0.1", "1.1.0")
PRICE_B: Final = ("嫌价格偏高，可以引导", "嫌价格略高，讲清价值和付款方式后能接受")
# What the preset says, and what stood there before the terms were shortened.
TERMS: Final = (
    ("满 7 天没认购就降为 B", "满 10 天没认购就降为 B"),
    ("以一周为一个周期", "先给十天时间"),
    ("label: 满 7 天未认购", "label: 满 10 天未认购"),
    ("after_days: 7,", "after_days: 10,"),
    ("B 类两周没有任何往来", "B 类三周没有任何往来"),
    ("label: 超过 14 天没有联系", "label: 超过 21 天没有联系"),
    ('{days_since_last_contact: "> 14"}', '{days_since_last_contact: "> 21"}'),
)


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of rules.yaml, and the message that it is committed with."""

    text: str
    message: str


def editions(preset: str) -> Sequence[Edition]:
    """The first rules, the new wording (no grade changes), and the shorter terms (grades change).

    Raises ValueError where the preset does not say any more what is changed here.
    """
    worded = _changed(preset, PRICE_B)
    return (
        Edition(_version(_changed(preset, *TERMS), VERSIONS[0]), ""),
        Edition(
            _version(_changed(worded, *TERMS), VERSIONS[1]),
            "价格承受 B 的说明写清楚，判断不变\n\n“可以引导”各人理解不同，改成看得见的标准。\n",
        ),
        Edition(
            _version(worded, VERSIONS[2]),
            "降级期限收紧：A 类 10 天改 7 天，B 类失联 21 天改 14 天\n\n"
            "开盘前周周要过名单，A 类以一周为一个周期，B 类两周没联系就降 C。\n",
        ),
    )


def _changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        if text.count(old) != 1:
            raise ValueError(f"the preset says “{old}” {text.count(old)} times")
        text = text.replace(old, new)
    return text


def _version(text: str, version: str) -> str:
    return re.sub(r'(?m)^version: ".*"$', f'version: "{version}"', text, count=1)
