"""What waits for release, and who released it? For the command line now; the werkvoorraad shows the letters too."""

from dataclasses import dataclass
from datetime import date

from models import zendingen
from models.database import lezen, schrijf_samen
from tasks.fouten import PermanentFailure
from tasks.omgeving import omgeving
from tasks.poststuk import haal, schrijf_bericht


class GeenZending(PermanentFailure):
    """Deze zending wacht niet op vrijgave: kijk met 'tijdig vrijgave' welke wel."""


class AlVrijgegeven(PermanentFailure):
    """U gaf deze zending al vrij: een collega moet dat nu ook doen."""


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
    steekproef: tuple[str, ...]
    vrijgegeven_door: tuple[str, ...]
    nodig: int


@dataclass(frozen=True, repr=False)
class Voorbeeld:
    """One bericht of the sample as the resident will read it: for the eyes of who releases it. No repr."""

    bericht: str
    aan: str
    onderwerp: str
    tekst: str


def wachtend(alleen: int | None = None) -> list[Wachtend]:
    """Return the zendingen that wait for release, oldest first, or one of them."""
    with lezen(omgeving().engine) as db:
        rijen = [r for r in zendingen.wachtende(db) if alleen in (None, r.id)]
        return [
            Wachtend(
                r.id, r.gemeente, r.afdeling, r.kanaal, r.dag, r.aantal, r.delen, r.kosten_ct,
                zendingen.soorten(db, r.id),
                tuple(r.steekproef), tuple(zendingen.vrijgevers(db, r.id)),
                omgeving().beleid(r.gemeente).verzending.vrijgave_personen,
            )
            for r in rijen
        ]  # fmt: skip


def voorbeelden(zending: int) -> list[Voorbeeld]:
    """Return the sample of a zending with the data of the real residents: only the werkvoorraad may show it."""
    [gekozen] = wachtend(zending) or [None]
    if gekozen is None:
        raise GeenZending
    with lezen(omgeving().engine) as db:
        stukken = haal(db, list(gekozen.steekproef))
    gevonden: list[Voorbeeld] = []
    for klaar in stukken:
        tekst, gegevens = schrijf_bericht(klaar, omgeving().beleid(klaar.gemeente))
        aan = klaar.aan if klaar.kanaal != "brief" else ", ".join((gegevens.naam, *gegevens.adresregels))
        gevonden.append(Voorbeeld(klaar.id, aan or "", tekst.onderwerp, tekst.platte_tekst))
    return gevonden


def geef_vrij(zending: int, door: str) -> int:
    """Release a zending; returns how many more people must. Raises GeenZending and AlVrijgegeven."""
    [gekozen] = wachtend(zending) or [None]
    if gekozen is None or not door.strip():
        raise GeenZending
    try:
        return schrijf_samen(omgeving().engine, lambda db: zendingen.geef_vrij(db, zending, door, gekozen.nodig))
    except zendingen.AlVrijgegeven:
        raise AlVrijgegeven from None
    except zendingen.GeenZending:
        raise GeenZending from None


def trek_in(zending: int, door: str) -> int:
    """Take a release back while the zending waits; returns how many people must still release it."""
    try:
        schrijf_samen(omgeving().engine, lambda db: zendingen.trek_in(db, zending, door))
    except zendingen.GeenZending:
        raise GeenZending from None
    [gekozen] = wachtend(zending)
    return gekozen.nodig - len(gekozen.vrijgegeven_door)
