"""Why does collection rest, since when and until when? Derived from the log; every rest has a reason and a ground."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from rules.beleid import Beleid
from rules.log import Log, Logregel, Soort
from rules.woorden import Reden, Taaksoort
from rules.zaak import Zaak


@dataclass(frozen=True)
class Opschorting:
    """One rest of collection: from `van` (included) until `tot` (excluded; None while the end is unknown)."""

    reden: Reden
    van: date
    tot: date | None
    grondslag: str


GRONDSLAG: dict[Reden, str] = {
    Reden.KWIJTSCHELDING: "Leidraad 26.1",
    Reden.UITSTEL: "Invorderingswet art. 25 lid 1; Leidraad 25.1.1",
    Reden.REGELING: "Leidraad 25.5",
    Reden.BEZWAAR: "Leidraad 25.2",
    Reden.HULP: "Landelijk Convenant Vroegsignalering: 30 dagen na hulpacceptatie",
    Reden.OVERLEDEN: "Leidraad 11.1, 12.2",
    Reden.ADRES_ONBEKEND: "Invorderingswet art. 13 lid 4",
    Reden.MORATORIUM: "Wgs art. 5",
}

AANLEIDINGEN = frozenset(
    {
        Soort.KWIJTSCHELDING_AANGEVRAAGD,
        Soort.KWIJTSCHELDING_TOEGEKEND,
        Soort.KWIJTSCHELDING_AFGEWEZEN,
        Soort.UITSTEL_AANGEVRAAGD,
        Soort.UITSTEL_VERLEEND,
        Soort.UITSTEL_AFGEWEZEN,
        Soort.REGELING_GETROFFEN,
        Soort.REGELING_GEBROKEN,
        Soort.BEZWAAR_INGEDIEND,
        Soort.TAAK_AFGEROND,
        Soort.TERUGKOPPELING,
        Soort.OVERLEDEN,
        Soort.POST_RETOUR,
        Soort.MORATORIUM,
    }
)
"""Most zaken have none of these in their log: then there is nothing to work out."""


def lopend(zaak: Zaak, beleid: Beleid, today: date) -> tuple[Opschorting, ...]:
    """Return every opschorting that runs today, in the order of Reden."""
    if zaak.log.zonder(AANLEIDINGEN):
        return ()
    gevonden = (zoek(zaak.log, beleid) for zoek in _BRONNEN)
    return tuple(o for o in gevonden if o is not None and (o.tot is None or today < o.tot))


def wachttijd_tot(zaak: Zaak, beleid: Beleid, today: date) -> date | None:
    """Return until when collection rests after an uitstel, kwijtschelding or regeling ended (Leidraad 25.1.8)."""
    if zaak.log.zonder(AANLEIDINGEN):
        return None
    einden = [einde for zoek in _EINDEN if (einde := zoek(zaak.log, today)) is not None]
    if not einden:
        return None
    return max(einden) + timedelta(days=beleid.wachttijd_na_afwijzing_d)


def nieuw(zaak: Zaak, beleid: Beleid, today: date, *, alleen: Reden | None = None) -> Opschorting | None:
    """Return a running opschorting (of one reden) that the log does not yet tell, or tells with another end."""
    for opschorting in lopend(zaak, beleid, today):
        if alleen not in (None, opschorting.reden):
            continue
        verteld = zaak.log.laatste(Soort.OPGESCHORT, reden=opschorting.reden.value)
        tot = opschorting.tot.isoformat() if opschorting.tot else None
        if verteld is None or verteld.dag < opschorting.van or verteld.gegevens["tot"] != tot:
            return opschorting
    return None


def _tussen(log: Log, begin: Soort, *einde: Soort) -> Logregel | None:
    """Return the oldest begin since the newest einde: a second request or letter returned does not start a new rest."""
    return _sinds(log, begin, log.positie(*einde))


def _sinds(log: Log, begin: Soort, plaats: int) -> Logregel | None:
    if log.positie(begin) <= plaats:
        return None
    return next(r for r in log.regels[plaats + 1 :] if r.soort == begin)


def _op(reden: Reden, begin: Logregel | None, tot: date | None = None) -> Opschorting | None:
    return Opschorting(reden, begin.dag, tot, GRONDSLAG[reden]) if begin else None


def _datum(regel: Logregel | None, naam: str) -> date | None:
    waarde = regel.gegevens.get(naam) if regel else None
    return date.fromisoformat(waarde) if waarde else None


def _kwijtschelding(log: Log, beleid: Beleid) -> Opschorting | None:
    einde = (Soort.KWIJTSCHELDING_TOEGEKEND, Soort.KWIJTSCHELDING_AFGEWEZEN)
    return _op(Reden.KWIJTSCHELDING, _tussen(log, Soort.KWIJTSCHELDING_AANGEVRAAGD, *einde))


def _uitstel(log: Log, beleid: Beleid) -> Opschorting | None:
    """A request gives rest as if it were granted (Leidraad 25.1.1), also when an earlier uitstel went before it."""
    einde = (Soort.UITSTEL_VERLEEND, Soort.UITSTEL_AFGEWEZEN)
    if aangevraagd := _tussen(log, Soort.UITSTEL_AANGEVRAAGD, *einde):
        return _op(Reden.UITSTEL, aangevraagd)
    verleend = _tussen(log, Soort.UITSTEL_VERLEEND, Soort.UITSTEL_AFGEWEZEN)
    return _op(Reden.UITSTEL, verleend, _datum(log.laatste(Soort.UITSTEL_VERLEEND), "tot"))


def _regeling(log: Log, beleid: Beleid) -> Opschorting | None:
    getroffen = _tussen(log, Soort.REGELING_GETROFFEN, Soort.REGELING_GEBROKEN)
    return _op(Reden.REGELING, getroffen, _datum(log.laatste(Soort.REGELING_GETROFFEN), "tot"))


def _bezwaar(log: Log, beleid: Beleid) -> Opschorting | None:
    return _op(Reden.BEZWAAR, _tussen(log, Soort.BEZWAAR_INGEDIEND, Soort.BEZWAAR_AFGEDAAN))


def _hulp(log: Log, beleid: Beleid) -> Opschorting | None:
    """Help accepted, at our own door or as fed back by Vroegsignalering: 30 days of peace from that conversation."""
    eigen = log.laatste(Soort.TAAK_AFGEROND, vervolg="wil hulp")
    gemeld = log.laatste(Soort.TERUGKOPPELING, hulp_geaccepteerd=True)
    pauze = timedelta(days=beleid.vs.pauze_na_acceptatie_d)
    pauzes = [(_datum(r, "tot") or r.dag + pauze, r) for r in (eigen, gemeld) if r]
    if not pauzes:
        return None
    tot, begin = max(pauzes, key=lambda p: p[0])
    return _op(Reden.HULP, begin, tot)


def _overleden(log: Log, beleid: Beleid) -> Opschorting | None:
    return _op(Reden.OVERLEDEN, log.laatste(Soort.OVERLEDEN))


def _adres_onbekend(log: Log, beleid: Beleid) -> Opschorting | None:
    """Until the resident has moved to an address that we know, or a person found that the address was right."""
    uitgezocht = log.positie(Soort.TAAK_AFGEROND, soort=Taaksoort.UITVAL_UITZOEKEN.value, uitkomst="opgelost")
    einde = max(log.positie(Soort.VERHUISD_BINNEN, Soort.VERHUISD_BUITEN), uitgezocht)
    return _op(Reden.ADRES_ONBEKEND, _sinds(log, Soort.POST_RETOUR, einde))


def _moratorium(log: Log, beleid: Beleid) -> Opschorting | None:
    regel = log.laatste(Soort.MORATORIUM)
    return _op(Reden.MORATORIUM, regel, _datum(regel, "tot"))


_BRONNEN: tuple[Callable[[Log, Beleid], Opschorting | None], ...] = (
    _kwijtschelding, _uitstel, _regeling, _bezwaar, _hulp, _overleden, _adres_onbekend, _moratorium,
)  # fmt: skip


def _einde_kwijtschelding(log: Log, today: date) -> date | None:
    return _laatste_dag(log, Soort.KWIJTSCHELDING_TOEGEKEND, Soort.KWIJTSCHELDING_AFGEWEZEN)


def _einde_uitstel(log: Log, today: date) -> date | None:
    if log.positie(Soort.UITSTEL_AFGEWEZEN) > log.positie(Soort.UITSTEL_VERLEEND):
        return _laatste_dag(log, Soort.UITSTEL_AFGEWEZEN)
    tot = _datum(log.laatste(Soort.UITSTEL_VERLEEND), "tot")
    return tot if tot and tot <= today else None


def _einde_regeling(log: Log, today: date) -> date | None:
    if log.positie(Soort.REGELING_GEBROKEN) > log.positie(Soort.REGELING_GETROFFEN):
        return _laatste_dag(log, Soort.REGELING_GEBROKEN)
    tot = _datum(log.laatste(Soort.REGELING_GETROFFEN), "tot")
    return tot if tot and tot <= today else None


def _laatste_dag(log: Log, *soorten: Soort) -> date | None:
    return max((r.dag for s in soorten if (r := log.laatste(s))), default=None)


_EINDEN: tuple[Callable[[Log, date], date | None], ...] = (_einde_kwijtschelding, _einde_uitstel, _einde_regeling)
