"""What was done for a resident before a dwangbevel is thought of? The whole file of effort of one incassozaak."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from models.database import tabel
from models.tabellen import Bericht, Zaak
from models.tabellen_werk import Medewerker, Taakactie
from rules.log import Log, Logregel, Soort
from rules.rollen import Blik
from rules.taakacties import Actie

BERICHT, ZAAK, ACTIE, MEDEWERKER = tabel(Bericht), tabel(Zaak), tabel(Taakactie), tabel(Medewerker)

FEITEN = frozenset(
    {
        Soort.KWIJTSCHELDING_AANGEVRAAGD, Soort.KWIJTSCHELDING_TOEGEKEND, Soort.KWIJTSCHELDING_AFGEWEZEN,
        Soort.UITSTEL_AANGEVRAAGD, Soort.UITSTEL_VERLEEND, Soort.UITSTEL_AFGEWEZEN,
        Soort.REGELING_GETROFFEN, Soort.REGELING_GEBROKEN, Soort.BEZWAAR_INGEDIEND, Soort.BEZWAAR_AFGEDAAN,
        Soort.BETALING, Soort.STORNO, Soort.VERMINDERING, Soort.KOSTEN, Soort.POST_RETOUR, Soort.MORATORIUM,
        Soort.DWANGBEVEL_UITGEVAARDIGD, Soort.DWANGBEVEL_BETEKEND, Soort.DWANGBEVEL_INGETROKKEN,
        Soort.OVERLEDEN, Soort.VERHUISD_BINNEN, Soort.VERHUISD_BUITEN,
    }
)  # fmt: skip
"""What a resident asked or paid, and what became of it."""


@dataclass(frozen=True)
class Verstuurd:
    """One bericht to the resident, with what is known of its delivery."""

    id: str
    soort: str
    kanaal: str
    dag: date
    status: str
    verzonden_op: datetime | None
    reden: str


@dataclass(frozen=True)
class Inspanning:
    """Everything that was done, read from the log as corrected."""

    berichten: tuple[Verstuurd, ...]
    pogingen: tuple[Logregel, ...]
    overgeslagen: tuple[Logregel, ...]
    """Which contact was not tried, and why."""
    feiten: tuple[Logregel, ...]
    rust: tuple[Logregel, ...]
    overdracht: tuple[Logregel, ...]
    terug: tuple[Logregel, ...]
    """What came back from team Vroegsignalering: models/doorgeven.py tells no more than the law allows."""


@dataclass(frozen=True)
class Voorstel:
    """What a colleague proposed about a dwangbevel and nobody confirmed or refused yet."""

    id: int
    wie: int
    naam: str
    op: datetime
    besluit: str
    reden: str


def inspanning(db: Connection, blik: Blik, zaak_id: int, log: Log) -> Inspanning:
    """Return the file of effort of a zaak that this blik may see."""
    gevallen = (Soort.TAAK_AFGEROND, Soort.OPGESCHORT, Soort.OVERGEDRAGEN, Soort.NIET_OVERGEDRAGEN)
    gedaan, rust, over, niet_over = (log.alle(soort) for soort in gevallen)
    return Inspanning(
        _berichten(db, blik, zaak_id),
        tuple(r for r in gedaan if "bereikt" in r.gegevens),
        tuple(log.alle(Soort.CONTACT_OVERGESLAGEN)),
        tuple(r for r in log.regels if r.soort in FEITEN),
        tuple(rust),
        tuple(sorted((*over, *niet_over), key=lambda r: r.dag)),
        tuple(log.alle(Soort.TERUGKOPPELING)),
    )


def _berichten(db: Connection, blik: Blik, zaak_id: int) -> tuple[Verstuurd, ...]:
    b = BERICHT.c
    vraag = (
        select(b.id, b.soort, b.kanaal, b.dag, b.status, b.verzonden_op, b.reden)
        .join(ZAAK, ZAAK.c.id == b.zaak_id)
        .where(b.zaak_id == zaak_id, ZAAK.c.gemeente.in_(blik.gemeenten))
        .where(ZAAK.c.soort.in_([a.value for a in blik.afdelingen]))
        .order_by(b.dag, b.id)
    )
    return tuple(Verstuurd(*rij) for rij in db.execute(vraag))


def open_voorstel(db: Connection, taak_id: int) -> Voorstel | None:
    """Return the proposal that waits for a second colleague, or None."""
    a, soorten = ACTIE.c, (Actie.VOORGESTELD, Actie.INGETROKKEN, Actie.NIET_EENS, Actie.BEVESTIGD)
    vraag = (
        select(a.id, a.soort, a.op, a.gegevens, a.medewerker_id, MEDEWERKER.c.naam)
        .join(MEDEWERKER, MEDEWERKER.c.id == a.medewerker_id)
        .where(a.taak_id == taak_id, a.soort.in_([s.value for s in soorten]))
        .order_by(a.id.desc())
    )
    rij: Any = db.execute(vraag.limit(1)).first()
    if rij is None or rij.soort != Actie.VOORGESTELD:
        return None
    gezegd = rij.gegevens
    return Voorstel(rij.id, rij.medewerker_id, rij.naam, rij.op, str(gezegd["besluit"]), str(gezegd["reden"]))
