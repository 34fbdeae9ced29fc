# pyright: basic
"""Does no telephone beep at night, in the weekend or on a feast day?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rules.woorden import Kanaal
from tasks import verzenden
from tasks.omgeving import Omgeving
from tasks.verzenden import Opdracht
from tests.standins.smtp_server import SmtpServer
from tests.standins.twilio_server import TwilioServer
from tests.tasks.berichten import (
    JULI_13,
    JULI_22,
    OVERDAG,
    later,
    rij_van,
    standen,
    verstuur,
    via_smtp,
    via_twilio,
    zet_klaar,
)


@pytest.fixture
def twilio() -> Iterator[TwilioServer]:
    with TwilioServer() as server:
        server.gedrag.bezorgt = False
        yield server


STIL = [
    pytest.param(datetime(2026, 7, 22, 18, 30, tzinfo=UTC), id="half negen 's avonds"),
    pytest.param(datetime(2026, 7, 22, 6, 59, tzinfo=UTC), id="een minuut voor negen 's ochtends"),
    pytest.param(datetime(2026, 7, 25, 10, 0, tzinfo=UTC), id="zaterdag"),
    pytest.param(datetime(2026, 7, 26, 10, 0, tzinfo=UTC), id="zondag"),
    pytest.param(datetime(2026, 5, 25, 10, 0, tzinfo=UTC), id="tweede pinksterdag"),
    pytest.param(datetime(2026, 12, 22, 10, 0, tzinfo=UTC), id="stilteperiode rond kerst"),
    pytest.param(datetime(2026, 7, 22, 18, 0, tzinfo=UTC), id="acht uur precies"),
]


@pytest.mark.parametrize("moment", STIL)
def test_no_telephone_beeps_at_such_an_hour(sqlite: Omgeving, twilio: TwilioServer, moment: datetime) -> None:
    zet_klaar(sqlite, Kanaal.SMS, 2, verzend_op=JULI_13 - timedelta(days=90))
    via_twilio(sqlite, twilio, nu=moment)
    assert verstuur(dag=moment.date()) == {}
    assert twilio.formulieren == [] and standen(sqlite) == ["klaargezet"] * 2
    assert rij_van(sqlite, "V-000001-brief-onderweg-1-sms").offertes == 0, "waiting for the morning is no attempt"
    via_twilio(sqlite, twilio, nu=OVERDAG)
    assert verstuur() == {"verzonden": 2}


@pytest.mark.parametrize("moment", STIL[:5])
def test_a_file_and_an_e_mail_disturb_nobody(
    sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch, moment: datetime
) -> None:
    zet_klaar(sqlite, Kanaal.SMS, verzend_op=JULI_13 - timedelta(days=90))
    zet_klaar(sqlite, Kanaal.EMAIL, eerste=1, verzend_op=JULI_13 - timedelta(days=90))
    with SmtpServer() as server:
        via_smtp(sqlite, server, monkeypatch, nu=moment)
        assert verstuur(dag=moment.date()) == {"verzonden": 1}
        assert verstuur(Kanaal.EMAIL, dag=moment.date()) == {"verzonden": 1}


@pytest.mark.parametrize(
    ("moment", "seconden"),
    [
        pytest.param(datetime(2026, 7, 22, 7, 0, tzinfo=UTC), 4 * 3600, id="negen uur: vier uur lang"),
        pytest.param(datetime(2026, 7, 22, 17, 0, tzinfo=UTC), 3600, id="zeven uur: tot acht uur"),
        pytest.param(datetime(2026, 7, 22, 17, 59, 30, tzinfo=UTC), 30, id="een halve minuut voor acht"),
    ],
)
def test_no_sms_arrives_after_the_window(
    sqlite: Omgeving, twilio: TwilioServer, moment: datetime, seconden: int
) -> None:
    zet_klaar(sqlite, Kanaal.SMS)
    via_twilio(sqlite, twilio, nu=moment)
    assert verstuur() == {"verzonden": 1}
    assert [f["ValidityPeriod"] for f in twilio.formulieren] == [str(seconden)]


def test_a_window_that_shuts_during_a_large_round_stops_it(sqlite: Omgeving, twilio: TwilioServer) -> None:
    """The limit of the provider makes a round slow: what was chosen at 19:59 must not leave at 20:30."""
    zet_klaar(sqlite, Kanaal.SMS, 20)
    waar = via_twilio(sqlite, twilio, nu=OVERDAG)
    klok = [datetime(2026, 7, 22, 17, 59, tzinfo=UTC)]
    from tasks import omgeving as plek

    plek.gebruik(replace(waar, nu=lambda: klok[0]))

    def rem(_: int) -> None:
        if twilio.formulieren:
            klok[0] = datetime(2026, 7, 22, 18, 30, tzinfo=UTC)

    verzenden.verzend_digitaal(Opdracht(Kanaal.SMS, JULI_22), rem)
    assert len(twilio.formulieren) == 8, "the first few, then it was eight o'clock"
    assert standen(sqlite).count("klaargezet") == 12
    plek.gebruik(waar)
    later(sqlite, hours=12)
    assert verstuur() == {"verzonden": 12}
