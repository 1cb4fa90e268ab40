"""The part of teams: to take part in one, to lead one, its picture, and comparing."""

from ehbo.web.frame.parts import Part
from ehbo.web.team import compare, lead, member, picture
from ehbo.web.team.access import LEAD

PART = Part(
    blueprints=tuple(module.blueprint for module in (member, lead, picture, compare)),
    keys=(LEAD,),
    errands=(member.choice_to_make,),
)
