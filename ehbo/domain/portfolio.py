"""A person's own bundle: assessments, reflections, plan. Every change returns the new state."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping
from datetime import date

from pydantic import Field, ValidationError

from ehbo.domain.assessment import Assessment
from ehbo.domain.errors import FileFault, Plenty, TooMuch, UnreadableFile
from ehbo.domain.plan import Plan
from ehbo.domain.questionnaire import Questionnaire
from ehbo.domain.texts import LONGEST_TEXT, Clash, settle, unprintable
from ehbo.domain.values import Record

LARGEST_BUNDLE = 1024 * 1024
MOST_ASSESSMENTS = 200
MOST_GIVEN = 500


class Given(Record):
    """That answers were contributed to a round: what its owner needs to change or withdraw them.

    `round` is the id of the round in hex, `assessment` where the answers came from.
    """

    team: str = Field(max_length=20)
    round: str = Field(max_length=32)
    assessment: str = Field(max_length=40)
    on: date


class Portfolio(Record):
    """Everything that is kept of one person, oldest assessment first.

    `given` has at most one contribution per round; `plans` a plan per questionnaire id; `reasons`
    the ids of reasons that were chosen; `wordings` the questionnaires of assessments that came
    along from another installation.
    """

    format: int = Field(default=1, ge=1, le=1)
    assessments: tuple[Assessment, ...] = Field(default=(), max_length=MOST_ASSESSMENTS)
    given: tuple[Given, ...] = Field(default=(), max_length=MOST_GIVEN)
    plans: dict[str, Plan] = Field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    wordings: tuple[Questionnaire, ...] = ()

    @property
    def empty(self) -> bool:
        return self == Portfolio()

    def find_assessment(self, assessment_id: str) -> Assessment | None:
        return next((a for a in self.assessments if a.id == assessment_id), None)

    def of(self, questionnaire_id: str) -> tuple[Assessment, ...]:
        """All assessments of one questionnaire, oldest first."""
        return tuple(a for a in self.assessments if a.questionnaire == questionnaire_id)

    def current(self, questionnaire_id: str) -> Assessment | None:
        """The assessment that answers go to: the newest of this questionnaire."""
        found = self.of(questionnaire_id)
        return found[-1] if found else None

    def plan(self, questionnaire_id: str) -> Plan:
        return self.plans.get(questionnaire_id, Plan())

    def started(self, questionnaire: Questionnaire, today: date, assessment_id: str) -> Portfolio:
        """With a new, empty assessment; one that is still empty is replaced by it."""
        new = Assessment(
            id=assessment_id,
            questionnaire=questionnaire.id,
            version=questionnaire.answered_version,
            started=today,
        )
        current = self.current(questionnaire.id)
        kept = tuple(
            a
            for a in self.assessments
            if a is not current or current.answers or current.reflections
        )
        if len(kept) >= MOST_ASSESSMENTS:
            raise TooMuch(Plenty.ASSESSMENTS, MOST_ASSESSMENTS)
        return self.model_copy(update={"assessments": (*kept, new)})

    def answered(
        self, assessment_id: str, answers: Mapping[str, int], shown: Mapping[str, int]
    ) -> Portfolio:
        """With the answers a form brought in.

        `shown` is what the form was filled with: an answer that the person left as it was shown
        does not undo a newer one from another window.
        """
        chosen = {id: value for id, value in answers.items() if shown.get(id) != value}
        old = self._get(assessment_id)
        if all(old.answers.get(id) == value for id, value in chosen.items()):
            return self
        return self._with(old.model_copy(update={"answers": {**old.answers, **chosen}}))

    def reflected(
        self, assessment_id: str, theme_id: str, typed: Mapping[str, tuple[str, str]]
    ) -> tuple[Portfolio, dict[str, str]]:
        """With what was written under a theme's reflection questions, and the clashes.

        `typed` maps the question's id to (base fingerprint, text); a clash maps the id to the
        text that is stored there.
        """
        old = self._get(assessment_id)
        stored = dict(old.reflections.get(theme_id, {}))
        clashes = {}
        for question_id, (base, text) in typed.items():
            try:
                stored[question_id] = settle(stored.get(question_id, ""), base, text)
            except Clash as clash:
                clashes[question_id] = clash.stored
        reflections = {
            **old.reflections,
            theme_id: {id: text for id, text in stored.items() if text},
        }
        changed = {id: texts for id, texts in reflections.items() if texts}
        return self._with(old.model_copy(update={"reflections": changed})), clashes

    def planned(self, questionnaire_id: str, plan: Plan) -> Portfolio:
        if plan == self.plan(questionnaire_id):
            return self
        return self.model_copy(update={"plans": {**self.plans, questionnaire_id: plan}})

    def find_given(self, round_id: str) -> Given | None:
        return next((given for given in self.given if given.round == round_id), None)

    def contributed(self, given: Given) -> Portfolio:
        """With this contribution, in the place of an earlier one to the same round."""
        others = self.withdrawn(given.round).given
        if len(others) >= MOST_GIVEN:
            raise TooMuch(Plenty.CONTRIBUTIONS, MOST_GIVEN)
        return self.model_copy(update={"given": (*others, given)})

    def withdrawn(self, round_id: str) -> Portfolio:
        others = tuple(given for given in self.given if given.round != round_id)
        return self.model_copy(update={"given": others})

    def turned(self, reasons: tuple[str, ...]) -> Portfolio:
        return self.model_copy(update={"reasons": reasons})

    def wording(self, questionnaire_id: str, version: str) -> Questionnaire | None:
        """The questionnaire that an assessment from elsewhere brought along."""
        own = [q for q in self.wordings if q.id == questionnaire_id and q.led_to_by(version)]
        named = [words for words in own if words.named_by(version)]
        return next(iter((named or own)[::-1]), None)

    def in_words(self, words: Mapping[str, Questionnaire]) -> Portfolio:
        """With the words of every assessment, by its id, each tied to its own."""
        tied = tuple(
            a if words[a.id].led_to_by(a.version) else _tied(a, words[a.id].answered_version)
            for a in self.assessments
        )
        # A version that leads to more than one means the last.
        named_first = sorted(tied, key=lambda a: not words[a.id].named_by(a.version))
        wordings = {words[a.id].wording_version: words[a.id] for a in named_first}
        return self.model_copy(update={"assessments": tied, "wordings": tuple(wordings.values())})

    def without(self, known: tuple[Questionnaire, ...]) -> Portfolio:
        """Without words that are known here.

        Their assessments are tied to what is answered, the others to their very own words.
        """
        tied = []
        for a in self.assessments:
            words = self.wording(a.questionnaire, a.version)
            if words is not None:
                a = _tied(a, words.answered_version if words in known else words.wording_version)
            tied.append(a)
        foreign = tuple(words for words in self.wordings if words not in known)
        return self.model_copy(update={"assessments": tuple(tied), "wordings": foreign})

    def _get(self, assessment_id: str) -> Assessment:
        found = self.find_assessment(assessment_id)
        if found is None:
            raise KeyError(assessment_id)
        return found

    def _with(self, changed: Assessment) -> Portfolio:
        return self.model_copy(
            update={
                "assessments": tuple(changed if a.id == changed.id else a for a in self.assessments)
            }
        )


def _tied(assessment: Assessment, version: str) -> Assessment:
    return assessment.model_copy(update={"version": version})


def to_bytes(portfolio: Portfolio) -> bytes:
    """The portfolio as it is sealed. Raises TooMuch when it is larger than a bundle may be."""
    content = portfolio.model_dump_json(exclude_defaults=True).encode()
    if len(content) > LARGEST_BUNDLE:
        raise TooMuch(Plenty.TEXT, LARGEST_BUNDLE)
    return content


def from_bytes(content: bytes) -> Portfolio:
    return Portfolio.model_validate_json(content)


def take_along(portfolio: Portfolio, wordings: tuple[Questionnaire, ...]) -> bytes:
    """The personal file: the portfolio with the words of each of its assessments, as JSON."""
    return portfolio.model_copy(update={"wordings": wordings}).model_dump_json(indent=2).encode()


def loaded_back(content: bytes) -> Portfolio:
    """The portfolio in a personal file. Raises UnreadableFile.

    Without its contributions: they can be changed with the key that they were made with alone.
    """
    try:
        # Some editors put a mark before the text that says nothing.
        portfolio = from_bytes(content.removeprefix(BOM_UTF8)).model_copy(update={"given": ()})
    except ValidationError as error:
        raise _unreadable(error) from error
    try:
        to_bytes(portfolio.model_copy(update={"wordings": ()}))
    except TooMuch as error:
        raise UnreadableFile(FileFault.LARGE) from error
    for assessment in portfolio.assessments:
        _refuse_odd(portfolio, assessment)
    texts = [t for plan in portfolio.plans.values() for t in plan.sections.values()]
    texts += [
        t for plan in portfolio.plans.values() for a in plan.actions for t in (a.what, a.with_whom)
    ]
    texts += [
        t for a in portfolio.assessments for ts in a.reflections.values() for t in ts.values()
    ]
    if any(len(text) > LONGEST_TEXT or unprintable(text) for text in texts):
        raise UnreadableFile(FileFault.TEXT)
    _refuse_odd_ids(portfolio)
    return portfolio


def _refuse_odd_ids(portfolio: Portfolio) -> None:
    lists = [[a.id for a in portfolio.assessments]]
    lists += [[action.id for action in plan.actions] for plan in portfolio.plans.values()]
    # Forms bring ids back: what a browser changes or we refuse would make every save fail.
    if any(unprintable(id) or not id.isprintable() for ids in lists for id in ids):
        raise UnreadableFile(FileFault.IDENTIFIER)
    if any(len(set(ids)) != len(ids) for ids in lists):
        raise UnreadableFile(FileFault.DOUBLE)


def _unreadable(error: ValidationError) -> UnreadableFile:
    faults = error.errors()
    if any((f["loc"], f["type"]) == (("format",), "less_than_equal") for f in faults):
        return UnreadableFile(FileFault.NEWER)
    first = faults[0]
    if first["type"] == "json_invalid" or not first["loc"]:
        return UnreadableFile(FileFault.FOREIGN)
    return UnreadableFile(FileFault.PART, ", ".join(str(step) for step in first["loc"]))


def _refuse_odd(portfolio: Portfolio, assessment: Assessment) -> None:
    wording = portfolio.wording(assessment.questionnaire, assessment.version)
    if wording is None:
        raise UnreadableFile(FileFault.WORDS)
    for statement_id, value in assessment.answers.items():
        if statement_id not in wording.statements or value not in wording.scale.values:
            raise UnreadableFile(FileFault.ANSWER, statement_id)
