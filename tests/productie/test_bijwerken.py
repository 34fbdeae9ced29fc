# pyright: basic
"""An upgrade with zaken on their way: they go on as before, and the old program still reads what it knows."""

from sqlalchemy import inspect

from models.migreren import huidig, migreer, migreer_terug, nieuwste
from tasks.omgeving import Omgeving
from tests.kapot.ronde import bouw_gemeente, ronde
from tests.models.bouwers import afdruk
from tests.models.omgevingen import instellingen, verse_sqlite, werk_in

VORIGE = "0003"
"""The schema of the version before this one."""


def test_zaken_op_weg_gaan_na_een_nieuwe_versie_gewoon_verder(waar: Omgeving) -> None:
    bouw_gemeente(waar)
    migreer_terug(waar.engine, VORIGE)
    with waar.engine.connect() as db:
        assert huidig(db) == VORIGE and "pauze" not in inspect(db).get_table_names()
    migreer(waar.engine)
    ronde()
    bijgewerkt = afdruk(waar)
    with verse_sqlite(waar.settings.home / "ongestoord") as nieuw:
        bouw_gemeente(nieuw)
        ronde()
        assert {n: afdruk(nieuw)[n] == r for n, r in bijgewerkt.items()} == dict.fromkeys(bijgewerkt, True)
    werk_in(instellingen(waar.settings.home, waar.settings.database_url))


def test_een_nieuwe_versie_haalt_niets_weg_wat_de_oude_leest(sqlite: Omgeving) -> None:
    """Expand first: while machines are upgraded one by one, the old program works on the new schema."""
    nu = inspect(sqlite.engine)
    alle = {tabel: nu.get_columns(tabel) for tabel in nu.get_table_names()}
    kolommen = {tabel: {k["name"] for k in lijst} for tabel, lijst in alle.items()}
    verplicht = {
        (tabel, k["name"]) for tabel, lijst in alle.items() for k in lijst if not k["nullable"] and k["default"] is None
    }
    sqlite.engine.dispose()
    migreer_terug(sqlite.engine, VORIGE)
    oud = inspect(sqlite.engine)
    for tabel in oud.get_table_names():
        van_toen = {k["name"] for k in oud.get_columns(tabel)}
        assert van_toen <= kolommen[tabel], tabel
        assert not {(tabel, k) for k in kolommen[tabel] - van_toen} & verplicht, "the old program does not fill it in"
    assert migreer(sqlite.engine) == nieuwste()
