"""Do the migrations make exactly the tables that the models describe, and can they be taken back?"""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel

from models.database import engine
from models.migreren import huidig, migreer, migreer_terug, nieuwste
from tests.models.omgevingen import BEIDE, Pg


@pytest.fixture(params=BEIDE)
def leeg(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """Give a database without any table."""
    if request.param == "sqlite":
        return engine(f"sqlite:///{tmp_path / 'leeg.db'}")
    server: Pg = request.getfixturevalue("pg")
    url = request.getfixturevalue("lege_pg_url")
    assert url.startswith(server.beheer.split("/postgres?")[0])
    return engine(url)


@pytest.fixture
def lege_pg_url(pg: Pg) -> object:
    """Give the URL of a database on the server from which everything was taken back."""
    with pg.database() as url:
        migreer_terug(engine(url), "base")
        yield url


def tabellen(waar: Engine) -> set[str]:
    return set(inspect(waar).get_table_names()) - {"alembic_version"}


def verschillen(waar: Engine) -> list[object]:
    with waar.connect() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        return compare_metadata(context, SQLModel.metadata)


def test_up_down_and_up_again(leeg: Engine) -> None:
    assert tabellen(leeg) == set()
    assert migreer(leeg) == nieuwste() != ""
    assert tabellen(leeg) == set(SQLModel.metadata.tables)
    migreer_terug(leeg, "base")
    assert tabellen(leeg) == set()
    migreer(leeg)
    assert verschillen(leeg) == []
    with leeg.connect() as db:
        assert huidig(db) == nieuwste()


def test_the_newest_schema_is_left_alone(leeg: Engine) -> None:
    migreer(leeg)
    migreer(leeg)
    assert tabellen(leeg) == set(SQLModel.metadata.tables)


def test_a_difference_with_the_models_is_seen(leeg: Engine) -> None:
    migreer(leeg)
    with leeg.begin() as db:
        db.exec_driver_sql("ALTER TABLE taak ADD COLUMN geheim VARCHAR(10)")
    assert "geheim" in str(verschillen(leeg))


def vul_0002(waar: Engine) -> None:
    """Put two taken and a zending in a database of before the worklist."""
    inwoner = "INSERT INTO inwoner (id, gemeente, afdeling, pseudoniem, achternaam, voorletters, voorvoegsel, straat,"
    inwoner += " huisnummer, toevoeging, postcode, woonplaats, adres_sleutel, ondernemer, huiseigenaar, rechtspersoon)"
    zaak = "INSERT INTO zaak (id, gemeente, soort, inwoner_id, adres_sleutel, geopend_op, versie) VALUES"
    taak = "INSERT INTO taak (zaak_id, soort, poging, status, gemaakt_op, uiterste_dag, behandelaar) VALUES"
    zending = "INSERT INTO zending (gemeente, kanaal, dag, status, op, aantal, delen, kosten_ct, steekproef) VALUES"
    with waar.begin() as db:
        for nummer, afdeling in ((1, "incasso"), (2, "vroegsignalering")):
            velden = f"({nummer}, 'stad', '{afdeling}', 'p', 'X', '', '', 'Weg', '1', '', '1234AB', 'Stad', '', "
            db.exec_driver_sql(f"{inwoner} VALUES {velden} false, false, false)")
            db.exec_driver_sql(f"{zaak} ({nummer}, 'stad', '{afdeling}', {nummer}, '', '2026-06-01', 0)")
        db.exec_driver_sql(f"{taak} (1, 'bellen', 1, 'open', '2026-06-05', '2026-06-12', '')")
        db.exec_driver_sql(f"{taak} (2, 'gesprek-plannen', 1, 'open', '2026-06-05', '2026-07-03', '')")
        db.exec_driver_sql(f"{zending} ('stad', 'sms', '2026-06-05', 'wacht', '2026-06-05 10:00:00', 1, 1, 9, '[]')")


def test_taken_of_before_the_worklist_get_their_place_in_it(leeg: Engine) -> None:
    migreer(leeg, "0002")
    vul_0002(leeg)
    migreer(leeg)
    velden = "gemeente, afdeling, team, wijk, wettelijk, CAST(voorrang AS VARCHAR(10)), versie"
    with leeg.connect() as db:
        rijen = [tuple(rij) for rij in db.exec_driver_sql(f"SELECT {velden} FROM taak ORDER BY id")]
        van = db.exec_driver_sql("SELECT afdeling FROM zending").scalar_one()
    assert rijen == [
        ("stad", "incasso", "invordering", "1234", False, "2026-06-12", 0),
        ("stad", "vroegsignalering", "schuldhulp", "1234", True, "2026-07-03", 0),
    ]
    assert van == "vroegsignalering"
    migreer_terug(leeg, "0002")
    with leeg.connect() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM taak WHERE behandelaar = ''").scalar_one() == 2
