# pyright: basic
"""Has a form that is sent again no second effect? (models/handelingen.py)"""

import threading

import pytest

from models.database import lezen, schrijf_samen, schrijven
from models.handelingen import (
    GeenSleutel,
    actor,
    al_gedaan,
    eenmalig,
    medewerker_van,
    nieuwe_sleutel,
    teken_aan,
)
from models.medewerkers import onthoud
from rules.rollen import Rol
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, een_persoon, een_vordering, lees, leg_op


@pytest.fixture
def wie(waar: Omgeving) -> int:
    """A colleague, and one zaak."""
    leg_op(waar, [een_vordering(een_persoon())])
    with schrijven(waar.engine) as db:
        return onthoud(db, "s", "Sanne", {Rol.INVORDERING}, [GEMEENTE])


def test_the_second_time_says_no(waar: Omgeving, wie: int) -> None:
    sleutel = nieuwe_sleutel()
    with schrijven(waar.engine) as db:
        assert not al_gedaan(db, sleutel, wie)
        assert eenmalig(db, sleutel, wie, 1, None, "proef")
    with schrijven(waar.engine) as db:
        assert not eenmalig(db, sleutel, wie, 1, None, "proef") and al_gedaan(db, sleutel, wie)
        assert eenmalig(db, nieuwe_sleutel(), wie, 1, None, "proef")
    assert len(lees(waar, "handeling")) == 2


def test_sent_at_once_from_ten_windows_there_is_one_effect(waar: Omgeving, wie: int) -> None:
    sleutel, gedaan = nieuwe_sleutel(), list[bool]()
    start = threading.Barrier(10)

    def stuur() -> None:
        start.wait()

        def werk(db):
            nieuw = eenmalig(db, sleutel, wie, 1, None, "proef")
            if nieuw:
                teken_aan(db, wie, 1, None, "een keer")
            return nieuw

        gedaan.append(schrijf_samen(waar.engine, werk))

    draden = [threading.Thread(target=stuur) for _ in range(10)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(gedaan) == [False] * 9 + [True]
    assert lees(waar, "aantekening", "tekst") == [("een keer",)]


def test_work_that_fails_may_be_sent_again(waar: Omgeving, wie: int) -> None:
    sleutel = nieuwe_sleutel()
    with pytest.raises(ZeroDivisionError), schrijven(waar.engine) as db:
        assert eenmalig(db, sleutel, wie, 1, None, "proef")
        raise ZeroDivisionError
    with schrijven(waar.engine) as db:
        assert eenmalig(db, sleutel, wie, 1, None, "proef")


@pytest.mark.parametrize("sleutel", ["", "kort", "a" * 65, "x" * 30 + " ", "x" * 30 + "'"])
def test_only_keys_of_our_forms(waar: Omgeving, wie: int, sleutel: str) -> None:
    with pytest.raises(GeenSleutel), schrijven(waar.engine) as db:
        eenmalig(db, sleutel, wie, 1, None, "proef")


def test_the_log_names_a_colleague_by_number() -> None:
    assert medewerker_van(actor(12)) == 12
    for ander in ("systeem", "medewerker", "medewerker:", "medewerker:0", "medewerker:1x", "vroegsignalering"):
        assert medewerker_van(ander) is None


def test_a_note_is_not_readable_in_the_table_and_an_empty_one_is_not_kept(waar: Omgeving, wie: int) -> None:
    with schrijven(waar.engine) as db:
        teken_aan(db, wie, 1, None, "Geheim van de buurvrouw")
        teken_aan(db, wie, 1, None, "")
    with lezen(waar.engine) as db:
        [ruw] = db.exec_driver_sql("SELECT tekst FROM aantekening").scalars()
    assert b"buurvrouw" not in bytes(ruw)
    assert lees(waar, "aantekening", "tekst") == [("Geheim van de buurvrouw",)]


def test_of_six_colleagues_at_once_one_records_and_the_others_hear_it(waar: Omgeving) -> None:
    from datetime import date

    from models.logboek import Verouderd
    from models.taakbeheer import taak_van
    from models.uitkomsten import Bijlage, Formulier, leg_vast
    from rules.rollen import Blik
    from rules.uitkomst import lees_uitkomst
    from rules.woorden import Zaaksoort
    from tests.worklist.uitkomsten import bel_taak

    nr = bel_taak(waar)
    blik = Blik(frozenset({GEMEENTE}), frozenset({Zaaksoort.INCASSO}))
    with schrijven(waar.engine) as db:
        wie = [onthoud(db, f"s{n}", f"Collega {n}", {Rol.INVORDERING}, [GEMEENTE]) for n in range(6)]
        taak = taak_van(db, blik, nr)
    assert taak is not None
    uit, start = list[str](), threading.Barrier(6)

    def leg(n: int) -> None:
        formulier = Formulier(nieuwe_sleutel(), wie[n], date(2026, 7, 8), taak.versie)
        uitkomst = lees_uitkomst("niet bereikt avond" if n % 2 else "bereikt avond, regelt zelf")
        start.wait()
        try:
            schrijf_samen(waar.engine, lambda db: leg_vast(db, taak, formulier, uitkomst, Bijlage(f"van {n}")))
            uit.append("vast")
        except Verouderd:
            uit.append("te laat")

    draden = [threading.Thread(target=leg, args=(n,)) for n in range(6)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(uit) == ["te laat"] * 5 + ["vast"]
    assert [s for (s,) in lees(waar, "gebeurtenis", "soort")].count("taak_afgerond") == 1
    assert len(lees(waar, "aantekening")) == len(lees(waar, "handeling")) == 1
