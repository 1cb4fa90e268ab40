"""The facts about privacy of one installation, for its privacy page and its command line."""

from __future__ import annotations

from dataclasses import dataclass

from ehbo.domain.team.disclosure import LEAST


@dataclass(frozen=True)
class Fact:
    subject: str
    text: str


def facts(retention_months: int, *, https: bool, minimum: int = LEAST) -> tuple[Fact, ...]:
    """Every fact with the live settings in it, in Dutch, for a DPIA or a works council."""
    months = "1 maand" if retention_months == 1 else f"{retention_months} maanden"
    return (
        Fact(
            "Wat we bewaren",
            "Per persoon één versleuteld pakket: je antwoorden, je gedachten, je plan en de "
            "redenen die je koos. Geen naam, geen e-mailadres, geen account.",
        ),
        Fact(
            "Wie het kan lezen",
            "Alleen wie de sleutel heeft. De server bewaart de sleutel niet; in de database en "
            "in een reservekopie staat alleen onleesbare code.",
        ),
        Fact(
            "Versleuteling",
            "XChaCha20-Poly1305 (libsodium), met een eigen sleutel per persoon van 128 "
            "willekeurige bits. De grootte wordt opgevuld tot stappen van 2 KiB.",
        ),
        Fact(
            "Wanneer",
            "Naast het pakket staat alleen de dag waarop het voor het laatst is gebruikt, zonder "
            "tijdstip.",
        ),
        Fact(
            "Teams",
            "Van een team bewaren we de naam, de rondes en het gepubliceerde beeld. De naam en het "
            "beeld zijn versleuteld: alleen de teamcode, een vergelijkcode of een leidersleutel "
            "opent ze. Een code bewaren we alleen als hash die met opzet werk kost (Argon2id), en "
            "versleuteld voor wie het team leidt. Leesbaar blijft wanneer een ronde sluit, wat zij "
            "vraagt, hoeveel mensen er verwacht worden en hoeveel er bijdroegen. Een bijdrage "
            "is altijd even groot, staat er zonder tijdstip, en is versleuteld zodat alleen een "
            "leidersleutel haar opent. De software doet dat om op te tellen. Bij de publicatie "
            f"worden alle bijdragen gewist. Onder de {minimum} bijdragen wordt niets gepubliceerd, "
            "en meer bijdragen dan verwacht ook niet.",
        ),
        Fact(
            "Bewaartermijn",
            f"Wat {months} niet is gebruikt, wordt vanzelf gewist. Iets bewaren en openen met je "
            "sleutel tellen als gebruik, alleen kijken niet. Een team gaat weg als de teamleider "
            "er zo lang niets mee deed. Zelf wissen kan altijd; ook uit het logboek van de "
            "database is het dan weg.",
        ),
        Fact(
            "Cookies",
            "Alleen wat nodig is, en alleen van deze website: één met je sleutel, één per team dat "
            "je leidt met de leidersleutel (allebei 400 dagen, niet leesbaar voor scripts) en één "
            "die formulieren beschermt (tot je de browser sluit). "
            + ("Ze gaan alleen over https. " if https else "")
            + "Geen statistiek, niets van anderen.",
        ),
        Fact(
            "Logboek",
            "We loggen geen bezoeken en geen IP-adressen. Alleen storingen van de server komen "
            "in een logboek, zonder wat je invulde.",
        ),
        Fact(
            "Wat we tellen",
            "Per minuut hoeveel onbekende sleutels en codes er zijn geprobeerd, hoeveel bestanden "
            "er zijn geladen en hoeveel teams er zijn gemaakt: in totaal, niet door wie. Zo'n "
            "getal is binnen twee minuten weg.",
        ),
        Fact("Derden", "Geen enkele. Letters, stijlen en scripts komen van deze server zelf."),
        Fact(
            "Wat mogelijk blijft",
            "Wie de server beheert, kan meekijken op het moment dat jij iets verstuurt. "
            "Wie jouw apparaat of jouw sleutel heeft, kan lezen wat jij kunt lezen. En wie een "
            "ronde leidt, kan mensen meetellen die niet bestaan, en zo uitrekenen wat één mens "
            "antwoordde. Bij het team staat hoe je dat nakijkt.",
        ),
    )
