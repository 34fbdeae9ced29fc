# pyright: basic
"""Does a large round wait for two different people, whatever they call themselves and however they hurry?"""

import threading

import pytest

from models import zendingen
from models.database import lezen, schrijven
from models.outbox import VRIJ, WACHT
from models.zendingen import AlVrijgegeven, GeenZending, geef_vrij, trek_in, vrijgevers
from rules.woorden import Kanaal
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, JUNI_5, JUNI_19, lees


def een_zending(waar: Omgeving, *, vrij: bool = False, aantal: int = 3000, kosten_ct: int = 100) -> int:
    velden = {
        "gemeente": GEMEENTE,
        "afdeling": "incasso",
        "kanaal": "brief",
        "dag": JUNI_5,
        "aantal": aantal,
        "delen": aantal,
    }
    velden |= {"kosten_ct": kosten_ct, "steekproef": []}
    with schrijven(waar.engine) as db:
        return zendingen.maak_zending(db, velden, [], vrij)


def geef(waar: Omgeving, zending: int, door: str, nodig: int = 2) -> int:
    with schrijven(waar.engine) as db:
        return geef_vrij(db, zending, door, nodig)


def status(waar: Omgeving) -> list[str]:
    return [s for (s,) in lees(waar, "zending", "status")]


def test_two_people_release(waar: Omgeving) -> None:
    zending = een_zending(waar)
    assert geef(waar, zending, "Jan") == 1 and status(waar) == [WACHT]
    with lezen(waar.engine) as db:
        assert [z.id for z in zendingen.wachtende(db)] == [zending]
    assert geef(waar, zending, "Fatima") == 0 and status(waar) == [VRIJ]
    with lezen(waar.engine) as db:
        assert vrijgevers(db, zending) == ["Jan", "Fatima"] and zendingen.wachtende(db) == []


@pytest.mark.parametrize(
    ("een", "ander"),
    [
        pytest.param("Jan", "Jan", id="twee keer dezelfde"),
        pytest.param("Jan", " jan ", id="hoofdletters en spaties"),
        pytest.param("Jan de Boer", "jan  de  boer", id="dubbele spaties"),
        pytest.param("Ren\u00e9", "Rene\u0301", id="dezelfde letter anders opgeslagen"),
        pytest.param("STRASSE", "stra\u00dfe", id="ringel-s"),
    ],
)
def test_one_person_is_never_two(sqlite: Omgeving, een: str, ander: str) -> None:
    zending = een_zending(sqlite)
    geef(sqlite, zending, een)
    with pytest.raises(AlVrijgegeven):
        geef(sqlite, zending, ander)
    assert status(sqlite) == [WACHT] and len(lees(sqlite, "vrijgave", "door")) == 1
    with schrijven(sqlite.engine) as db:
        trek_in(db, zending, ander)
    assert lees(sqlite, "vrijgave", "door") == [], "who may not release twice may take it back"


def test_a_nameless_person_releases_nothing(sqlite: Omgeving) -> None:
    zending = een_zending(sqlite)
    for naam in ("", "  ", "\u00a0"):
        with pytest.raises(ValueError, match="naam"):
            geef(sqlite, zending, naam)
    assert lees(sqlite, "vrijgave", "door") == []


@pytest.mark.parametrize(("nodig", "over"), [(1, [0]), (2, [1, 0]), (3, [2, 1, 0])])
def test_as_many_people_as_the_beleid_asks(sqlite: Omgeving, nodig: int, over: list[int]) -> None:
    zending = een_zending(sqlite)
    assert [geef(sqlite, zending, f"persoon {n}", nodig) for n in range(nodig)] == over
    assert status(sqlite) == [VRIJ]


def test_what_is_released_cannot_be_released_or_taken_back(waar: Omgeving) -> None:
    zending = een_zending(waar)
    geef(waar, zending, "Jan", 1)
    for door in ("Jan", "Fatima"):
        with pytest.raises(GeenZending):
            geef(waar, zending, door)
        with pytest.raises(GeenZending), schrijven(waar.engine) as db:
            trek_in(db, zending, door)
    with pytest.raises(GeenZending):
        geef(waar, zending + 1, "Jan")


def test_a_release_that_is_taken_back_counts_no_more(waar: Omgeving) -> None:
    zending = een_zending(waar)
    geef(waar, zending, "Jan")
    with schrijven(waar.engine) as db:
        trek_in(db, zending, "Fatima")
        trek_in(db, zending, "Jan")
    assert geef(waar, zending, "Fatima") == 1 and status(waar) == [WACHT]


@pytest.mark.postgres
@pytest.mark.parametrize(("namen", "uitkomst"), [(("Jan", "Fatima"), [0, 1]), (("Jan", "jan"), [1, AlVrijgegeven])])
def test_two_releases_at_once(postgres: Omgeving, namen: tuple[str, str], uitkomst: list[object]) -> None:
    zending = een_zending(postgres)
    gevolgen: list[object] = []
    start = threading.Barrier(2)

    def druk(naam: str) -> None:
        start.wait()
        try:
            gevolgen.append(geef(postgres, zending, naam))
        except AlVrijgegeven:
            gevolgen.append(AlVrijgegeven)

    draden = [threading.Thread(target=druk, args=(naam,)) for naam in namen]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(gevolgen, key=str) == sorted(uitkomst, key=str)
    assert status(postgres) == [VRIJ if namen[1] == "Fatima" else WACHT]


def test_only_what_left_without_people_counts_for_the_limit(waar: Omgeving) -> None:
    een_zending(waar, vrij=True, aantal=100, kosten_ct=9500)
    een_zending(waar, vrij=True, aantal=20, kosten_ct=1900)
    gewacht = een_zending(waar, aantal=5000, kosten_ct=475_000)
    with schrijven(waar.engine) as db:
        assert zendingen.al_vrij(db, GEMEENTE, Kanaal.BRIEF, JUNI_5) == (120, 11_400)
        assert zendingen.al_vrij(db, GEMEENTE, Kanaal.SMS, JUNI_5) == (0, 0)
        assert zendingen.al_vrij(db, "buurdorp", Kanaal.BRIEF, JUNI_5) == (0, 0)
        assert zendingen.al_vrij(db, GEMEENTE, Kanaal.BRIEF, JUNI_19) == (0, 0)
    geef(waar, gewacht, "Jan", 1)
    with schrijven(waar.engine) as db:
        assert zendingen.al_vrij(db, GEMEENTE, Kanaal.BRIEF, JUNI_5) == (120, 11_400), "people looked at the other"
