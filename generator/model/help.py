"""What each word of the records means, as an editor shows it beside the word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.texts import _

_HELP: Sequence[Mapping[str, str]] = (
    {
        "visit": _("The customer came to the sales office"),
        "inbound_call": _("The customer called by themselves"),
        "follow_up": _("We called or met the customer after the visit"),
        "message": _("Messages were exchanged"),
        "show_flat": _("The customer saw the show flat or the building"),
        "event": _("The customer took part in an event of the project"),
    },
    {
        "walk_in": _("Came in without having been invited"),
        "call": _("Called first"),
        "referral": _("Brought by another customer; name them under referrer"),
        "channel": _("Brought by an agency or another channel"),
        "online": _("Found us on the internet"),
        "event": _("Met at an event"),
        "other": _("Another way"),
    },
    {
        "approve_downgrade": _("Approves a fall of the grade that is waiting; to: the grade"),
        "override": _("Sets the grade until a day; to: the grade, until: the last day"),
        "transfer": _("Gives the customer to another consultant; to: the consultant"),
        "release": _("Gives the customer back to the pool"),
        "claim": _("Gives a customer out of the pool to a consultant; to: the consultant"),
        "merge": _("The same customer was entered twice; to: the customer that stays"),
    },
    {
        "queued": _("Paid the queue deposit before the opening"),
        "subscribed": _("Signed for a unit and paid a deposit"),
        "contracted": _("Signed the sale contract"),
        "mortgaged": _("Mortgage papers are done"),
        "paid_out": _("The bank has paid out"),
        "cancelled": _("The deal is off; the unit is free again"),
    },
    {
        "bought_elsewhere": _("Bought from somebody else"),
        "lost": _("Does not want to be contacted, or can't be reached any more"),
        "merged": _("Entered twice; the other entry stays"),
        "other": _("Another reason"),
    },
    {
        "first_home": _("The first home of their own"),
        "upgrade": _("A better home than the present one"),
        "investment": _("To let or to sell again"),
        "other": _("Another purpose"),
    },
    {
        "single": _("Lives alone"),
        "couple": _("A couple without children"),
        "children": _("With children"),
        "empty_nest": _("The children have moved out"),
        "elders": _("With parents or grandparents"),
    },
    {"high": _("High-end"), "middle": _("Middle"), "ordinary": _("Ordinary")},
    {"high": _("High"), "middle": _("Middle"), "low": _("Low")},
    {"mr": _("Mr"), "ms": _("Ms")},
    {"person": _("A person"), "firm": _("A firm"), "dealer": _("A dealer")},
    {
        "consultant": _("Receives customers and owns them"),
        "leader": _("Coaches a team of consultants"),
        "manager": _("Decides on falls, transfers and disputes"),
        "planner": _("Plans prices, units and the opening"),
    },
    {
        "masked": _("Only masked numbers may be kept, as 138****1083"),
        "sealed": _("Beside the masked number the full one is kept, sealed with the office's key"),
        "full": _("Full numbers may be kept"),
    },
    {"surname": _("Pages show the surname only"), "full": _("Pages show the whole name")},
    {"github": _("GitHub"), "gitlab": _("GitLab"), "gitee": _("Gitee")},
    {"binding": _("Can lower the grade"), "auxiliary": _("Is shown and ranks, but never lowers the grade")},
    {
        "lowest": _("The grade is the lowest level of all indicators"),
        "first_match": _("The best grade whose condition is true"),
        "score": _("Points are added and fall into bands"),
        "share": _("Customers are ranked by a figure and cut by share"),
    },
    {
        "number": _("A number"),
        "yes_no": _("Yes or no"),
        "text": _("A text"),
        "date": _("A date"),
    },
)

HELP: Mapping[tuple[str, ...], Sequence[str]] = {tuple(words): tuple(words.values()) for words in _HELP}
"""The meanings of the words of an enumeration, both in the order in which the models name them."""
