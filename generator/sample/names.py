"""Invented names: pools of surnames and given names, with pinyin where an id is made of them."""

from random import Random
from typing import Final

# Common surnames in falling frequency, one compound; the number is the weight.
SURNAMES: Final = (
    *(("王", 9), ("李", 9), ("张", 8), ("刘", 7), ("陈", 7), ("杨", 5), ("黄", 5), ("赵", 4), ("吴", 4)),
    *(("周", 4), ("徐", 3), ("孙", 3), ("马", 2), ("朱", 3), ("胡", 3), ("郭", 3), ("何", 3), ("林", 3)),
    *(("高", 2), ("罗", 2), ("郑", 2), ("梁", 2), ("谢", 2), ("宋", 2), ("唐", 2), ("许", 2), ("韩", 2)),
    *(("邓", 2), ("冯", 2), ("曹", 2), ("彭", 2), ("曾", 1), ("肖", 1), ("田", 1), ("董", 1), ("潘", 1)),
    *(("袁", 1), ("蔡", 1), ("蒋", 1), ("余", 1), ("于", 1), ("杜", 1), ("叶", 1), ("程", 1), ("魏", 1)),
    *(("苏", 1), ("吕", 1), ("丁", 1), ("任", 1), ("卢", 1), ("姚", 1), ("沈", 1), ("钟", 1), ("姜", 1)),
    *(("崔", 1), ("谭", 1), ("陆", 1), ("范", 1), ("汪", 1), ("廖", 1), ("石", 1), ("金", 1), ("韦", 1)),
    *(("贾", 1), ("夏", 1), ("付", 1), ("方", 1), ("邹", 1), ("熊", 1), ("白", 1), ("孟", 1), ("秦", 1)),
    *(("邱", 1), ("侯", 1), ("江", 1), ("尹", 1), ("薛", 1), ("闫", 1), ("段", 1), ("雷", 1), ("欧阳", 2)),
)

MALE: Final = (
    *("建国", "志远", "文博", "立新", "国栋", "永康", "少华", "景明", "家栋", "世杰"),
    *("宏宇", "庆丰", "德胜", "明辉", "长林", "玉川", "守成", "启航", "承志", "向东"),
    *("学勤", "耀文", "培元", "佳明", "伟民", "松涛", "海波", "振宇", "春生", "福来"),
    *("树人", "立群", "泽宇", "一鸣", "浩然", "正阳", "广平", "维新", "俊生", "光远"),
    *("兴旺", "士诚", "仲文", "卫东", "恒远", "树青", "嘉禾", "云峰", "邦彦", "敬之"),
    *("茂林", "道明", "天佑", "亦凡", "良才", "思齐", "鹤鸣", "锡平", "如松", "达夫"),
    *("强", "磊", "勇", "斌", "亮", "刚", "鹏", "涛", "峻", "诚"),
)
FEMALE: Final = (
    *("秀兰", "桂芳", "晓燕", "丽华", "雅琴", "玉梅", "静怡", "慧敏", "文娟", "淑珍"),
    *("佩玲", "梦瑶", "诗涵", "婉清", "素云", "海霞", "春燕", "凤英", "雪莲", "美玲"),
    *("晓彤", "若兰", "思颖", "欣妍", "锦绣", "月娥", "红霞", "亚男", "惠君", "巧云"),
    *("采薇", "佳慧", "安琪", "念慈", "书瑶", "语桐", "冬梅", "立春", "芷若", "映雪"),
    *("蕙兰", "明珠", "清荷", "秋菊", "爱萍", "小满", "晚晴", "荔枝", "悦宁", "可心"),
    *("令仪", "舒雅", "怀玉", "知夏", "沁园", "琳琅", "翠萍", "彩虹", "新月", "初晴"),
    *("敏", "娟", "颖", "洁", "霞", "琴", "莉", "倩", "蓉", "岚"),
)
# What is typed in when the customer gave no more than a surname.
ADDRESSES: Final = {"mr": ("先生", "先生", "总"), "ms": ("女士", "女士", "小姐")}

# For the staff of larger offices: surname and given name with pinyin.
STAFF_SURNAMES: Final = (
    *(("赵", "zhao"), ("黄", "huang"), ("徐", "xu"), ("马", "ma"), ("朱", "zhu"), ("胡", "hu"), ("郭", "guo")),
    *(("高", "gao"), ("罗", "luo"), ("梁", "liang"), ("宋", "song"), ("韩", "han"), ("冯", "feng"), ("曹", "cao")),
    *(("彭", "peng"), ("田", "tian"), ("董", "dong"), ("潘", "pan"), ("袁", "yuan"), ("蔡", "cai"), ("余", "yu")),
)
STAFF_GIVEN: Final = (
    *(("雨桐", "yutong"), ("子轩", "zixuan"), ("佳怡", "jiayi"), ("浩宇", "haoyu"), ("思雨", "siyu")),
    *(("晨曦", "chenxi"), ("文静", "wenjing"), ("志强", "zhiqiang"), ("海燕", "haiyan"), ("明远", "mingyuan")),
    *(("小雪", "xiaoxue"), ("立伟", "liwei"), ("春华", "chunhua"), ("景行", "jingxing"), ("若云", "ruoyun")),
    *(("建平", "jianping"), ("素心", "suxin")),
)

_WEIGHTED: Final = tuple(surname for surname, weight in SURNAMES for _ in range(weight))


def draw_surname(rng: Random) -> str:
    """A surname, common ones more often."""
    return rng.choice(_WEIGHTED)


def draw_name(rng: Random, surname: str, title: str, *, short: bool) -> str:
    """A full name that fits the form of address (mr, ms), or only surname and address when `short`."""
    if short:
        return surname + rng.choice(ADDRESSES[title])
    return surname + rng.choice(MALE if title == "mr" else FEMALE)


def staff_name(number: int) -> tuple[str, str]:
    """The id and name of the `number`-th further member of staff; every number gives another id."""
    turn, place = divmod(number, len(STAFF_SURNAMES) * len(STAFF_GIVEN))
    surname, surname_id = STAFF_SURNAMES[place % len(STAFF_SURNAMES)]
    given, given_id = STAFF_GIVEN[place % len(STAFF_GIVEN)]
    suffix = f"-{turn + 1}" if turn else ""
    return f"{surname_id}-{given_id}{suffix}", surname + given
