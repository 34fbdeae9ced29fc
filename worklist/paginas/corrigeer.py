"""A mistake is put right: with a reason, after seeing what goes back and what has left for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection, Row, select
from starlette.background import BackgroundTask
from starlette.responses import Response

from models import correcties
from models.correcties import Herstel, Hersteld, NietTeHerstellen
from models.database import lezen, schrijf_samen, tabel
from models.feiten import Melder
from models.handelingen import actor, al_gedaan, eenmalig, nieuwe_sleutel
from models.tabellen import Taak
from rules.correctie import REDEN, Correctiereden, Genummerd, geldend, waarom_niet
from rules.log import Logregel, Soort
from rules.uitkomst import TOESTEMMING_HOE, Uitkomst, keuzes
from rules.woorden import Dagdeel, Taaksoort, Zaaksoort
from rules.zaaknummer import zaaknummer
from tasks.aanstoten import stoot_aan
from tasks.omgeving import omgeving
from tasks.vooruitblik import Vooruitblik, kijk_vooruit
from worklist.formulier import Formulier, FoutFormulier, Ingevuld, voor_scherm
from worklist.fouten import NietGevonden
from worklist.kijk import kijk_naar, zaak_van
from worklist.sjabloon import ga_naar, toon
from worklist.uitkomstformulier import lees_keuze
from worklist.verhaal import vertel
from worklist.vervolg import straks_van
from worklist.wie import Behandelaar, Collega
from worklist.woorden import BERICHT, DAGDEEL, KANAAL, woord

router = APIRouter()

TAAK = tabel(Taak)
REDENEN: dict[str, str] = {reden.value: tekst for reden, tekst in REDEN.items()}


@dataclass(frozen=True)
class Fout:
    """What may be put right: the zaak, the gebeurtenis with what it says now, and why not (empty: it may)."""

    zaak: Row[Any]
    regel: Genummerd
    nu: Logregel
    bezwaar: str

    @property
    def taaksoort(self) -> Taaksoort | None:
        """Of which taak it is the outcome, when another outcome can take its place."""
        is_uitkomst = self.regel.logregel.soort == Soort.TAAK_AFGEROND
        return Taaksoort(self.regel.taak[0]) if is_uitkomst else None


@router.get("/zaak/{nummer}/corrigeer/{volgnr}")
def corrigeer(request: Request, collega: Behandelaar, nummer: str, volgnr: int) -> Response:
    """Show what would go back, and what stays, when this gebeurtenis is withdrawn."""
    kijk_naar(collega, nummer, "corrigeer")
    with lezen(omgeving().engine) as db:
        fout = _vind(db, collega, nummer, volgnr)
    return _toon(request, collega, fout)


@router.post("/zaak/{nummer}/corrigeer/{volgnr}")
def herstel(request: Request, collega: Behandelaar, nummer: str, volgnr: int, velden: Ingevuld) -> Response:
    """Put it right, once."""
    with lezen(omgeving().engine) as db:
        fout = _vind(db, collega, nummer, volgnr)
        if al_gedaan(db, velden.tekst("sleutel"), collega.id):
            return ga_naar(request, _daarna(db, fout))
    try:
        wat = _lees(velden, collega, fout, request)
        _doe(velden.tekst("sleutel"), collega, wat, request)
    except FoutFormulier as f:
        kijk_naar(collega, nummer, "corrigeer")
        return _toon(request, collega, fout, velden.velden, f.velden, 422)
    except NietTeHerstellen:
        kijk_naar(collega, nummer, "corrigeer")
        with lezen(omgeving().engine) as db:
            fout = _vind(db, collega, nummer, volgnr)
        return _toon(request, collega, fout, velden.velden, status=409)
    with lezen(omgeving().engine) as db:
        antwoord = ga_naar(request, _daarna(db, fout), "Het is hersteld. Wat er stond, blijft te zien in het verloop.")
    antwoord.background = BackgroundTask(stoot_aan, int(fout.zaak.id), request.app.state.inrichting.prefect_api)
    return antwoord


def _doe(sleutel: str, collega: Collega, wat: Herstel, request: Request) -> None:
    def werk(db: Connection) -> None:
        if eenmalig(db, sleutel, collega.id, wat.zaak_id, None, "correctie"):
            correcties.herstel(db, wat, omgeving().beleid(_gemeente(db, wat.zaak_id)), request.state.vandaag)

    schrijf_samen(omgeving().engine, werk)


def _gemeente(db: Connection, zaak_id: int) -> str:
    return str(db.execute(select(correcties.ZAAK.c.gemeente).where(correcties.ZAAK.c.id == zaak_id)).scalar_one())


def _vind(db: Connection, collega: Collega, nummer: str, volgnr: int) -> Fout:
    zaak = zaak_van(db, collega, nummer)
    regels = correcties.ruwe_log(db, zaak.id)
    regel = next((g for g in regels if g.volgnr == volgnr), None)
    if regel is None:
        raise NietGevonden
    nu = dict(geldend((g.volgnr, g.logregel) for g in regels)).get(volgnr, regel.logregel)
    return Fout(zaak, regel, nu, waarom_niet(regels, volgnr))


def _lees(velden: Formulier, collega: Collega, fout: Fout, request: Request) -> Herstel:
    fouten: dict[str, str] = {}
    reden, nieuw = Correctiereden.GEVOLG, None
    try:
        reden = Correctiereden(velden.keuze("reden", REDENEN, "Kies waarom u dit herstelt."))
    except FoutFormulier as f:
        fouten |= f.velden
    try:
        nieuw = _lees_nieuw(velden, fout, request)
    except FoutFormulier as f:
        fouten |= f.velden
    if fouten:
        raise FoutFormulier(**fouten)
    return Herstel(fout.zaak.id, fout.regel.volgnr, reden, _melder(collega, fout), nieuw)


def _lees_nieuw(velden: Formulier, fout: Fout, request: Request) -> Uitkomst | None:
    if fout.taaksoort is None or velden.tekst("hoe") != "wijzigen":
        return None
    nieuw = lees_keuze(velden, fout.taaksoort, Zaaksoort(fout.zaak.soort), request.state.vandaag)
    soort, poging = fout.regel.taak
    if {"soort": soort, "poging": poging, **nieuw.gegevens()} == dict(fout.nu.gegevens):
        raise FoutFormulier(uitkomst="Dit staat er al. Kies een ander resultaat.")
    return nieuw


def _melder(collega: Collega, fout: Fout) -> Melder:
    return Melder(actor(collega.id), Zaaksoort(fout.zaak.soort))


def _toon(
    request: Request, collega: Collega, fout: Fout, velden: Mapping[str, str] | None = None,
    fouten: Mapping[str, str] | None = None, status: int = 200,
) -> Response:  # fmt: skip
    afdeling, soort = Zaaksoort(fout.zaak.soort), fout.taaksoort
    gezien = None if fout.bezwaar else _vooruit(request, collega, fout)
    g = fout.nu.gegevens
    nu = {naam: str(g.get(naam) or "") for naam in ("dagdeel", "datum", "minuten")} | {"hoe": "intrekken"}
    straks = straks_van(gezien.stand if gezien else None, request.state.vandaag)
    return toon(
        request, "corrigeer.html", status, fout=fout, nummer=zaaknummer(fout.zaak.soort, fout.zaak.id),
        woorden=vertel(fout.nu), redenen=REDENEN, sleutel=nieuwe_sleutel(),
        velden=voor_scherm(velden or nu), fouten=voor_scherm(fouten),
        keuzes=keuzes(soort, afdeling) if soort else (), dagdelen={d.value: DAGDEEL[d] for d in Dagdeel},
        hoe=TOESTEMMING_HOE, incasso=afdeling == Zaaksoort.INCASSO, gezien=gezien,
        terug=[vertel(r.logregel) for r in gezien.gedaan.terug] if gezien else [],
        blijft=[vertel(r.logregel) for r in gezien.gedaan.blijft] if gezien else [],
        overgedragen=gezien is not None and any(r.logregel.soort == Soort.OVERGEDRAGEN for r in gezien.gedaan.blijft),
        straks=straks[0], dag=straks[1], woord=woord, BERICHT=BERICHT, KANAAL=KANAAL,
    )  # fmt: skip


def _vooruit(request: Request, collega: Collega, fout: Fout) -> Vooruitblik[Hersteld]:
    """What withdrawing it would do; another outcome takes back the same, and the rules then follow the new one."""
    wat = Herstel(fout.zaak.id, fout.regel.volgnr, Correctiereden.VERKEERDE_KEUZE, _melder(collega, fout))
    beleid, vandaag = omgeving().beleid(fout.zaak.gemeente), request.state.vandaag
    return kijk_vooruit(fout.zaak.id, lambda db: correcties.herstel(db, wat, beleid, vandaag), vandaag)


def _daarna(db: Connection, fout: Fout) -> str:
    """Where somebody goes on: to the taak when it is about one, else to the zaak."""
    if fout.taaksoort is None:
        return f"/zaak/{zaaknummer(fout.zaak.soort, fout.zaak.id)}?waarom=vervolg"
    soort, poging = fout.regel.taak
    waar = (TAAK.c.zaak_id == fout.zaak.id, TAAK.c.soort == soort, TAAK.c.poging == poging)
    return f"/taak/{db.execute(select(TAAK.c.id).where(*waar)).scalar_one()}/uitkomst"
