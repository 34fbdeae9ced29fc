"""However a delivery is cut into pages: every signaal stands on one page, every zaak stands once and whole."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.ddas.antwoord import paginering
from evaluation.ddas.bron import Stuk
from evaluation.ddas.paginas import Lijst
from evaluation.ddas.vraagbericht import Verzoek

NU = datetime(2026, 8, 1, tzinfo=UTC)
GEMEENTEN = st.lists(st.lists(st.integers(1, 5), max_size=12), min_size=1, max_size=3)
"""Per gemeente the number of signalen of each zaak."""


def een_lijst(gemeenten: list[list[int]]) -> Lijst:
    zaken, signalen, eindes, zaak = list[int](), list[int](), list[int](), 0
    for groottes in gemeenten:
        for grootte in groottes:
            zaak += 1
            zaken += [zaak] * grootte
            signalen += range(len(signalen) + 1, len(signalen) + 1 + grootte)
        eindes.append(len(signalen))
    return Lijst(tuple(f"g{n}" for n in range(len(gemeenten))), tuple(eindes), zaken, signalen, NU)


def alle_paginas(lijst: Lijst, grootte: int) -> list[list[Stuk]]:
    aantal = paginering(Verzoek((), date.min, date.max, 1, grootte), len(lijst))["totalPages"]
    nummers = range(len(lijst.gemeenten))
    return [
        [s for n in nummers for s in lijst.stukken(n, (p - 1) * grootte, p * grootte)] for p in range(1, aantal + 1)
    ]


@settings(max_examples=150, deadline=None)
@given(GEMEENTEN, st.integers(1, 12))
def test_elk_signaal_en_elke_zaak_staat_precies_een_keer(gemeenten: list[list[int]], grootte: int) -> None:
    lijst = een_lijst(gemeenten)
    paginas = alle_paginas(lijst, grootte)
    stukken = [s for pagina in paginas for s in pagina]
    assert [i for s in stukken for i in s.signalen] == list(lijst.signalen)
    heel = {s.zaak: s.volledig for s in stukken if s.volledig}
    assert heel == {z: tuple(i for i, van in zip(lijst.signalen, lijst.zaken, strict=True) if van == z) for z in heel}
    assert sorted(heel) == sorted(set(lijst.zaken))
    assert len(heel) == sum(1 for s in stukken if s.volledig)
    for pagina in paginas[:-1]:
        assert sum(len(s.signalen) for s in pagina) == grootte


@settings(max_examples=50, deadline=None)
@given(GEMEENTEN, st.integers(1, 12))
def test_voorbij_de_laatste_pagina_staat_niets(gemeenten: list[list[int]], grootte: int) -> None:
    lijst = een_lijst(gemeenten)
    assert not any(True for n in range(len(gemeenten)) for _ in lijst.stukken(n, len(lijst), len(lijst) + grootte))
