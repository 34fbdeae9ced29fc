"""How does each gemeente stand, and the machine? Measured for the bewaking; the rules judge it."""

import contextlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from models import levenstekens, metingen, pauzes
from models.database import lezen
from rules.beleid import Beleid
from rules.bewaking import dag_van_ronde, vorige_werkdag
from rules.bewakingsfeiten import Gemeentestand, Halve, Mapstand, Pauzestand, Ronde
from rules.bezorging import HOOGSTENS
from rules.levermaand import Geleverd
from rules.pauze import Pauzesoort
from settings import Settings
from tasks.klok import NEDERLAND
from tasks.leven import PORTIER, dagronde_van
from tasks.levermap import BEZIG, GEWEIGERD, liggend
from tasks.omgeving import Omgeving, omgeving

BEZIG_LANG = timedelta(hours=1)
"""An answer that stays away for less than this is nothing to worry about."""


def meet_gemeente(gemeente: str, beleid: Beleid, nu: datetime) -> Gemeentestand:
    """Measure one gemeente at a moment (aware, Dutch time)."""
    waar, dag = omgeving(), nu.date()
    kalender = beleid.kalender
    with lezen(waar.engine) as db:
        return Gemeentestand(
            gemeente, beleid, nu, dag,
            geleverd=per_leverancier(beleid, metingen.leveringen(db, gemeente)),
            halve=_halve(beleid, metingen.halve_leveringen(db, gemeente)),
            mappen=tuple(_mappen(db, waar.settings, gemeente)),
            termijnen=metingen.termijnen(db, gemeente, dag, kalender.werkdagen_na(dag, 1)),
            zonder_datum=metingen.zonder_datum(db, gemeente),
            te_stil=metingen.te_stil(db, gemeente, beleid, dag),
            post=tuple(metingen.post(db, gemeente, vorige_werkdag(kalender, dag), *_grenzen(waar, nu))),
            wachtend=metingen.wachtende_zendingen(db, gemeente),
            ronde=_ronde(db, gemeente),
            zaken_achter=metingen.zaken_achter(db, gemeente, dag_van_ronde(kalender, nu)),
            gepauzeerd=any(p.soort == Pauzesoort.GEMEENTE for p in pauzes.open_pauzes(db, gemeente)),
        )  # fmt: skip


def _grenzen(waar: Omgeving, nu: datetime) -> tuple[datetime, datetime]:
    """Return since before when an answer, and since before when certainty stays away too long."""
    return nu - max(4 * waar.geduld.antwoord, BEZIG_LANG), nu - HOOGSTENS


def per_leverancier(beleid: Beleid, geleverd: Mapping[str, tuple[Geleverd, ...]]) -> dict[str, tuple[Geleverd, ...]]:
    """Return the deliveries per leverancier; what came by hand is of the only leverancier of that soort."""
    van_hand = _van_hand(beleid)
    per_naam: dict[str, list[Geleverd]] = defaultdict(list)
    for naam, lijst in geleverd.items():
        per_naam[van_hand.get(naam, naam)] += lijst
    return {naam: tuple(sorted(lijst, key=lambda g: (g.dag, g.levering_id))) for naam, lijst in per_naam.items()}


def _halve(beleid: Beleid, halve: tuple[Halve, ...]) -> tuple[Halve, ...]:
    van_hand = _van_hand(beleid)
    return tuple(Halve(van_hand.get(h.leverancier, h.leverancier), h.levering_id, h.sinds) for h in halve)


def _van_hand(beleid: Beleid) -> dict[str, str]:
    """Return for `hand <soort>` the leverancier, where only one delivers this soort."""
    soorten = [leverancier.soort for leverancier in beleid.leveranciers]
    return {f"hand {lev.soort}": lev.naam for lev in beleid.leveranciers if soorten.count(lev.soort) == 1}


def _ronde(db: Connection, gemeente: str) -> Ronde | None:
    teken = levenstekens.laatste(db, dagronde_van(gemeente))
    return Ronde(teken.op.astimezone(NEDERLAND), teken.goed, teken.gegevens) if teken else None


def _mappen(db: Connection, gekozen: Settings, gemeente: str) -> Iterator[Mapstand]:
    """Look into the folders of every leverancier; a refused file from before the newest good one is old news."""
    wortel = gekozen.innamemap / gemeente
    laatst = metingen.nieuwste_levering(db, gemeente)
    for pad in sorted(p for p in wortel.iterdir() if p.is_dir()) if wortel.is_dir() else ():
        bezig = _tijden(pad / BEZIG)
        sinds = laatst.get(pad.name)
        geweigerd = [t for t in _tijden(pad / GEWEIGERD) if sinds is None or t > sinds]
        if bezig or geweigerd:
            yield Mapstand(pad.name, len(bezig), min(bezig, default=None), len(geweigerd))


def _tijden(map: Path) -> list[datetime]:
    """Return when each delivery came into a folder; one that goes away meanwhile is left out.

    Moving a file keeps the time at which its leverancier wrote it, and renews the time of its entry.
    """
    tijden: list[datetime] = []
    for pad in liggend(map):
        with contextlib.suppress(FileNotFoundError):
            tijden.append(datetime.fromtimestamp(pad.stat().st_ctime, UTC))
    return tijden


def meet_pauzes() -> tuple[Pauzestand, ...]:
    """Return what stands still because a person said so."""
    with lezen(omgeving().engine) as db:
        return tuple(Pauzestand(p.soort.value, p.gemeente, p.waarde, p.sinds) for p in pauzes.open_pauzes(db))


def meet_portier() -> datetime | None:
    """Return when the portier last gave a sign (Dutch time)."""
    with lezen(omgeving().engine) as db:
        teken = levenstekens.laatste(db, PORTIER)
    return teken.op.astimezone(NEDERLAND) if teken else None


def meet_prefect_mb(gekozen: Settings) -> float | None:
    """Return how large Prefect's own database is in MB; None when that cannot be seen from here."""
    ruw = gekozen.prefect_database.get_secret_value()
    adres = make_url(ruw) if ruw else URL.create("sqlite", database=str(gekozen.home.absolute() / "prefect/prefect.db"))
    if adres.get_backend_name() == "sqlite":
        return _bestand_mb(Path(adres.database or ""))
    try:
        return _postgres_mb(adres)
    except SQLAlchemyError:
        return None


def _bestand_mb(pad: Path) -> float | None:
    if not pad.is_file():
        return None
    wal = pad.with_name(f"{pad.name}-wal")
    return (pad.stat().st_size + (wal.stat().st_size if wal.is_file() else 0)) / 1e6


def _postgres_mb(adres: URL) -> float:
    verbinding = create_engine(adres.set(drivername="postgresql+psycopg"), hide_parameters=True)
    try:
        with verbinding.connect() as db:
            return int(db.execute(text("SELECT pg_database_size(current_database())")).scalar_one()) / 1e6
    finally:
        verbinding.dispose()


def bij_de_maten(maten: Mapping[str, float], dag: date, mb: float) -> dict[str, float]:
    """Return the sizes of the last eight days (ISO) with that of today."""
    nieuw = {**maten, dag.isoformat(): round(mb, 1)}
    return dict(sorted(nieuw.items())[-8:])
