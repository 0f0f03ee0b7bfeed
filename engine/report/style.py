"""A figure as a table writes it: grouped or not, its unit behind it, negative with a minus or in parentheses."""

from decimal import Decimal

from engine.language import Language
from engine.numbers import norwegian, plain, round_half_up
from engine.report.schema import Style

NBSP = "\u00a0"


def number_text(value: Decimal, decimals: int, unit: str, style: Style, language: Language) -> str:
    """The published figure as text. `decimals` and `unit` are the metric's own, where the style says nothing."""
    rounded = round_half_up(value, decimals if style.decimals is None else style.decimals)
    if style.zero is not None and rounded.is_zero():
        return style.zero
    bare = _digits(abs(rounded), grouped=style.grouped is not False, language=language) + _suffix(style, unit, language)
    if rounded >= 0:
        return bare
    return f"({bare})" if style.negative == "parentheses" else f"{_minus(language)}{bare}"


def signed(value: Decimal, decimals: int, unit: str, language: Language) -> str:
    """With a plus on what is positive: a margin, a change."""
    text = number_text(value, decimals, unit, Style(), language)
    return f"+{text}" if round_half_up(value, decimals) > 0 else text


def _digits(value: Decimal, *, grouped: bool, language: Language) -> str:
    if language is Language.NB:
        text = norwegian(value)
        return text if grouped else text.replace(NBSP, "")
    return format(value, ",f") if grouped else plain(value)


def _suffix(style: Style, unit: str, language: Language) -> str:
    if style.suffix is not None:
        # Unbroken: a number at the end of a line and its unit on the next are read as two things.
        return style.suffix.replace(" ", NBSP)
    if unit in ("%", "‰"):
        return f"{NBSP}{unit}" if language is Language.NB else unit
    return ""


def _minus(language: Language) -> str:
    return "−" if language is Language.NB else "-"
