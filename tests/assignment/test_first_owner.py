"""Who owned a customer first, whoever customer.yaml names by now."""

import pytest

from tests.assignment.notation import owned

# customer.yaml names the present owner; the first one follows from it where the records do not say otherwise.
FIRST = (
    (
        "a colleague had the first contact",
        "09-01 visit wu-di; 09-01 message wu-di; consultant li-na",
        "li-na 09-01.. registered",
    ),
    (
        "a transfer explains the consultant",
        "09-01 visit wu-di; 09-03 transfer li-na; consultant li-na",
        "wu-di 09-01..09-02 registered, li-na 09-03.. transfer",
    ),
    (
        "a return explains the consultant",
        "09-01 visit wu-di; 09-12 visit li-na; consultant li-na",
        "wu-di 09-01..09-11 registered, li-na 09-12.. return",
    ),
    (
        "a return to a third one does not",
        "09-01 visit wu-di; 09-12 visit sun-yue; consultant li-na",
        "li-na 09-01..09-11 registered, sun-yue 09-12.. return",
    ),
    (
        "a manager had the first contact",
        "09-01 visit chen-wei; 09-03 transfer li-na; consultant li-na",
        "li-na 09-01..09-02 registered, li-na 09-03.. transfer",
    ),
)


@pytest.mark.parametrize(("records", "expected"), [case[1:] for case in FIRST], ids=[case[0] for case in FIRST])
def test_the_first_owner(records: str, expected: str) -> None:
    assert owned(records, "09-12") == expected
