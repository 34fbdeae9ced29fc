# pyright: basic
"""Is every look kept, for ever, and only of zaken that somebody may see?"""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.database import lezen, schrijven
from models.inzage import BuitenBlik, GeenReden, Inzagereden, is_reden, noteer
from models.medewerkers import onthoud
from rules.rollen import Blik, Rol, blik
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, JUNI_5, een_persoon, een_signaal, een_vordering, lees, leg_op, signaleer

INVORDERING = blik({Rol.INVORDERING}, {GEMEENTE})
NIEMAND = Blik(frozenset(), frozenset())


@pytest.fixture
def wie(waar: Omgeving) -> int:
    """A medewerker, and zaken 1 and 2 (incasso) and 3 (vroegsignalering)."""
    leg_op(waar, [een_vordering(een_persoon(n), f"A{n}") for n in range(2)])
    signaleer(waar, een_signaal(een_persoon(5)), dag=JUNI_5)
    with schrijven(waar.engine) as db:
        return onthoud(db, "proef|i", "Ineke", {Rol.INVORDERING}, {GEMEENTE})


def rijen(waar: Omgeving) -> list[tuple[object, ...]]:
    return lees(waar, "inzage", "medewerker_id", "gemeente", "afdeling", "zaak_id", "wat", "waarom")


def test_een_blik_wordt_bewaard_per_zaak(waar: Omgeving, wie: int) -> None:
    begin = datetime.now(UTC)
    with schrijven(waar.engine) as db:
        noteer(db, wie, INVORDERING, [2, 1, 2], "zaak", Inzagereden.CONTROLE)
        noteer(db, wie, INVORDERING, [1], "zaak", "taak 12")
        noteer(db, wie, INVORDERING, [], "zaak", "controle")
    vast = (wie, GEMEENTE, "incasso")
    assert rijen(waar) == [
        (*vast, 1, "zaak", "controle"),
        (*vast, 2, "zaak", "controle"),
        (*vast, 1, "zaak", "taak 12"),
    ]
    with lezen(waar.engine) as db:
        [(op,)] = db.execute(text("SELECT count(*) FROM inzage WHERE op >= :begin"), {"begin": begin})
    assert op == 3


@pytest.mark.parametrize(
    "kijker", [INVORDERING, NIEMAND, blik({Rol.INVORDERING}, {"buurdorp"})], ids=["afd", "geen", "gem"]
)
def test_wat_buiten_de_blik_valt_kan_niet_worden_bekeken(kijker: Blik, waar: Omgeving, wie: int) -> None:
    for zaken in ([1, 3], [3], [1, 999], [999]):
        if kijker is INVORDERING or zaken != [1]:
            with pytest.raises(BuitenBlik), schrijven(waar.engine) as db:
                noteer(db, wie, kijker, zaken, "zaak", "controle")
    assert rijen(waar) == []


@pytest.mark.parametrize("waarom", ["", "zomaar", "taak", "taak 0", "taak -1", "taak 1 ", "taak x", "taak 12345678901"])
def test_een_reden_staat_in_de_lijst(waarom: str, waar: Omgeving, wie: int) -> None:
    assert not is_reden(waarom)
    with pytest.raises(GeenReden), schrijven(waar.engine) as db:
        noteer(db, wie, INVORDERING, [1], "zaak", waarom)


@pytest.mark.parametrize("opdracht", [
    "UPDATE inzage SET waarom = 'controle'",
    "UPDATE inzage SET wat = wat WHERE id = 1",
    "DELETE FROM inzage",
    "DELETE FROM inzage WHERE zaak_id = 1",
])  # fmt: skip
def test_een_blik_kan_niet_worden_veranderd_of_weggehaald(opdracht: str, waar: Omgeving, wie: int) -> None:
    with schrijven(waar.engine) as db:
        noteer(db, wie, INVORDERING, [1], "zaak", "vervolg")
    with pytest.raises(DBAPIError, match="inzage groeit alleen"), schrijven(waar.engine) as db:
        db.execute(text(opdracht))
    assert [r[-1] for r in rijen(waar)] == ["vervolg"]


def test_ook_de_tabel_leegmaken_wordt_geweigerd(postgres: Omgeving) -> None:
    with pytest.raises(DBAPIError, match="inzage groeit alleen"), schrijven(postgres.engine) as db:
        db.execute(text("TRUNCATE inzage"))


def test_veel_zaken_tegelijk(postgres: Omgeving) -> None:
    """From five rows on PostgreSQL is filled in another way."""
    leg_op(postgres, [een_vordering(een_persoon(n), f"A{n}") for n in range(30)])
    with schrijven(postgres.engine) as db:
        wie = onthoud(db, "proef|i", "Ineke", {Rol.INVORDERING}, {GEMEENTE})
        noteer(db, wie, INVORDERING, range(1, 31), "zoeken", "controle")
    assert len(rijen(postgres)) == 30
