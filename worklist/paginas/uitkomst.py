"""The outcome of a taak: recorded in two clicks, once, with what happens next and the way back."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection, Row, select
from starlette.background import BackgroundTask
from starlette.responses import Response

from models import taakbeheer, uitkomsten
from models.database import lezen, schrijf_samen, tabel
from models.dossier import persoon
from models.handelingen import actor, al_gedaan, eenmalig, nieuwe_sleutel, teken_aan
from models.logboek import Verouderd
from models.taakbeeld import beeld_van
from models.tabellen import Bericht, Gebeurtenis
from rules.bezorging import Status
from rules.kanaalkeuze import PER_EMAIL
from rules.log import Soort
from rules.taakwoorden import NAAM
from rules.uitkomst import TOESTEMMING_HOE, keuzes
from rules.woorden import Dagdeel, Taaksoort, Zaaksoort
from rules.zaaknummer import zaaknummer
from tasks.aanstoten import stoot_aan
from tasks.bezorging import stel_vast_in
from tasks.omgeving import omgeving
from worklist.formulier import Formulier, FoutFormulier, Ingevuld, voor_scherm
from worklist.fouten import NietGevonden
from worklist.kijk import kijk, zaak_van
from worklist.sjabloon import ga_naar, moment, toon
from worklist.taakverleden import verleden
from worklist.uitkomstformulier import MAX_NOTITIE, dagdeel_van, in_het_kort, lees, lees_erbij
from worklist.vervolg import resultaat_van, vervolg_van
from worklist.wie import Behandelaar, Collega
from worklist.woorden import BERICHT, DAGDEEL, KANAAL, woord

router = APIRouter()

BERICHTEN, LOG = tabel(Bericht), tabel(Gebeurtenis)


@router.get("/taak/{taak_id}/uitkomst")
def uitkomst(request: Request, collega: Behandelaar, taak_id: int, deel: str = "", keer: str = "") -> Response:
    """Show the form of an open taak, or what was recorded and what happens next."""
    with lezen(omgeving().engine) as db:
        taak = _vind(db, collega, taak_id)
    if deel == "vervolg" and taak.status != "open":
        return _vervolg(request, taak, keer)
    kijk(collega, [taak.zaak_id], "uitkomst", f"taak {taak_id}")
    return _formulier(request, taak) if taak.status == "open" else _resultaat(request, collega, taak)


@router.post("/taak/{taak_id}/uitkomst")
def leg_vast(request: Request, collega: Behandelaar, taak_id: int, velden: Ingevuld) -> Response:
    """Record the outcome; a colleague who was first, or a field that is wrong, costs nothing that was typed."""
    with lezen(omgeving().engine) as db:
        taak = _vind(db, collega, taak_id)
        onzeker = _onzeker(db, taak) is not None
        if al_gedaan(db, velden.tekst("sleutel"), collega.id):
            gezegd = "De uitkomst is vastgelegd. Dit formulier was al verstuurd: kijk of dit klopt."
            return ga_naar(request, f"/taak/{taak_id}/uitkomst", gezegd)
    los = velden.tekst("alsnog") == "aantekening"
    try:
        schrijf_samen(omgeving().engine, _werk(request, collega, taak, velden, los=los, onzeker=onzeker))
    except Verouderd:
        return _te_laat(request, collega, taak_id, velden)
    except FoutFormulier as fout:
        if taak.status != "open" and not los:
            return _te_laat(request, collega, taak_id, velden)
        kijk(collega, [taak.zaak_id], "uitkomst", f"taak {taak_id}")
        weer = partial(_botsing, collega=collega) if los else _formulier
        return weer(request, taak, velden=velden, fouten=fout.velden, status=422)
    antwoord = ga_naar(request, f"/taak/{taak_id}/uitkomst", "Bewaard." if los else "De uitkomst is vastgelegd.")
    antwoord.background = BackgroundTask(stoot_aan, int(taak.zaak_id), request.app.state.inrichting.prefect_api)
    return antwoord


def _werk(
    request: Request, collega: Collega, taak: Row[Any], velden: Formulier, *, los: bool, onzeker: bool
) -> Callable[[Connection], bool]:
    """Return what must be written for a form that was filled in well. Raises FoutFormulier."""
    vandaag, afdeling = request.state.vandaag, Zaaksoort(taak.zaaksoort)
    formulier = uitkomsten.Formulier(velden.tekst("sleutel"), collega.id, vandaag, velden.getal("versie"))
    if los:
        erbij = lees_erbij(velden, afdeling)
        return lambda db: uitkomsten.bewaar_los(db, taak, formulier, erbij)
    if onzeker:
        aangekomen = velden.keuze("aangekomen", {"ja", "nee"}, "Kies of het bericht is aangekomen.") == "ja"
        notitie = velden.tekst("aantekening", max_teken=MAX_NOTITIE)
        return lambda db: _bezorging(db, taak, formulier, aangekomen, notitie)
    ingevoerd = lees(velden, Taaksoort(taak.soort), afdeling, vandaag)
    return lambda db: uitkomsten.leg_vast(db, taak, formulier, ingevoerd.uitkomst, ingevoerd.erbij)


def _bezorging(db: Connection, taak: Row[Any], formulier: uitkomsten.Formulier, aangekomen: bool, notitie: str) -> bool:
    """What was found out about a bericht decides whether it leaves once more."""
    if not eenmalig(db, formulier.sleutel, formulier.wie, taak.zaak_id, taak.id, "uitkomst"):
        return False
    bericht = _onzeker(db, taak)
    if bericht is None:
        raise Verouderd
    stel_vast_in(db, bericht.id, aangekomen, formulier.dag, actor(formulier.wie))
    teken_aan(db, formulier.wie, taak.zaak_id, taak.id, notitie)
    return True


def _te_laat(request: Request, collega: Collega, taak_id: int, velden: Formulier) -> Response:
    """Somebody changed the taak since it was seen: show what he did, and keep what was typed."""
    with lezen(omgeving().engine) as db:
        taak = _vind(db, collega, taak_id)
        acties = taakbeheer.acties(db, taak_id)
    kijk(collega, [taak.zaak_id], "uitkomst", f"taak {taak_id}")
    if taak.status != "open":
        return _botsing(request, taak, velden=velden, fouten={}, status=409, collega=collega)
    laatste = next(iter(verleden(acties[:1], {})), None)
    wat = f"{laatste.wie} {laatste.wat} ({moment(laatste.op)})." if laatste else "Deze taak is net veranderd."
    return _formulier(request, taak, velden=velden, fouten={}, status=409, botsing=wat)


def _formulier(
    request: Request, taak: Row[Any], *, velden: Formulier | None = None, fouten: Mapping[str, str] | None = None,
    status: int = 200, botsing: str = "",
) -> Response:  # fmt: skip
    with lezen(omgeving().engine) as db:
        wie, beeld, onzeker = persoon(db, taak.inwoner_id), beeld_van(db, taak), _onzeker(db, taak)
    soort, afdeling = Taaksoort(taak.soort), Zaaksoort(taak.zaaksoort)
    standaard = {"dagdeel": dagdeel_van(omgeving().nu()).value}
    return toon(
        request, "uitkomst.html", status, taak=taak, nummer=zaaknummer(taak.zaaksoort, taak.zaak_id),
        kop=NAAM[soort], persoon=wie, pogingen=beeld.pogingen, onzeker=onzeker, botsing=botsing,
        keuzes=keuzes(soort, afdeling), dagdelen={d.value: DAGDEEL[d] for d in Dagdeel}, hoe=TOESTEMMING_HOE,
        incasso=afdeling == Zaaksoort.INCASSO, mailsoorten={s.value: BERICHT[s] for s in sorted(PER_EMAIL)},
        sleutel=nieuwe_sleutel(), velden=voor_scherm(velden.velden if velden else standaard),
        fouten=voor_scherm(fouten),
        woord=woord, BERICHT=BERICHT, KANAAL=KANAAL,
    )  # fmt: skip


def _resultaat(request: Request, collega: Collega, taak: Row[Any]) -> Response:
    with lezen(omgeving().engine) as db:
        resultaat = resultaat_van(db, collega.blik, taak)
        vervolg = vervolg_van(db, taak, request.state.vandaag)
    return toon(
        request, "uitkomst_klaar.html", taak=taak, nummer=zaaknummer(taak.zaaksoort, taak.zaak_id), keer=0,
        kop=NAAM[Taaksoort(taak.soort)], resultaat=resultaat, vervolg=vervolg,
    )  # fmt: skip


def _vervolg(request: Request, taak: Row[Any], keer: str) -> Response:
    """Only what happens next, for a page that looks again by itself; nothing of the resident is in it."""
    with lezen(omgeving().engine) as db:
        vervolg = vervolg_van(db, taak, request.state.vandaag)
    geteld = int(keer) if keer.isascii() and keer.isdigit() and len(keer) < 3 else 99
    return toon(request, "_uitkomst_vervolg.html", taak=taak, vervolg=vervolg, keer=geteld)


def _botsing(
    request: Request, taak: Row[Any], *, velden: Formulier, fouten: Mapping[str, str], status: int, collega: Collega
) -> Response:
    with lezen(omgeving().engine) as db:
        resultaat = resultaat_van(db, collega.blik, taak)
    soort, afdeling = Taaksoort(taak.soort), Zaaksoort(taak.zaaksoort)
    mijn = in_het_kort(velden, keuzes(soort, afdeling))
    notitie = velden.velden.get("aantekening", "")
    return toon(
        request, "uitkomst_botsing.html", status, taak=taak, nummer=zaaknummer(taak.zaaksoort, taak.zaak_id),
        kop=NAAM[soort], resultaat=resultaat, mijn=mijn, sleutel=nieuwe_sleutel(),
        fouten=voor_scherm(fouten), velden=voor_scherm(velden.velden),
        notitie=f"Ik had: {mijn}.\n{notitie}".strip() if mijn and "alsnog" not in velden.velden else notitie,
    )  # fmt: skip


@router.post("/zaak/{nummer}/aantekening")
def aantekening(request: Request, collega: Behandelaar, nummer: str, velden: Ingevuld) -> Response:
    """Keep a free note with a zaak, once."""
    with lezen(omgeving().engine) as db:
        zaak = zaak_van(db, collega, nummer)
    tekst = velden.tekst("aantekening", max_teken=MAX_NOTITIE, verplicht="Typ eerst een aantekening.")

    def werk(db: Connection) -> None:
        if eenmalig(db, velden.tekst("sleutel"), collega.id, zaak.id, None, "aantekening"):
            teken_aan(db, collega.id, zaak.id, None, tekst)

    schrijf_samen(omgeving().engine, werk)
    return ga_naar(request, f"/zaak/{zaaknummer(zaak.soort, zaak.id)}", "De aantekening is bewaard.")


def _vind(db: Connection, collega: Collega, taak_id: int) -> Row[Any]:
    taak = taakbeheer.taak_van(db, collega.blik, taak_id)
    if taak is None:
        raise NietGevonden
    return taak


def _onzeker(db: Connection, taak: Row[Any]) -> Row[Any] | None:
    """Return the bericht of which a taak asks whether it arrived, or None when it asks something else."""
    if taak.soort != Taaksoort.ONZEKERE_BEZORGING:
        return None
    gemaakt = (LOG.c.zaak_id == taak.zaak_id, LOG.c.soort == Soort.TAAK.value)
    vragen = db.execute(select(LOG.c.gegevens).where(*gemaakt)).scalars()
    deze = (g for g in vragen if (g["soort"], g["poging"]) == (taak.soort, taak.poging))
    vraag: dict[str, Any] = next(deze, dict[str, Any]())
    if set(vraag) != {"soort", "poging", "kanaal", "bericht"}:
        return None
    waar = (BERICHTEN.c.id == vraag["bericht"], BERICHTEN.c.zaak_id == taak.zaak_id)
    return db.execute(select(BERICHTEN).where(*waar, BERICHTEN.c.status == Status.ONBEKEND.value)).one_or_none()
