"""What a hostile or careless delivery may not do to the ledger."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from models.database import lezen, schrijven, tabel
from models.leveringen import begin
from models.opname import Uitkomst, neem_mutaties_op, neem_vorderingen_op
from models.signalen import Binnengekomen, Ontvangst, ontvang
from models.tabellen import Gebeurtenis, Vordering
from rules.levering import MutatieRij, Mutatiesoort, Sector, SignaalRij, VorderingRij
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, een_persoon, een_vordering

DAG = date(2026, 6, 8)


def lever(waar: Omgeving, naam: str, *rijen: VorderingRij) -> list[Uitkomst]:
    with schrijven(waar.engine) as db:
        levering_id, _ = begin(db, GEMEENTE, "vorderingen", naam, DAG)
        return neem_vorderingen_op(db, GEMEENTE, list(rijen), DAG, levering_id)


def muteer(waar: Omgeving, *rijen: MutatieRij) -> None:
    with schrijven(waar.engine) as db:
        neem_mutaties_op(db, GEMEENTE, list(rijen), DAG)


def open_bedragen(waar: Omgeving) -> list[int]:
    v = tabel(Vordering)
    with lezen(waar.engine) as db:
        return list(db.execute(select(v.c.openstaand).order_by(v.c.id)).scalars())


@pytest.mark.parametrize(
    ("mutaties", "open_"),
    [
        pytest.param([("betaling", 400_00), ("storno", 400_00)], 234_56, id="nooit meer dan er af ging"),
        pytest.param([("kwijtschelding_toegekend", None), ("betaling", 9_00), ("storno", 9_00)], 0, id="kwijt blijft"),
        pytest.param([("betaling", 100_00), ("storno", 100_00)], 234_56, id="een gewone storno zet alles terug"),
    ],
)  # fmt: skip
def test_een_storno_verzint_geen_schuld(mutaties: list[tuple[str, int | None]], open_: int, waar: Omgeving) -> None:
    rij = een_vordering(een_persoon())
    lever(waar, "een", replace(rij, bedrag=234_56, openstaand=234_56))
    for nummer, (soort, bedrag) in enumerate(mutaties):
        muteer(waar, MutatieRij(rij.aanslagnummer, Mutatiesoort(soort), DAG, bedrag, str(nummer)))
    assert open_bedragen(waar) == [open_]


def test_een_hoger_bedrag_blijft_hoger_na_betaling_en_storno(waar: Omgeving) -> None:
    rij = replace(een_vordering(een_persoon()), bedrag=1000_00, openstaand=1000_00)
    lever(waar, "een", rij)
    lever(waar, "twee", replace(rij, bedrag=2000_00, openstaand=2000_00))
    muteer(waar, MutatieRij(rij.aanslagnummer, Mutatiesoort.BETALING, DAG, 2000_00, "a"))
    muteer(waar, MutatieRij(rij.aanslagnummer, Mutatiesoort.STORNO, DAG, 2000_00, "b"))
    assert open_bedragen(waar) == [2000_00]


def test_een_aanslagregel_van_een_ander_wordt_geweigerd(waar: Omgeving) -> None:
    rij = een_vordering(een_persoon())
    lever(waar, "een", rij)
    vreemd = replace(rij, persoon=replace(rij.persoon, bsn="999990020", achternaam="Anders"), openstaand=1_00)
    assert lever(waar, "twee", vreemd) == [Uitkomst.ANDER_PERSOON]
    assert open_bedragen(waar) == [rij.openstaand]


def test_een_verzoek_geldt_voor_elke_zaak_van_de_aanslag(waar: Omgeving) -> None:
    rij = een_vordering(een_persoon())
    lever(waar, "een", rij, replace(rij, regel="2", vervaldag=date(2026, 6, 30)))
    muteer(waar, MutatieRij(rij.aanslagnummer, Mutatiesoort.KWIJTSCHELDING_AANGEVRAAGD, DAG))
    log = tabel(Gebeurtenis)
    with lezen(waar.engine) as db:
        vraag = select(log.c.zaak_id).where(log.c.soort == "kwijtschelding_aangevraagd")
        assert len(set(db.execute(vraag).scalars())) == 2


def test_hetzelfde_kenmerk_met_een_ander_bedrag_is_geen_bekend_signaal(waar: Omgeving) -> None:
    rij = SignaalRij("k-1", "Waterbedrijf", Sector.WATER, een_persoon(), 180_00, DAG)
    beleid = waar.beleid(GEMEENTE)
    with schrijven(waar.engine) as db:
        uit = ontvang(db, beleid, [Binnengekomen(r) for r in (rij, rij, replace(rij, bedrag=300_00))], DAG)
    assert uit == [Ontvangst.NIEUW, Ontvangst.BEKEND, Ontvangst.ANDER_BEDRAG]
