"""What may a colleague decide about a zaak, and what does that need? One table for both departments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from rules.levering import Aanmeldbron, Aanmeldstap
from rules.log import Soort
from rules.resultaat import Eindresultaat
from rules.woorden import Zaaksoort
from rules.zaak import Incassozaak, Vroegsignaalzaak, Zaak

Bezwaar = Callable[[Zaak], str]
"""Why a decision does not fit a zaak now, in Dutch; empty when it does."""


class Tot(Enum):
    """Must the last day be told?"""

    NIET = "niet"
    MAG = "mag"
    MOET = "moet"


@dataclass(frozen=True)
class Beslissing:
    """One button: what it says, which gebeurtenis it records, what must be told with it, and when it is there."""

    code: str
    label: str
    uitleg: str
    soort: Soort
    afdelingen: frozenset[Zaaksoort]
    groep: str
    persoon: bool = False
    """It holds for the resident: all his open zaken are told."""
    tot: Tot = Tot.NIET
    redenen: Mapping[str, str] = field(default_factory=dict[str, str])
    """One of these must be chosen: code and words."""
    adres: bool = False
    """The new address must be told."""
    gegevens: Mapping[str, Any] = field(default_factory=dict[str, Any])
    na_sluiten: bool = False
    """It can still happen when the zaak is closed."""
    bezwaar: Bezwaar = lambda zaak: ""


INCASSO = frozenset({Zaaksoort.INCASSO})
VROEG = frozenset({Zaaksoort.VROEGSIGNALERING})
BEIDE = INCASSO | VROEG

BETALEN, BEZWAAR, INWONER, SLUITEN = "Uitstel en betalen", "Bezwaar", "Over de inwoner", "Zaak sluiten"


def _loopt(zaak: Zaak, begin: Soort, *einde: Soort) -> bool:
    return zaak.log.positie(begin) > zaak.log.positie(*einde)


def _eenmaal(melding: str, begin: Soort, *einde: Soort) -> Bezwaar:
    """It cannot be told again while it runs."""
    return lambda zaak: melding if _loopt(zaak, begin, *einde) else ""


def _na(melding: str, begin: Soort, *einde: Soort) -> Bezwaar:
    """It needs something that runs."""
    return lambda zaak: "" if _loopt(zaak, begin, *einde) else melding


def _niet_al(melding: str, is_zo: Callable[[Zaak], bool]) -> Bezwaar:
    return lambda zaak: melding if is_zo(zaak) else ""


KWIJT = (Soort.KWIJTSCHELDING_AANGEVRAAGD, Soort.KWIJTSCHELDING_TOEGEKEND, Soort.KWIJTSCHELDING_AFGEWEZEN)
UITSTEL = (Soort.UITSTEL_AANGEVRAAGD, Soort.UITSTEL_VERLEEND, Soort.UITSTEL_AFGEWEZEN)
REGELING = (Soort.REGELING_GETROFFEN, Soort.REGELING_GEBROKEN)
BEZWAREN = (Soort.BEZWAAR_INGEDIEND, Soort.BEZWAAR_AFGEDAAN)

ONINBAAR: dict[str, str] = {
    "onvindbaar": "de inwoner is niet te vinden",
    "geen-verhaal": "er is niets om op te verhalen",
    "schuldregeling": "er is een schuldregeling of faillissement zonder uitkering",
    "kosten-hoger": "verder gaan kost meer dan het oplevert",
    "verjaard": "de vordering is verjaard",
}
EINDE_VROEG: dict[str, str] = {
    "ander-traject": "er loopt al een ander traject, en dat is besproken met wie dat doet",
    "zonder-tussenkomst": "verwezen zonder de inwoner te spreken, omdat het niet anders kon",
    "andere-reden": "een andere reden, zoals detentie of agressie",
}
RESULTAAT: dict[str, str] = {
    "ander-traject": Eindresultaat.ANDER_TRAJECT.value,
    "zonder-tussenkomst": Eindresultaat.ZONDER_TUSSENKOMST.value,
    "andere-reden": Eindresultaat.ANDERE_REDEN.value,
}
"""Which end result of DDAS a reason stands for."""

AANMELDING: dict[str, tuple[str, Aanmeldstap, Aanmeldbron]] = {
    "aanmelding-signaal": ("de inwoner meldde zich aan na ons contact", Aanmeldstap.AANMELDING, Aanmeldbron.SIGNAAL),
    "aanmelding-zelf": ("de inwoner meldde zich aan uit zichzelf", Aanmeldstap.AANMELDING, Aanmeldbron.ZELF),
    "aanmelding-verwijzing": (
        "de inwoner meldde zich aan na een verwijzing", Aanmeldstap.AANMELDING, Aanmeldbron.VERWIJZING,
    ),
    "eerste-gesprek": ("het eerste gesprek is geweest", Aanmeldstap.EERSTE_GESPREK, Aanmeldbron.ONBEKEND),
    "toelating": ("de inwoner krijgt schuldhulp", Aanmeldstap.TOELATING, Aanmeldbron.ONBEKEND),
    "afwijzing": ("de inwoner krijgt geen schuldhulp", Aanmeldstap.AFWIJZING, Aanmeldbron.ONBEKEND),
    "plan-van-aanpak": ("het plan van aanpak is klaar", Aanmeldstap.PLAN_VAN_AANPAK, Aanmeldbron.ONBEKEND),
}  # fmt: skip
"""What a colleague can tell about schuldhulp: words of the screen, and what the log keeps of it."""

BESLISSINGEN: tuple[Beslissing, ...] = (
    Beslissing(
        "kwijtschelding-aangevraagd", "Kwijtschelding gevraagd", "De invordering rust tot er een besluit is.",
        KWIJT[0], INCASSO, BETALEN, bezwaar=_eenmaal("Er loopt al een verzoek om kwijtschelding.", *KWIJT),
    ),
    Beslissing(
        "kwijtschelding-afgewezen", "Kwijtschelding niet gegeven", "De invordering rust daarna nog tien dagen.",
        KWIJT[2], INCASSO, BETALEN, bezwaar=_na("Er loopt geen verzoek om kwijtschelding.", *KWIJT),
    ),
    Beslissing(
        "uitstel-aangevraagd", "Uitstel gevraagd", "De invordering rust tot er een besluit is.",
        UITSTEL[0], INCASSO, BETALEN, bezwaar=_eenmaal("Er loopt al een verzoek om uitstel.", *UITSTEL),
    ),
    Beslissing(
        "uitstel-verleend", "Uitstel gegeven", "De invordering rust tot de dag die u kiest.",
        UITSTEL[1], INCASSO, BETALEN, tot=Tot.MOET,
    ),
    Beslissing(
        "uitstel-afgewezen", "Uitstel niet gegeven", "De invordering rust daarna nog tien dagen.",
        UITSTEL[2], INCASSO, BETALEN, bezwaar=_na("Er loopt geen verzoek om uitstel.", *UITSTEL),
    ),
    Beslissing(
        "regeling-getroffen", "Betalingsregeling afgesproken", "De invordering rust zolang de inwoner betaalt.",
        REGELING[0], INCASSO, BETALEN, tot=Tot.MAG, bezwaar=_eenmaal("Er loopt al een regeling.", *REGELING),
    ),
    Beslissing(
        "regeling-gebroken", "Betalingsregeling niet nagekomen", "De invordering rust nog tien dagen.",
        REGELING[1], INCASSO, BETALEN, bezwaar=_na("Er loopt geen regeling.", *REGELING),
    ),
    Beslissing(
        "moratorium", "Moratorium", "De rechter geeft rust. Niemand int tot de dag die u kiest.",
        Soort.MORATORIUM, INCASSO, BETALEN, persoon=True, tot=Tot.MOET,
    ),
    Beslissing(
        "bezwaar-ingediend", "Bezwaar gemaakt", "De inwoner is het niet eens met de aanslag. De invordering rust.",
        BEZWAREN[0], INCASSO, BEZWAAR, bezwaar=_eenmaal("Er loopt al een bezwaar.", *BEZWAREN),
    ),
    Beslissing(
        "bezwaar-afgedaan", "Bezwaar afgehandeld", "De invordering gaat verder.",
        BEZWAREN[1], INCASSO, BEZWAAR, bezwaar=_na("Er loopt geen bezwaar.", *BEZWAREN),
    ),
    Beslissing(
        "bezwaar-tegen-delen", "Wil niet dat wij gegevens delen", "Er gaat geen signaal naar team Vroegsignalering.",
        Soort.BEZWAAR_TEGEN_DELEN, INCASSO, BEZWAAR, persoon=True,
        bezwaar=_niet_al("Dit is al vastgelegd.", lambda zaak: zaak.inwoner.bezwaar_delen_op is not None),
    ),
    Beslissing(
        "post-retour", "Post kwam terug", "Er gaat niets meer naar dit adres tot iemand het heeft uitgezocht.",
        Soort.POST_RETOUR, BEIDE, INWONER, persoon=True,
    ),
    Beslissing(
        "verhuisd-binnen", "Verhuisd binnen de gemeente", "Brieven gaan naar het nieuwe adres.",
        Soort.VERHUISD_BINNEN, BEIDE, INWONER, persoon=True, adres=True,
    ),
    Beslissing(
        "verhuisd-buiten", "Verhuisd naar buiten de gemeente", "De inwoner woont hier niet meer.",
        Soort.VERHUISD_BUITEN, BEIDE, INWONER, persoon=True,
        bezwaar=_niet_al("Dit is al vastgelegd.", lambda zaak: not zaak.inwoner.inwoner_van_gemeente),
    ),
    Beslissing(
        "overleden", "Inwoner is overleden", "Niemand benadert deze inwoner nog.",
        Soort.OVERLEDEN, BEIDE, INWONER, persoon=True,
        bezwaar=_niet_al("Dit is al vastgelegd.", lambda zaak: zaak.inwoner.overleden),
    ),
    Beslissing(
        "geen-contact", "Wil geen contact", "Team Vroegsignalering laat deze inwoner met rust.",
        Soort.GEEN_CONTACT_GEWENST, BEIDE, INWONER, persoon=True,
    ),
    Beslissing(
        "bekend-bij-schuldhulp", "Bekend bij schuldhulp", "Wie de inwoner al helpt, gaat verder. De melding sluit.",
        Soort.BEKEND_BIJ_SCHULDHULP, VROEG, INWONER, persoon=True,
        bezwaar=_niet_al("Dit is al vastgelegd.", lambda zaak: zaak.inwoner.bekend_bij_schuldhulp),
    ),
    Beslissing(
        "aanmelding-schuldhulp", "Stap bij schuldhulp", "Dit verandert niets aan de melding. Wij tellen het alleen.",
        Soort.AANMELDING_SCHULDHULP, VROEG, INWONER, na_sluiten=True,
        redenen={code: woorden for code, (woorden, _, _) in AANMELDING.items()},
    ),
    Beslissing(
        "sluiten-oninbaar", "Sluiten: oninbaar", "De gemeente int dit bedrag niet. U beslist, niet Tijdig.",
        Soort.GESLOTEN, INCASSO, SLUITEN, redenen=ONINBAAR, gegevens={"resultaat": "oninbaar"},
    ),
    Beslissing(
        "sluiten-overleden", "Sluiten: inwoner overleden", "Er is niemand om bij te innen.",
        Soort.GESLOTEN, INCASSO, SLUITEN, gegevens={"resultaat": "overleden"},
        bezwaar=_niet_al("Leg eerst vast dat de inwoner is overleden.", lambda zaak: not zaak.inwoner.overleden),
    ),
    Beslissing(
        "sluiten", "Sluiten zonder hulp", "De melding sluit met een reden die Tijdig niet zelf kan weten.",
        Soort.GESLOTEN, VROEG, SLUITEN, redenen=EINDE_VROEG,
    ),
)  # fmt: skip
"""In the order of the screen. Whether a taak or a payment came of it, the rules decide afterwards."""


def mogelijk(zaak: Zaak) -> tuple[tuple[Beslissing, str], ...]:
    """Return every decision of the department with why it does not fit now (empty: it does)."""
    return tuple((b, waarom_niet(b, zaak) or "") for b in BESLISSINGEN if zaak.soort in b.afdelingen)


def waarom_niet(beslissing: Beslissing, zaak: Zaak) -> str | None:
    """Return in Dutch why this cannot be decided about this zaak now, or None when it can."""
    assert isinstance(zaak, Incassozaak | Vroegsignaalzaak)
    if zaak.soort not in beslissing.afdelingen:
        return "Deze beslissing hoort bij de andere afdeling."
    if zaak.gesloten and not beslissing.na_sluiten:
        return "Deze zaak is gesloten."
    return beslissing.bezwaar(zaak) or None


def gegevens_van(beslissing: Beslissing, tot: str, reden: str) -> dict[str, Any]:
    """Return what the log keeps of a decision; `tot` is an ISO date or empty, `reden` a code or empty."""
    feiten = dict(beslissing.gegevens)
    if beslissing.soort in MUTATIES:
        feiten["bedrag"] = None
    if tot:
        feiten["tot"] = tot
    if reden in AANMELDING:
        _, stap, bron = AANMELDING[reden]
        feiten |= {"stap": stap.value, "bron": bron.value}
    elif reden:
        feiten["reden"] = reden
        if reden in RESULTAAT:
            feiten["resultaat"] = RESULTAAT[reden]
    return feiten


MUTATIES = frozenset((*KWIJT, *UITSTEL, *REGELING, *BEZWAREN))
"""The tax suite tells these too; both ways the log says the same."""
