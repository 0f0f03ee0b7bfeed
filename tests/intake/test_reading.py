"""All figures of a delivery or none: the same ones from every format, and a reason for everything else."""

import io
import random
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DeliveryRefused
from engine.facts import Delivery, Figure
from engine.intake import TIDY, Profile, declare, read
from engine.numbers import norwegian
from tests.intake import parquets, workbooks
from tests.intake.catalogue import FOLDER, figures, organisations, profiles

COLUMNS = {
    "Måned": {"role": "period"},
    "Avdeling": {"role": "unit"},
    "Resultat": {"metric": "result"},
    "Merknad": {"role": "words"},
}
MONTHS = [f"20{year}-{month:02d}" for year in range(15, 23) for month in range(1, 13)]

words = st.text("abcæøåÆØÅ é–0123,;\"'\n", max_size=12)
numbers = st.none() | st.decimals(min_value=-(10**9), max_value=10**9, places=3, allow_nan=False, allow_infinity=False)
tables = st.lists(st.tuples(st.sampled_from(["drift", "brukerstotte"]), numbers, words), min_size=1, max_size=12)

Row = tuple[str, str, Decimal | None, str]


def source(**keys: object) -> Profile:
    return Profile.model_validate({"id": "p", "layout": "long", "columns": COLUMNS, **keys})


def as_text(rows: list[Row], mark: str) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    lines = [";".join(COLUMNS)]
    for month, unit, number, said in rows:
        written = "" if number is None else norwegian(number) if mark == "comma" else str(number)
        lines.append(";".join([month, unit, written, quoted(said)]))
    return "\r\n".join(lines) + "\r\n"


def as_workbook(rows: list[Row]) -> bytes:
    return workbooks.workbook(list(COLUMNS), *([m, u, None if n is None else float(n), s] for m, u, n, s in rows))


def as_parquet(rows: list[Row]) -> bytes:
    kinds = [pa.string(), pa.string(), pa.decimal128(20, 3), pa.string()]
    return parquets.file(
        **{name: pa.array(cells, kind) for name, kind, cells in zip(COLUMNS, kinds, zip(*rows, strict=True), strict=True)}
    )


def facts(found: tuple[Figure, ...]) -> list[tuple[object, ...]]:
    return [(figure.series, figure.period, str(figure.value), figure.words, figure.status) for figure in found]


@settings(max_examples=12, deadline=None)
@given(tables)
def test_the_same_table_gives_the_same_figures_from_every_format(table: list[tuple[str, Decimal | None, str]]) -> None:
    """Encoding, decimal mark, thousands and file format are how a figure travels, not what it is."""
    rows = [(month, *row) for month, row in zip(MONTHS, table, strict=False)]
    comma = as_text(rows, "comma")
    expected = facts(figures(comma.encode(), source(format="csv")))
    others: list[tuple[bytes, Profile]] = [
        (comma.encode("utf-8-sig"), source(format="csv")),
        (comma.replace("\u2212", "-").encode("cp1252"), source(format="csv", encoding="cp1252")),
        (comma.encode("utf-16"), source(format="csv", encoding="utf-16")),
        (as_text(rows, "point").encode(), source(format="csv", number={"decimal": "point"})),
        (as_workbook(rows), source(format="xlsx")),
        (as_parquet(rows), source(format="parquet")),
    ]
    for content, profile in others:
        assert facts(figures(content, profile)) == expected


def figures_or_refusal(content: bytes, profile: Profile) -> None:
    try:
        figures(content, profile, period="2023-03", organisation=None if profile.id == "tidy" else "helse-nord-ikt")
    except DeliveryRefused as refused:
        assert refused.problems
        assert all(problem.line() for problem in refused.problems)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["tidy", "brukerstotte", "brukerstotte-utf-16", "drift", "parquet"]))
def test_any_bytes_are_figures_or_a_refusal(content: bytes, profile: str) -> None:
    figures_or_refusal(content, profiles()[profile])


@settings(max_examples=150, deadline=None)
@given(st.text('organisation;unit\n"#,.-0123456789æå =\u00a0\r\x00', max_size=200))
def test_any_text_is_figures_or_a_refusal(text: str) -> None:
    header = ";".join(TIDY.columns) + "\n"
    figures_or_refusal((header + text).encode(), TIDY)


def mutated(content: bytes, seed: int) -> bytes:
    """The bytes with some of them flipped, cut out, doubled or cut off."""
    noise = random.Random(seed)
    broken = bytearray(content)
    for _ in range(noise.randrange(1, 6)):
        at = noise.randrange(len(broken) or 1)
        match noise.randrange(4):
            case 0:
                broken[at : at + 1] = bytes(byte ^ 1 << noise.randrange(8) for byte in broken[at : at + 1])
            case 1:
                del broken[at : at + noise.randrange(1, 30)]
            case 2:
                broken[at:at] = broken[at : at + noise.randrange(1, 30)]
            case _:
                del broken[noise.randrange(at, len(broken) + 1) :]
    return bytes(broken)


@pytest.mark.parametrize(("made", "profile", "count"), [(workbooks.crosstab, "drift", 150), (parquets.sound, "parquet", 25)])
def test_a_mutated_binary_file_is_figures_or_a_refusal(made: Callable[[], bytes], profile: str, count: int) -> None:
    content = made()
    for seed in range(count):
        figures_or_refusal(mutated(content, seed), profiles()[profile])


def test_a_mutated_part_of_a_workbook_is_figures_or_a_refusal() -> None:
    """Flipped bits in a zip seldom get past its checksums; here the checksums are right and the XML is not."""
    import zipfile

    content = workbooks.crosstab()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/") or "rels" in name}
    for seed in range(120):
        name = random.Random(seed).choice(sorted(parts))
        figures_or_refusal(workbooks.with_parts(content, {name: mutated(parts[name], seed)}), profiles()["drift"])


def test_a_mutated_text_is_figures_or_a_refusal() -> None:
    for path in sorted(FOLDER.glob("*.csv")):
        for seed in range(4):
            content = path.read_bytes() or b"x"
            figures_or_refusal(mutated(content, seed), TIDY)


def deliver(content: str, profile: Profile, received_at: datetime, name: str = "f.csv") -> tuple[Figure, ...]:
    declaration = declare(profile, name, organisation="helse-nord-ikt")
    return read(
        Delivery(declaration=declaration, file_name=name, content=content.encode(), received_at=received_at),
        profile,
        organisations(),
    )


def test_the_day_of_receipt_is_a_day_in_norway() -> None:
    """Half past midnight on the first of April in Oslo is still March in UTC."""
    content = ";".join(TIDY.columns) + "\n;drift;errors_registered;;2023-04;1;;;;\n"
    assert len(deliver(content, TIDY, datetime(2023, 3, 31, 22, 30, tzinfo=UTC))) == 1
    with pytest.raises(DeliveryRefused, match="problems: 1"):
        deliver(content, TIDY, datetime(2023, 3, 31, 21, 30, tzinfo=UTC))


@pytest.mark.timeout(20)
def test_thousands_of_unknown_names_are_not_all_compared_with_every_known_one() -> None:
    """A suggestion is looked for where it is shown; for each of 10 000 rows it would take minutes."""
    (organisation,) = organisations().values()
    units = {f"avdeling-{number}": organisation.units["drift"] for number in range(500)}
    large = {organisation.id: organisation.model_copy(update={"units": units})}
    rows = "".join(f";avdelign-{number};errors_registered;;2023-03;1;;;;\n" for number in range(10_000))
    content = (";".join(TIDY.columns) + "\n" + rows).encode()
    said = declare(TIDY, "f.csv", organisation=organisation.id)
    delivery = Delivery(declaration=said, file_name="f.csv", content=content, received_at=datetime(2023, 4, 1, tzinfo=UTC))
    with pytest.raises(DeliveryRefused, match="problems: 10000") as refused:
        read(delivery, TIDY, large)
    assert refused.value.problems[0].line().endswith("there is no unit 'avdelign-0' (did you mean 'avdeling-0'?)")


def test_more_columns_than_a_table_has_are_refused() -> None:
    with pytest.raises(DeliveryRefused) as refused:
        figures(("x;" * 1000 + "x\n" + "x;" * 1000 + "x\n").encode(), TIDY, name="f.csv", organisation=None)
    assert [problem.line() for problem in refused.value.problems] == ["f.csv [D001] the table has more than 1000 columns"]


def test_problems_can_be_kept_as_json() -> None:
    """A refused delivery lies in quarantine with its problems, in every language."""
    import json

    for path in sorted(FOLDER.glob("*.csv")):
        for profile in ("tidy", "brukerstotte", "uker"):
            try:
                figures(path.read_bytes(), profiles()[profile], period="2023-03", organisation="helse-nord-ikt")
            except DeliveryRefused as refused:
                assert json.loads(json.dumps([dict(problem.details) for problem in refused.problems]))


def test_a_hostile_file_name_is_shown_escaped_and_cut() -> None:
    name = "../../etc/\u202efdp\n\x1b[2J" + "x" * 300
    with pytest.raises(DeliveryRefused) as refused:
        deliver("", TIDY, datetime(2023, 4, 1, tzinfo=UTC), name=name)
    line = refused.value.problems[0].line()
    assert line.isprintable()
    assert len(line) < 200


def test_reading_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was delivered lies in the database or in quarantine, and in no forgotten temporary folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    figures(workbooks.crosstab(), profiles()["drift"], period="2023-03")
    assert list(tmp_path.iterdir()) == []
