"""The residents: the same for the same seed, fictional, and divided as the sources say."""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from stdnum.nl import bsn, postcode

from rules.levering import Adres, Persoon
from rules.woorden import Doelgroep
from simulation.bevolking import BSN_EERSTE, BSN_LAATSTE, Betaalgedrag, Bevolking, bevolking

WORTEL = Path(__file__).resolve().parents[2]
KLEIN = bevolking(7, 200)
GROOT = bevolking(7, 5000)


def deel(mensen: Bevolking, aantal: int) -> float:
    return aantal / len(mensen.bewoners)


def test_dezelfde_zaad_geeft_dezelfde_bewoners() -> None:
    assert bevolking(7, 200) == KLEIN
    assert bevolking(8, 200) != KLEIN


def test_de_volgorde_van_hashes_doet_er_niet_toe() -> None:
    """Two processes with other hash seeds print the same residents."""
    opdracht = "import hashlib; from simulation.bevolking import bevolking as b; "
    opdracht += "print(hashlib.sha256(repr(b(7, 200)).encode()).hexdigest())"
    uitvoer = {
        subprocess.run(
            [sys.executable, "-c", opdracht], cwd=WORTEL, env=os.environ | {"PYTHONHASHSEED": zaad}, text=True,
            capture_output=True, check=True,
        ).stdout
        for zaad in ("1", "2")
    }  # fmt: skip
    assert len(uitvoer) == 1


@pytest.mark.parametrize("mensen", [KLEIN, GROOT], ids=["200", "5000"])
def test_elk_bsn_is_geldig_en_van_een_bewoner(mensen: Bevolking) -> None:
    nummers = [b.persoon.bsn for b in mensen.bewoners]
    assert all(bsn.is_valid(nummer) for nummer in nummers)
    assert len(set(nummers)) == len(nummers)


def test_bsns_komen_uit_de_vrije_reeks() -> None:
    assert all(BSN_EERSTE <= int(b.persoon.bsn) <= BSN_LAATSTE for b in bevolking(7, 900).bewoners)


@pytest.mark.parametrize("aantal", [0, 1, 5, 200, 901])
def test_zoveel_bewoners_als_gevraagd(aantal: int) -> None:
    assert len(bevolking(7, aantal).bewoners) == aantal


@pytest.mark.parametrize("mensen", [KLEIN, GROOT], ids=["200", "5000"])
def test_elk_huishouden_heeft_een_eigen_adres_en_een_hoofd(mensen: Bevolking) -> None:
    adressen = [{b.persoon.adres for b in leden} for leden in mensen.huishoudens]
    assert all(len(adres) == 1 for adres in adressen)
    deuren = [(a.postcode, a.huisnummer, a.toevoeging) for adres in adressen for a in adres]
    assert len(set(deuren)) == len(deuren)
    assert all([b.hoofd for b in leden] == [True] + [False] * (len(leden) - 1) for leden in mensen.huishoudens)
    assert {len(leden) for leden in mensen.huishoudens} == {1, 2, 3, 4}


def test_postcodes_bestaan_als_vorm_en_horen_bij_een_straat() -> None:
    straten: dict[str, set[str]] = {}
    for b in GROOT.bewoners:
        assert b.persoon.adres.postcode.startswith("9999")
        assert postcode.is_valid(b.persoon.adres.postcode)
        straten.setdefault(b.persoon.adres.postcode, set()).add(b.persoon.adres.straat)
    assert all(len(namen) == 1 for namen in straten.values())


@pytest.mark.parametrize(
    ("mensen", "marge"), [pytest.param(KLEIN, 0.09, id="200"), pytest.param(GROOT, 0.02, id="5000")]
)
def test_schaarse_gegevens(mensen: Bevolking, marge: float) -> None:
    bij_ons = deel(mensen, sum(b.persoon.telefoon != "" for b in mensen.bewoners))
    bij_partner = deel(mensen, sum(b.telefoon_partner != "" for b in mensen.bewoners))
    assert bij_ons == pytest.approx(0.20, abs=marge)
    assert bij_partner == pytest.approx(0.50, abs=marge)
    assert deel(mensen, sum(b.persoon.email != "" for b in mensen.bewoners)) == pytest.approx(0.10, abs=marge)
    assert all(b.persoon.mobiel == b.persoon.telefoon.startswith("+316") for b in mensen.bewoners)


@pytest.mark.parametrize("mensen", [KLEIN, GROOT], ids=["200", "5000"])
def test_vijf_procent_is_bekend_en_een_paar_zijn_overleden_of_weg(mensen: Bevolking) -> None:
    assert deel(mensen, sum(b.bekend_bij_schuldhulp for b in mensen.bewoners)) == pytest.approx(0.05, abs=0.005)
    assert 0 < deel(mensen, sum(b.overleden_op is not None for b in mensen.bewoners)) < 0.03
    assert 0 < deel(mensen, sum(b.vertrokken for b in mensen.bewoners)) < 0.04
    assert not any(b.vertrokken and b.overleden_op for b in mensen.bewoners)


def test_alle_doelgroepen_en_alle_soorten_gedrag_komen_voor() -> None:
    assert set(Counter(b.doelgroep for b in KLEIN.bewoners)) == set(Doelgroep)
    assert set(Counter(b.gedrag for b in KLEIN.bewoners)) == set(Betaalgedrag)


def test_namen_zijn_divers() -> None:
    namen = [f"{b.persoon.voorvoegsel} {b.persoon.achternaam}" for b in KLEIN.bewoners]
    assert any(not naam.isascii() for naam in namen)
    assert any(len(naam) > 40 for naam in namen)
    assert any(naam.startswith("van ") for naam in namen)


def test_een_bewoner_is_terug_te_vinden() -> None:
    for b in KLEIN.bewoners:
        zonder_bsn = Persoon(geboortedatum=b.persoon.geboortedatum, adres=b.persoon.adres)
        assert KLEIN.wie(b.persoon) == b
        assert KLEIN.wie(zonder_bsn) == b


def test_een_huisgenoot_met_dezelfde_achternaam_is_een_ander() -> None:
    """Partners often know no birth date; then the initials tell who is meant."""
    paren = [(h[0], b) for h in GROOT.huishoudens for b in h[1:] if b.persoon.achternaam == h[0].persoon.achternaam]
    anders = [b for hoofd, b in paren if b.persoon.voorletters != hoofd.persoon.voorletters]
    gevonden = [GROOT.wie(replace(b.persoon, bsn="", geboortedatum=None)) for b in anders]
    assert len(anders) > 100
    assert not any(g is not None and g.hoofd for g in gevonden)


def test_wie_nergens_woont_wordt_niet_gevonden() -> None:
    assert KLEIN.wie(Persoon(bsn="123456782")) is None
    assert KLEIN.wie(Persoon("Jansen", adres=Adres(postcode="1234AB", huisnummer="1"))) is None
