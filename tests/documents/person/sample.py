"""One small report with everything that ever broke a document, shared by the writers' tests."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ehbo.documents.person.report import Report, report
from ehbo.domain.plan import Action, Plan
from ehbo.domain.questionnaire import PlanSection, Questionnaire, Scale, Statement, Theme
from tests.builders import measurement

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)
HOSTILE = [
    "Zo’n idee 🙂 👩‍👩‍👧 en “dit”",
    "<b>vet</b> &amp; <script>alert(1)</script>",
    "=1+1",
    "#set text(fill: red) #sys.inputs",
    "$x$ *a* _b_ `c` // d \\ @e ~ ---",
    "fi ffl Übergröße, één € 100,-",
    "a \"b\" 'c' ; d, e: f\\n",
]
LONG = " ".join(f"woord{n:04d}" for n in range(500))
ENDLESS = "x" * 400 + "einde"
SECRET = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV"


def statements(theme: str, count: int) -> tuple[Statement, ...]:
    return tuple(Statement(id=f"{theme}-{n}", text=f"{theme} {n}") for n in range(1, count + 1))


TINY = Questionnaire(
    id="klein",
    title="Kleine vragenlijst",
    language="nl",
    source="Een bron",
    introduction="Inleiding",
    reading="Hoe hoger, hoe meer.",
    scale=Scale(labels=("Nee", "Soms", "Ja", "Altijd")),
    reflection_questions=(),
    plan_title="Mijn ontwikkelplan",
    plan=(
        PlanSection(id="nu", title="Waar sta ik nu?", guide="Wat gaat goed?", draft="self"),
        PlanSection(id="straks", title="Waar wil ik naar toe?"),
        PlanSection(id="leeg", title="Wat heb ik nodig?", guide="Wat eerst?"),
    ),
    themes=(
        Theme(id="doen", title="Doen", introduction="x", statements=statements("doen", 2)),
        Theme(id="geld", title="Geld <&>", introduction="x", statements=statements("geld", 3)),
        Theme(
            id="verandering",
            title="Organisatieverandering",
            introduction="x",
            statements=statements("verandering", 2),
        ),
    ),
)
FULL = {id: 1 + n % 4 for n, id in enumerate(TINY.statements)}
BEFORE = dict.fromkeys(TINY.statements, 2)
DRAFT = "Hier scoor ik het hoogst:\n– doen 2 (Soms)\n– geld 2 (Altijd)"
PLAN = Plan(
    sections={"straks": "\n\n".join(["Eerste regel\ntweede regel", *HOSTILE, LONG, ENDLESS])},
    actions=(
        Action(id=f"id-{SECRET}", what=HOSTILE[1], with_whom=HOSTILE[0], by=date(2026, 12, 4)),
        Action(id="tweede", what=HOSTILE[2], by=date(2027, 1, 15)),
        Action(id="derde", what=HOSTILE[6] + " " + "y" * 200),
        Action(id="vierde", what="Klaar", by=date(2026, 12, 1), done=True),
    ),
    look_again=date(2027, 2, 22),
)


def sample() -> Report:
    newest = measurement(TINY, FULL, TODAY)
    before = measurement(TINY, BEFORE, date(2026, 8, 14))
    return report(TINY, PLAN, {"nu": DRAFT}, NOW, newest, before)


def bare() -> Report:
    return report(TINY, Plan(), {}, NOW)


def squeezed(text: str) -> str:
    return "".join(text.split())
