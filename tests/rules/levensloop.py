# pyright: basic
"""Random lives for the rules: facts and outcomes of taken on random days, in any order that life can think of."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from rules.beleid import Beleid
from rules.kanaalkeuze import PER_EMAIL
from rules.levering import Sector
from rules.log import Logregel, Soort
from rules.uitkomst import lees_uitkomst
from rules.voortgang import Voortgang, advance
from rules.woorden import Berichtsoort
from rules.zaak import Incassozaak, Inwoner, Vroegsignaalzaak, Zaak
from tests.rules.bouwers import beleid_met, een_incassozaak, een_vroegsignaal, signaal, vordering

Z = TypeVar("Z", bound=Zaak)

FEITEN = (
    Soort.UITSTEL_AANGEVRAAGD, Soort.UITSTEL_VERLEEND, Soort.UITSTEL_AFGEWEZEN, Soort.REGELING_GETROFFEN,
    Soort.REGELING_GEBROKEN, Soort.KWIJTSCHELDING_AANGEVRAAGD, Soort.KWIJTSCHELDING_AFGEWEZEN,
    Soort.BEZWAAR_INGEDIEND, Soort.BEZWAAR_AFGEDAAN, Soort.DWANGBEVEL_UITGEVAARDIGD, Soort.DWANGBEVEL_BETEKEND,
    Soort.DWANGBEVEL_INGETROKKEN, Soort.BEZWAAR_TEGEN_DELEN, Soort.POST_RETOUR, Soort.VERHUISD_BINNEN,
    Soort.VERHUISD_BUITEN, Soort.OVERLEDEN, Soort.BEKEND_BIJ_SCHULDHULP, Soort.GEEN_CONTACT_GEWENST,
    Soort.MORATORIUM, Soort.TERUGKOPPELING, Soort.BETALING, Soort.STORNO, Soort.BERICHT_MISLUKT,
    Soort.BERICHT_VERVALLEN, Soort.SIGNAAL_ONTVANGEN,
)  # fmt: skip
UITKOMSTEN = (
    "niet bereikt ochtend", "niet bereikt avond", "bereikt avond, wil hulp", "bereikt avond, wil geen hulp",
    "bereikt avond, regelt zelf", "bereikt avond, betaalbelofte 2026-08-15", "niet gevonden", "opgelost",
    "telefoonnummer gevonden", "gesprek gevoerd, quick fix", "niet verschenen", "niet uitvaardigen",
)  # fmt: skip
BELEIDEN = (
    beleid_met(),
    beleid_met(incasso__bellen_voor_aanmaning=True, incasso__huisbezoek=True, signaal__grondslag="uit"),
    beleid_met(incasso__zonder_telefoonnummer="zoeken", vs__max_bezoeken=0, signaal__wacht_op_hulp_d=0),
    beleid_met(incasso__zonder_telefoonnummer="geen", vs__herhaling_brief=0, incasso__herinnering_kosteloos=False),
    beleid_met(vs__route_enkelvoudig="bellen", vs__sms_na_brief_d=0, vs__huisbezoek_aankondigen=False),
)


@dataclass(frozen=True)
class Gebeurt:
    """So many days later this happens: a fact, or the outcome of the oldest open taak."""

    later: int
    wat: Soort | str
    bedrag: int


gebeurtenissen = st.lists(
    st.builds(Gebeurt, st.integers(0, 40), st.sampled_from((*FEITEN, *UITKOMSTEN)), st.integers(1, 60000)), max_size=15
)
inwoners = st.builds(
    Inwoner,
    telefoon=st.booleans(),
    mobiel=st.booleans(),
    email_voor=st.sampled_from([frozenset[Berichtsoort](), PER_EMAIL]),
    geboortedatum=st.sampled_from((None, date(1980, 1, 1), date(2008, 7, 1), date(2015, 1, 1))),
    rechtspersoon=st.booleans(),
)
zaken = st.one_of(
    st.builds(
        lambda inwoner, open_: een_incassozaak(inwoner=inwoner, openstaand=open_),
        inwoners,
        st.sampled_from((0, 500, 25000, 42000)),
    ),
    st.builds(
        lambda inwoner, crisis, warm, hulp, herhaald: een_vroegsignaal(
            inwoner=inwoner, signalen=(signaal(crisis=crisis, warm=warm, hulp_gevraagd=hulp, herhaald=herhaald),)
        ),
        inwoners,
        st.booleans(),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
)


def gebeur(zaak: Zaak, g: Gebeurt, today: date) -> Zaak:
    """Return the zaak after something happened to it, as the database would tell it."""
    if not isinstance(g.wat, Soort):
        return _rond_af(zaak, g.wat, today)
    if wijzig := WIJZIG.get(g.wat):
        zaak = wijzig(zaak, g, today)
    return zaak.met(Logregel(g.wat, today, _gegevens(zaak, g, today)))


def _rond_af(zaak: Zaak, uitkomst: str, today: date) -> Zaak:
    if not zaak.open_taken:
        return zaak
    taak = zaak.open_taken[0]
    if uitkomst == "telefoonnummer gevonden":
        zaak = replace(zaak, inwoner=replace(zaak.inwoner, telefoon=True))
    gegevens = {"soort": taak.soort.value, "poging": taak.poging, **lees_uitkomst(uitkomst).gegevens()}
    return zaak.met(Logregel(Soort.TAAK_AFGEROND, today, gegevens))


def _gegevens(zaak: Zaak, g: Gebeurt, today: date) -> dict[str, object]:
    tot = (today + timedelta(days=g.bedrag % 60)).isoformat()
    match g.wat:
        case Soort.UITSTEL_VERLEEND | Soort.MORATORIUM:
            return {"tot": tot}
        case Soort.TERUGKOPPELING:
            return {"hulp_geaccepteerd": True, "tot": tot} if g.bedrag % 2 else {"afgesloten": True}
        case Soort.BERICHT_MISLUKT | Soort.BERICHT_VERVALLEN:
            laatste = zaak.log.laatste(Soort.BERICHT)
            basis = laatste.gegevens if laatste else {"soort": "herinnering", "poging": 1, "kanaal": "brief"}
            return {naam: basis[naam] for naam in ("soort", "poging", "kanaal")}
        case _:
            return {}


def _persoon(**vlaggen: object) -> Callable[[Zaak, Gebeurt, date], Zaak]:
    return lambda zaak, g, today: replace(zaak, inwoner=replace(zaak.inwoner, **vlaggen))


def _saldo(zaak: Zaak, g: Gebeurt, today: date) -> Zaak:
    if isinstance(zaak, Vroegsignaalzaak):
        return replace(zaak, signalen=tuple(replace(s, voldaan=g.wat == Soort.BETALING) for s in zaak.signalen))
    assert isinstance(zaak, Incassozaak)
    teken = -1 if g.wat == Soort.BETALING else 1
    return replace(zaak, vorderingen=(vordering(min(42000, max(0, zaak.openstaand + teken * g.bedrag))),))


def _signaal(zaak: Zaak, g: Gebeurt, today: date) -> Zaak:
    if not isinstance(zaak, Vroegsignaalzaak):
        return zaak
    nieuw = signaal(today.isoformat(), id=g.bedrag, sector=Sector.HUUR, bedrag=g.bedrag, crisis=g.bedrag % 3 == 0)
    return replace(zaak, signalen=(*zaak.signalen, nieuw))


WIJZIG: dict[Soort, Callable[[Zaak, Gebeurt, date], Zaak]] = {
    Soort.OVERLEDEN: _persoon(overleden=True),
    Soort.VERHUISD_BUITEN: _persoon(inwoner_van_gemeente=False),
    Soort.BEKEND_BIJ_SCHULDHULP: _persoon(bekend_bij_schuldhulp=True),
    Soort.GEEN_CONTACT_GEWENST: lambda zaak, g, today: _persoon(geen_contact_op=today)(zaak, g, today),
    Soort.BETALING: _saldo,
    Soort.STORNO: _saldo,
    Soort.SIGNAAL_ONTVANGEN: _signaal,
}


def na(zaak: Zaak, voortgang: Voortgang) -> Zaak:
    """Return the zaak after its steps."""
    for genomen in voortgang.stappen:
        zaak = zaak.met(genomen.logregel)
    return zaak


def leef(zaak: Zaak, leven: list[Gebeurt], beleid: Beleid, begin: date) -> list[tuple[date, Zaak, Voortgang]]:
    """Play a life: on every working day that the zaak is due it goes as far as it can; (day, before, steps)."""
    per_dag: dict[date, list[Gebeurt]] = {}
    dag = begin
    for g in leven:
        dag += timedelta(days=g.later)
        per_dag.setdefault(dag, []).append(g)
    toets: date | None = begin
    gegaan: list[tuple[date, Zaak, Voortgang]] = []
    for n in range((dag - begin).days + 60):
        today = begin + timedelta(days=n)
        for g in per_dag.get(today, ()):
            zaak, toets = gebeur(zaak, g, today), today
        if toets is not None and toets <= today and beleid.kalender.is_werkdag(today):
            voortgang = advance(zaak, beleid, today)
            gegaan.append((today, zaak, voortgang))
            zaak, toets = na(zaak, voortgang), voortgang.volgende_toets
    return gegaan
