"""How does a delivery reach a file? Piece by piece, every piece checked before it is written.

A signaal that the schema refuses is left out and named by its number; the rest of the delivery stands.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import IO, Any, Protocol

from sqlalchemy import Connection

from evaluation.ddas import vorm
from evaluation.ddas.bron import Stuk, Zaakfeit, laad
from evaluation.ddas.schema import Bevinding, toets
from evaluation.ddas.vorm import Gemeentelevering

PER_KEER = 500
"""So many zaken are in memory at once."""
TOON_HOOGSTENS = 100
"""So many refused signalen are named; all are counted."""
BLOK = 1 << 16
WEG = Bevinding("", "bestaat niet meer")


class Stroom(Protocol):
    """Where bytes go."""

    def write(self, inhoud: bytes, /) -> Any:
        """Take the next bytes."""
        ...


class OnbruikbareKop(Exception):
    """De gegevens van de gemeente passen niet in de levering."""

    def __init__(self, bevinding: Bevinding) -> None:
        """Keep which field it is."""
        super().__init__(f"De gegevens van de gemeente in het beleid passen niet in DDAS ({bevinding}).")


@dataclass(frozen=True)
class Afgekeurd:
    """A signaal that could not be delivered, and what is wrong with it; no value of it."""

    signaal: int
    wat: str


@dataclass
class Telling:
    """What a delivery holds."""

    signalen: int = 0
    zaken: int = 0
    contactpogingen: int = 0
    afgekeurd: int = 0
    voorbeelden: list[Afgekeurd] = field(default_factory=list[Afgekeurd])
    """The first of the refused ones."""


@dataclass(frozen=True)
class Deellevering:
    """The pieces of one gemeente in a delivery."""

    gemeente: Gemeentelevering
    stukken: Iterable[Stuk]


def schrijf(db: Connection, uit: Stroom, delen: Iterable[Deellevering], van: date, tot: date, op: datetime) -> Telling:
    """Write one delivery as UTF-8 JSON and return what it holds. Raises OnbruikbareKop before the first byte.

    The zaken stand after the signalen, so they wait in a file without a name: it is gone when the process is.
    """
    delen, kop = list(delen), vorm.kop(van, tot, op)
    leveringen = [vorm.levering(d.gemeente, nummer) for nummer, d in enumerate(delen, 1)]
    if fout := toets(kop | {"leveringen": leveringen}, "geheel"):
        raise OnbruikbareKop(fout)
    telling = Telling()
    uit.write(_open(kop) + b',"leveringen":[')
    for nummer, (deel, levering) in enumerate(zip(delen, leveringen, strict=True)):
        uit.write((b"," if nummer else b"") + _open(levering) + b',"vroegsignalen":[')
        with tempfile.TemporaryFile() as zaken:
            _schrijf_stukken(db, uit, zaken, deel, tot, telling)
            uit.write(b'],"vroegsignaalzaken":[')
            _kopieer(zaken, uit)
        uit.write(b"]}")
    uit.write(b"]}")
    return telling


def _schrijf_stukken(
    db: Connection, uit: Stroom, zaken: IO[bytes], deel: Deellevering, tot: date, telling: Telling
) -> None:
    eerste_signaal, eerste_zaak, bron = True, True, iter(deel.stukken)
    while stukken := list(islice(bron, PER_KEER)):
        for stuk, feit in zip(stukken, laad(db, stukken, tot), strict=True):
            klaar = _signalen(feit, deel.gemeente)
            for signaal in (_regel(klaar[i]) for i in _hier(stuk, klaar, telling)):
                uit.write(signaal if eerste_signaal else b"," + signaal)
                eerste_signaal = False
            if stuk.volledig and (zaak := _zaak(feit, klaar, deel.gemeente, telling)):
                zaken.write(zaak if eerste_zaak else b"," + zaak)
                eerste_zaak = False


def _signalen(feit: Zaakfeit, gemeente: Gemeentelevering) -> dict[int, dict[str, Any] | Bevinding]:
    """Return every signaal of a zaak as it is written, or what is wrong with it."""
    status = vorm.status(feit)
    gemaakt = {s.id: vorm.signaal(s, status, gemeente) for s in feit.signalen}
    return {nummer: toets(deel, "signaal") or deel for nummer, deel in gemaakt.items()}


def _hier(stuk: Stuk, klaar: dict[int, dict[str, Any] | Bevinding], telling: Telling) -> Iterator[int]:
    """Give the signalen that stand here and are sound; the others are counted."""
    for nummer in stuk.signalen:
        if not isinstance(fout := klaar.get(nummer, WEG), Bevinding):
            telling.signalen += 1
            yield nummer
            continue
        telling.afgekeurd += 1
        if len(telling.voorbeelden) < TOON_HOOGSTENS:
            telling.voorbeelden.append(Afgekeurd(nummer, str(fout)))


def _zaak(
    feit: Zaakfeit, klaar: dict[int, dict[str, Any] | Bevinding], gemeente: Gemeentelevering, telling: Telling
) -> bytes | None:
    """Return a zaak as it is written; None when none of its signalen could be delivered."""
    geldig = {nummer for nummer, deel in klaar.items() if not isinstance(deel, Bevinding)}
    if not geldig:
        return None
    deel = vorm.zaak(feit, geldig, gemeente)
    if fout := toets(deel, "zaak"):
        raise OngeldigeZaak(feit.id, fout)
    telling.zaken += 1
    telling.contactpogingen += len(deel["contactpogingen"])
    return _regel(deel)


class OngeldigeZaak(Exception):
    """Een zaak past niet in de levering."""

    def __init__(self, zaak: int, bevinding: Bevinding) -> None:
        """Keep which zaak and which field."""
        super().__init__(f"Zaak {zaak} past niet in DDAS ({bevinding}): er is niets geleverd.")


def _open(deel: dict[str, Any]) -> bytes:
    """Return an object without its last brace: more fields follow."""
    return _regel(deel)[:-1]


def _regel(deel: Any) -> bytes:
    return json.dumps(deel, ensure_ascii=False, separators=(",", ":")).encode()


def _kopieer(van: IO[bytes], naar: Stroom) -> None:
    van.seek(0)
    while blok := van.read(BLOK):
        naar.write(blok)
