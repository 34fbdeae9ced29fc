# pyright: basic
"""What does a pauze hold back, and what never?"""

from datetime import UTC, date, datetime

import pytest

from rules.besluit import (
    LaatTaakVervallen,
    MaakTaak,
    NietOverdragen,
    Overdragen,
    SendBericht,
    Sluiten,
    StartMelding,
    logregel,
)
from rules.pauze import (
    OVERDRACHT,
    WAARDEN,
    Pauze,
    PauzeFout,
    Pauzesoort,
    afdelingen,
    controleer,
    houdt_tegen,
    tot_de_pauze,
)
from rules.voortgang import Genomen
from rules.woorden import Berichtsoort, Kanaal, Taaksoort, Zaaksoort

NU = datetime(2026, 6, 5, 8, tzinfo=UTC)
AANMANING = SendBericht(Berichtsoort.AANMANING)
SMS = SendBericht(Berichtsoort.BRIEF_ONDERWEG, Kanaal.SMS)
OVER = Overdragen(20_000, "register", {})


def pauze(soort: str, waarde: str = "") -> Pauze:
    return Pauze(Pauzesoort(soort), "voorbeeldstad", waarde, "storing", "Sanne", NU)


ALLES, BRIEVEN, SMSEN = pauze("gemeente"), pauze("kanaal", "brief"), pauze("kanaal", "sms")


@pytest.mark.parametrize(
    ("stilstand", "stap", "gehouden"),
    [
        pytest.param(ALLES, AANMANING, True, id="de hele gemeente: geen brief"),
        pytest.param(ALLES, MaakTaak(Taaksoort.BELLEN), True, id="de hele gemeente: niemand hoeft te bellen"),
        pytest.param(ALLES, OVER, True, id="de hele gemeente: geen signaal weg"),
        pytest.param(ALLES, MaakTaak(Taaksoort.CRISIS), False, id="een crisis wacht nooit"),
        pytest.param(ALLES, MaakTaak(Taaksoort.GESPREK_PLANNEN), False, id="het eerste gesprek heeft een termijn"),
        pytest.param(ALLES, MaakTaak(Taaksoort.UITVAL_UITZOEKEN), False, id="wat misging, hoort een mens"),
        pytest.param(ALLES, Sluiten("betaald"), False, id="wie betaalt, is klaar"),
        pytest.param(ALLES, StartMelding(False, False, 1, 1, 1), False, id="een melding begint gewoon"),
        pytest.param(ALLES, LaatTaakVervallen(Taaksoort.BELLEN, 1, "betaald"), False, id="overbodig werk gaat weg"),
        pytest.param(BRIEVEN, AANMANING, True, id="geen brieven: geen aanmaning"),
        pytest.param(BRIEVEN, SMS, False, id="geen brieven: wel sms"),
        pytest.param(SMSEN, SMS, True, id="geen sms"),
        pytest.param(SMSEN, AANMANING, False, id="geen sms: wel brieven"),
        pytest.param(pauze("stap", "aanmaning"), AANMANING, True, id="geen aanmaningen"),
        pytest.param(pauze("stap", "aanmaning"), SendBericht(Berichtsoort.HERINNERING), False, id="wel herinneringen"),
        pytest.param(pauze("stap", "bellen"), MaakTaak(Taaksoort.BELLEN), True, id="niet bellen"),
        pytest.param(pauze("stap", OVERDRACHT), OVER, True, id="niet overdragen"),
        pytest.param(pauze("stap", OVERDRACHT), NietOverdragen((), {}), True, id="ook geen besluit daartegen"),
        pytest.param(pauze("stap", OVERDRACHT), AANMANING, False, id="wel brieven als niets overgaat"),
    ],
)
def test_wat_een_pauze_tegenhoudt(stilstand: Pauze, stap: object, gehouden: bool) -> None:
    assert (houdt_tegen([stilstand], stap) is stilstand) is gehouden  # type: ignore[arg-type]
    assert houdt_tegen([], stap) is None  # type: ignore[arg-type]


def test_een_zaak_gaat_tot_de_pauze_en_niet_eroverheen() -> None:
    stappen = tuple(Genomen(s, "r", logregel(s, date(2026, 6, 5))) for s in (Sluiten("x"), AANMANING, SMS))
    assert tot_de_pauze(stappen, [SMSEN, BRIEVEN]) == (stappen[:1], BRIEVEN)
    assert tot_de_pauze(stappen, [SMSEN]) == (stappen[:2], SMSEN)
    assert tot_de_pauze(stappen, []) == (stappen, None)


@pytest.mark.parametrize(
    ("soort", "waarde", "zegt"),
    [
        ("afdeling", "", "Kies wat stil moet staan"),
        ("kanaal", "duif", "Kies een kanaal: brief, sms, email"),
        ("stap", "crisis", "de wet"),
        ("stap", "gesprek-plannen", "de wet"),
        ("stap", "uitval-uitzoeken", "Kies een stap"),
        ("gemeente", "brief", "geen waarde"),
    ],
)
def test_wat_niet_kan_zegt_wat_wel_kan(soort: str, waarde: str, zegt: str) -> None:
    with pytest.raises(PauzeFout, match=zegt):
        controleer(soort, waarde)


def test_elke_keuze_houdt_iets_tegen() -> None:
    """A pauze that holds nothing would be a promise that nobody keeps."""
    alles = [SendBericht(s, k) for s in Berichtsoort for k in Kanaal] + [MaakTaak(t) for t in Taaksoort] + [OVER]
    for soort, waarden in WAARDEN.items():
        for waarde in waarden:
            assert controleer(soort, waarde) == soort
            assert any(houdt_tegen([pauze(soort, waarde)], stap) for stap in alles), (soort, waarde)
            assert afdelingen(pauze(soort, waarde))


def test_wie_een_pauze_moet_zien() -> None:
    assert afdelingen(pauze("stap", "aanmaning")) == {Zaaksoort.INCASSO}
    assert afdelingen(pauze("stap", "dwangbevel-beoordelen")) == {Zaaksoort.INCASSO}
    assert afdelingen(pauze("stap", "hulpaanbod")) == {Zaaksoort.VROEGSIGNALERING}
    for beide in (ALLES, SMSEN, pauze("stap", "bellen"), pauze("stap", OVERDRACHT)):
        assert afdelingen(beide) == set(Zaaksoort)
