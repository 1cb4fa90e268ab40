"""The codes of a team, typed or in a link, and the pages around it that say how it works."""

from __future__ import annotations

from tests.builders import Clock, beginner
from tests.team_builders import OurTeam, alike, measured, rows_of
from tests.visitor import Installation, Visitor
from tests.web.person.test_key import OWN_WAYS

# ── One field for every key and code ─────────────────────────────────────────────────────────


def test_one_field_knows_keys_and_codes_apart(here: Installation, clock: Clock) -> None:
    team, person = OurTeam(here), here.owner(beginner())
    team.published(*alike(5, 2))
    compare_code = team.shared()
    leads_to = {
        str(person.key): "/profiel",
        team.lead.key: team.managing,
        team.code: team.address,
        compare_code: f"/vergelijken?code={compare_code}",
    }

    for (secret, where), way in ((pair, way) for pair in leads_to.items() for way in OWN_WAYS):
        visitor = here.visitor()
        sent = visitor.get("/team").form("/sleutel").send({"key_or_code": OWN_WAYS[way](secret)})
        assert sent.location == where, way
        assert visitor.key == (person.key if where == "/profiel" else None)
        found = sent.follow()
        assert (found.follow() if found.moved else found).status == 200


def test_a_code_or_key_of_nothing_is_told_so(here: Installation, clock: Clock) -> None:
    visitor = here.visitor()
    team = OurTeam(here)

    unknown = visitor.post("/sleutel", {"key_or_code": "0000-0000-0000"})
    assert unknown.status == 403
    assert "Bij deze code is hier niets bewaard." in unknown.words
    typo = visitor.post("/sleutel", {"key_or_code": team.code[:-1] + "ZA"[team.code[-1] == "Z"]})
    assert typo.status == 422
    assert "Er zit een tikfout in de code." in typo.words


def test_a_team_is_found_however_its_code_is_typed(here: Installation, clock: Clock) -> None:
    team = OurTeam(here)
    plain = team.code.replace("-", "").lower()

    for typed in (plain, team.code.lower(), plain.replace("0", "o").replace("1", "l")):
        page = here.visitor().get(f"/team/{typed}")
        assert page.location == team.address
        assert page.follow().status == 200


def test_a_link_typed_in_small_letters_leads_to_the_same_round(
    here: Installation, clock: Clock
) -> None:
    team = OurTeam(here)
    team.on_to_next_round(*alike(5, 2))
    team.published(*alike(5, 3))

    page = here.visitor().get(f"/team/{team.code.lower()}/beeld?ronde=1").follow()

    assert rows_of(page)["Doen"][0] == "2,0"


# ── Explanation ──────────────────────────────────────────────────────────────────────────────


def test_somebody_without_a_key_can_read_how_it_works(visitor: Visitor) -> None:
    words = visitor.get("/team/uitleg").words

    for said in ("Minder dan 5: niets.", "Vanaf 6:", "Vanaf 10:", "Wat er niet in staat"):
        assert said in words


def test_the_home_page_leads_to_the_team(visitor: Visitor) -> None:
    assert "/team" in visitor.get("/").links


def test_own_data_names_the_teams_one_contributed_to(here: Installation, clock: Clock) -> None:
    team = OurTeam(here, name="Wijkzaken Oost")
    member = team.member(mark="eigen")

    assert "Wijkzaken Oost" in member.get("/mijn-gegevens").words
    assert "Wijkzaken Oost" not in here.owner(measured()).get("/mijn-gegevens").words
