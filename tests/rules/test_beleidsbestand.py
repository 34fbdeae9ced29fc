"""Where does a beleid stand? (models/beleidsbestand.py, beleid/)"""

import os
import tomllib
from datetime import date
from pathlib import Path

import pytest

from models.beleidsbestand import BELEIDSMAP, BeleidNietGevonden, beleidsnamen, feestdagen, laad_beleid
from rules.beleid import BeleidFout, toets
from rules.woorden import Zaaksoort
from tests.rules.beleidsbouwer import DATA, JULI_1


def test_buurdorp_kiest_anders_en_heeft_geen_grondslag() -> None:
    beleid = laad_beleid("buurdorp")
    assert (beleid.incasso.zonder_telefoonnummer, beleid.incasso.belpogingen_max) == ("zoeken", 2)
    assert (beleid.verzending.sms_vensters[1], beleid.verzending.kosten_brief_ct) == ("vr 09:00-12:00", 110)
    assert beleid.geldige_grondslag(JULI_1) is None
    assert [b.sleutel for b in toets(beleid, JULI_1)] == ["signaal.grondslag"]
    assert not beleid.kalender.is_werkdag(date(2026, 8, 25))


def test_de_namen_in_de_map_zijn_de_gemeenten() -> None:
    assert {"buurdorp", "voorbeeldstad"} <= set(beleidsnamen())
    assert "tarieven" not in beleidsnamen()


def test_een_beleid_laadt_op_naam_en_op_pad() -> None:
    assert laad_beleid("Voorbeeldstad") is laad_beleid(BELEIDSMAP / "voorbeeldstad.toml")
    assert laad_beleid(str(BELEIDSMAP / "voorbeeldstad.toml")) is laad_beleid("voorbeeldstad")


@pytest.mark.parametrize("naam", ["nergens", "tarieven", "nergens.toml", ""])
def test_een_onbekende_gemeente_noemt_de_bekende(naam: str) -> None:
    with pytest.raises(BeleidNietGevonden, match="Bekend: buurdorp, voorbeeldstad"):
        laad_beleid(naam)


def test_een_veranderd_bestand_wordt_opnieuw_gelezen(tmp_path: Path) -> None:
    pad = tmp_path / "proef.toml"
    tekst = (BELEIDSMAP / "buurdorp.toml").read_text(encoding="utf-8")
    pad.write_text(tekst, encoding="utf-8")
    assert laad_beleid("proef", tmp_path).signaal.drempel_eur == 500
    pad.write_text(tekst.replace("drempel_eur = 500", "drempel_eur = 600"), encoding="utf-8-sig")
    os.utime(pad, ns=(1, 1))
    assert laad_beleid("proef", tmp_path).signaal.drempel_eur == 600


@pytest.mark.parametrize("inhoud", [b"[gemeente\n", b"naam = \xff\n"], ids=["geen toml", "geen utf-8"])
def test_een_onleesbaar_bestand_wordt_netjes_geweigerd(tmp_path: Path, inhoud: bytes) -> None:
    pad = tmp_path / "stuk.toml"
    pad.write_bytes(inhoud)
    with pytest.raises(BeleidFout, match=r"stuk.toml: het bestand is niet te lezen"):
        laad_beleid(pad)


def test_de_afzender_kent_twee_afdelingen() -> None:
    afzender = laad_beleid("voorbeeldstad").gemeente.afzender
    assert afzender.afdeling(Zaaksoort.INCASSO).naam == "Gemeentebelastingen"
    assert afzender.afdeling(Zaaksoort.VROEGSIGNALERING).naam == "Team Hulp bij geldzaken"
    assert [punt.naam for punt in afzender.inlooppunten] == ["Bibliotheek Voorbeeldstad", "Gemeentehuis"]


def test_feestdagen_zijn_de_landelijke_dagen_over_vele_jaren() -> None:
    assert {date(2026, 4, 27), date(2026, 5, 14), date(2015, 5, 5)} <= feestdagen()
    assert date(2026, 5, 5) not in feestdagen()
    assert {dag.year for dag in feestdagen()} == set(range(2015, 2061))


def test_het_bestand_is_gewone_toml() -> None:
    assert tomllib.loads((BELEIDSMAP / "voorbeeldstad.toml").read_text(encoding="utf-8")) == DATA
