"""pydantic's errors in words: one for each mistake, at its place, with no input in it that could hurt."""

from collections.abc import Mapping
from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticCustomError

from engine.rulebook.findings import Code, Finding
from engine.rulebook.messages import findings
from engine.schema import Id, Line, Many, Number, PeriodOf, Strict


class Inner(Strict):
    colour: Literal["red", "green"] = "red"
    weight: Number | None = None


class Outer(Strict):
    id: Id
    title: Line = "-"
    count: Annotated[int, Field(gt=0, lt=10)] = 1
    on: bool = False
    since: PeriodOf | None = None
    inner: Inner = Inner()
    many: Many[Inner] = ()
    named: Mapping[str, Inner] = {}
    short: Annotated[str, Field(min_length=2, max_length=3)] = "ab"
    odd: object = None

    @field_validator("odd")
    @classmethod
    def _never(cls, value: object) -> object:
        raise ValueError("x" * 5_000)

    @model_validator(mode="after")
    def _together(self) -> "Outer":
        if self.on and self.count == 2:
            raise PydanticCustomError("together", "on and two {do} not go together")
        return self


def found(**data: object) -> list[Finding]:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate({"id": "a"} | data)
    return list(findings(caught.value, Outer, {"id": "a"} | data))


def said(**data: object) -> list[str]:
    return [finding.message.format(**finding.details) for finding in found(**data)]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"id": "Å b"}, "'Å b' is no id: it has the letters a-z, digits, - and _, at most 80"),
        ({"id": 7}, "a text is expected: put it in quotes"),
        ({"id": None}, "a text is expected, and nothing stands here"),
        ({"id": [1]}, "a text is expected"),
        ({"title": "a\nb"}, "one line of text is expected, not empty and of at most 300 characters"),
        ({"count": 0}, "more than 0 is expected"),
        ({"count": 10}, "less than 10 is expected"),
        ({"count": "1"}, "a whole number is expected, without quotes"),
        ({"on": "on"}, "true or false is expected"),
        ({"since": "mars"}, "a period is expected: 2023, 2023-T1, 2023-Q1, 2023-03 or 2023-W12"),
        ({"inner": {"colour": "gren"}}, "'gren' is none of red, green (did you mean 'green'?)"),
        ({"inner": {"colour": None}}, "one of red, green is expected"),
        ({"inner": {"color": "red"}}, "unknown key 'color' (did you mean 'colour'?)"),
        ({"inner": "red"}, "keys and values are expected: {key: value}"),
        ({"many": {"a": 1}}, "a list is expected: [first, second]"),
        ({"many": [{"wieght": 1}]}, "unknown key 'wieght' (did you mean 'weight'?)"),
        ({"named": {"x": {"wieght": 1}}}, "unknown key 'wieght' (did you mean 'weight'?)"),
        ({"named": ["x"]}, "keys and values are expected: {key: value}"),
        ({"short": "a"}, "a text of at least 2 characters is expected"),
        ({"short": "abcd"}, "a text of at most 3 characters is expected"),
        ({"on": True, "count": 2}, "on and two {do} not go together"),
    ],
)
def test_each_mistake_has_its_sentence(data: dict[str, object], sentence: str) -> None:
    """One sentence for one mistake, with what to do and what was probably meant."""
    assert said(**data) == [sentence]


def test_the_path_leads_to_the_value() -> None:
    """Through lists and free keys; an unknown key is pointed at itself, a missing one at what lacks it."""
    (finding,) = found(named={"x": {"weight": "7,5"}})
    assert (finding.path, finding.at_key, finding.code) == (("named", "x", "weight"), False, Code.VALUE)
    (finding,) = found(many=[{}, {"z": 1}])
    assert (finding.path, finding.at_key, finding.code) == (("many", 1, "z"), True, Code.UNKNOWN_KEY)


def test_keys_that_do_not_go_together_are_told_apart_from_a_wrong_value() -> None:
    """The first is about the item, the second about one line of it."""
    (together,) = found(on=True, count=2)
    assert (together.code, together.path) == (Code.KEYS_TOGETHER, ())
    (value,) = found(since={"year": 2023})
    assert (value.code, value.path) == (Code.VALUE, ("since",))


@pytest.mark.parametrize("hostile", ["x" * 100_000, "{0.__class__}", "%s\x1b[31m", "a\u202eb", "{}{", ["y" * 9_000] * 9])
def test_no_input_gets_far(hostile: object) -> None:
    """Long, formatted, coloured or turned text stays harmless: cut at 40 characters, on one line."""
    for line in (*said(id=hostile), *said(inner={"colour": hostile}), *said(inner={str(hostile): 1}), *said(odd=hostile)):
        assert len(line) < 250
        assert line.isprintable()
