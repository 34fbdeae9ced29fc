"""How does a gebeurtenis read in Dutch? A heading and some short lines; only what is named here is ever shown."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from rules.besluit import Action, Rest, Wait, logregel
from rules.dwangbevel import in_woorden
from rules.levering import Aanmeldbron, Belastingsoort
from rules.log import Logregel, Soort
from rules.taal import opsomming
from rules.toestemming import DOOR
from rules.uitkomst import TOESTEMMING_HOE
from rules.voorwaarden import Voorwaarde
from rules.woorden import Berichtsoort
from tasks.briefgegevens import BELASTINGEN
from worklist.regelwoorden import VOORWAARDE
from worklist.sjabloon import datum, euro
from worklist.woorden import (
    AANMELDBRON,
    AANMELDSTAP,
    BERICHT,
    DAGDEEL,
    GEBEURTENIS,
    KANAAL,
    OVERSLAAN,
    REDEN,
    RESULTAAT,
    SECTOR,
    TAAK,
    UITKOMST,
    kleine_letter,
    woord,
)

Woorden = tuple[str, tuple[str, ...]]
"""A heading and the lines below it."""
Gegevens = Mapping[str, Any]


def vertel(regel: Logregel) -> Woorden:
    """Return a gebeurtenis in words. Facts that no line below knows are left out: nothing leaks by being new."""
    kop, regels = woord(GEBEURTENIS, regel.soort), _VERTEL.get(regel.soort, _feit)(regel.gegevens)
    if regel.soort in _EIGEN_KOP:
        kop, *rest = regels or (kop,)
        return kop, tuple(rest)
    return kop, tuple(regels)


def antwoord(action: Action | None, today: date) -> str:
    """Return what a rule answers, on one line."""
    match action:
        case None:
            return "Geldt nu niet"
        case Rest():
            return "De zaak is gesloten"
        case Wait(until):
            return f"Wachten tot {datum(until)}" if until else "Wachten tot er iets gebeurt"
        case stap:
            kop, regels = vertel(logregel(stap, today))
            return ": ".join((kop, kleine_letter(regels[0]))) if regels else kop


def bewijs(voorwaarde: Voorwaarde, gevonden: Any) -> str:
    """Return the evidence of a voorwaarde in words."""
    return _BEWIJS[voorwaarde](gevonden) if voorwaarde in _BEWIJS else ""


def dag(waarde: Any) -> str:
    """Return a day as the log keeps it as people write it; what is no day as it is."""
    try:
        return datum(date.fromisoformat(str(waarde)))
    except ValueError:
        return str(waarde)


def _zonder_lege(*regels: str) -> list[str]:
    return [regel for regel in regels if regel]


def _geld(g: Gegevens, naam: str = "bedrag") -> str:
    return euro(g[naam]) if isinstance(g.get(naam), int) else ""


def _tot(g: Gegevens) -> str:
    return f"Tot {dag(g['tot'])}" if g.get("tot") else ""


def _feit(g: Gegevens) -> list[str]:
    uit = "Afgeleid uit de nieuwste levering" if g.get("bron") == "extract" else ""
    return _zonder_lege(_geld(g), _tot(g), uit)


def _aanslag(g: Gegevens) -> list[str]:
    soorten = {soort.value for soort in Belastingsoort}
    wat = belasting(g["belastingsoort"]) if g.get("belastingsoort") in soorten else ""
    return _zonder_lege(
        wat, _geld(g), f"Betalen voor {dag(g['vervaldag'])}" if g.get("vervaldag") else "", _feit_bron(g)
    )


def _feit_bron(g: Gegevens) -> str:
    return "Afgeleid uit de nieuwste levering" if g.get("bron") == "extract" else ""


def belasting(soort: str) -> str:
    """Return what a resident calls a belasting, without its year."""
    return BELASTINGEN[Belastingsoort(soort)]


def _bericht(g: Gegevens) -> list[str]:
    kop = f"{woord(BERICHT, g['soort'])} per {woord(KANAAL, g.get('kanaal', ''))}"
    bedrag = f"Er stond {_geld(g, 'openstaand')} open" if _geld(g, "openstaand") else ""
    kosten = f"Kosten van de aanmaning: {_geld(g, 'kosten')}" if g.get("kosten") else ""
    return [kop, *_zonder_lege(bedrag, kosten)]


def _bericht_vervallen(g: Gegevens) -> list[str]:
    return [f"{woord(BERICHT, g['soort'])}: {g.get('reden') or 'er is iets veranderd'}"]


def _bericht_later(g: Gegevens) -> list[str]:
    return [f"{woord(BERICHT, g['soort'])}: met de datum van deze dag. Alle termijnen tellen vanaf nu"]


def _bericht_mislukt(g: Gegevens) -> list[str]:
    kop = f"{woord(BERICHT, g['soort'])} per {woord(KANAAL, g.get('kanaal', ''))}"
    return _zonder_lege(kop, str(g.get("reden") or ""), _OORZAAK.get(str(g.get("oorzaak")), ""))


def _taak(g: Gegevens) -> list[str]:
    kop = f"Nieuwe taak: {kleine_letter(woord(TAAK, g['soort']))}"
    eerder = [woord(DAGDEEL, d) for d in g.get("al_geprobeerd", ())]
    per_post = "Een dwangbevel mag nu niet per post" if g.get("betekening_per_post") is False else ""
    over = f"Het gaat om: {g['oorzaak']}" if g.get("oorzaak") else ""
    return [kop, *_zonder_lege(f"Al geprobeerd: {opsomming(eerder)}" if eerder else "", per_post, over), *_bezwaren(g)]


def _bezwaren(g: Gegevens) -> list[str]:
    return [str(bezwaar) for bezwaar in g.get("bezwaren", ())]


def _taak_vervallen(g: Gegevens) -> list[str]:
    return _zonder_lege(woord(TAAK, g["soort"]), f"Reden: {g['reden']}" if g.get("reden") else "")


def _afgerond(g: Gegevens) -> list[str]:
    """A contact reads as 'Bellen: niet bereikt', with the dagdeel below it."""
    kop = f"{woord(TAAK, g['soort'])}: {kleine_letter(woord(UITKOMST, g.get('uitkomst', 'gedaan')))}"
    vervolg = f"De inwoner {woord(UITKOMST, g['vervolg'])}" if g.get("bereikt") and g.get("vervolg") else ""
    gesprek = f"Resultaat: {woord(UITKOMST, g['vervolg'])}" if not g.get("bereikt") and g.get("vervolg") else ""
    belofte = f"Belofte: betalen voor {dag(g['datum'])}" if g.get("datum") else ""
    return [
        kop,
        *_zonder_lege(woord(DAGDEEL, g["dagdeel"]).capitalize() if g.get("dagdeel") else "", vervolg, gesprek, belofte),
        *_waarom(g),
    ]


def _waarom(g: Gegevens) -> list[str]:
    """The reason of a decision about a dwangbevel, and the proof of consent."""
    reden = f"Reden: {tekst}" if (tekst := in_woorden(str(g.get("reden", "")))) else ""
    if g.get("toestemming") not in TOESTEMMING_HOE:
        return _zonder_lege(reden)
    door = f" door {DOOR[g['toestemming_door']]}" if g.get("toestemming_door") in DOOR else ""
    op = f" op {dag(g['toestemming_op'])}" if g.get("toestemming_op") else ""
    return _zonder_lege(reden, f"Toestemming{door}{op}, {TOESTEMMING_HOE[g['toestemming']]}")


def _opgeschort(g: Gegevens) -> list[str]:
    einde = _tot(g) or "Het is nog niet bekend tot wanneer"
    return _zonder_lege(
        f"Want {woord(REDEN, g['reden'])}", einde, f"Volgens: {g['grondslag']}" if g.get("grondslag") else ""
    )


def _overgedragen(g: Gegevens) -> list[str]:
    hoe = "Met toestemming van de inwoner" if g.get("warm") else f"Op grond van: {g.get('basis', '')}"
    anders = [f"Anders dan afgesproken: {a}" for a in g.get("afwijkingen", ())]
    return [*_zonder_lege(f"Bedrag van het signaal: {_geld(g)}", hoe), *anders]


def _niet_overgedragen(g: Gegevens) -> list[str]:
    return [f"Niet zo: {kleine_letter(woord(VOORWAARDE, v))}" for v in g.get("voorwaarden", ())]


def _melding(g: Gegevens) -> list[str]:
    soort = "Meer signalen samen (meervoudig)" if g.get("meervoudig") else "Een signaal (enkelvoudig)"
    volgt = "Er was kort hiervoor ook een melding (opeenvolgend)" if g.get("opeenvolgend") else ""
    return _zonder_lege(soort, volgt)


def _signaal(g: Gegevens) -> list[str]:
    warm, crisis = (
        "Met toestemming van de inwoner" if g.get("warm") else "",
        "Er dreigt een crisis" if g.get("crisis") else "",
    )
    opnieuw = "Dit signaal was er eerder ook" if g.get("herhaald") else ""
    sector = f"Soort schuld: {woord(SECTOR, g['sector'])}" if g.get("sector") else ""
    return _zonder_lege(sector, _geld(g), crisis, warm, opnieuw)


def _terugkoppeling(g: Gegevens) -> list[str]:
    """Only what the law lets Gemeentebelastingen know: rest until a day, or that it is over; never which help."""
    if g.get("hulp_geaccepteerd"):
        return _zonder_lege("De inwoner accepteert hulp. De invordering rust.", _tot(g))
    if "afgesloten" not in g:
        return []
    klaar = "De melding is gesloten" if g["afgesloten"] else "De rust die was gevraagd, loopt door"
    return [klaar, "Er was contact met de inwoner" if g.get("contact") else "Er was geen contact met de inwoner"]


def _contact_overgeslagen(g: Gegevens) -> list[str]:
    return [f"{woord(TAAK, g['soort'])}: {woord(OVERSLAAN, g['reden'])}"]


def _aanmelding(g: Gegevens) -> list[str]:
    bron = str(g.get("bron", Aanmeldbron.ONBEKEND))
    hoe = "" if bron == Aanmeldbron.ONBEKEND else f"Hoe: {woord(AANMELDBRON, bron)}"
    return _zonder_lege(woord(AANMELDSTAP, g["stap"]), hoe)


def _kanaal(g: Gegevens) -> list[str]:
    return [f"Voor: {woord(KANAAL, g['kanaal'])}"] if g.get("kanaal") else []


def _retour(g: Gegevens) -> list[str]:
    brief = woord(BERICHT, g["soort"]) if g.get("soort") in set(Berichtsoort) else ""
    return _zonder_lege(brief, f"Reden: {g['reden']}" if g.get("reden") else "")


def _gesloten(g: Gegevens) -> list[str]:
    return [f"Resultaat: {woord(RESULTAAT, g.get('resultaat', ''))}"]


def _niets(g: Gegevens) -> list[str]:
    return []


_OORZAAK = {
    "adres": "Op dit nummer of adres is niemand te bereiken",
    "inhoud": "Het bericht kon niet worden gemaakt of verzonden",
    "tijdelijk": "Het nummer is nog goed",
}
_EIGEN_KOP = frozenset({Soort.BERICHT, Soort.TAAK, Soort.TAAK_AFGEROND})
"""Their first line says more than the name of their soort."""

_VERTEL: dict[Soort, Callable[[Gegevens], list[str]]] = {
    Soort.AANSLAG: _aanslag,
    Soort.BERICHT: _bericht,
    Soort.BERICHT_VERVALLEN: _bericht_vervallen,
    Soort.BERICHT_MISLUKT: _bericht_mislukt,
    Soort.BERICHT_LATER: _bericht_later,
    Soort.TAAK: _taak,
    Soort.TAAK_VERVALLEN: _taak_vervallen,
    Soort.TAAK_AFGEROND: _afgerond,
    Soort.OPGESCHORT: _opgeschort,
    Soort.OVERGEDRAGEN: _overgedragen,
    Soort.NIET_OVERGEDRAGEN: _niet_overgedragen,
    Soort.SIGNAAL_WACHT: _niets,
    Soort.MELDING: _melding,
    Soort.SIGNAAL_ONTVANGEN: _signaal,
    Soort.SIGNAAL_VOLDAAN: _niets,
    Soort.TERUGKOPPELING: _terugkoppeling,
    Soort.CONTACT_OVERGESLAGEN: _contact_overgeslagen,
    Soort.AANMELDING_SCHULDHULP: _aanmelding,
    Soort.PROEF: _niets,
    Soort.AFGEMELD: _kanaal,
    Soort.AANGEMELD: _kanaal,
    Soort.POST_RETOUR: _retour,
    Soort.GESLOTEN: _gesloten,
    Soort.CORRECTIE: _niets,
}


def _bewijs_brief(b: Any) -> str:
    return b if isinstance(b, str) else f"{dag(b['dag'])}, per {woord(KANAAL, b['kanaal'])}"


def _bewijs_contact(b: Any) -> str:
    """A list of attempts, or the contactbrief that counts as one with the attempts before it."""
    if isinstance(b, list):
        return "; ".join(_pogingen(cast(list[Gegevens], b))) or "nog niets geprobeerd"
    return "; ".join([f"brief op {dag(b['contactbrief'])}", *_pogingen(b["pogingen"])])


def _pogingen(pogingen: Sequence[Gegevens]) -> list[str]:
    return [f"{dag(p['dag'])} {p.get('dagdeel') or ''}".strip() for p in pogingen]


def _bewijs_lijst(tabel: Mapping[str, str], leeg: str) -> Callable[[Any], str]:
    return lambda b: opsomming([woord(tabel, code) for code in b]) or leeg


_BEWIJS: dict[Voorwaarde, Callable[[Any], str]] = {
    Voorwaarde.GRONDSLAG: str,
    Voorwaarde.HERINNERING: _bewijs_brief,
    Voorwaarde.AANMANING: _bewijs_brief,
    Voorwaarde.PERSOONLIJK_CONTACT: _bewijs_contact,
    Voorwaarde.GEEN_CONTACT: dag,
    Voorwaarde.DREMPEL: lambda b: f"{euro(b['hoofdsom'])}; het moet meer zijn dan {euro(b['drempel'])}",
    Voorwaarde.PARKEREN_ALLEEN: _bewijs_lijst({s.value: belasting(s.value) for s in Belastingsoort}, "niets open"),
    Voorwaarde.DWANGBEVEL_BETEKEND: lambda b: "bezorgd" if b == "betekend" else "niet bezorgd",
    Voorwaarde.LOPENDE_REGELING: _bewijs_lijst(REDEN, "geen"),
    Voorwaarde.BEZWAAR_TEGEN_DELEN: dag,
    Voorwaarde.GEEN_INWONER: str,
    Voorwaarde.HERHAALD: lambda b: f"nu {euro(b['bedrag'])}, eerder {euro(b['eerder'])}",
}
"""Without an entry there is nothing to tell: what team Vroegsignalering knows stays there."""
