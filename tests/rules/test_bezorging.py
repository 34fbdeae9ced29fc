"""When is a bericht looked at again, and why is one cancelled?"""

from datetime import UTC, datetime, timedelta

import pytest

from rules.bezorging import (
    EINDE,
    HOOGSTENS,
    LANGSTE_WACHT,
    MAX_OFFERTES,
    OVERGANGEN,
    Geduld,
    Onderweg,
    Status,
    reden_vervallen,
    volgende_controle,
    vooruit,
)
from rules.log import Soort
from rules.woorden import Kanaal

NUL = datetime(2026, 7, 22, 8, 0, tzinfo=UTC)
GEDULD = Geduld()
TIEN_MINUTEN = timedelta(minutes=10)
MINUUT, UUR, DAG = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_the_pause_after_a_refusal_doubles_and_has_an_end() -> None:
    assert [GEDULD.na_weigering(n) / MINUUT for n in range(1, 7)] == [1, 2, 4, 8, 16, 32]
    assert GEDULD.na_weigering(0) == MINUUT
    assert GEDULD.na_weigering(3 * MAX_OFFERTES) == LANGSTE_WACHT
    assert sum((GEDULD.na_weigering(n) for n in range(1, MAX_OFFERTES)), timedelta()) > 2 * UUR, (
        "a morning without provider"
    )


@pytest.mark.parametrize(
    ("bericht", "na", "verwacht"),
    [
        pytest.param(Onderweg(Kanaal.SMS, Status.KLAARGEZET, NUL, 0), UUR, None, id="nog nooit aangeboden: meteen"),
        pytest.param(Onderweg(Kanaal.SMS, Status.KLAARGEZET, NUL, 3), UUR, UUR + 4 * MINUUT, id="drie keer geweigerd"),
        pytest.param(Onderweg(Kanaal.SMS, Status.BEZIG, NUL), MINUUT, TIEN_MINUTEN, id="in de hand: na het geduld"),
        pytest.param(Onderweg(Kanaal.BRIEF, Status.BEZIG, NUL), MINUUT, TIEN_MINUTEN, id="ook een brief"),
        pytest.param(Onderweg(Kanaal.SMS, Status.ONBEKEND, NUL), MINUUT, 10 * MINUUT, id="onbekend: na tien minuten"),
        pytest.param(Onderweg(Kanaal.SMS, Status.ONBEKEND, NUL), 10 * MINUUT, 20 * MINUUT, id="dan na twintig minuten"),
        pytest.param(Onderweg(Kanaal.SMS, Status.ONBEKEND, NUL), 21 * MINUUT, 40 * MINUUT, id="dan na veertig"),
        pytest.param(Onderweg(Kanaal.SMS, Status.ONBEKEND, NUL), 2 * DAG, 3 * DAG, id="nooit later dan na drie dagen"),
        pytest.param(
            Onderweg(Kanaal.SMS, Status.ONBEKEND, NUL), 3 * DAG, None, id="na drie dagen zoekt alleen een mens"
        ),
        pytest.param(
            Onderweg(Kanaal.SMS, Status.VERZONDEN, NUL), MINUUT, 6 * UUR, id="sms zonder bericht van ontvangst"
        ),
        pytest.param(Onderweg(Kanaal.SMS, Status.VERZONDEN, NUL), 7 * UUR, 12 * UUR, id="nog steeds geen ontvangst"),
        pytest.param(Onderweg(Kanaal.SMS, Status.VERZONDEN, NUL), 3 * DAG, None, id="na drie dagen komt er niets meer"),
        pytest.param(Onderweg(Kanaal.EMAIL, Status.VERZONDEN, NUL), MINUUT, None, id="e-mail meldt nooit ontvangst"),
        pytest.param(Onderweg(Kanaal.BRIEF, Status.VERZONDEN, NUL), MINUUT, None, id="een brief ook niet"),
    ],
)
def test_when_somebody_looks_again(bericht: Onderweg, na: timedelta, verwacht: timedelta | None) -> None:
    gevonden = volgende_controle(bericht, NUL + na, GEDULD)
    assert gevonden == (None if verwacht is None else NUL + verwacht)


@pytest.mark.parametrize("status", [*sorted(EINDE), Status.BEZORGD])
def test_what_is_over_is_not_looked_at(status: Status) -> None:
    for kanaal in Kanaal:
        assert volgende_controle(Onderweg(kanaal, status, NUL), NUL + UUR, GEDULD) is None


@pytest.mark.parametrize("status", [Status.ONBEKEND, Status.VERZONDEN])
def test_looking_again_always_lies_ahead_and_comes_to_an_end(status: Status) -> None:
    nu, keren = NUL, 0
    while (volgende := volgende_controle(Onderweg(Kanaal.SMS, status, NUL), nu, GEDULD)) is not None:
        assert nu < volgende <= NUL + HOOGSTENS
        nu, keren = volgende, keren + 1
    assert 3 < keren < 15, "often enough to find it, not so often that the provider notices"


@pytest.mark.parametrize(
    ("gebeurd", "reden"),
    [
        pytest.param([Soort.BETALING], "er is betaald", id="betaling"),
        pytest.param([Soort.OVERLEDEN], "de inwoner is overleden", id="overleden"),
        pytest.param([Soort.AFGEMELD], "de inwoner heeft zich afgemeld", id="afgemeld"),
        pytest.param([Soort.SIGNAAL_ONTVANGEN], "er is een nieuw signaal", id="tweede signaal"),
        pytest.param([Soort.TAAK], "", id="werk voor een mens verandert niets voor de inwoner"),
        pytest.param([Soort.TAAK_VERVALLEN], "", id="een vraag die verviel ook niet"),
        pytest.param([Soort.TAAK, Soort.BETALING], "er is betaald", id="een taak verbergt geen betaling"),
        pytest.param([Soort.BERICHT_MISLUKT], "er is iets veranderd", id="een ander bericht mislukte"),
        pytest.param([], "", id="er gebeurde niets"),
    ],
)
def test_why_a_bericht_is_cancelled(gebeurd: list[Soort], reden: str) -> None:
    assert reden_vervallen(gebeurd) == reden


def test_news_only_moves_forward() -> None:
    for van in Status:
        for naar in Status:
            assert vooruit(van, naar) == (naar in OVERGANGEN[van])
        assert not vooruit(van, van)
