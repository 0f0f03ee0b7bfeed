"""What happened to an account and what may be done with it, in the reader's words."""

from collections.abc import Mapping
from typing import Final

from engine.accounts import Act
from engine.language import mark
from engine.store.people.events import Kind
from engine.workplace.accounts import Condition

HAPPENED: Final[Mapping[Kind, str]] = {
    Kind.ADDED: mark("the account was made"),
    Kind.EDITED: mark("name, language, leader or pseudonym was corrected"),
    Kind.GRANTED: mark("was given the role"),
    Kind.REVOKED: mark("lost the role"),
    Kind.BOUND: mark("was given the duty"),
    Kind.RELEASED: mark("lost the duty"),
    Kind.INVITED: mark("a one-time link was made"),
    Kind.ACCEPTED: mark("the one-time link was used"),
    Kind.CLOSED: mark("the account was closed"),
    Kind.REOPENED: mark("the account was opened again"),
    Kind.SIGNED_OUT: mark("signed out everywhere"),
    Kind.PASSWORD: mark("changed the password"),
    Kind.SECOND_FACTOR: mark("changed the second factor"),
    Kind.FACTOR_RESET: mark("the second factor was taken away"),
    Kind.IDENTITY: mark("tied to the organisation's own sign-in"),
    Kind.TOKEN_ISSUED: mark("made a token"),
    Kind.TOKEN_REVOKED: mark("ended a token"),
    Kind.ERASED: mark("the account was erased"),
    Kind.SIGNED_IN: mark("signed in"),
    Kind.REFUSED: mark("a sign-in was refused"),
    Kind.VISIT_ENDED: mark("ended a session"),
}

CONDITIONS: Final[Mapping[Condition, tuple[str, str]]] = {
    Condition.OPEN: ("●", mark("open")),
    Condition.CLOSED: ("○", mark("closed")),
    Condition.ERASED: ("×", mark("erased")),
}

ACTS: Final[Mapping[Act, tuple[str, str]]] = {
    Act.INVITE: (mark("Make a one-time link"), mark("With it the person chooses a new password. Older links stop working.")),
    Act.RESET: (
        mark("Take the second factor away"),
        mark(
            "Only when you know by another way that it is this person who asks. Every session ends; a new code app is set up."
        ),
    ),
    Act.SIGN_OUT: (mark("Sign out everywhere"), mark("Every session of the account ends.")),
    Act.CLOSE: (
        mark("Close the account"),
        mark("Nobody signs in with it, and its tokens open nothing, until it is opened again."),
    ),
    Act.REOPEN: (mark("Open the account again"), mark("It has the roles that it had. A new one-time link may be needed.")),
}
"""The button and what follows from it, in the order of the page. Erasing has a form of its own."""
