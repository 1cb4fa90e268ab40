"""What the page of a plan shows, made from what is kept and typed: nothing here knows of a request.

A form is part of that: the one that came back, or a new one that is filled here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ehbo.domain.measurement import Measurement, to_show
from ehbo.domain.plan import Plan, date_mark, drafts
from ehbo.domain.questionnaire import PlanSection, Questionnaire
from ehbo.domain.texts import fingerprint
from ehbo.web.frame.downloads import Format
from ehbo.web.frame.fields import FieldError, place_of
from ehbo.web.person.plan_forms import PlanForm

GONE = "Een onderdeel dat hier niet meer staat"
LOOK_AGAIN = "look_again"


@dataclass(frozen=True)
class PlanBasis:
    """What a plan stands on: its questionnaire, and the measurement with the one before it."""

    questionnaire: Questionnaire
    now: Measurement | None = None
    before: Measurement | None = None

    @cached_property
    def drafts(self) -> dict[str, str]:
        """By the id of a section, the first version that the measurement gives."""
        if self.now is None:
            return {}
        taken = self.now.assessment
        return drafts(self.questionnaire, taken.answers, taken.reflections)


def plan_basis(
    served: Mapping[str, Questionnaire],
    measurements: Sequence[Measurement],
    questionnaire_id: str = "",
) -> PlanBasis | None:
    """What the plan for a questionnaire stands on; None when none has a plan.

    Without an id the questionnaire is that of the newest measurement with a profile. What has no
    plan, or is not there, gives way to the first that is served with one. `measurements` are all
    of this person, oldest first.
    """

    def of(id: str) -> PlanBasis | None:
        found = to_show([m for m in measurements if id in ("", m.questionnaire.id)])
        has_plan = found is not None and found[0].questionnaire.plan
        return PlanBasis(found[0].questionnaire, *found) if found and has_plan else None

    if basis := of(questionnaire_id):
        return basis
    with_plan = [q for q in served.values() if q.plan]
    named = [q for q in with_plan if q.id == questionnaire_id] or with_plan
    return (of(named[0].id) or PlanBasis(named[0])) if named else None


@dataclass(frozen=True)
class Section:
    """A section as the page shows it; `place` is in the names of its fields.

    `draft` says that its text was made from the answers, `clash` is what is kept instead.
    """

    place: int
    id: str
    title: str
    guide: str
    text: str
    base: str
    error: str | None
    draft: bool
    clash: str | None

    @property
    def rows(self) -> int:
        """How many lines its field has: room for what stands there and some more."""
        return max(6, self.text.count("\n") + 3, len(self.text) // 60) if self.text else 5


@dataclass(frozen=True)
class PlanPage:
    """A plan to write in.

    `ids` are those of the sections by place, `stored` those of the actions that are kept.
    `look_again_clash` is the day that is kept while another was typed. `clash_links` and `faults`
    have (id of a field, words); after a clash the rest is saved, after a fault nothing is.
    `formats` are those in which it can be taken along, by their ending.
    """

    basis: PlanBasis
    form: PlanForm
    ids: tuple[str, ...]
    sections: tuple[Section, ...]
    left_over: tuple[str, ...]
    stored: frozenset[str]
    clashed: bool
    look_again_clash: date | None
    clash_links: tuple[FieldError, ...]
    faults: tuple[FieldError, ...]
    formats: Mapping[str, Format]

    @property
    def questionnaire(self) -> Questionnaire:
        return self.basis.questionnaire


def plan_page(
    basis: PlanBasis,
    plan: Plan,
    today: date,
    blank_ids: Sequence[str],
    *,
    typed: PlanForm | None = None,
    clashes: Mapping[str, str] | None = None,
    formats: Mapping[str, Format] | None = None,
) -> PlanPage:
    """The page of a plan as it is kept, with a new row for each of the blank ids.

    `typed` is the form that came back. After clashes it was saved: only what clashed stands as it
    was typed then. `clashes` maps the id of a section, or "look_again", to what is kept.
    """
    clashed = dict(clashes or {})
    asked = tuple(section.id for section in basis.questionnaire.plan)
    # A form that came back keeps its places: its faults and clashes point at them.
    listed = typed.section_ids(basis.questionnaire) if typed else ()
    ids = tuple(dict.fromkeys([*listed, *asked]))
    texts = {id: plan.sections.get(id, basis.drafts.get(id, "")) for id in ids}
    if typed is None or clashed:
        data = _stored_data(plan, texts, blank_ids)
        if typed is not None:
            data |= _typed_data(typed, texts, clashed)
        form = PlanForm(today, plan, formdata=None, data=data)
    else:
        form = typed
    sections = _sections(basis, plan, form, texts, clashed)
    links = [(f"texts-{s.place}", s.title) for s in sections if s.clash is not None]
    return PlanPage(
        basis=basis,
        form=form,
        ids=ids,
        sections=sections,
        left_over=plan.left_over(basis.questionnaire),
        stored=frozenset(action.id for action in plan.actions),
        clashed=bool(clashed),
        look_again_clash=plan.look_again if LOOK_AGAIN in clashed else None,
        clash_links=(*links, *([(LOOK_AGAIN, "Kijk opnieuw")] if LOOK_AGAIN in clashed else [])),
        faults=tuple(form.faults()) if typed and not clashed else (),
        formats=formats or {},
    )


def _stored_data(plan: Plan, texts: Mapping[str, str], blank_ids: Sequence[str]) -> dict[str, Any]:
    """What the fields of a form hold for a plan as it is kept."""
    return {
        "bases": [fingerprint(text) for text in texts.values()],
        "texts": list(texts.values()),
        "look_again_base": date_mark(plan.look_again),
        "look_again": plan.look_again,
        "actions": [
            *({"action_id": a.id, "mark": a.mark, **a.model_dump()} for a in plan.actions),
            *({"action_id": id, "mark": ""} for id in blank_ids),
        ],
    }


def _typed_data(
    typed: PlanForm, texts: Mapping[str, str], clashed: Mapping[str, str]
) -> dict[str, Any]:
    """What they hold instead where it clashed: what was typed."""
    written = {place_of(entry.name): entry.data for entry in typed.texts}
    data: dict[str, Any] = {
        "texts": [
            written.get(place, text) if id in clashed else text
            for place, (id, text) in enumerate(texts.items())
        ]
    }
    if LOOK_AGAIN in clashed:
        data[LOOK_AGAIN] = typed.look_again.data
    return data


def _sections(
    basis: PlanBasis,
    plan: Plan,
    form: PlanForm,
    texts: Mapping[str, str],
    clashes: Mapping[str, str],
) -> tuple[Section, ...]:
    """The sections of the plan, and those of the form that are gone by now with a text in them."""
    known = {section.id: section for section in basis.questionnaire.plan}
    gone = PlanSection.model_construct(title=GONE, guide="")
    sections = []
    for place, (id, kept) in enumerate(texts.items()):
        field, base = form.texts.at(place), form.bases.at(place)
        text = (field.data or "") if field else kept
        if id not in known and not text:
            continue
        section = known.get(id, gone)
        sections.append(
            Section(
                place=place,
                id=id,
                title=section.title,
                guide=section.guide,
                text=text,
                base=(base.data or "") if base else "" if field else fingerprint(kept),
                error=field.errors[0] if field and field.errors else None,
                draft=id in basis.drafts and id not in plan.sections,
                clash=clashes.get(id),
            )
        )
    return tuple(sections)
