"""What waits for release, and who released it? For the command line, and for the werkvoorraad within a blik."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from models import zendingen
from models.database import lezen, schrijf_samen
from models.zendingen import AlVrijgegeven, GeenZending
from rules.bezorging import Status
from rules.rollen import Blik
from tasks.fouten import PermanentFailure
from tasks.omgeving import omgeving
from tasks.poststuk import Klaar, haal, schrijf_bericht

__all__ = ["AlVrijgegeven", "GeenZending", "Voorbeeld", "Wachtend", "geef_vrij", "trek_in", "voorbeelden", "wachtend"]


@dataclass(frozen=True)
class Wachtend:
    """One zending that waits: ids, counts and euros, no person. `nodig` is how many people must release it."""

    zending: int
    gemeente: str
    afdeling: str
    kanaal: str
    dag: date
    aantal: int
    delen: int
    kosten_ct: int
    soorten: dict[str, int]
    doelgroepen: dict[str, int]
    steekproef: tuple[str, ...]
    vrijgegeven_door: tuple[str, ...]
    nodig: int


@dataclass(frozen=True, repr=False)
class Voorbeeld:
    """One bericht of the sample as the resident will read it: for the eyes of who releases it. No repr."""

    bericht: str
    zaak_id: int
    aan: str
    onderwerp: str
    tekst: str
    """Empty when the bericht cannot be written: it will fail, and become work for a person."""


def wachtend(alleen: int | None = None, blik: Blik | None = None) -> list[Wachtend]:
    """Return the zendingen that wait for release, oldest first, or one of them; those of a blik, or all (cli)."""
    with lezen(omgeving().engine) as db:
        return [_wachtend(db, r) for r in zendingen.wachtende(db, blik) if alleen in (None, r.id)]


def _wachtend(db: Connection, r: Row[Any]) -> Wachtend:
    return Wachtend(
        r.id, r.gemeente, r.afdeling, r.kanaal, r.dag, r.aantal, r.delen, r.kosten_ct,
        zendingen.soorten(db, r.id), zendingen.doelgroepen(db, r.id),
        tuple(r.steekproef), tuple(zendingen.vrijgevers(db, r.id)),
        omgeving().beleid(r.gemeente).verzending.vrijgave_personen,
    )  # fmt: skip


def voorbeelden(zending: int, blik: Blik | None = None) -> list[Voorbeeld]:
    """Return the sample of a zending with the data of the real residents: only the werkvoorraad may show it.

    What was cancelled meanwhile will not leave, and is not shown.
    Raises GeenZending when it does not wait, or not within this blik.
    """
    gekozen = _kies(zending, blik)
    with lezen(omgeving().engine) as db:
        stukken = haal(db, list(gekozen.steekproef))
    blijft = [klaar for klaar in stukken if klaar.status == Status.KLAARGEZET]
    return [_voorbeeld(klaar) for klaar in blijft if blik is None or klaar.zaaksoort in blik.afdelingen]


def _voorbeeld(klaar: Klaar) -> Voorbeeld:
    try:
        tekst, gegevens = schrijf_bericht(klaar, omgeving().beleid(klaar.gemeente))
    except (PermanentFailure, KeyError, ValueError):
        return Voorbeeld(klaar.id, klaar.zaak_id, "", "", "")
    aan = klaar.aan if klaar.kanaal != "brief" else ", ".join((gegevens.naam, *gegevens.adresregels))
    return Voorbeeld(klaar.id, klaar.zaak_id, aan or "", tekst.onderwerp, tekst.platte_tekst)


def geef_vrij(zending: int, door: str, blik: Blik | None = None) -> int:
    """Release a zending; returns how many more people must. Raises GeenZending and AlVrijgegeven."""
    gekozen = _kies(zending, blik)
    if not door.strip():
        raise GeenZending
    return schrijf_samen(omgeving().engine, lambda db: zendingen.geef_vrij(db, zending, door, gekozen.nodig))


def trek_in(zending: int, door: str, blik: Blik | None = None) -> int:
    """Take a release back while the zending waits; returns how many people must still release it."""
    _kies(zending, blik)
    schrijf_samen(omgeving().engine, lambda db: zendingen.trek_in(db, zending, door))
    gekozen = _kies(zending, blik)
    return gekozen.nodig - len(gekozen.vrijgegeven_door)


def _kies(zending: int, blik: Blik | None) -> Wachtend:
    gevonden: Sequence[Wachtend] = wachtend(zending, blik)
    if not gevonden:
        raise GeenZending
    return gevonden[0]
