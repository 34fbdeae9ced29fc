"""A dwangbevel: the whole file of effort on one page, and a decision of a person with his reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.background import BackgroundTask
from starlette.responses import Response

from models import uitkomsten
from models.database import lezen, schrijf_samen
from models.effort import Voorstel, inspanning, open_voorstel
from models.handelingen import eenmalig, nieuwe_sleutel, teken_aan
from models.logboek import Verouderd
from models.taakbeheer import AndereVersie, noteer_actie, raak
from models.uitkomsten import Bijlage
from rules.betekening import bezwaren_tegen_post
from rules.dwangbevel import REDENEN, Besluit, in_woorden, mag_bevestigen, past
from rules.taakacties import Actie
from rules.uitkomst import Uitkomst
from rules.woorden import Taaksoort
from rules.zaak import Incassozaak
from tasks.aanstoten import stoot_aan
from tasks.omgeving import omgeving
from tasks.uitleg import stand_van
from worklist.formulier import Formulier, FoutFormulier, Ingevuld
from worklist.kijk import kijk, zaak_van
from worklist.sjabloon import ga_naar, toon
from worklist.verhaal import belasting, vertel
from worklist.vinden import Nummer, Onderwerp, bij_taak
from worklist.wie import Behandelaar, Collega
from worklist.woorden import BERICHT, DAGDEEL, KANAAL, STATUS, TAAK, UITKOMST, woord
from worklist.zaakbeeld import waarom

router = APIRouter()

SOORT = Taaksoort.DWANGBEVEL_BEOORDELEN
MAX_TOELICHTING = 2_000
GEEN_TOELICHTING = "Leg in een paar woorden uit waarom u dit vindt."
COLLEGA_EERDER = "Een collega heeft deze taak net veranderd. Er is niets opgeslagen. Kijk wat er nu staat."


class GeenVoorstel(FoutFormulier):
    """Dit voorstel is er niet meer: een collega was eerder. Er is niets opgeslagen."""

    def __init__(self) -> None:
        super().__init__(voorstel=" ".join((self.__doc__ or "").split()))


@dataclass(frozen=True)
class Terug:
    """A form that comes back: what was typed, and what is wrong with it."""

    velden: Mapping[str, str] = field(default_factory=dict[str, str])
    fouten: tuple[str, ...] = ()
    status: int = 200


@router.get("/taak/{taak_id}/dwangbevel")
def dwangbevel(request: Request, collega: Behandelaar, taak_id: Nummer) -> Response:
    """Show everything that was done for the resident, and the decision that a person takes."""
    return _pagina(request, collega, taak_id, Terug())


@router.post("/taak/{taak_id}/dwangbevel")
def beslis(request: Request, collega: Behandelaar, taak_id: Nummer, velden: Ingevuld) -> Response:
    """Decide, or with four eyes: propose, confirm, disagree or take back."""
    o = bij_taak(request.state.vandaag, collega, taak_id, SOORT)
    try:
        doe = velden.keuze("doe", set(WERK), "Kies wat u wilt doen.")
        melding = WERK[doe](collega, o, velden)
    except FoutFormulier as fout:
        return _pagina(request, collega, taak_id, Terug(velden.velden, tuple(fout.velden.values()), 422))
    except (AndereVersie, Verouderd):
        return _pagina(request, collega, taak_id, Terug(velden.velden, (COLLEGA_EERDER,), 409))
    antwoord = ga_naar(request, f"/taak/{taak_id}", melding)
    antwoord.background = BackgroundTask(stoot_aan, o.zaak_id, request.app.state.inrichting.prefect_api)
    return antwoord


def _besluit(collega: Collega, o: Onderwerp, velden: Formulier) -> str:
    """One colleague decides; where the beleid asks for four eyes he proposes."""
    besluit = velden.keuze("besluit", {b.value for b in Besluit}, "Kies wat u beslist.")
    reden = velden.tekst("reden", verplicht="Kies een reden.")
    if not past(besluit, reden):
        raise FoutFormulier(reden="Deze reden past niet bij uw beslissing. Kies een andere reden.")
    toelichting = velden.tekst("toelichting", max_teken=MAX_TOELICHTING, verplicht=GEEN_TOELICHTING)
    if o.beleid.incasso.dwangbevel_vier_ogen:
        schrijf_samen(omgeving().engine, partial(_stel_voor, collega, o, velden, besluit, reden, toelichting))
        return "Uw voorstel is opgeslagen. Een collega moet het nog bevestigen."
    uitkomst, bijlage = Uitkomst(besluit, extra={"reden": reden}), Bijlage(toelichting)
    formulier = _formulier(collega, o, velden)
    schrijf_samen(omgeving().engine, lambda db: uitkomsten.leg_vast(db, o.rij, formulier, uitkomst, bijlage))
    return "Uw beslissing is vastgelegd."


def _stel_voor(
    collega: Collega, o: Onderwerp, velden: Formulier, besluit: str, reden: str, toelichting: str, db: Connection
) -> None:
    if not eenmalig(db, velden.tekst("sleutel"), collega.id, o.zaak_id, o.rij.id, Actie.VOORGESTELD):
        return
    raak(db, o.rij.id, velden.getal("versie"))
    if open_voorstel(db, o.rij.id) is not None:
        raise AndereVersie
    noteer_actie(db, o.rij.id, collega.id, Actie.VOORGESTELD, besluit=besluit, reden=reden)
    teken_aan(db, collega.id, o.zaak_id, o.rij.id, toelichting)


def _bevestig(collega: Collega, o: Onderwerp, velden: Formulier) -> str:
    """Another colleague agrees: now it is decided, and the log knows both."""

    sleutel = velden.tekst("sleutel")

    def werk(db: Connection) -> None:
        if not eenmalig(db, sleutel, collega.id, o.zaak_id, o.rij.id, Actie.BEVESTIGD):
            return
        voorstel = _voorstel(db, o, velden)
        if not mag_bevestigen(voorstel.wie, collega.id):
            raise FoutFormulier(voorstel="Dit is uw eigen voorstel. Een collega moet het bevestigen.")
        uitkomst = Uitkomst(voorstel.besluit, extra={"reden": voorstel.reden, "voorgesteld_door": voorstel.wie})
        formulier = replace(_formulier(collega, o, velden), sleutel=f"{sleutel}-uitkomst")
        uitkomsten.leg_vast(db, o.rij, formulier, uitkomst, _toelichting(velden))
        noteer_actie(db, o.rij.id, collega.id, Actie.BEVESTIGD, voorstel=voorstel.id)

    schrijf_samen(omgeving().engine, werk)
    return "De beslissing is vastgelegd."


def _niet_eens(collega: Collega, o: Onderwerp, velden: Formulier) -> str:
    toelichting = velden.tekst("toelichting", max_teken=MAX_TOELICHTING, verplicht=GEEN_TOELICHTING)
    _einde_voorstel(collega, o, velden, Actie.NIET_EENS, toelichting, eigen=False)
    return "U bent het niet eens met het voorstel. De taak is nog open."


def _trek_in(collega: Collega, o: Onderwerp, velden: Formulier) -> str:
    _einde_voorstel(collega, o, velden, Actie.INGETROKKEN, "", eigen=True)
    return "Uw voorstel is ingetrokken."


def _einde_voorstel(
    collega: Collega, o: Onderwerp, velden: Formulier, actie: Actie, toelichting: str, *, eigen: bool
) -> None:
    def werk(db: Connection) -> None:
        if not eenmalig(db, velden.tekst("sleutel"), collega.id, o.zaak_id, o.rij.id, actie):
            return
        voorstel = _voorstel(db, o, velden)
        if (voorstel.wie == collega.id) is not eigen:
            raise GeenVoorstel
        raak(db, o.rij.id, velden.getal("versie"))
        noteer_actie(db, o.rij.id, collega.id, actie, voorstel=voorstel.id)
        teken_aan(db, collega.id, o.zaak_id, o.rij.id, toelichting)

    schrijf_samen(omgeving().engine, werk)


def _voorstel(db: Connection, o: Onderwerp, velden: Formulier) -> Voorstel:
    """Return the proposal that the form is about. Raises GeenVoorstel."""
    voorstel = open_voorstel(db, o.rij.id)
    if voorstel is None or str(voorstel.id) != velden.tekst("voorstel"):
        raise GeenVoorstel
    return voorstel


def _toelichting(velden: Formulier) -> Bijlage:
    return Bijlage(velden.tekst("toelichting", max_teken=MAX_TOELICHTING))


def _formulier(collega: Collega, o: Onderwerp, velden: Formulier) -> uitkomsten.Formulier:
    return uitkomsten.Formulier(velden.tekst("sleutel"), collega.id, o.vandaag, velden.getal("versie"))


def _pagina(request: Request, collega: Collega, taak_id: int, terug: Terug) -> Response:
    o = bij_taak(request.state.vandaag, collega, taak_id, SOORT)
    if o.rij.status != "open":
        return ga_naar(request, f"/taak/{taak_id}", "Over dit dwangbevel is al beslist.")
    kijk(collega, [o.zaak_id], "dwangbevel", f"taak {taak_id}")
    zaak = o.geladen.feiten
    assert isinstance(zaak, Incassozaak)
    with lezen(omgeving().engine) as db:
        dossier = inspanning(db, collega.blik, o.zaak_id, zaak.log)
        voorstel = open_voorstel(db, taak_id)
        stand = stand_van(db, zaak_van(db, collega, o.nummer), o.vandaag)
    return toon(
        request, "dwangbevel.html", terug.status, o=o, nummer=o.nummer, zaak=zaak, dossier=dossier, voorstel=voorstel,
        eigen=voorstel is not None and not mag_bevestigen(voorstel.wie, collega.id),
        vier_ogen=o.beleid.incasso.dwangbevel_vier_ogen, bezwaren=bezwaren_tegen_post(zaak),
        uitleg=waarom(stand, o.vandaag) if stand else None, velden=terug.velden, fouten=terug.fouten,
        sleutel=nieuwe_sleutel(), redenen={b.value: r for b, r in REDENEN.items()}, vertel=vertel, woord=woord,
        belasting=belasting, in_woorden=in_woorden, BERICHT=BERICHT, KANAAL=KANAAL, STATUS=STATUS, DAGDEEL=DAGDEEL,
        TAAK=TAAK, UITKOMST=UITKOMST,
    )  # fmt: skip


WERK: dict[str, Callable[[Collega, Onderwerp, Formulier], str]] = {
    "besluit": _besluit,
    "bevestig": _bevestig,
    "niet-eens": _niet_eens,
    "intrekken": _trek_in,
}
