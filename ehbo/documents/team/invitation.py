"""The words with which a team is invited: what it is, what is seen and what is not, until when."""

from __future__ import annotations

from datetime import date

from ehbo.documents.team.report import shown_name
from ehbo.domain.team.disclosure import LEAST
from ehbo.dutch import long_day

MINUTES = 10
PROMISE = (
    "Wat jij invult, kan alleen jij lezen. Alleen als jij dat kiest, tellen je antwoorden mee in "
    "één beeld van je team, zonder je naam."
)
ABOUT = (
    "Hoe gaan wij om met wat inwoners zelf beginnen? Vul de zelfanalyse in: jij krijgt je eigen "
    "profiel, en samen krijgen we een beeld om over door te praten."
)


def invitation(
    team_name: str,
    address: str,
    code: str,
    closes: date,
    minutes: int = MINUTES,
    least: int = LEAST,
) -> str:
    """An invitation as plain text, ready to paste in a message from the team lead.

    `address` leads to the team's page, `closes` is the last day to take part, `minutes` what it
    takes, `least` from how many people on there is a picture. Lines end with one newline and
    paragraphs with two.
    """
    name = shown_name(team_name)
    return f"""\
Beste collega,

Hoe gaan wij als team om met wat inwoners zelf beginnen? Daar wil ik graag samen over praten. \
Doe je mee met de zelfanalyse voor “{name}”? Het kost je ongeveer {minutes} minuten.

Zo doe je mee:
1. Ga naar {address}
   De teamcode is {code}.
2. Vul de zelfanalyse in. Je krijgt meteen je eigen profiel.
3. Kies of je je antwoorden anoniem bijdraagt aan het teambeeld.

Dat kan tot en met {long_day(closes)}. Je hebt geen account nodig en vult geen naam in.

{PROMISE}

Wat ik te zien krijg: hoeveel mensen meededen en, na afloop, het beeld van het hele team. Iedereen \
die meedeed, ziet precies hetzelfde.
Wat er niet in staat: wie meedeed en wie wat antwoordde.
Kijk het ook zelf na. Staat bij je collega dezelfde teamcode? En past het aantal bijdragen bij wie \
er meedeed? Op de pagina van het team lees je waarom dat goed is om te weten.

Bijdragen is jouw keuze. Je kunt je bijdrage veranderen of intrekken zolang het teambeeld nog \
niet is gepubliceerd. Er komt een teambeeld als minstens {least} mensen bijdragen; met minder \
mensen laten we niets zien.

Alvast bedankt!
"""
