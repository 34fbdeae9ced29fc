"""What does a mutatie do to the open amounts of an aanslag? (rules/mutatie.py)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.levering import Mutatiesoort
from rules.mutatie import verdeel

M = Mutatiesoort
TWEE = [(30000, 30000), (12000, 12000)]


@pytest.mark.parametrize(
    ("soort", "bedrag", "regels", "expected"),
    [
        pytest.param(M.BETALING, 10000, TWEE, [20000, 12000], id="een deel: de eerste regel eerst"),
        pytest.param(M.BETALING, 35000, TWEE, [0, 7000], id="meer dan de eerste regel"),
        pytest.param(M.BETALING, 42000, TWEE, [0, 0], id="alles"),
        pytest.param(M.BETALING, 99999, TWEE, [0, 0], id="te veel betaald: niets onder nul"),
        pytest.param(M.BETALING, None, TWEE, [0, 0], id="zonder bedrag: alles"),
        pytest.param(M.VERMINDERING, 5000, TWEE, [25000, 12000], id="vermindering"),
        pytest.param(M.KWIJTSCHELDING_TOEGEKEND, None, TWEE, [0, 0], id="kwijtschelding van alles"),
        pytest.param(
            M.KWIJTSCHELDING_TOEGEKEND, 30000, TWEE, [0, 12000], id="kwijtschelding van een deel: de rest blijft"
        ),
        pytest.param(M.STORNO, 5000, [(30000, 0), (12000, 0)], [5000, 0], id="storno van een deel"),
        pytest.param(M.STORNO, 35000, [(30000, 0), (12000, 0)], [30000, 5000], id="storno over twee regels"),
        pytest.param(M.STORNO, 99999, [(30000, 0), (12000, 12000)], [30000, 12000], id="nooit meer dan de aanslag"),
        pytest.param(M.UITSTEL_AANGEVRAAGD, None, TWEE, [30000, 12000], id="uitstel verandert geen bedrag"),
        pytest.param(M.KOSTEN, 900, TWEE, [30000, 12000], id="kosten horen niet bij de hoofdsom"),
    ],
)
def test_verdeel(soort: Mutatiesoort, bedrag: int | None, regels: list[tuple[int, int]], expected: list[int]) -> None:
    assert verdeel(soort, bedrag, regels) == expected


bedragen = st.integers(1, 10**6)
regels_ = st.lists(bedragen.flatmap(lambda b: st.tuples(st.just(b), st.integers(0, b))), min_size=1, max_size=5)


@given(st.sampled_from(Mutatiesoort), st.none() | bedragen, regels_)
def test_no_cent_appears_or_disappears(soort: Mutatiesoort, bedrag: int | None, regels: list[tuple[int, int]]) -> None:
    nieuw = verdeel(soort, bedrag, regels)
    assert all(0 <= n <= b for n, (b, _) in zip(nieuw, regels, strict=True))
    open_, hoofdsom = sum(o for _, o in regels), sum(b for b, _ in regels)
    af = {M.BETALING, M.VERMINDERING, M.KWIJTSCHELDING_TOEGEKEND}
    if soort in af:
        assert open_ - sum(nieuw) == min(open_, open_ if bedrag is None else bedrag)
    elif soort == M.STORNO:
        assert sum(nieuw) - open_ == min(hoofdsom - open_, bedrag or 0)
    else:
        assert sum(nieuw) == open_
