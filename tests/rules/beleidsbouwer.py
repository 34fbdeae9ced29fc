"""Builders for the tests of a beleid: Voorbeeldstad, with one thing changed."""

import copy
from datetime import date
from typing import Any

import pytest

from models.beleidsbestand import feestdagen, lees_beleidsdata
from rules.beleid import Beleid, BeleidFout, parse_beleid
from rules.parameters import Parameter
from rules.parametertabel import PARAMETERS

JULI_1 = date(2026, 7, 1)
DATA = lees_beleidsdata("voorbeeldstad")
GETALLEN = [p for p in PARAMETERS if p.soort == "getal"]


def waarde_van(beleid: Beleid, parameter: Parameter) -> object:
    """Return what a beleid says for one parameter."""
    if parameter.sleutel == "kalender.stiltemomenten":
        return tuple(str(stilte) for stilte in beleid.kalender.stiltemomenten)
    return getattr(getattr(beleid, parameter.sectie) if parameter.sectie else beleid, parameter.veld)


def zet(sleutel: str, waarde: object) -> dict[str, Any]:
    """Return the data of Voorbeeldstad with one raw value changed; the path may name tables and list positions."""
    data = copy.deepcopy(DATA)
    *pad, veld = sleutel.split(".")
    tabel: Any = data
    for deel in pad:
        tabel = tabel[int(deel)] if deel.isdigit() else tabel.setdefault(deel, {})
    tabel[veld] = waarde
    return data


def zonder(*pad: str) -> dict[str, Any]:
    """Return the data of Voorbeeldstad without one key."""
    data = copy.deepcopy(DATA)
    tabel: Any = data
    for deel in pad[:-1]:
        tabel = tabel[deel]
    del tabel[pad[-1]]
    return data


def beleid_met(**wijzigingen: object) -> Beleid:
    """Return Voorbeeldstad with other parameters; a double underscore stands for the dot."""
    data = copy.deepcopy(DATA)
    for sleutel, waarde in wijzigingen.items():
        sectie, _, veld = sleutel.partition("__")
        data.setdefault(sectie, {})[veld] = waarde
    return parse_beleid(data, feestdagen())


def geweigerd(data: dict[str, Any]) -> BeleidFout:
    """Return the refusal of a beleid."""
    with pytest.raises(BeleidFout) as fout:
        parse_beleid(data, feestdagen())
    assert fout.value.bevindingen
    return fout.value


def grondslag(van: date, tot: date, soort: str = "Bgs") -> dict[str, Any]:
    """A [[grondslag]] with these dates."""
    return {"soort": soort, "omschrijving": "proef", "geldig_van": van, "geldig_tot": tot}
