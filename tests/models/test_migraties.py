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
