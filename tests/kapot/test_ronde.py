# pyright: basic
"""What is left of a round that is killed at any moment and done again? Exactly what an undisturbed round leaves."""

import contextlib
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from models.database import engine, schrijven
from rules.woorden import Kanaal
from tasks.omgeving import Omgeving
from tests.kapot.ronde import Dood, bouw_gemeente, gevolg, in_kind, meet
from tests.models.bouwers import TIJDEN
from tests.models.omgevingen import BEIDE, Pg, instellingen, verse_sqlite, werk_in

pytestmark = pytest.mark.xdist_group("kapotte ronde")

WILLEKEURIG = {"sqlite": 8, "postgres": 4}
STAP = {"sqlite": 4, "postgres": 8}
"""The round is killed around every fourth commit on SQLite, and around some on PostgreSQL."""


@dataclass(frozen=True)
class Gemeente:
    """A gemeente to copy for each disaster, and what an undisturbed round makes of it."""

    soort: str
    map: Path
    bron: str
    pg: Pg | None
    goed: dict[str, object]
    duur: float
    commits: int

    @contextlib.contextmanager
    def kopie(self, naam: str) -> Iterator[Omgeving]:
        """Give surroundings with a copy of the gemeente."""
        with _kopie(self.map / naam, self.bron, self.pg) as nieuw:
            yield nieuw


@contextlib.contextmanager
def _kopie(home: Path, bron: str, pg: Pg | None) -> Iterator[Omgeving]:
    home.mkdir(parents=True)
    if pg is None:
        shutil.copyfile(bron, home / "tijdig.db")
    with pg.database(bron) if pg else contextlib.nullcontext("") as url:
        nieuw = werk_in(instellingen(home, url))
        try:
            yield nieuw
        finally:
            nieuw.engine.dispose()
            engine.cache_clear()


@pytest.fixture(scope="session", params=BEIDE)
def gemeente(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gemeente]:
    """Build the gemeente once and see what one undisturbed round makes of it."""
    map_ = tmp_path_factory.mktemp("kapot")
    pg: Pg | None = request.getfixturevalue("pg") if request.param == "postgres" else None
    with contextlib.ExitStack() as stapel:
        bron = _bouw(map_, pg, stapel)
        with _kopie(map_ / "goed", bron, pg) as nieuw:
            duur, commits = meet(nieuw.settings)
            goed = gevolg(nieuw)
        yield Gemeente(request.param, map_, bron, pg, goed, duur, commits)


def _bouw(map_: Path, pg: Pg | None, stapel: contextlib.ExitStack) -> str:
    """Build the gemeente; returns the file, or the name of the database on the server, to copy."""
    if pg is None:
        with verse_sqlite(map_ / "bron") as nieuw:
            bouw_gemeente(nieuw)
            with nieuw.engine.connect() as db:
                db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return str(map_ / "bron" / "tijdig.db")
    (map_ / "bron").mkdir()
    url = stapel.enter_context(pg.database())
    nieuw = werk_in(instellingen(map_ / "bron", url))
    bouw_gemeente(nieuw)
    nieuw.engine.dispose()
    return str(make_url(url).database)


def test_the_undisturbed_round_does_every_kind_of_work(gemeente: Gemeente) -> None:
    namen = {naam.split("/")[0] for naam in gemeente.goed if "/" in naam}
    assert namen == {"brieven", "sms", "email", "terugkoppeling"}
    berichten = gemeente.goed["bericht"]
    assert isinstance(berichten, list)
    kolommen = [k.name for k in SQLModel.metadata.tables["bericht"].columns if k.name not in TIJDEN]
    rijen = [dict(zip(kolommen, rij, strict=True)) for rij in berichten]
    vandaag = [r for r in rijen if r["batch"] or r["kanaal"] != Kanaal.BRIEF]
    assert {r["kanaal"] for r in vandaag} == set(Kanaal)
    assert {r["soort"] for r in vandaag} >= {"herinnering", "aanmaning", "hulpaanbod", "brief-onderweg"}
    assert "mislukt" in {r["status"] for r in rijen}, "one e-mail address is no address"
    assert gemeente.commits > 20, gemeente.commits


def test_a_second_round_changes_nothing(gemeente: Gemeente) -> None:
    with gemeente.kopie("twee") as nieuw:
        assert in_kind(nieuw.settings) == in_kind(nieuw.settings) == 0
        assert gevolg(nieuw) == gemeente.goed


def test_killed_at_a_random_moment(gemeente: Gemeente) -> None:
    kans, geraakt = random.Random(20260720), 0
    for keer in range(WILLEKEURIG[gemeente.soort]):
        with gemeente.kopie(f"moment{keer}") as nieuw:
            seconden = kans.uniform(0, gemeente.duur)
            geraakt += in_kind(nieuw.settings, na=seconden) != 0
            maak_af(gemeente, nieuw, f"killed after {seconden:.3f} s")
    assert geraakt > WILLEKEURIG[gemeente.soort] / 2


def test_killed_around_a_commit(gemeente: Gemeente) -> None:
    """Just after a commit, where a file may not be there yet; and just before, where a file may be there too early."""
    stap = STAP[gemeente.soort]
    momenten = [Dood(n, ervoor=False) for n in range(1, gemeente.commits, stap)]
    momenten += [Dood(n, ervoor=True) for n in range(1, gemeente.commits + 1, 4 * stap)]
    for dood in momenten:
        with gemeente.kopie(f"commit{dood.commit}-{dood.ervoor}") as nieuw:
            assert in_kind(nieuw.settings, dood) != 0
            maak_af(gemeente, nieuw, str(dood))


def maak_af(gemeente: Gemeente, waar: Omgeving, wanneer: str) -> None:
    """Run the round again to its end; nothing may differ from an undisturbed one."""
    if gemeente.pg:
        sluit_gaten(waar)
    assert in_kind(waar.settings) == 0
    nu = gevolg(waar)
    anders = [naam for naam in gemeente.goed.keys() | nu.keys() if gemeente.goed.get(naam) != nu.get(naam)]
    assert anders == [], wanneer


def sluit_gaten(waar: Omgeving) -> None:
    """Number on without the gaps that a rolled back transaction leaves: else no new zaaknummer would be equal."""
    with schrijven(waar.engine) as db:
        for tabel in SQLModel.metadata.tables.values():
            if "id" in tabel.c and tabel.c.id.autoincrement is not False and tabel.name != "bericht":
                hoogste = f"SELECT max(id) FROM {tabel.name}"
                db.execute(text(f"SELECT setval(pg_get_serial_sequence('{tabel.name}', 'id'), ({hoogste}))"))
