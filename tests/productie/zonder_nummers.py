# pyright: basic
"""What did rounds leave, whichever of them was first? Names stand here for numbers, which are given out in order."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import SQLModel

from tests.models.bouwers import TIJDEN

Rij = dict[str, Any]


def zonder_nummers(stand: Mapping[str, Any], tabellen: Iterable[str]) -> dict[str, list[str]]:
    """Return the rows of some tables of an `afdruk`, in a fixed order, with who it is about instead of a number."""
    alle = {naam: [_rij(naam, rij) for rij in stand[naam]] for naam in {"inwoner", "zaak", "signaal", *tabellen}}
    wie = {r["id"]: f"{r['afdeling']} {r['pseudoniem']}" for r in alle["inwoner"]}
    zaak = {r["id"]: f"{r['soort']} {wie[r['inwoner_id']]} {r['geopend_op']}" for r in alle["zaak"]}
    signaal = {r["id"]: f"{r['partner']} {r['kenmerk']}" for r in alle["signaal"]}
    namen = {"inwoner_id": wie, "zaak_id": zaak, "bron_zaak_id": zaak, "signaal": signaal}
    assert all(len(set(n.values())) == len(n) for n in namen.values()), "a name for each number"
    return {naam: sorted(repr(_noem(rij, namen)) for rij in alle[naam]) for naam in tabellen}


def _rij(tabel: str, rij: tuple[Any, ...]) -> Rij:
    kolommen = [k.name for k in SQLModel.metadata.tables[tabel].c if k.name not in TIJDEN]
    return dict(zip(kolommen, rij, strict=True))


def _noem(rij: Rij, namen: Mapping[str, Mapping[int, str]]) -> Rij:
    genoemd = {k: namen[k].get(w, w) if k in namen else w for k, w in rij.items() if k != "id"}
    if isinstance(rij.get("gegevens"), dict):
        genoemd["gegevens"] = _noem(rij["gegevens"], namen)
    return genoemd
