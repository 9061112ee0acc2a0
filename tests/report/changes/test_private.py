"""What people write into commits shows no more of a person than the pages do."""

import pytest

from generator.report.changes.private import hushed, masked, names
from generator.report.rich import Kind, Span, link
from tests.offices import CUSTOMER
from tests.report.frames import small

SHOWN = {"王建国": "王*", "王建": "王?"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王建国改为王建国强", "王*改为王*强"),
        ("电话 10000000000 更正", "电话 100****0000 更正"),
        ("来自 li-na@example.com、<a.b@c.cn>", "来自 ***@example.com、<***@c.cn>"),
        (" 王建国 ", " 王* "),
        ("价格 A@3 号楼", "价格 A@3 号楼"),
        ("@ 3号楼 @", "@ 3号楼 @"),
        ("", ""),
        ("  ", "  "),
    ],
)
def test_names_numbers_and_addresses_are_masked(text: str, shown: str) -> None:
    assert masked(text, SHOWN) == shown


def test_links_keep_their_text() -> None:
    rich = (Span("王建国"), link("10000000000", Kind.COMMIT, "10000000000"))
    assert hushed(rich, SHOWN) == (Span("王*"), rich[1])


def test_the_names_of_both_sides_are_known() -> None:
    old, new = small({}), small({"customers/7k3qf/customer.yaml": CUSTOMER.replace("王建国", "欧阳倩女士")})
    assert names((old, new), ("7k3qf", "nobody")) == {"王建国": "王*", "欧阳倩": "欧阳女士"}
