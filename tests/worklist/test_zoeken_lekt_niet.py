# pyright: basic
"""Searching for somebody whom only another department knows gives the same as searching for nobody at all."""

import re
from typing import Any

import pytest

from rules.levering import Persoon
from rules.rollen import Rol
from tasks.omgeving import Omgeving
from tests.models.bouwers import bsns
from tests.worklist.stad import Kant, beiden, persoon_van
from tests.worklist.test_matrix import WIE, WILLEKEUR, bezoeker, eigen_kant, rollen_van
from tests.worklist.toegang import WAAROM

MET_ZAKEN = [w for w in WIE if "van voorbeeldstad" in w and rollen_van(w) - {Rol.TEAMLEIDING, Rol.BEHEER, Rol.BELEID}]
VOORBEELD = {"I-000123", "V-000123"}
"""Stand in the form itself."""


def vragen(persoon: Persoon, nummer: str) -> list[dict[str, str]]:
    """Every way to ask for one person or zaak."""
    adres = {"postcode": persoon.adres.postcode, "huisnummer": persoon.adres.huisnummer}
    naam = {"naam": persoon.achternaam}
    return [{"nummer": nummer}, {"bsn": persoon.bsn}, naam, naam | {"geboren": str(persoon.geboortedatum)}, adres]


NIEMAND = vragen(
    Persoon(achternaam="Onbekendstra", bsn=bsns(400)[399], geboortedatum=None, voorletters="", adres=persoon_van(
        Kant("nergens", "incasso", "Nergens", 8, Rol.INVORDERING), 0).adres), "V-987654",  # type: ignore[arg-type]
)  # fmt: skip
NIEMAND[3]["geboren"] = "1901-01-01"


def zoek(browser: Any, vraag: dict[str, str]) -> tuple[int, str]:
    """Return an answer without what was asked."""
    antwoord = browser.post("/zoeken", data={"csrf": browser.csrf, "waarom": WAAROM} | vraag)
    tekst = WILLEKEUR.sub("", antwoord.text)
    return antwoord.status_code, re.sub(r'value="[^"]*"', "", tekst) + antwoord.headers.get("Location", "")


@pytest.mark.parametrize("wie", MET_ZAKEN)
def test_wie_van_een_ander_is_bestaat_niet(wie: str, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    eigen, browser = eigen_kant(wie, stad), bezoeker(sqlite, wie)
    nergens = [zoek(browser, vraag) for vraag in NIEMAND]
    for kant in (k for k in stad if k is not eigen):
        for letter in "IV":
            nummer = letter + kant.nr(0)[1:]
            assert [zoek(browser, v) for v in vragen(persoon_van(kant, 0), nummer)] == nergens, kant.stam


@pytest.mark.parametrize("wie", MET_ZAKEN)
def test_eigen_zaken_worden_wel_gevonden(wie: str, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    """Without this the test above could search in an empty place."""
    eigen, browser = eigen_kant(wie, stad), bezoeker(sqlite, wie)
    assert eigen is not None
    for vraag in vragen(persoon_van(eigen, 0), eigen.zaak):
        _, tekst = zoek(browser, vraag)
        assert eigen.zaak in tekst, vraag


@pytest.mark.parametrize("wie", MET_ZAKEN)
def test_wie_beide_afdelingen_kennen_wordt_bij_elk_een_keer_gevonden(
    wie: str, sqlite: Omgeving, stad: tuple[Kant, ...]
) -> None:
    eigen, browser = eigen_kant(wie, stad), bezoeker(sqlite, wie)
    assert eigen is not None
    welke = 4 if eigen.uitgebreid else 2
    for vraag in vragen(beiden(eigen), eigen.nr(welke))[1:]:
        _, tekst = zoek(browser, vraag)
        assert eigen.nr(welke) in tekst, vraag
        assert set(re.findall(r"[IV]-\d{6}", tekst)) - VOORBEELD == {eigen.nr(welke)}, vraag


def test_een_team_lead_vindt_alleen_inzage_in_zijn_eigen_zaken(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    browser = bezoeker(sqlite, "vroegsignalering met teamleiding van voorbeeldstad")
    for pad in ("/inzage", "/inzage/lijst.csv"):
        alles = browser.post(pad, data={"csrf": browser.csrf}).text
        assert stad[1].zaak in alles
        assert not set(re.findall(r"[IV]-\d{6}", alles)) - {stad[1].nr(n) for n in range(len(stad[1].zaken))}
        leeg = {"wie": "", "van": "", "tot": ""}
        niets = browser.post(pad, data={"csrf": browser.csrf, "nummer": "V-987654"} | leeg)
        ander = browser.post(pad, data={"csrf": browser.csrf, "nummer": stad[0].zaak} | leeg)
        assert WILLEKEUR.sub("", niets.text).replace("V-987654", "") == WILLEKEUR.sub("", ander.text).replace(
            stad[0].zaak, ""
        )
