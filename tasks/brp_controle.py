"""What does the BRP say of the people in a delivery: do they live here, are they alive, which BSN is theirs?"""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Connection

from models.personen import pseudoniem, stel_vast, vind_of_maak
from rules.beleid import Beleid
from rules.levering import Persoon
from rules.woorden import Zaaksoort
from tasks.clients.brp import BestandBrp, Brp, BrpPersoon
from tasks.omgeving import omgeving


def vraag_brp(personen: Sequence[Persoon]) -> list[BrpPersoon | None]:
    """Ask who these people are, before any transaction is open. Without a BRP (setting) nobody is known."""
    brp = _brp()
    if brp is None:
        return [None] * len(personen)
    gevonden = brp.zoek_bsns(sorted({p.bsn for p in personen if p.bsn}))
    return [gevonden.get(p.bsn) or _op_adres(brp, p) for p in personen]


def verwerk_brp(
    db: Connection,
    beleid: Beleid,
    afdeling: Zaaksoort,
    personen: Sequence[Persoon],
    antwoorden: Sequence[BrpPersoon | None],
    today: date,
) -> list[Persoon]:
    """Return the people with the BSN that the BRP knows; keep who died or moved away."""
    paren = zip(personen, antwoorden, strict=True)
    return [_stel_vast(db, beleid, afdeling, p, brp, today) if brp else p for p, brp in paren]


def _brp() -> Brp | None:
    gekozen = omgeving().settings
    if gekozen.brp_url:
        return _api(gekozen.brp_url)
    return _bestand(gekozen.brp) if gekozen.brp else None


@lru_cache(maxsize=1)
def _api(basis: str) -> Brp:
    from tasks.clients.haal_centraal import HaalCentraalBrp

    return HaalCentraalBrp(basis)


@lru_cache(maxsize=4)
def _bestand(pad: Path) -> BestandBrp:
    return BestandBrp(pad)


def _op_adres(brp: Brp, p: Persoon) -> BrpPersoon | None:
    """Find who is meant by address, name and birth date; two candidates are no answer."""
    if p.bsn or not p.adres.postcode:
        return None
    gevonden = brp.zoek_adres(p.adres.postcode, p.adres.huisnummer, p.adres.toevoeging, p.geboortedatum, p.achternaam)
    return gevonden[0] if len(gevonden) == 1 else None


def _stel_vast(
    db: Connection, beleid: Beleid, afdeling: Zaaksoort, p: Persoon, brp: BrpPersoon, today: date
) -> Persoon:
    persoon = replace(p, bsn=brp.bsn)
    elders = bool(brp.in_gemeente) and brp.in_gemeente != beleid.gemeente.code
    vlaggen: dict[str, date] = {}
    if brp.overleden:
        vlaggen["overleden_op"] = today
    if elders or brp.vertrokken:
        vlaggen["vertrokken_op"] = today
    if vlaggen:
        gemeente = beleid.gemeente.slug
        vind_of_maak(db, gemeente, afdeling, [persoon], "brp", today)
        stel_vast(db, gemeente, pseudoniem(gemeente, persoon), vlaggen)
    return persoon


def merk_bekenden(db: Connection, beleid: Beleid, personen: Sequence[Persoon], today: date) -> None:
    """Keep at team Vroegsignalering who is known at schuldhulpverlening; Gemeentebelastingen does not hear of it."""
    pad, gemeente = omgeving().settings.schuldhulp, beleid.gemeente.slug
    bekend = [p for p in personen if pad and p.bsn in _bekende_bsns(pad)]
    vind_of_maak(db, gemeente, Zaaksoort.VROEGSIGNALERING, bekend, "schuldhulp", today)
    for p in bekend:
        vlaggen = {"bekend_bij_schuldhulp_op": today}
        stel_vast(db, gemeente, pseudoniem(gemeente, p), vlaggen, Zaaksoort.VROEGSIGNALERING)


@lru_cache(maxsize=4)
def _bekende_bsns(pad: Path) -> frozenset[str]:
    with pad.open(encoding="utf-8-sig", newline="") as bestand:
        return frozenset(rij["bsn"] for rij in csv.DictReader(bestand, delimiter=";"))
