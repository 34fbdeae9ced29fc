"""Does a delivery have its effect once, whatever happens to the file, and does the newest extract win?"""

import random
from datetime import date

import pytest

from models.database import schrijven
from models.opname import Uitkomst, neem_mutaties_op
from rules.levering import Belastingsoort, MutatieRij, Mutatiesoort
from tasks.omgeving import Omgeving
from tasks.stappen import zet
from tests.models.bouwers import (
    GEMEENTE,
    JUNI_5,
    MAART_2,
    afdruk,
    een_persoon,
    een_vordering,
    lees,
    leg_op,
    log,
    tabel,
    zaken,
)

RIJEN = [
    een_vordering(een_persoon(n), f"A{n}", str(regel), belastingsoort=soort)
    for n in range(12)
    for regel, soort in enumerate((Belastingsoort.RIOOLHEFFING, Belastingsoort.OZB_EIGENAAR), 1)
]


def muteer(waar: Omgeving, *rijen: MutatieRij, dag: date = JUNI_5) -> list[Uitkomst]:
    with schrijven(waar.engine) as db:
        return neem_mutaties_op(db, GEMEENTE, rijen, dag)


def test_one_zaak_per_person_and_vervaldag(waar: Omgeving) -> None:
    later = een_vordering(een_persoon(0), "Z9", vervaldag=date(2026, 9, 30))
    assert leg_op(waar, [*RIJEN, later]) == [Uitkomst.AANVAARD] * 25
    assert len(zaken(waar)) == 13
    assert log(waar, zaken(waar)[0]) == ["aanslag", "aanslag"]
    assert set(lees(waar, "inwoner", "huiseigenaar")) == {(True,)}


def test_the_same_rows_again_have_no_effect(waar: Omgeving) -> None:
    leg_op(waar, RIJEN)
    voor = afdruk(waar)
    assert leg_op(waar, RIJEN) == [Uitkomst.BEKEND] * 24
    assert leg_op(waar, RIJEN, levering="L1") == [Uitkomst.BEKEND] * 24
    assert afdruk(waar) == voor


def test_the_order_of_chunks_makes_no_difference(waar: Omgeving) -> None:
    """Taken in upside down, in small pieces and some pieces twice: the same zaken come of it."""
    anders = random.Random(7).sample(RIJEN, len(RIJEN))
    for begin in range(0, 24, 5):
        leg_op(waar, anders[begin : begin + 5])
        leg_op(waar, anders[begin : begin + 5])
    per_persoon = {z: i for z, i in lees(waar, "zaak", "id", "inwoner_id")}
    aanslagen = [(per_persoon[z], nummer) for z, nummer in lees(waar, "vordering", "zaak_id", "aanslagnummer")]
    assert len(per_persoon) == len(set(per_persoon.values())) == 12
    assert len(set(aanslagen)) == 12, "both regels of an aanslag found the same zaak"
    assert len(lees(waar, "gebeurtenis", "zaak_id")) == 24


def test_a_regel_with_two_amounts_in_one_levering_is_refused_once(waar: Omgeving) -> None:
    een = een_vordering(een_persoon())
    ander = een_vordering(een_persoon(), openstaand=1_00)
    assert leg_op(waar, [een, ander, een]) == [Uitkomst.AANVAARD, Uitkomst.DUBBEL, Uitkomst.BEKEND]
    assert leg_op(waar, [ander]) == [Uitkomst.DUBBEL], "also in a next chunk of the same levering"
    assert lees(waar, "vordering", "openstaand") == [(420_00,)]


@pytest.mark.parametrize(
    ("openstaand", "soort"),
    [pytest.param(20_00, "betaling", id="er is betaald"), pytest.param(500_00, "storno", id="er is teruggeboekt")],
)
def test_another_balance_in_a_newer_extract_is_a_fact(waar: Omgeving, openstaand: int, soort: str) -> None:
    leg_op(waar, [een_vordering(een_persoon())])
    nieuw = [een_vordering(een_persoon(), openstaand=openstaand)]
    assert leg_op(waar, nieuw, JUNI_5, "L2") == [Uitkomst.AANVAARD]
    assert leg_op(waar, nieuw, JUNI_5, "L2") == [Uitkomst.BEKEND]
    assert lees(waar, "vordering", "openstaand", "extract_openstaand") == [(openstaand, openstaand)]
    assert log(waar, zaken(waar)[0]) == ["aanslag", soort]


def test_a_zaak_takes_no_new_aanslag_after_its_herinnering(waar: Omgeving) -> None:
    leg_op(waar, [een_vordering(een_persoon())])
    zet(zaken(waar), GEMEENTE, JUNI_5)
    leg_op(waar, [een_vordering(een_persoon(), "A2")], JUNI_5, "L2")
    assert [log(waar, z) for z in zaken(waar)] == [["aanslag", "bericht herinnering"], ["aanslag"]]


def test_a_mutatie_counts_once(waar: Omgeving) -> None:
    leg_op(waar, [een_vordering(een_persoon(), "A1", "1"), een_vordering(een_persoon(), "A1", "2", openstaand=50_00)])
    betaling = MutatieRij("A1", Mutatiesoort.BETALING, JUNI_5, 440_00, "k1")
    assert muteer(waar, betaling, betaling) == [Uitkomst.AANVAARD, Uitkomst.BEKEND]
    assert muteer(waar, betaling) == [Uitkomst.BEKEND]
    assert lees(waar, "vordering", "openstaand") == [(0,), (30_00,)]
    nog_een = MutatieRij("A1", Mutatiesoort.BETALING, JUNI_5, 440_00, "k2")
    assert muteer(waar, nog_een, MutatieRij("X", Mutatiesoort.KOSTEN, MAART_2, 1)) == [
        Uitkomst.AANVAARD, Uitkomst.ONBEKENDE_AANSLAG
    ]  # fmt: skip
    assert lees(waar, "vordering", "openstaand") == [(0,), (0,)]
    assert log(waar, zaken(waar)[0]) == ["aanslag", "aanslag", "betaling", "betaling"]


def test_a_rolled_back_chunk_leaves_nothing(waar: Omgeving) -> None:
    leeg = afdruk(waar)
    with pytest.raises(RuntimeError), schrijven(waar.engine) as db:
        from models.leveringen import begin
        from models.opname import neem_vorderingen_op

        neem_vorderingen_op(db, GEMEENTE, RIJEN, MAART_2, begin(db, GEMEENTE, "v", "L", MAART_2)[0])
        assert len(tabel(db, "vordering", "id")) == 24
        raise RuntimeError
    assert afdruk(waar) == leeg
