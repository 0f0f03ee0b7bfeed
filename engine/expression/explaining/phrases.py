"""The words of an explanation in both languages: sentences are built of parts, so that each language has a table of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.expression.explaining.parts import State
from engine.expression.kinds import Failure
from engine.expression.tree import Comparison
from engine.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What is said in one language. {subject} is a part with its value, {other} what it was compared with."""

    openings: Mapping[State, str]
    relations: Mapping[Comparison, str]
    true: str
    false: str
    is_value: str
    one_of: str
    not_one_of: str
    starts: str
    starts_not: str
    missing: str
    there: str
    failures: Mapping[Failure, str]
    decimal_mark: str

    def number(self, value: Decimal, unit: str) -> str:
        """A number as it is read in this language, without the zeros that a quotient ends in."""
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{text.replace('.', self.decimal_mark)} {'' if unit == 'count' else unit}".rstrip()


PHRASES: Mapping[Language, Phrases] = {
    Language.NB: Phrases(
        openings={
            State.TRUE: "Vilkåret er oppfylt",
            State.FALSE: "Vilkåret er ikke oppfylt",
            State.MISSING: "Det mangler data",
            State.FAILED: "Det kan ikke regnes ut",
        },
        relations={
            Comparison.EQUAL: "{subject} er lik {other}",
            Comparison.UNEQUAL: "{subject} er ikke lik {other}",
            Comparison.BELOW: "{subject} er under {other}",
            Comparison.AT_MOST: "{subject} er høyst {other}",
            Comparison.ABOVE: "{subject} er over {other}",
            Comparison.AT_LEAST: "{subject} er minst {other}",
        },
        true="{subject} er sant",
        false="{subject} er ikke sant",
        is_value="{subject} er {other}",
        one_of="{subject} er en av {other}",
        not_one_of="{subject} er ingen av {other}",
        starts="{subject} begynner med {other}",
        starts_not="{subject} begynner ikke med {other}",
        missing="{subject} mangler",
        there="{subject} finnes",
        failures={
            Failure.DIVISION_BY_ZERO: "{subject} deler på null",
            Failure.OUT_OF_RANGE: "{subject} er for stort til å være eksakt",
        },
        decimal_mark=",",
    ),
    Language.EN: Phrases(
        openings={
            State.TRUE: "The condition holds",
            State.FALSE: "The condition does not hold",
            State.MISSING: "Data are missing",
            State.FAILED: "It cannot be computed",
        },
        relations={
            Comparison.EQUAL: "{subject} is equal to {other}",
            Comparison.UNEQUAL: "{subject} is not equal to {other}",
            Comparison.BELOW: "{subject} is below {other}",
            Comparison.AT_MOST: "{subject} is at most {other}",
            Comparison.ABOVE: "{subject} is above {other}",
            Comparison.AT_LEAST: "{subject} is at least {other}",
        },
        true="{subject} is true",
        false="{subject} is not true",
        is_value="{subject} is {other}",
        one_of="{subject} is one of {other}",
        not_one_of="{subject} is none of {other}",
        starts="{subject} begins with {other}",
        starts_not="{subject} does not begin with {other}",
        missing="{subject} is missing",
        there="{subject} is there",
        failures={
            Failure.DIVISION_BY_ZERO: "{subject} divides by zero",
            Failure.OUT_OF_RANGE: "{subject} is too large to be exact",
        },
        decimal_mark=".",
    ),
}
