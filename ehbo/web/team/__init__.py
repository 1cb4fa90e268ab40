"""The part of teams: to take part in one, to lead one, its picture, and comparing."""

from ehbo.web.frame.parts import Part
from ehbo.web.team import compare, lead, member, picture, ways_in
from ehbo.web.team.access import LEAD

PART = Part(
    blueprints=tuple(module.blueprint for module in (member, lead, picture, compare)),
    keys=(LEAD,),
    openers=(ways_in.open_managing, ways_in.open_team, ways_in.open_compared),
    errands=(ways_in.choice_to_make,),
    code_pages={"team.start": member.start_page},
)
