"""The key: shown, typed over with mistakes, guessed at, and wiped from a shared computer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from ehbo.domain.keys import written
from ehbo.web.frame import codes
from tests.builders import DOEN, Clock, beginner
from tests.visitor import Installation, Visitor

KEY = written(bytes(range(16)))
UNKNOWN = written(b"\xaa" * 16)


def test_the_key_is_shown_with_a_picture_of_it_to_its_owner_only(here: Installation) -> None:
    owner = here.owner(beginner())

    page = owner.get("/sleutel")

    shown = page.dom.xpath("string(//code[@class='key'])").split()
    assert "-".join(shown) == owner.key
    assert len(page.dom.xpath("//figure//svg//path")) >= 1
    assert "Kwijt is kwijt" in page.words
    nobody = here.visitor().get("/sleutel")
    assert not nobody.dom.xpath("//code[@class='key'] | //figure")


def test_the_key_is_in_no_address(here: Installation) -> None:
    owner = here.owner(beginner())
    phone = here.visitor()

    page = phone.post("/sleutel", {"key_or_code": owner.key})
    assert str(owner.key) not in page.location
    for path in ("/sleutel", "/profiel", "/mijn-gegevens"):
        found = owner.get(path).dom.xpath("//@href | //@action | //@src")
        assert not [url for url in found if str(owner.key) in str(url)]


OWN_WAYS: dict[str, Callable[[str], str]] = {
    "small letters": str.lower,
    "in one go": lambda key: key.replace("-", ""),
    "with spaces": lambda key: f"  {key.replace('-', ' ')}\t",
    "with dashes": lambda key: key.replace("-", "–"),
    "with letters for digits": lambda key: key.replace("1", "I").replace("0", "o"),
    "as the link of the picture": lambda key: f"http://127.0.0.1:8000/sleutel#{key}",
    "with signs that cannot be seen": lambda key: f"\ufeff{key}\u200b",
    "as the end of a sentence": lambda key: f"“{key}”.",
    "with minus signs": lambda key: key.replace("-", "−"),
}


@pytest.mark.parametrize("typed", OWN_WAYS.values(), ids=OWN_WAYS)
def test_a_key_may_be_typed_in_ones_own_way(
    here: Installation, typed: Callable[[str], str]
) -> None:
    owner = here.owner(beginner())
    phone = here.visitor()

    page = phone.post("/sleutel", {"key_or_code": typed(str(owner.key))})

    assert page.location == "/profiel"
    assert phone.key == owner.key


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Vul je sleutel of code in."),
        (KEY[:-1], "Je typte er 27."),
        (KEY + "-0", "Je typte er 29."),
        (KEY[:5] + "U" + KEY[6:], "Het teken “U” in groep 2 hoort niet in een sleutel."),
        (KEY[:5] + "é" + KEY[6:], "Het teken “É” in groep 2 hoort niet in een sleutel."),
        (KEY[:10] + "Z" + KEY[11:], "Kijk eerst naar groep 3"),
        (KEY[:10] + "ZZ" + KEY[12:], "Er zit een tikfout in de sleutel."),
        ("Z" * 28, "Er zit een tikfout in de sleutel."),
        ("A" * 100_000, "Je typte er 100000."),
    ],
)
def test_a_key_with_a_mistake_is_told_where_to_look(
    visitor: Visitor, typed: str, told: str
) -> None:
    page = visitor.post("/sleutel", {"key_or_code": typed})

    assert page.status == 422
    assert page.title.startswith("Fout: ")
    assert [href for href, _ in page.summary] == ["#key_or_code"]
    assert told in page.words
    assert page.form("/sleutel").fields["key_or_code"] == typed
    assert visitor.key is None


def test_a_key_that_opens_nothing_is_told_so(visitor: Visitor) -> None:
    page = visitor.post("/sleutel", {"key_or_code": UNKNOWN})

    assert page.status == 403
    assert "Bij deze sleutel is hier niets bewaard." in page.words
    assert page.form("/sleutel").fields["key_or_code"] == UNKNOWN
    assert visitor.key is None


def test_the_field_on_the_first_page_leads_to_the_same_help(here: Installation) -> None:
    owner = here.owner(beginner())

    assert (
        here.visitor().post("/sleutel", {"key_or_code": owner.key}, on="/").location == "/profiel"
    )
    assert here.visitor().post("/sleutel", {"key_or_code": KEY[:-1]}, on="/").status == 422


def test_many_wrong_keys_are_braked_and_a_right_one_still_opens(
    here: Installation, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "MOST_WRONG_A_MINUTE", 3)
    owner = here.owner(beginner())
    guessers = [here.visitor() for _ in range(4)]

    statuses = [v.post("/sleutel", {"key_or_code": UNKNOWN}).status for v in guessers]
    assert statuses == [403, 403, 403, 429]
    braked = guessers[0].post("/sleutel", {"key_or_code": UNKNOWN})
    assert braked.status == 429
    assert "de goede werkt meteen" in braked.words
    assert guessers[0].post("/sleutel", {"key_or_code": KEY[:-1]}).status == 422

    assert guessers[1].post("/sleutel", {"key_or_code": owner.key}).location == "/profiel"
    clock.now += timedelta(minutes=1)
    assert guessers[2].post("/sleutel", {"key_or_code": UNKNOWN}).status == 403


def test_a_typing_error_is_no_guess(here: Installation, visitor: Visitor) -> None:
    before = here.dump()

    visitor.post("/sleutel", {"key_or_code": KEY[:-1]})

    assert here.dump() == before


def test_opening_another_key_leaves_the_first_ones_data_alone(here: Installation) -> None:
    first, second = here.owner(beginner()), here.owner(beginner("raad"))
    before = first.portfolio
    first_key = first.key

    first.post("/sleutel", {"key_or_code": second.key})
    first.post(DOEN, {"doen-1": "1"})

    assert first.key == second.key
    assert here.kept(first_key) == before


def test_a_locked_device_knows_nobody_and_the_key_opens_it_again(here: Installation) -> None:
    owner = here.owner(beginner())
    key = owner.key

    home = owner.post("/sleutel/vergrendel", follow=True)

    assert "Dit apparaat is vergrendeld." in home.words
    assert owner.key is None
    assert owner.get("/mijn-gegevens.json").status == 403
    owner.post("/sleutel", {"key_or_code": key})
    assert owner.portfolio == beginner()


def test_using_a_key_keeps_it_from_being_purged(here: Installation, clock: Clock) -> None:
    owner = here.owner(beginner())
    clock.now += timedelta(days=40)

    here.visitor().post("/sleutel", {"key_or_code": owner.key})

    assert "'2027-01-01'" in here.dump()
