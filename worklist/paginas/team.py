"""The work of a team: who has how much, what is late, and giving it to others; and who is away when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from models import afwezig, taakbeheer, werkvoorraad
from models.afwezig import Teamgenoot
from models.database import lezen, schrijf_samen
from models.werkvoorraad import NIEMAND, Keuze, Kijker, Last, Lijst
from rules.rollen import Blik, Recht
from rules.taakwoorden import TERMIJN
from tasks.omgeving import omgeving
from worklist.formulier import Formulier, FoutFormulier, Ingevuld
from worklist.fouten import NietGevonden
from worklist.paginas.lijst import kijker_van, lees_keuze, soorten_van
from worklist.sjabloon import datum, ga_naar, toon
from worklist.taakregels import regels
from worklist.wie import Behandelaar, Collega, Teamleider

router = APIRouter()

PER_BLAD = 50
HOOGSTENS = 1_000
"""So many taken are divided at once."""
LANGST_WEG = timedelta(days=366)
TEAM = "team"
"""In the form: give it to nobody, so that the team has it."""


@router.get("/team")
def team(
    request: Request, collega: Teamleider, soort: str = "", term: str = "", bij: str = "", leiding: str = "",
    weg: str = "", blad: str = "", nog: str = "", naar: str = "",
) -> Response:  # fmt: skip
    """Show what everybody has, and the taken of one choice to divide."""
    keuze = _lees(collega, {"soort": soort, "term": term, "bij": bij, "leiding": leiding, "weg": weg})
    with lezen(omgeving().engine) as db:
        kijker = kijker_van(db, collega, request.state.vandaag)
        telling = werkvoorraad.tel(db, kijker, keuze)
        bladen = max(1, -(-telling.gekozen // PER_BLAD))
        nu = min(max(int(blad) if blad.isascii() and blad.isdigit() and len(blad) < 7 else 1, 1), bladen)
        rijen = werkvoorraad.bladzijde(db, kijker, keuze, nu, PER_BLAD)
        genoten, lasten = afwezig.team(db, collega.blik), werkvoorraad.per_collega(db, kijker)
    return toon(
        request, "team.html", keuze=keuze, telling=telling, nu=nu, bladen=bladen, kijker=kijker, adres=_adres,
        regels=regels(rijen, kijker.vandaag), genoten=genoten, lasten=_lasten(genoten, lasten, kijker),
        soorten=soorten_van(collega), termen=TERMIJN, nog=set(nog.split(",")), naar=naar,
        gemeenten=sorted(collega.gemeenten), NIEMAND=NIEMAND, hoogstens=HOOGSTENS,
        namen={g.id: g.naam for g in genoten},
    )  # fmt: skip


@router.post("/team/verdeel")
def verdeel(request: Request, collega: Teamleider, velden: Ingevuld) -> Response:
    """Give the chosen taken to one colleague or back to the team; what somebody changed meanwhile is told."""
    keuze = _lees(collega, velden.velden)
    vandaag = request.state.vandaag

    def werk(db: Connection) -> tuple[Teamgenoot | None, int, list[int]]:
        aan = _ontvanger(db, collega, velden.tekst("naar", verplicht="Kies aan wie u de taken geeft."))
        gekozen = _gekozen(db, kijker_van(db, collega, vandaag), keuze, velden)
        gegeven = taakbeheer.verdeel(db, _blik_van(collega, aan), collega.id, gekozen, aan.id if aan else None)
        return aan, len(gegeven), sorted(set(gekozen) - gegeven)

    try:
        aan, aantal, niet = schrijf_samen(omgeving().engine, werk)
    except FoutFormulier as fout:
        return ga_naar(request, _adres(keuze), " ".join(fout.velden.values()))
    rest = {"nog": ",".join(map(str, niet[:PER_BLAD])), "naar": velden.tekst("naar")} if niet else {}
    return ga_naar(request, _adres(keuze, 1, **rest), _gedaan(aan, aantal, len(niet)))


def _gedaan(aan: Teamgenoot | None, aantal: int, niet: int) -> str:
    taken = "1 taak" if aantal == 1 else f"{aantal} taken"
    tekst = f"{taken} gegeven aan {aan.naam if aan else 'het team'}."
    if niet:
        tekst += f" {niet} niet: een collega heeft die net veranderd, of {aan.naam if aan else 'het team'} mag die niet"
        tekst += " zien. Er is daar niets veranderd. Wat nog in de lijst staat, is aangekruist."
    return tekst


def _ontvanger(db: Connection, collega: Collega, naar: str) -> Teamgenoot | None:
    if naar == TEAM:
        return None
    gevonden = next((g for g in afwezig.team(db, collega.blik) if str(g.id) == naar), None)
    if gevonden is None:
        raise FoutFormulier(naar="Kies aan wie u de taken geeft.")
    return gevonden


def _blik_van(collega: Collega, aan: Teamgenoot | None) -> Blik:
    """Nobody gets a taak of a gemeente for which he does not work; all of a team are of one department."""
    if aan is None:
        return collega.blik
    return replace(collega.blik, gemeenten=collega.blik.gemeenten & aan.blik.gemeenten)


def _gekozen(db: Connection, kijker: Kijker, keuze: Keuze, velden: Formulier) -> dict[int, int]:
    """Return {id: versie as it was seen} of what is ticked, or of everything in this choice."""
    if velden.tekst("wat") == "alles":
        return {rij.id: rij.versie for rij in werkvoorraad.bladzijde(db, kijker, keuze, 1, HOOGSTENS)}
    paren = [deel.partition(":") for deel in velden.tekst("taak", max_teken=4_000).split(",") if deel]
    if not paren:
        raise FoutFormulier(taak="Kruis eerst taken aan.")
    if not all(_is_getal(taak) and _is_getal(versie) for taak, _, versie in paren):
        raise FoutFormulier(taak="Laad de pagina opnieuw en kruis de taken opnieuw aan.")
    return {int(taak): int(versie) for taak, _, versie in paren}


def _is_getal(tekst: str) -> bool:
    return tekst.isascii() and tekst.isdigit() and len(tekst) < 10


def _lees(collega: Collega, velden: Mapping[str, str]) -> Keuze:
    """Return which taken a team lead wants to see: those of the whole department that pass the filters."""
    vast = {naam: velden.get(naam, "") for naam in ("soort", "term")}
    keuze = lees_keuze(collega, van=Lijst.ALLE, wijk="", gemeente="", weg="", **vast)
    bij = velden.get("bij", "")
    leiding, weg = velden.get("leiding", "") == "1", velden.get("weg", "") == "1"
    return replace(keuze, bij=int(bij) if _is_getal(bij) else None, leiding=leiding, weg=None if leiding else weg)


def _adres(keuze: Keuze, blad: int = 1, **erbij: str) -> str:
    velden = {"soort": keuze.soort, "term": keuze.term or "", "bij": "" if keuze.bij is None else str(keuze.bij)}
    velden |= {"leiding": "1" if keuze.leiding else "", "weg": "1" if keuze.weg else ""}
    velden |= {"blad": str(blad) if blad > 1 else "", **erbij}
    zin = urlencode({naam: waarde for naam, waarde in velden.items() if waarde})
    return f"/team?{zin}" if zin else "/team"


@dataclass(frozen=True)
class Regel:
    """What one colleague has, in the table of the team."""

    wie: Teamgenoot | None
    last: Last
    weg: bool


def _lasten(genoten: Sequence[Teamgenoot], lasten: Mapping[int, Last], kijker: Kijker) -> list[Regel]:
    """Nobody first, then by name; who left the department still has what he had."""
    leeg = Last(NIEMAND, 0, 0, 0, 0)
    bekend = {g.id for g in genoten}
    elders = [Regel(None, last, False) for wie, last in lasten.items() if wie not in bekend | {NIEMAND}]
    mensen = [Regel(g, replace(lasten.get(g.id, leeg), id=g.id), g.weg_op(kijker.vandaag)) for g in genoten]
    return [Regel(None, lasten.get(NIEMAND, leeg), False), *mensen, *elders]


@router.get("/team/afwezig")
def afwezigheid(request: Request, collega: Behandelaar, wie: str = "") -> Response:
    """Show who is away and when, with the form for one's own absence, or for that of a colleague."""
    return _toon_afwezig(request, collega, _wie(collega, wie))


@router.post("/team/afwezig")
def meld(request: Request, collega: Behandelaar, velden: Ingevuld) -> Response:
    """Keep the absence of oneself, and for a team lead of a colleague; or that it is over."""
    wie = _wie(collega, velden.tekst("wie"))
    vandaag = request.state.vandaag

    def werk(db: Connection) -> str:
        genoten = afwezig.team(db, collega.blik)
        deze = _genoot(genoten, wie)
        if velden.aan("terug"):
            afwezig.meld_aanwezig(db, wie)
            return "Opgeslagen: er is geen afwezigheid meer."
        van, tot, vervanger = _afwezigheid(velden, deze, genoten, vandaag)
        afwezig.meld_afwezig(db, wie, van, tot, vervanger.id if vervanger else None)
        wie_doet = f"{vervanger.naam} ziet de taken dan ook." if vervanger else "Niemand vervangt."
        return f"Opgeslagen: afwezig van {datum(van)} tot en met {datum(tot)}. {wie_doet}"

    try:
        melding = schrijf_samen(omgeving().engine, werk)
    except FoutFormulier as fout:
        return _toon_afwezig(request, collega, wie, 422, velden=velden.velden, fouten=fout.velden)
    return ga_naar(request, "/team/afwezig" if wie == collega.id else f"/team/afwezig?wie={wie}", melding)


def _wie(collega: Collega, gevraagd: str) -> int:
    """Return about whom it is: oneself, or for a team lead a colleague."""
    if not gevraagd or gevraagd == str(collega.id):
        return collega.id
    if not collega.mag(Recht.VERDELEN) or not _is_getal(gevraagd):
        raise NietGevonden
    return int(gevraagd)


def _genoot(genoten: Sequence[Teamgenoot], wie: int) -> Teamgenoot:
    gevonden = next((g for g in genoten if g.id == wie), None)
    if gevonden is None:
        raise NietGevonden
    return gevonden


def _afwezigheid(
    velden: Formulier, deze: Teamgenoot, genoten: Sequence[Teamgenoot], vandaag: date
) -> tuple[date, date, Teamgenoot | None]:
    van, tot = velden.dag("van", "Vul de eerste dag in."), velden.dag("tot", "Vul de laatste dag in.")
    if tot < van:
        raise FoutFormulier(tot="De laatste dag ligt voor de eerste dag.")
    if tot < vandaag:
        raise FoutFormulier(tot="De laatste dag is al voorbij.")
    if tot - van > LANGST_WEG:
        raise FoutFormulier(tot="Vul een tijd van hoogstens een jaar in.")
    naar = velden.tekst("vervanger")
    if not naar:
        return van, tot, None
    vervanger = next((g for g in _vervangers(genoten, deze) if str(g.id) == naar), None)
    if vervanger is None:
        raise FoutFormulier(vervanger="Kies een collega uit de lijst.")
    if vervanger.weg_tussen(van, tot):
        raise FoutFormulier(vervanger=f"{vervanger.naam} is er dan zelf ook niet. Kies een andere collega.")
    return van, tot, vervanger


def _vervangers(genoten: Sequence[Teamgenoot], deze: Teamgenoot) -> list[Teamgenoot]:
    """Who replaces somebody may see all his work."""
    return [g for g in genoten if g.id != deze.id and g.ziet_alles_van(deze)]


def _toon_afwezig(
    request: Request, collega: Collega, wie: int, status: int = 200, *, velden: Mapping[str, str] | None = None,
    fouten: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    with lezen(omgeving().engine) as db:
        genoten = afwezig.team(db, collega.blik)
    deze = _genoot(genoten, wie)
    weg = [g for g in genoten if g.tot is not None and g.tot >= request.state.vandaag]
    return toon(
        request, "afwezig.html", status, deze=deze, weg=weg, vervangers=_vervangers(genoten, deze),
        genoten=genoten, namen={g.id: g.naam for g in genoten}, velden=velden or {}, fouten=fouten or {},
    )  # fmt: skip
