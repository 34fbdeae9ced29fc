"""Planning a home visit and a first conversation: when, who goes, and what stands in the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from models import afspraken
from models.afspraken import GESPREK, HUISBEZOEK, NieuweAfspraak
from models.database import lezen, schrijf_samen
from models.handelingen import eenmalig, nieuwe_sleutel
from models.taakbeheer import AndereVersie, noteer_actie, raak
from rules import bezoekdag
from rules.bezoekdag import LAAT, Bezoekplan, LetOp, Moment, Oordeel
from rules.contact import pogingen
from rules.taakacties import Actie
from rules.taakwoorden import GROND, termijn_in_woorden, werkdagen_tot
from rules.woorden import Dagdeel, Taaksoort
from rules.zaak import Vroegsignaalzaak
from tasks.omgeving import omgeving
from worklist.formulier import Formulier, FoutFormulier, Ingevuld
from worklist.kijk import kijk
from worklist.sjabloon import datum, ga_naar, toon
from worklist.vinden import Nummer, Onderwerp, bij_taak
from worklist.wie import Behandelaar, Collega
from worklist.woorden import DAGDEEL, LET_OP

router = APIRouter()

NIET_OPEN = "Deze taak is al klaar. Er is niets gepland."
COLLEGA_EERDER = "Een collega heeft deze taak net veranderd. Er is niets opgeslagen. Kijk of uw plan nog klopt."


@dataclass(frozen=True)
class Terug:
    """A form that comes back: what was typed, and what is said about it."""

    velden: Mapping[str, str] = field(default_factory=dict[str, str])
    oordeel: Oordeel = field(default_factory=Oordeel)
    status: int = 200


@router.get("/taak/{taak_id}/bezoek")
def bezoek(request: Request, collega: Behandelaar, taak_id: Nummer) -> Response:
    """Show where, who and when of a visit that must be planned."""
    return _bezoekpagina(request, collega, taak_id, Terug())


@router.post("/taak/{taak_id}/bezoek")
def plan_bezoek(request: Request, collega: Behandelaar, taak_id: Nummer, velden: Ingevuld) -> Response:
    """Plan a visit, or keep what who visits must know of the place."""
    onderwerp = bij_taak(request.state.vandaag, collega, taak_id, Taaksoort.HUISBEZOEK)
    try:
        doe = velden.keuze("doe", {"plan", "let-op"}, "Kies wat u wilt doen.")
        return (
            _let_op(request, collega, onderwerp, velden)
            if doe == "let-op"
            else _plan(request, collega, onderwerp, velden)
        )
    except FoutFormulier as fout:
        terug = Terug(velden.velden, Oordeel(tuple(fout.velden.values())), 422)
    except AndereVersie:
        terug = Terug(velden.velden, Oordeel((COLLEGA_EERDER,)), 409)
    return _bezoekpagina(request, collega, taak_id, terug)


def _plan(request: Request, collega: Collega, o: Onderwerp, velden: Formulier) -> Response:
    moment = _moment(velden)
    eerste, tweede = _ploeg(o, moment, velden)
    plan = Bezoekplan(moment, 1 + (tweede is not None), o.persoon.let_op, _al_geprobeerd(o), o.rij.uiterste_dag)
    oordeel = bezoekdag.beoordeel_bezoek(plan, o.beleid, request.state.vandaag)
    if oordeel.bezwaren or (oordeel.waarschuwingen and not velden.aan("toch")):
        return _bezoekpagina(request, collega, o.rij.id, Terug(velden.velden, oordeel, 422))
    nieuw = NieuweAfspraak(HUISBEZOEK, moment.dag, moment.dagdeel.value, _tijd(moment), eerste, tweede)
    _bewaar(collega, o, velden, nieuw, Actie.BEZOEK_GEPLAND)
    return ga_naar(request, f"/bezoeken?dag={moment.dag}", f"Het bezoek is gepland op {datum(moment.dag)}.")


def _ploeg(o: Onderwerp, moment: Moment, velden: Formulier) -> tuple[int, int | None]:
    """Return who goes: the first of the own department, the buddy of either one."""
    with lezen(omgeving().engine) as db:
        eigen = afspraken.eigen_collegas(db, o.rij.gemeente, o.rij.afdeling, moment.dag)
        mee = afspraken.wie_kan_mee(db, o.rij.gemeente, o.rij.afdeling, moment.dag)
    eerste = velden.keuze("eerste", {str(i) for i in eigen}, "Kies wie er gaat. Deze collega kan die dag niet.")
    tweede = velden.tekst("tweede")
    if tweede and tweede not in {str(i) for i in mee}:
        raise FoutFormulier(tweede="Deze collega kan die dag niet mee. Kies iemand anders.")
    if tweede == eerste:
        raise FoutFormulier(tweede="Kies twee verschillende mensen.")
    return int(eerste), int(tweede) if tweede else None


def _let_op(request: Request, collega: Collega, o: Onderwerp, velden: Formulier) -> Response:
    let_op = velden.keuze("let_op", {"", *LetOp}, "Kies een waarschuwing uit de lijst.")
    versie = velden.getal("versie")

    def werk(db: Connection) -> None:
        raak(db, o.rij.id, versie)
        oud = afspraken.zet_let_op(db, o.persoon.id, let_op)
        noteer_actie(db, o.rij.id, collega.id, Actie.LET_OP, van=oud, naar=let_op)

    schrijf_samen(omgeving().engine, werk)
    return ga_naar(request, f"/taak/{o.rij.id}/bezoek", "De waarschuwing is opgeslagen.")


def _bezoekpagina(request: Request, collega: Collega, taak_id: int, terug: Terug) -> Response:
    o = bij_taak(request.state.vandaag, collega, taak_id, Taaksoort.HUISBEZOEK)
    if o.rij.status != "open":
        return ga_naar(request, f"/taak/{taak_id}", NIET_OPEN)
    kijk(collega, [o.zaak_id], "huisbezoek plannen", f"taak {taak_id}")
    with lezen(omgeving().engine) as db:
        vandaag = request.state.vandaag
        eigen = afspraken.eigen_collegas(db, o.rij.gemeente, o.rij.afdeling, vandaag)
        mee = afspraken.wie_kan_mee(db, o.rij.gemeente, o.rij.afdeling, vandaag)
        nu = afspraken.huidige(db, collega.blik, taak_id)
    begin = {"eerste": str(o.rij.behandelaar_id or collega.id), "sleutel": nieuwe_sleutel()}
    return toon(
        request, "bezoek.html", terug.status, o=o, nu=nu, eigen=eigen, mee=mee, oordeel=terug.oordeel,
        velden={**begin, **terug.velden}, dagdelen=DAGDEEL, waarschuwingen=LET_OP,
        vensters=o.beleid.vs.huisbezoek_vensters,
        personen=bezoekdag.nodig(o.beleid, o.persoon.let_op), pogingen=_pogingen(o),
        termijn=termijn_in_woorden(o.beleid.kalender, vandaag, o.rij.uiterste_dag),
    )  # fmt: skip


@router.get("/taak/{taak_id}/gesprek")
def gesprek(request: Request, collega: Behandelaar, taak_id: Nummer) -> Response:
    """Show the term of the law and the form for the day of the first conversation."""
    return _gesprekpagina(request, collega, taak_id, Terug())


@router.post("/taak/{taak_id}/gesprek")
def plan_gesprek(request: Request, collega: Behandelaar, taak_id: Nummer, velden: Ingevuld) -> Response:
    """Keep the appointment for the first conversation; nothing is sent to the resident."""
    o = bij_taak(request.state.vandaag, collega, taak_id, Taaksoort.GESPREK_PLANNEN)
    try:
        return _plan_gesprek(request, collega, o, velden)
    except FoutFormulier as fout:
        terug = Terug(velden.velden, Oordeel(tuple(fout.velden.values())), 422)
    except AndereVersie:
        terug = Terug(velden.velden, Oordeel((COLLEGA_EERDER,)), 409)
    return _gesprekpagina(request, collega, taak_id, terug)


def _plan_gesprek(request: Request, collega: Collega, o: Onderwerp, velden: Formulier) -> Response:
    moment, reden = _moment(velden), velden.tekst("reden")
    with lezen(omgeving().engine) as db:
        wie = afspraken.eigen_collegas(db, o.rij.gemeente, o.rij.afdeling, moment.dag)
    eerste = velden.keuze("eerste", {str(i) for i in wie}, "Kies wie het gesprek voert.")
    oordeel = bezoekdag.beoordeel_gesprek(moment, o.rij.uiterste_dag, reden, o.beleid.kalender, request.state.vandaag)
    if oordeel.bezwaren or (oordeel.waarschuwingen and not velden.aan("toch")):
        return _gesprekpagina(request, collega, o.rij.id, Terug(velden.velden, oordeel, 422))
    nieuw = NieuweAfspraak(GESPREK, moment.dag, moment.dagdeel.value, _tijd(moment), int(eerste))
    laat = {"reden": reden} if moment.dag > o.rij.uiterste_dag else {}
    _bewaar(collega, o, velden, nieuw, Actie.GESPREK_GEPLAND, laat)
    melding = f"Het gesprek is gepland op {datum(moment.dag)}. Tijdig stuurt niets: vertel het de inwoner zelf."
    return ga_naar(request, f"/taak/{o.rij.id}/gesprek", melding)


def _gesprekpagina(request: Request, collega: Collega, taak_id: int, terug: Terug) -> Response:
    o = bij_taak(request.state.vandaag, collega, taak_id, Taaksoort.GESPREK_PLANNEN)
    if o.rij.status != "open":
        return ga_naar(request, f"/taak/{taak_id}", NIET_OPEN)
    kijk(collega, [o.zaak_id], "gesprek plannen", f"taak {taak_id}")
    vandaag, zaak = request.state.vandaag, o.geladen.feiten
    with lezen(omgeving().engine) as db:
        wie = afspraken.eigen_collegas(db, o.rij.gemeente, o.rij.afdeling, vandaag)
        nu = afspraken.huidige(db, collega.blik, taak_id)
    begin = {"eerste": str(o.rij.behandelaar_id or collega.id), "sleutel": nieuwe_sleutel()}
    return toon(
        request, "gesprek.html", terug.status, o=o, nu=nu, wie=wie, oordeel=terug.oordeel,
        velden={**begin, **terug.velden}, dagdelen=DAGDEEL, redenen={r.value: tekst for r, tekst in LAAT.items()},
        crisis=isinstance(zaak, Vroegsignaalzaak) and any(s.crisis for s in zaak.signalen),
        grond=GROND[Taaksoort.GESPREK_PLANNEN],
        werkdagen=werkdagen_tot(o.beleid.kalender, vandaag, o.rij.uiterste_dag),
        termijn=termijn_in_woorden(o.beleid.kalender, vandaag, o.rij.uiterste_dag),
        team=o.beleid.gemeente.afzender.vroegsignalering,
    )  # fmt: skip


def _bewaar(
    collega: Collega, o: Onderwerp, velden: Formulier, nieuw: NieuweAfspraak, actie: Actie,
    meer: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Keep an appointment once, with who gets the taak when nobody has it yet. Raises AndereVersie."""
    sleutel, versie = velden.tekst("sleutel"), velden.getal("versie")
    mee: dict[str, Any] = {} if o.rij.behandelaar_id else {"behandelaar_id": nieuw.eerste_id}

    def werk(db: Connection) -> None:
        if not eenmalig(db, sleutel, collega.id, o.zaak_id, o.rij.id, actie.value):
            return
        raak(db, o.rij.id, versie, **mee)
        volgnr = afspraken.plan(db, o.zaak_id, o.rij.id, nieuw)
        wanneer = {"dag": nieuw.dag.isoformat(), "dagdeel": nieuw.dagdeel, "volgnr": volgnr}
        noteer_actie(db, o.rij.id, collega.id, actie, **wanneer, **(meer or {}))

    schrijf_samen(omgeving().engine, werk)


def _moment(velden: Formulier) -> Moment:
    dag = velden.dag("dag", "Kies een dag.")
    if tekst := velden.tekst("tijd"):
        try:
            tijd = time.fromisoformat(tekst).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise FoutFormulier(tijd="Vul een tijd in, zoals 14:30, of niets.") from None
        return Moment(dag, bezoekdag.dagdeel_van(tijd), tijd)
    gekozen = velden.keuze("dagdeel", {d.value for d in Dagdeel}, "Kies een dagdeel, of vul een tijd in.")
    return Moment(dag, Dagdeel(gekozen))


def _tijd(moment: Moment) -> str:
    return f"{moment.tijd:%H:%M}" if moment.tijd else ""


def _al_geprobeerd(o: Onderwerp) -> tuple[str, ...]:
    return tuple(str(p.gegevens.get("dagdeel")) for p in _pogingen(o))


def _pogingen(o: Onderwerp) -> list[Any]:
    return list(pogingen(o.geladen.feiten, Taaksoort.BELLEN, Taaksoort.HUISBEZOEK, Taaksoort.CRISIS))
