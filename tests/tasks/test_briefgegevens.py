"""How are names, addresses and amounts put into words? (tasks/briefgegevens.py)"""

import pytest

from rules.levering import Adres, Belastingsoort, Sector
from rules.woorden import Berichtsoort
from tasks.briefgegevens import BELASTINGEN, SECTOREN, adresregels, euro, omschrijving, organisaties, rekeningtabel
from tests.tasks.brieven import ADRES, AFVAL, HUUR, WATER, gegevens_voor


@pytest.mark.parametrize(
    ("voorletters", "voorvoegsel", "naam", "aanhef"),
    [
        pytest.param("JP", "van den", "J.P. van den Berg", "Beste J.P. van den Berg", id="letters zonder punten"),
        pytest.param("J. P.", "", "J.P. Berg", "Beste J.P. Berg", id="letters met punten en spaties"),
        pytest.param("Th.A.", "", "Th.A. Berg", "Beste Th.A. Berg", id="Th. blijft heel"),
        pytest.param("Jan", "", "Jan Berg", "Beste Jan Berg", id="een voornaam"),
        pytest.param("", "van den", "van den Berg", "Beste heer of mevrouw Van den Berg", id="geen voorletters"),
        pytest.param(" ", "'t", "'t Berg", "Beste heer of mevrouw 't Berg", id="een apostrof blijft"),
    ],
)
def test_names(voorletters: str, voorvoegsel: str, naam: str, aanhef: str) -> None:
    gegevens = gegevens_voor(Berichtsoort.HERINNERING, voorletters=voorletters, voorvoegsel=voorvoegsel)
    assert (gegevens.naam, gegevens.aanhef) == (naam, aanhef)


def test_address_lines() -> None:
    assert ADRES == ("Dorpsstraat 12 A", "1234 AB  VOORBEELDSTAD")
    assert adresregels(Adres(huisnummer="5", postcode="1234 AB")) == ("5", "1234 AB")


@pytest.mark.parametrize(
    ("centen", "woord"), [(5, "€\u00a00,05"), (123456, "€\u00a01.234,56"), (42000, "€\u00a0420,00")]
)
def test_euro(centen: int, woord: str) -> None:
    assert euro(centen) == woord


def test_every_belasting_and_sector_has_a_name() -> None:
    assert set(BELASTINGEN) == set(Belastingsoort)
    assert set(SECTOREN) == set(Sector)
    assert omschrijving(Belastingsoort.AFVALSTOFFENHEFFING, 2026) == AFVAL.omschrijving


def test_table_says_how_many_more_and_still_adds_up() -> None:
    gegevens = gegevens_voor(Berichtsoort.HERINNERING, regels=(AFVAL,) * 13)
    assert len(rekeningtabel(gegevens, 13)) == 13
    assert rekeningtabel(gegevens, 12)[-1] == ("en nog 2 rekeningen", "", "", euro(84000))
    assert gegevens.totaal == 13 * 42000


def test_organisations_are_named_once() -> None:
    assert organisaties((WATER, HUUR, WATER)) == "Waterbedrijf Noord (water) en Woonstichting Thuis (huur)"
