"""Where do letters, contacts, rest and terms stand on one time axis? Numbers for a small drawing, with its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from models.tijdlijn import Sporen
from rules.bezorging import Status
from rules.correctie import lees_log
from rules.log import Log, Logregel, Soort
from rules.opschorting import Opschorting
from worklist.sjabloon import MAANDEN, datum

LINKS, RECHTS, BREED = 76, 700, 720
"""From where to where the axis runs in the drawing."""
RIJ = {"post": 30, "contact": 58, "rust": 82, "termijn": 106}
MIN_DAGEN = 28
EINDE: dict[str, frozenset[Soort]] = {
    "kwijtschelding": frozenset({Soort.KWIJTSCHELDING_TOEGEKEND, Soort.KWIJTSCHELDING_AFGEWEZEN}),
    "uitstel": frozenset({Soort.UITSTEL_VERLEEND, Soort.UITSTEL_AFGEWEZEN}),
    "regeling": frozenset({Soort.REGELING_GEBROKEN}),
    "bezwaar": frozenset({Soort.BEZWAAR_AFGEDAAN}),
    "adres-onbekend": frozenset({Soort.VERHUISD_BINNEN, Soort.VERHUISD_BUITEN, Soort.TAAK_AFGEROND}),
}
"""What ends a rest that had no end yet when it was told."""


@dataclass(frozen=True)
class Teken:
    """One mark: `soort` is its shape."""

    soort: str
    x: float
    y: int


@dataclass(frozen=True)
class Balk:
    """One stretch of time; `open`: the end is not known yet."""

    soort: str
    x: float
    y: int
    breedte: float
    open: bool = False


@dataclass(frozen=True)
class Reislijn:
    """The drawing: marks, stretches, months, and where today and the next date are."""

    tekens: tuple[Teken, ...]
    balken: tuple[Balk, ...]
    maanden: tuple[tuple[float, str], ...]
    vandaag: float
    volgende: float | None
    uitleg: str
    """The same in one or two sentences, for who cannot see it."""


@dataclass(frozen=True)
class _As:
    van: date
    tot: date

    def x(self, dag: date) -> float:
        """Return where a day stands, kept on the axis."""
        deel = (min(max(dag, self.van), self.tot) - self.van).days / max((self.tot - self.van).days, 1)
        return round(LINKS + deel * (RECHTS - LINKS), 1)


def reislijn(
    sporen: Sporen, opschortingen: Iterable[Opschorting], volgende: date | None, today: date
) -> Reislijn | None:
    """Return the drawing of a zaak; None when nothing has happened yet."""
    log = lees_log((r.volgnr, Logregel(Soort(r.soort), r.dag, r.gegevens)) for r in sporen.log)
    if not log.regels:
        return None
    lopend, termijnen = tuple(opschortingen), _termijnen(sporen)
    dagen = [r.dag for r in log.regels] + [today] + [dag for _, dag in termijnen] + ([volgende] if volgende else [])
    begin = min(dagen)
    as_ = _As(begin, max(*dagen, begin + timedelta(days=MIN_DAGEN)))
    tekens = (*_post(log, sporen, as_), *_contact(log, as_))
    rust = tuple(_rust(log, lopend, as_, today))
    balken = (*rust, *(_balk("termijn", van, tot, as_) for van, tot in termijnen))
    uitleg = _uitleg(as_, tekens, rust, volgende)
    return Reislijn(tekens, balken, tuple(_maanden(as_)), as_.x(today), as_.x(volgende) if volgende else None, uitleg)


def _post(log: Log, sporen: Sporen, as_: _As) -> Iterable[Teken]:
    """A letter is a square, an sms or e-mail a small one; what did not arrive or left is open."""
    mis = {Status.VERVALLEN, Status.MISLUKT, Status.RETOUR}
    status = {(b.soort, b.poging, b.kanaal): b.status for b in sporen.berichten.values()}
    for r in log.alle(Soort.BERICHT):
        g = r.gegevens
        soort = "brief" if g["kanaal"] == "brief" else "bericht"
        weg = status.get((g["soort"], g["poging"], g["kanaal"])) in mis
        yield Teken(f"{soort}-mis" if weg else soort, as_.x(r.dag), RIJ["post"])


def _contact(log: Log, as_: _As) -> Iterable[Teken]:
    for r in log.alle(Soort.TAAK_AFGEROND):
        if "bereikt" in r.gegevens:
            soort = "bereikt" if r.gegevens["bereikt"] else "niet-bereikt"
            yield Teken(soort, as_.x(r.dag), RIJ["contact"])


def _rust(log: Log, lopend: Sequence[Opschorting], as_: _As, today: date) -> Iterable[Balk]:
    """Every rest that was told, the newest telling of each; one that still runs without an end is open."""
    verteld: dict[tuple[str, date], date | None] = {}
    for plaats, r in enumerate(log.regels):
        if r.soort == Soort.OPGESCHORT:
            reden = str(r.gegevens["reden"])
            tot = date.fromisoformat(r.gegevens["tot"]) if r.gegevens.get("tot") else None
            verteld[reden, r.dag] = tot or _einde(log.regels[plaats + 1 :], reden)
    loopt = {o.reden.value: o.tot for o in lopend}
    for (reden, van), tot in verteld.items():
        onbekend = tot is None and reden in loopt
        einde = as_.tot if onbekend else tot or today
        yield _balk("rust", van, einde, as_, open_=onbekend)


def _einde(erna: Sequence[Logregel], reden: str) -> date | None:
    return next((r.dag for r in erna if r.soort in EINDE.get(reden, ())), None)


def _termijnen(sporen: Sporen) -> list[tuple[date, date]]:
    """Until when the resident may answer a letter that left, and until when open taken must be done."""
    weg = {Status.VERVALLEN, Status.MISLUKT}
    brieven = [(b.dag, _dag(b.gegevens.get("uiterste_dag"))) for b in sporen.berichten.values() if b.status not in weg]
    taken = [(t.gemaakt_op, t.uiterste_dag) for t in sporen.taken.values() if t.status == "open"]
    return [(van, tot) for van, tot in (*brieven, *taken) if tot is not None and tot >= van]


def _dag(waarde: Any) -> date | None:
    return date.fromisoformat(waarde) if isinstance(waarde, str) and waarde else None


def _balk(soort: str, van: date, tot: date, as_: _As, *, open_: bool = False) -> Balk:
    begin = as_.x(van)
    return Balk(soort, begin, RIJ[soort], round(max(as_.x(tot) - begin, 3), 1), open_)


def _maanden(as_: _As) -> Iterable[tuple[float, str]]:
    """Name a month on its first day; on a long axis only every third, sixth or twelfth."""
    aantal = (as_.tot.year - as_.van.year) * 12 + as_.tot.month - as_.van.month + 1
    stap = next(s for s in (1, 3, 6, 12, 600) if aantal <= 10 * s)
    for n in range(aantal):
        jaar, maand = divmod(as_.van.month - 1 + n, 12)
        eerste = date(as_.van.year + jaar, maand + 1, 1)
        if eerste >= as_.van and (maand % stap == 0 or stap == 1):
            yield as_.x(eerste), f"{MAANDEN[maand][:3]}{f' {eerste.year}' if maand == 0 else ''}"


def _uitleg(as_: _As, tekens: Sequence[Teken], rust: Sequence[Balk], volgende: date | None) -> str:
    brieven = sum(t.soort.startswith("brief") for t in tekens)
    berichten = sum(t.soort.startswith("bericht") for t in tekens)
    bereikt = sum(t.soort == "bereikt" for t in tekens)
    geprobeerd = bereikt + sum(t.soort == "niet-bereikt" for t in tekens)
    verder = f" De volgende datum is {datum(volgende)}." if volgende else " Er is geen volgende datum."
    return (
        f"Van {datum(as_.van)} tot {datum(as_.tot)}: {brieven} keer een brief, {berichten} keer een sms of e-mail, "
        f"{geprobeerd} keer contact gezocht, {bereikt} keer bereikt, {len(rust)} keer rust.{verder}"
    )
