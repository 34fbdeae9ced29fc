"""A goal is met, and a group stands out, only when that is sure."""

import pytest
from numpy.random import default_rng

from evaluation.cijfer import Cijfer, Vorm
from evaluation.rapport.doelen import oordeel
from evaluation.rapport.inhoud import Oordeel
from evaluation.rapport.opvallend import opvallend
from evaluation.rapport.weg_van_signaal import vergeleken
from evaluation.statistiek.aandelen import wilson


def deel(teller: int, noemer: int) -> Cijfer:
    s = wilson(teller, noemer)
    return Cijfer("doel2_bereik", "", "", Vorm.AANDEEL, teller, noemer, s.waarde, s.onder, s.boven)


@pytest.mark.parametrize(
    ("cijfer", "verwacht"),
    [
        pytest.param(deel(170, 1000), Oordeel.NIET_GEHAALD, id="17 procent van 1000"),
        pytest.param(deel(600, 1000), Oordeel.GEHAALD, id="60 procent van 1000"),
        pytest.param(deel(6, 10), Oordeel.NIET_TE_ZEGGEN, id="60 procent van 10: te onzeker"),
        pytest.param(deel(0, 4), Oordeel.NIET_TE_ZEGGEN, id="niemand van vier: te weinig"),
        pytest.param(deel(0, 15), Oordeel.NIET_TE_ZEGGEN, id="niemand van vijftien: het oordeel zou zeggen hoeveel"),
        pytest.param(deel(4, 15), Oordeel.NIET_TE_ZEGGEN, id="vier van vijftien: hetzelfde"),
        pytest.param(deel(0, 40), Oordeel.NIET_GEHAALD, id="niemand van veertig: hoe dan ook minder dan de helft"),
        pytest.param(Cijfer("x", "", "", Vorm.AANDEEL, reden="omdat"), Oordeel.NIET_TE_ZEGGEN, id="niet vastgelegd"),
        pytest.param(Cijfer("doel3_dwangbevelen", "", "", Vorm.AANDEEL, None, None, 0.6, 0.52, 0.7), Oordeel.GEHAALD,
                     id="doel 3: ruim de helft minder"),
        pytest.param(Cijfer("doel3_dwangbevelen", "", "", Vorm.AANDEEL, None, None, 0.2, 0.05, 0.4),
                     Oordeel.NIET_GEHAALD, id="doel 3: een vijfde minder"),
    ],
)  # fmt: skip
def test_een_doel_is_pas_gehaald_als_dat_zeker_is(cijfer: Cijfer, verwacht: Oordeel) -> None:
    assert oordeel(cijfer) == verwacht


@pytest.mark.parametrize(
    ("groepen", "verwacht"),
    [
        pytest.param({"a": deel(200, 1000), "b": deel(500, 1000)}, ["a", "b"], id="een groot verschil"),
        pytest.param({"a": deel(20, 100), "b": deel(24, 100)}, [], id="een verschil dat toeval kan zijn"),
        pytest.param({"a": deel(30, 60), "b": deel(4, 60)}, [], id="een groep die te klein is om te tonen"),
        pytest.param({"niet bekend": deel(200, 1000), "b": deel(500, 1000)}, ["b"], id="van wie niets bekend is"),
    ],
)
def test_een_groep_springt_er_pas_uit_als_dat_zeker_is(groepen: dict[str, Cijfer], verwacht: list[str]) -> None:
    assert [naam for naam, *_ in opvallend(groepen)] == verwacht


def test_zonder_echt_verschil_springt_er_zelden_iets_uit() -> None:
    """Eight groups with the same chance: over 300 draws at most 1 in 10 names a group (planned: 1 in 20)."""
    toeval = default_rng(7)
    gevonden = sum(
        bool(opvallend({str(i): deel(int(toeval.binomial(200, 0.2)), 200) for i in range(8)})) for _ in range(300)
    )
    assert gevonden <= 30


@pytest.mark.parametrize(
    ("cijfer", "zegt"),
    [
        pytest.param(deel(170, 1000), "ongeveer gelijk", id="17 procent naast 17"),
        pytest.param(deel(300, 1000), "hoger", id="30 procent naast 17"),
        pytest.param(deel(50, 1000), "lager", id="5 procent naast 17"),
        pytest.param(deel(30, 100), "hoger", id="30 van 100: de marge begint net boven 17"),
        pytest.param(deel(24, 100), "ongeveer gelijk", id="24 van 100: dat kan toeval zijn"),
    ],
)
def test_hoger_of_lager_dan_de_evaluatie_alleen_als_dat_zeker_is(cijfer: Cijfer, zegt: str) -> None:
    assert vergeleken(cijfer, 0.17, 0.17) == zegt
