"""What does an aanmaning or a dwangbevel cost? (rules/tarief.py, beleid/tarieven.toml)"""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.beleidsbestand import laad_tarieven
from rules.tarief import (
    AanmaningTarief,
    DwangbevelTarief,
    GeenTariefFout,
    Kosten,
    TariefFout,
    kosten_aanmaning,
    kosten_dwangbevel,
    parse_tarieven,
)

TARIEVEN = laad_tarieven()
EURO = 100
DAGEN = st.dates(date(2017, 1, 1), date(2040, 12, 31))
AANMANING: dict[str, Any] = {
    "soort": "aanmaning", "vanaf": date(2024, 1, 1), "bron": "proef", "drempel": 454, "laag": 9, "hoog": 19,
}  # fmt: skip


@pytest.mark.parametrize(
    ("som", "dag", "expected"),
    [
        pytest.param(453_99, date(2017, 6, 1), Kosten(7 * EURO, "aanmaning-2017-01-01"), id="2017, onder 454 euro"),
        pytest.param(454_00, date(2017, 6, 1), Kosten(15 * EURO, "aanmaning-2017-01-01"), id="2017, vanaf 454 euro"),
        pytest.param(454_00, date(2019, 12, 31), Kosten(15 * EURO, "aanmaning-2017-01-01"), id="de laatste oude dag"),
        pytest.param(454_00, date(2020, 1, 1), Kosten(16 * EURO, "aanmaning-2020-01-01"), id="de eerste nieuwe dag"),
        pytest.param(100_00, date(2021, 6, 1), Kosten(8 * EURO, "aanmaning-2021-01-01"), id="2021"),
        pytest.param(900_00, date(2022, 6, 1), Kosten(18 * EURO, "aanmaning-2022-01-01"), id="2022"),
        pytest.param(1, date(2024, 1, 1), Kosten(9 * EURO, "aanmaning-2024-01-01"), id="één cent schuld"),
        pytest.param(
            900_00, date(2026, 6, 19), Kosten(19 * EURO, "aanmaning-2024-01-01"), id="het nieuwste blijft gelden"
        ),
    ],
)
def test_kosten_aanmaning(som: int, dag: date, expected: Kosten) -> None:
    assert kosten_aanmaning(TARIEVEN, som, dag) == expected


@pytest.mark.parametrize(
    ("som", "dag", "euro"),
    [
        pytest.param(423_00, date(2020, 6, 1), 74, id="Papendrecht 2020: 423 euro kost 74 euro"),
        pytest.param(89_99, date(2020, 6, 1), 42, id="onder 90 euro alleen de basis"),
        pytest.param(90_00, date(2020, 6, 1), 46, id="bij 90 euro de eerste stap"),
        pytest.param(134_99, date(2020, 6, 1), 46, id="net onder de tweede stap"),
        pytest.param(135_00, date(2020, 6, 1), 50, id="de tweede stap"),
        pytest.param(10_00, date(2020, 6, 1), 42, id="minder dan 45 euro: geen negatieve stap"),
        pytest.param(100_00, date(2017, 6, 1), 42, id="2017: 39 plus één stap van 3"),
        pytest.param(1_000_000_00, date(2017, 6, 1), 11461, id="2017: nooit meer dan het maximum"),
        pytest.param(1_000_000_00, date(2023, 6, 1), 13745, id="2023: nooit meer dan het maximum"),
    ],
)
def test_kosten_dwangbevel(som: int, dag: date, euro: int) -> None:
    assert kosten_dwangbevel(TARIEVEN, som, dag).bedrag == euro * EURO


@given(st.integers(1, 10_000_000), st.integers(0, 1_000_000), DAGEN)
def test_een_hogere_schuld_kost_nooit_minder(som: int, meer: int, dag: date) -> None:
    for kosten in (kosten_aanmaning, kosten_dwangbevel):
        assert kosten(TARIEVEN, som, dag).bedrag <= kosten(TARIEVEN, som + meer, dag).bedrag


@given(st.integers(1, 100_000_000), DAGEN)
def test_kosten_blijven_tussen_basis_en_maximum(som: int, dag: date) -> None:
    kosten = kosten_dwangbevel(TARIEVEN, som, dag)
    rij = next(t for t in TARIEVEN if t.id == kosten.tarief)
    assert isinstance(rij, DwangbevelTarief)
    assert rij.basis <= kosten.bedrag <= rij.maximum


def test_een_dag_voor_het_eerste_tarief_geeft_een_duidelijke_fout() -> None:
    with pytest.raises(GeenTariefFout, match=r"aanmaning op 2016-12-31: het eerste tarief begint op 2017-01-01"):
        kosten_aanmaning(TARIEVEN, 100_00, date(2016, 12, 31))
    with pytest.raises(GeenTariefFout, match="er is geen enkel tarief"):
        kosten_dwangbevel((), 100_00, date(2026, 1, 1))


@pytest.mark.parametrize("som", [0, -1])
def test_zonder_schuld_geen_kosten(som: int) -> None:
    with pytest.raises(ValueError, match="horen bij een schuld"):
        kosten_aanmaning(TARIEVEN, som, date(2024, 1, 1))
    with pytest.raises(ValueError, match="horen bij een schuld"):
        kosten_dwangbevel(TARIEVEN, som, date(2024, 1, 1))


def test_elk_tarief_noemt_zijn_bron_en_er_is_geen_gok_voor_2025_of_later() -> None:
    assert all(tarief.bron for tarief in TARIEVEN)
    assert max(tarief.vanaf for tarief in TARIEVEN) == date(2024, 1, 1)
    assert {t.vanaf.year for t in TARIEVEN if isinstance(t, AanmaningTarief)} == {2017, 2020, 2021, 2022, 2023, 2024}
    assert {t.vanaf.year for t in TARIEVEN if isinstance(t, DwangbevelTarief)} == {2017, 2020, 2021, 2022, 2023}


@pytest.mark.parametrize(
    ("data", "melding"),
    [
        pytest.param({}, r"verwacht een lijst", id="leeg bestand"),
        pytest.param({"tarief": [AANMANING], "x": 1}, r"niets anders", id="onbekende sleutel bovenaan"),
        pytest.param({"tarief": [AANMANING | {"laag": 0}]}, r"tarief 1: laag", id="bedrag nul"),
        pytest.param({"tarief": [AANMANING | {"hoog": 19.5}]}, r"tarief 1: hoog", id="geen hele euro's"),
        pytest.param({"tarief": [AANMANING | {"stap": 4}]}, r"onbekend: stap", id="sleutel van de andere soort"),
        pytest.param({"tarief": [AANMANING | {"soort": "beslag"}]}, r"soort moet", id="onbekende soort"),
        pytest.param({"tarief": [AANMANING | {"vanaf": "2024"}]}, r"vanaf moet", id="geen dag"),
        pytest.param({"tarief": [AANMANING | {"bron": ""}]}, r"bron moet", id="geen bron"),
        pytest.param({"tarief": [AANMANING, AANMANING]}, r"dezelfde soort en dag", id="twee keer dezelfde dag"),
        pytest.param({"tarief": ["los"]}, r"tarief 1", id="geen tabel"),
    ],
)
def test_tarieven_die_worden_geweigerd(data: dict[str, Any], melding: str) -> None:
    with pytest.raises(TariefFout, match=melding):
        parse_tarieven(data)
