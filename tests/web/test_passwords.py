"""Which passwords are refused: those that guessing begins with, however they are lengthened; and no others."""

import pytest

from engine.web.sign_in.passwords import is_guessable


@pytest.mark.parametrize(
    "password",
    [
        *(
            "passordpassord1",
            "PassordPassord!!!!",
            "password12345678",
            "dragonmonkey123",
            "aaaaaaaaaaaaaaaa",
            "abababababababab",
        ),
        *(
            "abcdefghijklmnop",
            "12345678901234567",
            "98765432109876543",
            "qwertyuiopqwertyuiop",
            "MålvaktMålvakt2026",
            "sommer2026sommer",
        ),
        *("velkommenvelkommen", "iloveyouiloveyou", "1111111111111111"),
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert is_guessable(password)


@pytest.mark.parametrize(
    "password",
    [
        *("hesten min liker havregrøt", "correct horse battery staple", "tre blå elger på ski", "x7Gq!vB2pLm9Zr4"),
        *("Sommeren var våt i Bodø", "正しい馬の電池ステープル安全です", "    mellomrom    teller    ikke"),
    ],
)
def test_a_sentence_or_what_a_manager_makes_is_taken(password: str) -> None:
    """Any character, also spaces and other alphabets, and no rule that wants some of each kind."""
    assert not is_guessable(password)
