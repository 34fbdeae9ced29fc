"""On which days does the gemeente work? (rules/kalender.py)"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.beleidsbestand import feestdagen
from rules.kalender import GeenWerkdagFout, Kalender, Stilte, StilteFout

KERST = Stilte.parse("12-20/01-02")
NL = Kalender(feestdagen(), (KERST,))
dagen = st.dates(date(2016, 1, 1), date(2058, 12, 31))


@pytest.mark.parametrize(
    ("dag", "werkdag"),
    [
        pytest.param(date(2026, 7, 14), True, id="een gewone dinsdag"),
        pytest.param(date(2026, 7, 18), False, id="zaterdag"),
        pytest.param(date(2026, 7, 19), False, id="zondag"),
        pytest.param(date(2026, 4, 3), False, id="Goede Vrijdag"),
        pytest.param(date(2026, 4, 27), False, id="Koningsdag"),
        pytest.param(date(2025, 4, 26), False, id="Koningsdag op zaterdag omdat de 27e een zondag is"),
        pytest.param(date(2026, 5, 5), True, id="5 mei is in 2026 een gewone dag"),
        pytest.param(date(2025, 5, 5), False, id="5 mei is in een lustrumjaar vrij"),
        pytest.param(date(2026, 5, 14), False, id="Hemelvaartsdag"),
        pytest.param(date(2026, 5, 15), True, id="de vrijdag na Hemelvaart"),
        pytest.param(date(2025, 12, 19), True, id="de laatste dag voor de kerststilte"),
        pytest.param(date(2026, 12, 21), False, id="kerststilte, voor de jaarwisseling"),
        pytest.param(date(2026, 1, 2), False, id="kerststilte, na de jaarwisseling"),
        pytest.param(date(2026, 1, 5), True, id="de eerste maandag na de kerststilte"),
    ],
)
def test_is_werkdag(dag: date, werkdag: bool) -> None:
    assert NL.is_werkdag(dag) is werkdag


@pytest.mark.parametrize(
    ("tekst", "erin", "erbuiten"),
    [
        pytest.param(
            "12-20/01-02", ["2025-12-20", "2026-01-02"], ["2025-12-19", "2026-01-03"], id="over het jaar heen"
        ),
        pytest.param("08-24/08-28", ["2026-08-24", "2031-08-28"], ["2026-08-23", "2026-08-29"], id="elk jaar"),
        pytest.param("12-05", ["2026-12-05", "2027-12-05"], ["2026-12-04", "2026-12-06"], id="één dag, elk jaar"),
        pytest.param("2026-05-05", ["2026-05-05"], ["2027-05-05", "2026-05-06"], id="één dag, één keer"),
        pytest.param("2026-07-01/2026-07-05", ["2026-07-01", "2026-07-05"], ["2027-07-03"], id="één keer, vijf dagen"),
        pytest.param("02-29", ["2028-02-29"], ["2027-02-28", "2027-03-01"], id="schrikkeldag"),
        pytest.param(" 12-20 / 01-02 ", ["2026-12-31"], ["2026-06-01"], id="spaties mogen"),
    ],
)
def test_stilte_omvat(tekst: str, erin: list[str], erbuiten: list[str]) -> None:
    stilte = Stilte.parse(tekst)
    assert [stilte.omvat(date.fromisoformat(d)) for d in erin] == [True] * len(erin)
    assert [stilte.omvat(date.fromisoformat(d)) for d in erbuiten] == [False] * len(erbuiten)
    assert Stilte.parse(str(stilte)) == stilte


@pytest.mark.parametrize(
    ("tekst", "melding"),
    [
        pytest.param("kerst", "schrijf een dag als", id="geen dag"),
        pytest.param("", "schrijf een dag als", id="leeg"),
        pytest.param("13-01", "bestaat niet", id="dertiende maand"),
        pytest.param("2027-02-29", "bestaat niet", id="geen schrikkeljaar"),
        pytest.param("0000-01-01", "bestaat niet", id="het jaar nul"),
        pytest.param("2026-07-05/2026-07-01", "voor de eerste dag", id="achterstevoren"),
        pytest.param("12-20/2027-01-02", "beide dagen", id="half met en half zonder jaar"),
        pytest.param("12-20/12-22/12-24", "twee dagen", id="drie dagen"),
    ],
)
def test_stilte_die_niet_te_lezen_is(tekst: str, melding: str) -> None:
    with pytest.raises(StilteFout, match=melding):
        Stilte.parse(tekst)


@pytest.mark.parametrize(
    ("dag", "n", "expected"),
    [
        pytest.param(date(2026, 7, 17), 1, date(2026, 7, 20), id="vrijdag plus één is maandag"),
        pytest.param(date(2026, 7, 18), 1, date(2026, 7, 20), id="zaterdag plus één is maandag"),
        pytest.param(date(2026, 7, 13), 5, date(2026, 7, 20), id="vijf werkdagen is een week"),
        pytest.param(date(2026, 4, 2), 1, date(2026, 4, 7), id="over Pasen heen"),
        pytest.param(date(2025, 12, 19), 1, date(2026, 1, 5), id="over de kerststilte heen"),
    ],
)
def test_werkdagen_na(dag: date, n: int, expected: date) -> None:
    assert NL.werkdagen_na(dag, n) == expected


@given(dagen)
def test_eerste_werkdag_vanaf_slaat_geen_werkdag_over(dag: date) -> None:
    eerste = NL.eerste_werkdag_vanaf(dag)
    assert NL.is_werkdag(eerste) and eerste >= dag
    assert not any(NL.is_werkdag(dag + timedelta(days=i)) for i in range((eerste - dag).days))


@given(dagen, st.integers(1, 60))
def test_werkdagen_na_telt_precies_n_werkdagen(dag: date, n: int) -> None:
    einde = NL.werkdagen_na(dag, n)
    tussen = [dag + timedelta(days=i) for i in range(1, (einde - dag).days + 1)]
    assert sum(NL.is_werkdag(d) for d in tussen) == n
    assert NL.is_werkdag(einde)


@given(dagen, dagen)
def test_een_stilte_omvat_precies_de_dagen_van_begin_tot_en_met_eind(dag: date, ander: date) -> None:
    begin, eind = sorted((dag, ander))
    stilte = Stilte.parse(f"{begin.isoformat()}/{eind.isoformat()}")
    randen = [begin - timedelta(days=1), begin, eind, eind + timedelta(days=1)]
    assert [stilte.omvat(d) for d in randen] == [False, True, True, False]


@pytest.mark.parametrize("n", [0, -1])
def test_werkdagen_na_telt_vanaf_een(n: int) -> None:
    with pytest.raises(ValueError, match="vanaf 1"):
        NL.werkdagen_na(date(2026, 7, 13), n)


def test_een_kalender_zonder_werkdagen_geeft_een_fout_en_zoekt_niet_eeuwig() -> None:
    dicht = Kalender(frozenset(), (Stilte.parse("01-01/12-31"),))
    with pytest.raises(GeenWerkdagFout):
        dicht.eerste_werkdag_vanaf(date(2026, 1, 1))
    assert dicht.langste_rust_d > 366


@pytest.mark.parametrize(
    ("stiltemomenten", "expected"),
    [
        pytest.param((), 5, id="zonder stilte: het paasweekend van 2038 met Koningsdag erachter"),
        pytest.param(("12-20/01-02",), 16, id="de kerststilte met een weekend eraan"),
        pytest.param(("2026-07-06/2026-07-24",), 23, id="drie weken met vier weekenden"),
        pytest.param(("07-01/07-20", "07-21/08-10"), 44, id="twee stiltes die op elkaar aansluiten, met weekenden"),
    ],
)
def test_langste_rust(stiltemomenten: tuple[str, ...], expected: int) -> None:
    assert Kalender(feestdagen(), tuple(map(Stilte.parse, stiltemomenten))).langste_rust_d == expected


def test_het_geheugen_telt_niet_mee_voor_gelijkheid() -> None:
    een, twee = Kalender(frozenset(), (KERST,)), Kalender(frozenset(), (KERST,))
    assert not een.is_werkdag(date(2026, 12, 25))
    assert een == twee and hash(een) == hash(twee)
