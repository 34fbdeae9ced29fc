"""Nothing in a report tells of a small group of residents: not a number, and not what can be found by subtracting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.cijfer import Cijfer, Vorm
from evaluation.rapport.afdekken import WEG, dek_af, dek_delen_af, dek_met_gaten_af, toon, toon_alle, toon_per
from evaluation.rapport.getallen import ongeveer
from evaluation.rapport.tijd import kwantiel
from evaluation.rapport.weg_van_signaal import zichtbare_stappen
from evaluation.statistiek.aandelen import wilson
from rules.kleinecijfers import GRENS


def aandeel(teller: int, noemer: int, naam: str = "bereik") -> Cijfer:
    s = wilson(teller, noemer)
    return Cijfer(naam, "", "", Vorm.AANDEEL, teller, noemer, s.waarde, s.onder, s.boven)


@pytest.mark.parametrize(
    ("cijfer", "waarde", "telling"),
    [
        pytest.param(aandeel(14, 80), "17,5 %", "14 van 80", id="groot genoeg: het deel en de telling"),
        pytest.param(aandeel(4, 80), "hoogstens 5,0 %", "van 80", id="vier inwoners: alleen een grens"),
        pytest.param(aandeel(0, 80), "hoogstens 5,0 %", "van 80", id="niemand ziet eruit als vier"),
        pytest.param(aandeel(77, 80), "ten minste 95,0 %", "van 80", id="op drie na allemaal: alleen een grens"),
        pytest.param(aandeel(2, 4), "te weinig om te tonen", "–", id="te weinig om iets van te zeggen"),
        pytest.param(Cijfer("signalen", "", "", Vorm.AANTAL, 3, None, 3), "< 5", "–", id="een klein aantal"),
        pytest.param(Cijfer("signalen", "", "", Vorm.AANTAL, 1234, None, 1234), "1.234", "–", id="een groot aantal"),
        pytest.param(Cijfer("x", "", "", Vorm.DAGEN, 90, 4, 22.5), "te weinig om te tonen", "–",
                     id="een gemiddelde over vier"),
        pytest.param(Cijfer("x", "", "", Vorm.DAGEN, 90, 9, 10, 8, 12.5), "10 dagen", "9 keer gemeten",
                     id="een gemiddelde over negen"),
        pytest.param(Cijfer("x", "", "", Vorm.AANDEEL, reden="omdat"), "niet te zeggen", "–", id="niet te zeggen"),
        pytest.param(Cijfer("doel3_dwangbevelen", "", "", Vorm.AANDEEL, None, None, 0.4, 0.2, 0.6), "40,0 % minder",
                     "–", id="doel 3 is een vermindering"),
        pytest.param(Cijfer("doel3_dwangbevelen", "", "", Vorm.AANDEEL, None, None, -0.1, -0.3, 0.1), "10,0 % meer",
                     "–", id="doel 3 kan ook een toename zijn"),
    ],
)  # fmt: skip
def test_zo_staat_een_cijfer_in_het_rapport(cijfer: Cijfer, waarde: str, telling: str) -> None:
    getoond = toon(cijfer)
    assert (getoond.waarde, getoond.telling) == (waarde, telling)


def test_de_marge_van_doel_3_zegt_meer_of_minder() -> None:
    drie = Cijfer("doel3_dwangbevelen", "", "", Vorm.AANDEEL, None, None, 0.247, -0.823, 0.689)
    assert toon(drie).tussen == "82,3 % meer tot 68,9 % minder"


def test_wat_elders_klein_is_staat_ook_hier_niet() -> None:
    """Of how many residents help was accepted, says how many were reached."""
    getoond = toon_alle({"bereik": aandeel(3, 80), "hulpacceptatie": aandeel(0, 3, "hulpacceptatie")})
    assert getoond["hulpacceptatie"].waarde == "te weinig om te tonen"


tellingen = st.lists(st.integers(0, 30), min_size=1, max_size=8)


@given(tellingen)
def test_een_aantal_is_niet_te_vinden_door_af_te_trekken(aantallen: list[int]) -> None:
    weg = dek_af(aantallen)
    assert all(dicht for t, dicht in zip(aantallen, weg, strict=True) if t < GRENS)
    verborgen = [t for t, dicht in zip(aantallen, weg, strict=True) if dicht]
    if any(weg) and not all(weg):
        assert len(verborgen) > 1 and sum(verborgen) >= GRENS


delen = st.lists(st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=8)


@given(delen)
def test_een_deel_is_niet_te_vinden_door_af_te_trekken(paren: list[tuple[int, int]]) -> None:
    weg = dek_delen_af(paren)
    for (t, n), (noemer_weg, teller_weg) in zip(paren, weg, strict=True):
        assert teller_weg or min(t, n - t, n) >= GRENS
        assert noemer_weg or n >= GRENS
        assert teller_weg or not noemer_weg
    dicht = [(t, n) for (t, n), (_, teller_weg) in zip(paren, weg, strict=True) if teller_weg]
    if dicht and len(dicht) < len(paren):
        assert len(dicht) > 1
        assert min(sum(t for t, _ in dicht), sum(n - t for t, n in dicht)) >= GRENS


@given(delen)
def test_een_verborgen_groep_toont_niets(paren: list[tuple[int, int]]) -> None:
    per = {str(i): aandeel(t, n) for i, (t, n) in enumerate(paren) if n}
    for groep in toon_per(per):
        if groep.cijfer is None:
            assert (groep.teller, groep.deel, groep.tussen) == (WEG, WEG, WEG)
        else:
            assert WEG not in (groep.noemer, groep.teller, groep.deel)


@given(st.lists(st.one_of(st.none(), st.integers(5, 30)), min_size=2, max_size=6))
def test_naast_een_klein_aantal_verdwijnt_er_nog_een(aantallen: list[int | None]) -> None:
    weg = dek_met_gaten_af(aantallen)
    klein = [t is None for t in aantallen]
    assert weg == klein if all(klein) or not any(klein) else sum(weg) == sum(klein) + 1


@pytest.mark.parametrize(
    ("stappen", "ziet"),
    [
        pytest.param([100, 80, 40, 20, 10, 5], [True] * 6, id="elke stap verliest genoeg inwoners"),
        pytest.param([100, 80, 40, 20, 4, 0], [True, True, True, True, False, False], id="een kleine stap"),
        pytest.param([100, 80, 78, 50, 20, 10], [True, True, None, True, True, True], id="twee vielen af"),
        pytest.param([100, 80, 78, 76, 20, 10], [True, True, None, None, True, True], id="vier vielen af in twee keer"),
        pytest.param([82, 80, 40, 20, 10, 5], [True] * 6, id="van signaal naar melding valt niemand af"),
    ],
)
def test_de_trechter_zegt_niet_hoe_weinig_er_afvielen(stappen: list[int], ziet: list[bool | None]) -> None:
    assert zichtbare_stappen(stappen) == ziet


@pytest.mark.parametrize(
    ("zaken", "tekst"), [(5, "ongeveer 10"), (43, "ongeveer 40"), (41, "ongeveer 40"), (1237, "ongeveer 1.240")]
)
def test_stappen_na_elkaar_zeggen_niet_hoe_weinig_er_afvielen(zaken: int, tekst: str) -> None:
    assert ongeveer(zaken) == tekst


@pytest.mark.parametrize(
    ("verdeling", "deel", "getal"),
    [
        pytest.param({1: 1, 2: 1, 3: 1}, 0.5, 2, id="de helft van drie"),
        pytest.param({7: 90, 30: 10}, 0.9, 7, id="negen van de tien"),
        pytest.param({7: 89, 30: 11}, 0.9, 30, id="net geen negen van de tien"),
    ],
)
def test_hoeveel_dagen_duurde_het(verdeling: dict[int, int], deel: float, getal: int) -> None:
    assert kwantiel(verdeling, deel) == getal
