"""Why an expression says what it says of a row: every part with its value, as a tree and as a sentence in bokmål or English."""

from engine.expression.explaining.parts import Explained, State, explain
from engine.expression.explaining.sentence import sentence

__all__ = ["Explained", "State", "explain", "sentence"]
