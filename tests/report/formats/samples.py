"""A report with one of everything, and with texts that somebody hopes are markup."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from engine.charts.figure import ChartFigure, ChartKind, ChartSeries, Panel, Point, TargetStep
from engine.facts import Comparator, Outcome
from engine.language import Language
from engine.report.cells import MARK_SIGNS, Align, Cell, CellMark, Column, HeaderCell, Provenance, Row, Table
from engine.report.document import (
    Callout,
    CalloutKind,
    Document,
    FigureLine,
    Heading,
    Listing,
    Meta,
    Note,
    PageBreak,
    Paragraph,
    RuleVersion,
    Run,
    VerdictLine,
)

HOSTILE = '<script>alert(1)</script> #eval("1") *fet* $x$ =HYPERLINK("http://x","y") \u202ebakvendt\x07'
SHOWN = '<script>alert(1)</script> #eval("1") *fet* $x$ =HYPERLINK("http://x","y") \\u202ebakvendt\\u0007'
PERIODS = ("jan 2023", "feb 2023", "mars 2023")
META = Meta(
    title="Virksomhetsrapport mars 2023",
    organisation="Helse Nord IKT",
    organisation_id="helse-nord-ikt",
    period="2023-03",
    period_words="mars 2023",
    language=Language.NB,
    edition=1,
    is_draft=True,
    as_of=date(2023, 4, 13),
    author="",
    log_head="17:0123456789abcdef",
    rules=(RuleVersion(id="hnikt-first-line", title="Løsningsgrad i førstelinje", version="0123456789abcdef"),),
)


def point(period: str, value: str | None, *marks: CellMark, outcome: Outcome | None = None) -> Point:
    number = None if value is None else Decimal(value)
    return Point(
        period=period,
        value=number,
        text="" if value is None else f"{value} %",
        signs="".join(MARK_SIGNS[each][0] for each in marks),
        provisional=CellMark.PROVISIONAL in marks,
        outcome=outcome,
    )


SERIES = ChartSeries(
    title="Helse Nord IKT",
    points=(
        point("jan 2023", "72", outcome=Outcome.MET),
        point("feb 2023", None, outcome=Outcome.NO_DATA),
        point("mars 2023", "65", CellMark.PROVISIONAL, CellMark.CORRECTED, outcome=Outcome.MISSED),
    ),
)
TARGET = TargetStep(first="jan 2023", last="mars 2023", limit=Decimal(70), comparator=Comparator.AT_LEAST, text="≥ 70 %")
CHART = ChartFigure(
    id="chart-first-line",
    kind=ChartKind.LINE,
    title="Løsningsgrad i førstelinje",
    alternative="Løsningsgraden var 72 % i januar og 65 % i mars; i februar er det ingen tall.",
    unit="%",
    decimals=0,
    periods=PERIODS,
    panels=(Panel(title="", series=(SERIES,), targets=(TARGET,)),),
)
BARS = replace(CHART, id="chart-bars", kind=ChartKind.BAR)
TWO = replace(CHART, id="chart-two", panels=(Panel(title="", series=(SERIES, replace(SERIES, title="Tromsø"))),))
SMALL = replace(
    CHART,
    id="chart-small",
    panels=tuple(Panel(title=unit, series=(SERIES,), targets=(TARGET,)) for unit in ("Tromsø", "Bodø", "Narvik", "Hammerfest")),
)
TABLE = Table(
    id="result",
    caption="Resultat mars 2023 og hittil i år",
    header=(
        (HeaderCell(text="Post", rows=2), HeaderCell(text="Mars 2023", columns=2), HeaderCell(text="Hittil i år", columns=2)),
        tuple(HeaderCell(text=text) for text in ("Faktisk", "Budsjett", "Faktisk", "Budsjett")),
    ),
    columns=(Column(name="Post", align=Align.LEFT), *(Column(name=f"Kolonne {number}") for number in range(4))),
    rows=(
        Row(
            cells=(
                Cell(text="Driftsinntekter"),
                Cell(text="233 246", value=Decimal(233246), unit="1000 NOK"),
                Cell(text="−668", value=Decimal(-668), unit="1000 NOK"),
                Cell(text="4,6 %", value=Decimal("4.6"), decimals=1, unit="%", marks=(CellMark.PROVISIONAL,)),
                Cell(text="144", value=Decimal(144), marks=(CellMark.DIFFERS,), footnotes=(1,)),
            )
        ),
        Row(
            cells=(
                Cell(text=HOSTILE),
                Cell(text="65 %", value=Decimal(65), unit="%", outcome=Outcome.MISSED),
                Cell(text="–", marks=(CellMark.MISSING,)),
                Cell(text="·", marks=(CellMark.SUPPRESSED,)),
                Cell(text="12345678901234567", value=Decimal(12345678901234567)),
            ),
            level=1,
        ),
        Row(cells=(Cell(text="Sum"), *(Cell(text=str(number), value=Decimal(number)) for number in range(4))), is_total=True),
    ),
    unit_note="Alle beløp i 1000 kr",
    footnotes=("Summen er 141; rapporten skriver 144.",),
)
DOCUMENT = Document(
    meta=META,
    blocks=(
        Heading(level=1, text="Til styret", id="board"),
        Callout(kind=CalloutKind.FLAG, title="Se over før ferdigstilling", lines=(HOSTILE, "Linje to")),
        Listing(items=(Paragraph.of("Sykefravær: 4,6 %", strong=True), Paragraph.of("Punkt to"))),
        Heading(level=1, text="Økonomi", id="economy"),
        Paragraph(runs=(Run(text="Et "), Run(text="viktig", strong=True), Run(text=" ord.", emphasis=True))),
        Paragraph.of(HOSTILE),
        TABLE,
        PageBreak(),
        Heading(level=2, text="Brukerstøtte", id="support"),
        CHART,
        BARS,
        TWO,
        SMALL,
        Note(text="Kommentar fra februar 2023, uendret i 1 måned."),
        Heading(level=1, text="HR", id="hr"),
    ),
    figures=(
        FigureLine(
            metric="first_line_resolution",
            title=HOSTILE,
            unit="Helse Nord IKT",
            member="",
            period="2023-03",
            value=Decimal("65.25"),
            decimals=0,
            unit_of_measure="%",
            words="",
            provisional=True,
            provenance=Provenance(
                source="hnikt-monthly", file="=cmd.xlsx", place="Ark1!B4", delivery="abc", received=date(2023, 4, 13)
            ),
        ),
    ),
    verdicts=(
        VerdictLine(
            rule="hnikt-first-line",
            title="Løsningsgrad",
            unit="Helse Nord IKT",
            member="",
            period="2023-03",
            outcome=Outcome.MISSED,
            cause="",
            value=Decimal(65),
            demand="≥ 70 %",
            margin=Decimal(-5),
            sentence="Løsningsgraden er 65 %.",
        ),
    ),
)
FINAL = replace(DOCUMENT, meta=replace(META, is_draft=False, author="Kari Nordmann"))
