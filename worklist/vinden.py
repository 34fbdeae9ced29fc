"""Which taak or zaak is this page about? Only within the blik of who asks; whatever is not his, does not exist."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Path
from sqlalchemy import Connection, Row

from models.database import lezen
from models.dossier import Persoonsbeeld, persoon, vind_zaak
from models.lader import Geladen
from models.register import laad
from models.taakbeheer import taak_van
from rules.beleid import Beleid
from rules.woorden import Taaksoort
from rules.zaaknummer import zaaknummer
from tasks.omgeving import omgeving
from worklist.fouten import NietGevonden
from worklist.wie import Collega

Nummer = Annotated[int, Path(ge=1, le=2**31 - 1)]
"""The id of a taak or zending in an address; a larger number is none of ours and breaks no database."""


@dataclass(frozen=True, repr=False)
class Onderwerp:
    """A taak or zaak with its facts and its resident. No repr: personal data."""

    rij: Row[Any]
    """Of a taak: every column of models.taakbeheer.taak_van. Of a zaak: every column of zaak."""
    zaak_id: int
    nummer: str
    geladen: Geladen
    persoon: Persoonsbeeld
    beleid: Beleid
    vandaag: date


def bij_taak(vandaag: date, collega: Collega, taak_id: int, soort: Taaksoort) -> Onderwerp:
    """Return a taak of this soort. Raises NietGevonden."""
    with lezen(omgeving().engine) as db:
        rij = taak_van(db, collega.blik, taak_id)
        if rij is None or rij.soort != soort.value:
            raise NietGevonden
        return _onderwerp(db, rij, rij.zaak_id, rij.zaaksoort, vandaag)


def bij_zaak(vandaag: date, collega: Collega, nummer: str) -> Onderwerp:
    """Return a zaak by its number. Raises NietGevonden."""
    with lezen(omgeving().engine) as db:
        rij = vind_zaak(db, collega.blik, nummer)
        if rij is None:
            raise NietGevonden
        return _onderwerp(db, rij, rij.id, rij.soort, vandaag)


def _onderwerp(db: Connection, rij: Row[Any], zaak_id: int, soort: str, vandaag: date) -> Onderwerp:
    beleid = omgeving().beleid(rij.gemeente)
    [geladen] = laad(db, [zaak_id], beleid, vandaag)
    nummer, wie = zaaknummer(soort, zaak_id), persoon(db, rij.inwoner_id)
    return Onderwerp(rij, zaak_id, nummer, geladen, wie, beleid.voor(geladen.feiten), vandaag)
