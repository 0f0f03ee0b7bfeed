"""The one number parser of the product, and its arithmetic: exact Decimals from a cell to a verdict."""

from engine.numbers.arithmetic import norwegian, plain, quotient, round_half_up
from engine.numbers.parsing import MISSING, Parsed, exact, parse, parser
from engine.numbers.refusals import NotANumber
from engine.numbers.shape import DecimalMark, Shape

__all__ = [
    "MISSING",
    "DecimalMark",
    "NotANumber",
    "Parsed",
    "Shape",
    "exact",
    "norwegian",
    "parse",
    "parser",
    "plain",
    "quotient",
    "round_half_up",
]
