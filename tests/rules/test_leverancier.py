"""What may a beleid say about who delivers, and when is a delivery not normal?"""

from typing import Any

import pytest

from models.beleidsbestand import feestdagen, laad_beleid, lees_beleidsdata
from rules.beleid import BeleidFout, parse_beleid
from rules.leverancier import Leverancier

GOED: dict[str, Any] = {"naam": "waterbedrijf", "soort": "signalen", "elke_d": 40, "min_rijen": 1, "max_rijen": 500}


def lees(*tabellen: object) -> tuple[Leverancier, ...]:
    data = lees_beleidsdata("voorbeeldstad") | {"leverancier": list(tabellen)}
    return parse_beleid(data, feestdagen()).leveranciers


def test_leveranciers_staan_in_de_volgorde_van_het_bestand() -> None:
    ander = {"naam": "drukker", "soort": "retourpost"}
    assert lees(GOED, ander) == (
        Leverancier("waterbedrijf", "signalen", 40, 1, 500),
        Leverancier("drukker", "retourpost"),
    )


def test_leveranciers_veranderen_de_versie_van_het_beleid_niet() -> None:
    data: dict[str, Any] = lees_beleidsdata("voorbeeldstad") | {"leverancier": []}
    assert parse_beleid(data, feestdagen()).versie == laad_beleid("voorbeeldstad").versie


WEIGERING: dict[str, tuple[list[object], str]] = {
    "geen lijst": ([3], "leverancier[1]"),
    "onbekende soort": ([GOED | {"soort": "kwitanties"}], "leverancier[1].soort"),
    "een naam die uit zijn map loopt": ([GOED | {"naam": "../geheim"}], "leverancier[1].naam"),
    "een profiel elders": ([GOED | {"profiel": "/etc/profiel.toml"}], "leverancier[1].profiel"),
    "een getal als tekst": ([GOED | {"elke_d": "40"}], "leverancier[1].elke_d"),
    "ja als getal": ([GOED | {"elke_d": True}], "leverancier[1].elke_d"),
    "langer dan een jaar stil": ([GOED | {"elke_d": 401}], "leverancier[1].elke_d"),
    "hoogste onder laagste": ([GOED | {"min_rijen": 600}], "leverancier[1].max_rijen"),
    "een vreemde sleutel": ([GOED | {"kleur": "rood"}], "leverancier[1].kleur"),
    "twee keer dezelfde map": ([GOED, GOED], "leverancier.naam"),
}


@pytest.mark.parametrize(("tabellen", "sleutel"), WEIGERING.values(), ids=WEIGERING.keys())
def test_wat_niet_kan_wordt_geweigerd(tabellen: list[object], sleutel: str) -> None:
    with pytest.raises(BeleidFout) as fout:
        lees(*tabellen)
    assert [b.sleutel for b in fout.value.bevindingen] == [sleutel]


@pytest.mark.parametrize(
    ("rijen", "buiten"), [(0, True), (1, False), (500, False), (501, True)], ids=["leeg", "minste", "meeste", "te veel"]
)
def test_buiten_de_band(rijen: int, buiten: bool) -> None:
    assert Leverancier("waterbedrijf", "signalen", 40, 1, 500).buiten_band(rijen) is buiten


def test_zonder_grens_is_elk_aantal_gewoon() -> None:
    assert not any(Leverancier("drukker", "retourpost").buiten_band(rijen) for rijen in (0, 10**6))
