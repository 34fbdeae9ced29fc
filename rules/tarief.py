"""What does an aanmaning or a dwangbevel cost on a day? Dated rows of the Kostenwet; no amount stands in this code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

CENT = 100
"""Cents in a euro."""

AANMANING, DWANGBEVEL = "aanmaning", "dwangbevel"
ALGEMEEN = frozenset({"soort", "vanaf", "bron", "controleer"})


class TariefFout(ValueError):
    """Deze tarieven kunnen niet worden gebruikt."""


class GeenTariefFout(LookupError):
    """Op deze dag geldt nog geen tarief."""


@dataclass(frozen=True)
class AanmaningTarief:
    """Costs of an aanmaning (Kostenwet art. 2): `laag` below the drempel, `hoog` from it on; amounts in cents."""

    id: str
    vanaf: date
    bron: str
    controleer: bool
    drempel: int
    laag: int
    hoog: int

    soort = AANMANING


@dataclass(frozen=True)
class DwangbevelTarief:
    """Costs of a dwangbevel (Kostenwet art. 3), amounts in cents.

    `basis`, plus `stap` for every full `per` of the sum above the first `per`, never more than `maximum`.
    """

    id: str
    vanaf: date
    bron: str
    controleer: bool
    basis: int
    stap: int
    per: int
    maximum: int

    soort = DWANGBEVEL


Tarief = AanmaningTarief | DwangbevelTarief
T = TypeVar("T", AanmaningTarief, DwangbevelTarief)


@dataclass(frozen=True)
class Kosten:
    """An amount in cents, and the id of the row it comes from: a cost line can always be explained."""

    bedrag: int
    tarief: str


def kosten_aanmaning(tarieven: Sequence[Tarief], som_cent: int, dag: date) -> Kosten:
    """Return the costs of an aanmaning with this dagtekening; raises GeenTariefFout, and ValueError without a debt."""
    tarief = _geldend([t for t in tarieven if isinstance(t, AanmaningTarief)], AANMANING, dag)
    _eis_schuld(som_cent)
    return Kosten(tarief.laag if som_cent < tarief.drempel else tarief.hoog, tarief.id)


def kosten_dwangbevel(tarieven: Sequence[Tarief], som_cent: int, dag: date) -> Kosten:
    """Return the costs of a dwangbevel on this day; raises GeenTariefFout, and ValueError without a debt."""
    tarief = _geldend([t for t in tarieven if isinstance(t, DwangbevelTarief)], DWANGBEVEL, dag)
    _eis_schuld(som_cent)
    stappen = max((som_cent - tarief.per) // tarief.per, 0)
    return Kosten(min(tarief.maximum, tarief.basis + tarief.stap * stappen), tarief.id)


def parse_tarieven(data: Mapping[str, Any]) -> tuple[Tarief, ...]:
    """Return the rows [[tarief]] of one TOML document, oldest first; raises TariefFout. Amounts are whole euros."""
    rijen = data.get("tarief")
    if set(data) != {"tarief"} or not isinstance(rijen, list) or not rijen:
        raise TariefFout("verwacht een lijst [[tarief]] en niets anders")
    tarieven = [_lees_rij(rij, nummer) for nummer, rij in enumerate(cast(list[object], rijen), start=1)]
    namen = [tarief.id for tarief in tarieven]
    if dubbel := sorted({naam for naam in namen if namen.count(naam) > 1}):
        raise TariefFout(f"twee tarieven voor dezelfde soort en dag: {', '.join(dubbel)}")
    return tuple(sorted(tarieven, key=lambda tarief: (tarief.vanaf, tarief.id)))


def _geldend(rijen: Sequence[T], soort: str, dag: date) -> T:
    """Return the newest row that is in force; a row stays in force until a newer one begins."""
    begonnen = [tarief for tarief in rijen if tarief.vanaf <= dag]
    if not begonnen:
        eerste = min((tarief.vanaf for tarief in rijen), default=None)
        grens = f"het eerste tarief begint op {eerste.isoformat()}" if eerste else "er is geen enkel tarief"
        raise GeenTariefFout(f"geen tarief voor een {soort} op {dag.isoformat()}: {grens}")
    return max(begonnen, key=lambda tarief: tarief.vanaf)


def _eis_schuld(som_cent: int) -> None:
    if som_cent <= 0:
        raise ValueError(f"kosten horen bij een schuld, niet bij {som_cent} cent")


def _lees_rij(ruw: object, nummer: int) -> Tarief:
    """Read one [[tarief]]; its id is soort and first day."""
    rij = cast(Mapping[str, Any], ruw if isinstance(ruw, Mapping) else {})
    soort, vanaf, bron, controleer = (rij.get(s, False) for s in ("soort", "vanaf", "bron", "controleer"))
    if not isinstance(vanaf, date) or isinstance(vanaf, datetime):
        raise TariefFout(f"tarief {nummer}: vanaf moet een dag zijn, zoals 2024-01-01")
    if not isinstance(bron, str) or not bron or not isinstance(controleer, bool):
        raise TariefFout(f"tarief {nummer}: bron moet tekst zijn en controleer true of false")
    kop: dict[str, Any] = {"id": f"{soort}-{vanaf.isoformat()}", "vanaf": vanaf, "bron": bron, "controleer": controleer}
    if soort == AANMANING:
        return AanmaningTarief(**kop, **_bedragen(rij, nummer, ("drempel", "laag", "hoog")))
    if soort == DWANGBEVEL:
        return DwangbevelTarief(**kop, **_bedragen(rij, nummer, ("basis", "stap", "per", "maximum")))
    raise TariefFout(f"tarief {nummer}: soort moet aanmaning of dwangbevel zijn")


def _bedragen(rij: Mapping[str, Any], nummer: int, velden: tuple[str, ...]) -> dict[str, Any]:
    """Return the amounts of a row in cents; all of them, above zero, and nothing else."""
    if onbekend := sorted(set(rij) - ALGEMEEN - set(velden)):
        raise TariefFout(f"tarief {nummer}: onbekend: {', '.join(onbekend)}")
    for veld in velden:
        bedrag = rij.get(veld)
        if not isinstance(bedrag, int) or isinstance(bedrag, bool) or bedrag <= 0:
            raise TariefFout(f"tarief {nummer}: {veld} moet een heel aantal euro's boven nul zijn")
    return {veld: int(rij[veld]) * CENT for veld in velden}
