"""What would become of the sample? A pen-and-paper walk over it, with the rules of Tijdig but without its database."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.beleidsbestand import laad_beleid
from rules.levering import Mutatiesoort, Sector
from rules.matching import EerderSignaal, herhaald, onterecht, opeenvolgend
from rules.woorden import Berichtsoort, Taaksoort, Zaaksoort
from rules.zaak import Signaal
from simulation.belastingjaar import VERVALDAG, Aanslag, Belastingjaar, belastingjaar
from simulation.bevolking import Bewoner, bevolking
from simulation.gedrag import Profiel, Reactie, profiel_van, reactie
from simulation.signalen import Partnersignaal, partnersignalen

BELEID = laad_beleid("voorbeeldstad")
DREMPEL = 300_00
JUNI_5, JUNI_19, JULI_8, JULI_14, JULI_20 = (
    date(2026, 6, 5), date(2026, 6, 19), date(2026, 7, 8), date(2026, 7, 14), date(2026, 7, 20),
)  # fmt: skip
TOT = date(2026, 8, 31)
LOPEND = frozenset({
    Mutatiesoort.BEZWAAR_INGEDIEND, Mutatiesoort.UITSTEL_AANGEVRAAGD, Mutatiesoort.REGELING_GETROFFEN,
    Mutatiesoort.KWIJTSCHELDING_AANGEVRAAGD,
})  # fmt: skip


@dataclass(frozen=True)
class Trechter:
    """How many aanslagen were reminded, paid after each letter, and were handed over."""

    herinnerd: int
    betaald_na_herinnering: int
    aangemaand: int
    betaald_na_aanmaning: int
    overgedragen: tuple[tuple[date, Bewoner, int], ...]


@dataclass
class Melding:
    """One melding: who, since when, and its signalen."""

    bewoner: Bewoner
    begin: date
    aantal: int = 1
    opeenvolgend: bool = False
    crisis: bool = False
    warm: bool = False


@dataclass(frozen=True)
class Jaar:
    """One simulated population with everything that was delivered about it."""

    zaad: int
    belasting: Belastingjaar
    signalen: tuple[Partnersignaal, ...]


def jaar(zaad: int, inwoners: int) -> Jaar:
    mensen = bevolking(zaad, inwoners)
    signalen = partnersignalen(mensen)
    return Jaar(zaad, belastingjaar(mensen, frozenset(s.bewoner.sleutel for s in signalen)), signalen)


def trechter(j: Jaar) -> Trechter:
    """Walk every combined aanslag from the herinnering to the handover; who asks for rest drops out of the walk."""
    open_ = open_op_juni_5(j.belasting)
    rust = {m.aanslagnummer for m in j.belasting.mutaties if m.soort in LOPEND}
    wandel = [a for a in j.belasting.aanslagen if a.vervaldag == VERVALDAG and open_[a.nummer] and a.nummer not in rust]
    na_herinnering = [(a, _stap(j.zaad, a, open_, Berichtsoort.HERINNERING, JUNI_5)) for a in wandel]
    rest = [a for a, r in na_herinnering if r is None or not _einde(r, JUNI_19)]
    na_aanmaning = [(a, _stap(j.zaad, a, open_, Berichtsoort.AANMANING, JUNI_19)) for a in rest]
    over = [a for a, r in na_aanmaning if r is None or not _einde(r, JULI_8)]
    overgedragen = [(dag, a.bewoner, open_[a.nummer]) for a in over if (dag := _zoek_contact(j.zaad, a, open_))]
    return Trechter(
        len(wandel), _betaald(na_herinnering), len(rest), _betaald(na_aanmaning),
        tuple(o for o in overgedragen if o[2] > DREMPEL and not _valt_af(o[1])),
    )  # fmt: skip


def open_op_juni_5(belasting: Belastingjaar) -> dict[str, int]:
    """Return what is open of each aanslag after the mutaties that do not depend on a letter."""
    open_ = {a.nummer: a.bedrag for a in belasting.aanslagen}
    teken = {Mutatiesoort.BETALING: -1, Mutatiesoort.KWIJTSCHELDING_TOEGEKEND: -1, Mutatiesoort.STORNO: 1}
    for m in belasting.mutaties:
        if m.datum <= JUNI_5 and m.soort in teken:
            open_[m.aanslagnummer] += teken[m.soort] * (m.bedrag or open_[m.aanslagnummer])
    return open_


def _stap(zaad: int, a: Aanslag, open_: dict[str, int], stap: str, dag: date, poging: int = 1) -> Reactie | None:
    profiel = profiel_van(a.bewoner, Zaaksoort.INCASSO, open_[a.nummer])
    return reactie(a.bewoner.sleutel, stap, poging, dag, zaad, profiel)


def _einde(r: Reactie, voor: date) -> bool:
    """True when the resident did something by which the next letter does not go."""
    return any(f.dag <= voor and not f.zin.startswith(("taak", "betaalt 1", "betaalt 2")) for f in r.feiten)


def _betaald(stappen: Iterable[tuple[Aanslag, Reactie | None]]) -> int:
    return sum(r is not None and r.feiten[0].zin == "betaalt alles" for _, r in stappen)


def _zoek_contact(zaad: int, a: Aanslag, open_: dict[str, int]) -> date | None:
    """Call three times, or write when there is no number; None when the resident is reached or reacts."""
    if not a.bewoner.persoon.telefoon:
        r = _stap(zaad, a, open_, Berichtsoort.CONTACTVERZOEK, JULI_8)
        return JULI_20 if r is None or not _einde(r, JULI_20) else None
    for poging in (1, 2, 3):
        r = _stap(zaad, a, open_, Taaksoort.BELLEN, JULI_8, poging)
        if r is not None and ": bereikt" in r.feiten[0].zin:
            return None
    return JULI_14


def meldingen(j: Jaar, overdrachten: Sequence[tuple[date, Bewoner, int]], tot: date = TOT) -> list[Melding]:
    """Return the meldingen up to a day: one per address and calendar month; what need not be taken up makes none."""
    post: list[tuple[date, Bewoner, int, Partnersignaal | None]]
    post = [(s.rij.signaaldatum, s.bewoner, s.rij.bedrag, s) for s in j.signalen]
    post += [(dag, bewoner, bedrag, None) for dag, bewoner, bedrag in overdrachten]
    alle: list[Melding] = []
    eerder: dict[tuple[str, str], list[EerderSignaal]] = {}
    for dag, bewoner, bedrag, s in sorted(post, key=lambda p: (p[0], p[1].sleutel, p[2])):
        partner = s.partner.naam if s else "Gemeentebelastingen"
        vorige = eerder.setdefault((bewoner.sleutel, partner), [])
        weg = herhaald(partner, bedrag, dag, vorige, BELEID) or _valt_af(bewoner) or (s and _onterecht(s))
        vorige.append(EerderSignaal(partner, bedrag, dag))
        if dag <= tot and not weg:
            _voeg_toe(alle, bewoner, dag, s)
    return alle


def _voeg_toe(alle: list[Melding], bewoner: Bewoner, dag: date, s: Partnersignaal | None) -> None:
    op_adres = [m for m in alle if m.bewoner.huishouden == bewoner.huishouden]
    if op_adres and (op_adres[-1].begin.year, op_adres[-1].begin.month) == (dag.year, dag.month):
        melding = op_adres[-1]
        melding.aantal += 1
    else:
        melding = Melding(bewoner, dag)
        melding.opeenvolgend = opeenvolgend(op_adres[-1].begin if op_adres else None, dag)
        alle.append(melding)
    melding.crisis |= bool(s and s.rij.crisis)
    melding.warm |= bool(s and s.rij.warme_overdracht)


def _valt_af(bewoner: Bewoner) -> bool:
    return bewoner.bekend_bij_schuldhulp or bewoner.vertrokken or bewoner.overleden_op is not None


def _onterecht(s: Partnersignaal) -> bool:
    rij = s.rij
    feit = Signaal(0, rij.partner, rij.sector, rij.bedrag, rij.signaaldatum, rij.ontstaansdatum, rij.crisis)
    return onterecht(feit, BELEID)


def antwoorden(zaad: int, alle: Sequence[Melding]) -> Counter[str]:
    """Follow every melding along its route and count `niet bereikt` and what the reached ones say."""
    return Counter(_volg(zaad, nummer, m) for nummer, m in enumerate(alle))


def _volg(zaad: int, nummer: int, m: Melding) -> str:
    soort, maximum = _route(m)
    profiel = profiel_van(m.bewoner, Zaaksoort.VROEGSIGNALERING, crisis=m.crisis)
    dag = m.begin + timedelta(days=6)
    for poging in range(1, maximum + 1):
        antwoord = _zin(zaad, f"{m.bewoner.sleutel}/{nummer}", soort, poging, dag, profiel)
        if ": bereikt" in antwoord:
            return antwoord.partition(", ")[2].removesuffix(antwoord[-11:] if "belofte" in antwoord else "")
    return "niet bereikt"


def _zin(zaad: int, sleutel: str, soort: Taaksoort, poging: int, dag: date, profiel: Profiel) -> str:
    r = reactie(sleutel, soort, poging, dag, zaad, profiel)
    return r.feiten[0].zin if r else ""


def _route(m: Melding) -> tuple[Taaksoort, int]:
    """The routes of the default beleid: crisis, visit, call when there is a number, else letters."""
    if m.crisis:
        return Taaksoort.CRISIS, 3
    if m.aantal > 1:
        return Taaksoort.HUISBEZOEK, 2
    if (m.opeenvolgend or m.warm) and m.bewoner.telefoon_partner:
        return Taaksoort.BELLEN, 3
    return (Taaksoort.HUISBEZOEK, 2) if m.warm else (Taaksoort.BELLEN, 0)


def sectoren(signalen: Sequence[Partnersignaal]) -> dict[Sector, float]:
    """Return the share of each sector."""
    telling = Counter(s.partner.sector for s in signalen)
    return {sector: aantal / len(signalen) for sector, aantal in telling.items()}
