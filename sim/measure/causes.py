"""Why calls and e-mails were made: which of them a service takes when all goes well, which come back, which could be avoided."""

from __future__ import annotations

from sim.engine.program import codes
from sim.text.pairs import Text

JOURNEY = ("need", "called_back")
"""Causes of the contacts that a service takes when all goes well; all the others come on top of it, or come back."""
FAILED = tuple(cause for cause in codes.CAUSES if cause not in (*JOURNEY, "question", "reassurance"))
"""Something did not work, was late, or was elsewhere. With a question, or to be sure, people come back though nothing failed."""

CALLS = Text("calls and e-mails (in opening hours)", "telefoontjes en e-mails (in openingstijd)")
"""What is told as "the contacts" of a service: calls, e-mails, chats, messages and letters that did not find it closed. Attempts
online, calls to a closed phone and visits are told beside it and never added to it: they are no work for the same people."""

GROUPS: tuple[tuple[str, tuple[str, ...], int, Text], ...] = (
    ("journey", JOURNEY, 0, Text("for the steps themselves", "voor de stappen zelf")),
    ("failed", FAILED, -1, Text("because something went wrong", "doordat er iets misging")),
    ("need", ("need",), 0, Text("as the first contact of a step", "als eerste contact van een stap")),
    ("again", ("again",), -1, Text("again after a failure", "opnieuw na een mislukking")),
    ("correction", ("correction",), -1, Text("to complete an application", "om een aanvraag aan te vullen")),
    ("question", ("question",), -1, Text("because of a question that stayed open", "door een vraag die open bleef")),
    ("reassurance", ("reassurance",), -1, Text("to be sure (reassurance)", "om zeker te zijn (bevestigingscontact)")),
    ("status", ("status",), -1, Text("about something late", "over iets wat te laat is")),
    ("referral", ("referral",), -1, Text("after a referral", "na doorverwijzen")),
    ("called_back", ("called_back",), 0, Text("with which the municipality calls back", "waarmee de gemeente terugbelt")),
)
"""What is told of the calls and e-mails by cause: name, causes, which direction is better, and the words."""


def because(why: Text) -> Text:
    """The calls and e-mails that were made for this."""
    return Text("calls and e-mails {why}", "telefoontjes en e-mails {why}").filled(why=why)
