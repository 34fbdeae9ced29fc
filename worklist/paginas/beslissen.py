"""What a person decides about a zaak: chosen from a table, seen before it is done, done once, taken back when wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection, Row, func, select
from starlette.background import BackgroundTask
from starlette.responses import Response

from models import beslissen as besluiten
from models.beslissen import Besluit, PastNiet
from models.correcties import ruwe_log
from models.database import lezen, schrijf_samen, tabel
from models.dossier import persoon
from models.feiten import Melder
from models.handelingen import actor, al_gedaan, eenmalig, nieuwe_sleutel
from models.lader import laad
from models.logboek import Verouderd
from models.tabellen import Zaak
from rules.beslissingen import BESLISSINGEN, Beslissing, Tot, mogelijk, waarom_niet
from rules.correctie import FEITEN, Genummerd
from rules.correctie import waarom_niet as niet_te_herstellen
from rules.woorden import Zaaksoort
from rules.zaak import Zaak as Zaakfeiten
from rules.zaaknummer import zaaknummer
from tasks.aanstoten import stoot_aan
from tasks.omgeving import omgeving
from tasks.vooruitblik import kijk_vooruit
from worklist.besluitformulier import VELDEN, Ingevuld, heeft_velden, lees
from worklist.contactbeeld import contact_van
from worklist.formulier import Formulier, FoutFormulier, voor_scherm
from worklist.formulier import Ingevuld as Velden
from worklist.kijk import kijk_naar, zaak_van
from worklist.sjabloon import ga_naar, toon
from worklist.verhaal import vertel
from worklist.vervolg import straks_van
from worklist.wie import Behandelaar, Collega
from worklist.woorden import BERICHT, KANAAL, woord

router = APIRouter()

ZAAK = tabel(Zaak)
CODES: dict[str, Beslissing] = {b.code: b for b in BESLISSINGEN}
LAATSTE = 6


class PastNietMeer(Verouderd):
    """Deze beslissing past niet meer bij de zaak. Er is niets opgeslagen: kijk eerst wat er is veranderd."""


@dataclass(frozen=True)
class Keuze:
    """One decision about one zaak."""

    zaak: Row[Any]
    wat: Beslissing


@router.get("/zaak/{nummer}/beslissen")
def beslissen(request: Request, collega: Behandelaar, nummer: str, wat: str = "") -> Response:
    """Show everything that can be decided, or one decision with what it would do."""
    kijk_naar(collega, nummer, "beslissen")
    with lezen(omgeving().engine) as db:
        zaak = zaak_van(db, collega, nummer)
        feiten = _feiten(db, zaak, request)
    gekozen = CODES.get(wat)
    if gekozen is None or waarom_niet(gekozen, feiten) is not None:
        return _overzicht(request, zaak, feiten)
    keuze = Keuze(zaak, gekozen)
    if heeft_velden(gekozen):
        return _formulier(request, keuze, {}, {})
    return _gevolgen(request, collega, keuze, Formulier({}))


@router.post("/zaak/{nummer}/beslissen")
def beslis(request: Request, collega: Behandelaar, nummer: str, velden: Velden) -> Response:
    """Show the consequences of a decision, or write it down."""
    with lezen(omgeving().engine) as db:
        zaak = zaak_van(db, collega, nummer)
        if al_gedaan(db, velden.tekst("sleutel"), collega.id):
            return ga_naar(request, f"/zaak/{nummer}/beslissen")
    keuze = Keuze(zaak, CODES[velden.keuze("wat", CODES, "Kies wat u beslist.")])
    kijk_naar(collega, nummer, "beslissen")
    try:
        if velden.tekst("stap") != "vast":
            return _gevolgen(request, collega, keuze, velden)
        ingevuld = lees(velden, keuze.wat, request.state.vandaag, zaak.geopend_op)
    except FoutFormulier as fout:
        return _formulier(request, keuze, velden.velden, fout.velden, 422)
    besluit = _besluit(collega, keuze, ingevuld)
    schrijf_samen(omgeving().engine, partial(_leg_vast, velden.tekst("sleutel"), collega, keuze, besluit, request))
    antwoord = ga_naar(request, f"/zaak/{nummer}/beslissen", f"Vastgelegd: {keuze.wat.label}.")
    antwoord.background = BackgroundTask(stoot_aan, int(zaak.id), request.app.state.inrichting.prefect_api)
    return antwoord


def _leg_vast(sleutel: str, collega: Collega, keuze: Keuze, besluit: Besluit, request: Request, db: Connection) -> None:
    zaak = keuze.zaak
    if not eenmalig(db, sleutel, collega.id, zaak.id, None, f"besluit {keuze.wat.code}"):
        return
    vers = db.execute(select(ZAAK).where(ZAAK.c.id == zaak.id)).one()
    try:
        besluiten.beslis(db, vers, besluit, omgeving().beleid(zaak.gemeente), request.state.vandaag)
    except PastNiet:
        raise PastNietMeer from None


def _besluit(collega: Collega, keuze: Keuze, ingevuld: Ingevuld) -> Besluit:
    door = Melder(actor(collega.id), Zaaksoort(keuze.zaak.soort))
    return Besluit(keuze.wat, ingevuld.dag, door, ingevuld.gegevens, ingevuld.adres)


def _gevolgen(request: Request, collega: Collega, keuze: Keuze, velden: Formulier) -> Response:
    """Show what would happen. Raises FoutFormulier."""
    zaak, vandaag = keuze.zaak, request.state.vandaag
    besluit = _besluit(collega, keuze, lees(velden, keuze.wat, vandaag, zaak.geopend_op))
    beleid = omgeving().beleid(zaak.gemeente)
    try:
        gezien = kijk_vooruit(zaak.id, lambda db: besluiten.beslis(db, zaak, besluit, beleid, vandaag), vandaag)
    except PastNiet:
        raise PastNietMeer from None
    straks = straks_van(gezien.stand, vandaag)
    return toon(
        request, "beslissen_gevolgen.html", nummer=_nummer(zaak), wat=keuze.wat, sleutel=nieuwe_sleutel(),
        besluit=besluit, ook=_ook(keuze), weg=gezien.vervallen, terug=(), blijft=(), straks=straks[0], dag=straks[1],
        mee=voor_scherm({naam: velden.velden[naam] for naam in VELDEN if velden.velden.get(naam)}), woord=woord,
        BERICHT=BERICHT, KANAAL=KANAAL, heeft_velden=heeft_velden(keuze.wat),
        tot=date.fromisoformat(besluit.gegevens["tot"]) if besluit.gegevens.get("tot") else None,
    )  # fmt: skip


def _ook(keuze: Keuze) -> int:
    """Return how many other open zaken of the resident here are told; of the other department nothing is said."""
    if not keuze.wat.persoon:
        return 0
    waar = (ZAAK.c.inwoner_id == keuze.zaak.inwoner_id, ZAAK.c.id != keuze.zaak.id, ZAAK.c.volgende_toets.is_not(None))
    with lezen(omgeving().engine) as db:
        return int(db.execute(select(func.count()).select_from(ZAAK).where(*waar)).scalar_one())


def _formulier(
    request: Request, keuze: Keuze, velden: Mapping[str, str], fouten: Mapping[str, str], status: int = 200
) -> Response:
    return toon(
        request, "beslissen_invullen.html", status, nummer=_nummer(keuze.zaak), wat=keuze.wat,
        velden=voor_scherm(velden), fouten=voor_scherm(fouten), Tot=Tot,
    )  # fmt: skip


def _overzicht(request: Request, zaak: Row[Any], feiten: Zaakfeiten) -> Response:
    with lezen(omgeving().engine) as db:
        wie = persoon(db, zaak.inwoner_id)
        contact = contact_van(db, zaak, wie)
        eerder = _eerder(ruwe_log(db, zaak.id))
    groepen: dict[str, list[tuple[Beslissing, str]]] = {}
    for beslissing, bezwaar in mogelijk(feiten):
        groepen.setdefault(beslissing.groep, []).append((beslissing, bezwaar))
    return toon(
        request, "beslissen.html", nummer=_nummer(zaak), persoon=wie, groepen=groepen, eerder=eerder, contact=contact,
        velden=voor_scherm(None), fouten=voor_scherm(None), incasso=zaak.soort == Zaaksoort.INCASSO, vertel=vertel,
        mailsoorten=contact.mailsoorten,
    )  # fmt: skip


def _eerder(regels: list[Genummerd]) -> list[Genummerd]:
    """Return what colleagues decided here and can take back, newest first."""
    feiten = [g for g in regels if g.logregel.soort in FEITEN and not niet_te_herstellen(regels, g.volgnr)]
    return feiten[: -LAATSTE - 1 : -1]


def _feiten(db: Connection, zaak: Row[Any], request: Request) -> Zaakfeiten:
    [geladen] = laad(db, [zaak.id], omgeving().beleid(zaak.gemeente), request.state.vandaag)
    return geladen.feiten


def _nummer(zaak: Row[Any]) -> str:
    return zaaknummer(zaak.soort, zaak.id)
