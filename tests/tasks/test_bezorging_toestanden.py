# pyright: basic
"""Whatever happens, in whatever order: does a bericht ever leave twice, or end where nobody looks?"""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from models.database import schrijven
from models.logboek import Bijschrift, schrijf_bij
from rules.log import Logregel, Soort
from rules.woorden import Kanaal
from tasks.bezorging import NietOnzeker, kijk_na, meld_wat_blijft_liggen, stel_vast
from tasks.kanaal import Antwoord
from tasks.omgeving import Omgeving, omgeving
from tasks.poststuk import Klaar
from tasks.verwerken import verwerk
from tasks.verzenden import bied_aan
from tasks.verzenders import verzender
from tests.models.omgevingen import verse_sqlite
from tests.standins.twilio_server import Regel, TwilioServer
from tests.tasks.berichten import (
    JULI_22,
    in_hand,
    later,
    meld,
    nummer,
    rij_van,
    stuur_terug,
    taken,
    verstuur,
    via_twilio,
    zet_klaar,
)

AANTAL = 3
WIE = st.integers(0, AANTAL - 1)
MINUTEN = st.sampled_from([1, 11, 61, 400])
GEDRAG = {
    "goed": None,
    "antwoord kwijt": Regel(201, verbreek=True),
    "verzoek kwijt": Regel(500, verbreek=True),
    "te druk": Regel(429, 20429),
    "storing": Regel(500),
    "bewaard en toch storing": Regel(503, bewaar=True),
}
EINDE = {"bestaat niet": Regel(400, 21211), "wil geen sms": Regel(400, 21610)}
"""What ends the story of a bericht at once happens to the first resident only: else little is left to go wrong."""
HOE = st.tuples(st.sampled_from(sorted(GEDRAG | EINDE)), *[st.sampled_from(sorted(GEDRAG))] * (AANTAL - 1))
AFLOOP = [("sent", 0), ("delivered", 0), ("undelivered", 30003), ("failed", 30005)]


class Toestanden(RuleBasedStateMachine):
    """Three residents with one sms each; the provider, the clock, people and dying processes do what they like."""

    maak_omgeving: Callable[[], Omgeving]
    twilio: TwilioServer

    def __init__(self) -> None:
        """Nothing is ready yet."""
        super().__init__()
        self.stapel = ExitStack()
        self.wachtend: list[tuple[Klaar, Antwoord]] = []

    @initialize()
    def begin(self) -> None:
        self.twilio.regels.clear()
        self.twilio.berichten.clear()
        self.twilio.ontvangen.clear()
        self.waar = self.stapel.enter_context(type(self).maak_omgeving())  # type: ignore[arg-type]
        self.ids = zet_klaar(self.waar, Kanaal.SMS, AANTAL)
        via_twilio(self.waar, self.twilio)

    def teardown(self) -> None:
        self.stapel.close()

    @rule(hoe=HOE, minuten=MINUTEN, nog_eens=st.booleans())
    def verzend(self, hoe: tuple[str, ...], minuten: int, nog_eens: bool) -> None:
        """Some time later: send what may leave, while the provider treats each number in its own way."""
        for wie, gedrag in enumerate(hoe):
            self.twilio.regels.pop(nummer(wie), None)
            if (regel := (GEDRAG | EINDE)[gedrag]) is not None:
                self.twilio.regels[nummer(wie)] = regel
        later(self.waar, minutes=minuten + 0.1)
        verstuur()
        if nog_eens:
            self.kijk(11, False)
            later(self.waar, minutes=minuten)
            verstuur()

    @rule(minuten=MINUTEN, stuk=st.booleans())
    def kijk(self, minuten: int, stuk: bool) -> None:
        """Some time later: look up what must be looked up; perhaps the provider cannot say."""
        later(self.waar, minutes=minuten + 0.1)
        self.twilio.regels.pop("GET", None)
        if stuk:
            self.twilio.regels["GET"] = Regel(503)
        kijk_na(Kanaal.SMS, JULI_22)

    @rule(wie=WIE, aangeboden=st.booleans())
    def sterf(self, wie: int, aangeboden: bool) -> None:
        """A process takes a bericht in hand, perhaps offers it, and is too slow with the answer, or dies."""
        rij = rij_van(self.waar, self.ids[wie])
        if rij.status != "klaargezet" or (rij.volgende_controle and rij.volgende_controle > datetime.now(UTC)):
            return
        klaar = in_hand(self.waar, self.ids[wie])
        if aangeboden:
            self.wachtend.append((klaar, asyncio.run(_bied_aan(klaar))))

    @rule()
    def antwoord_te_laat(self) -> None:
        if self.wachtend:
            verwerk([self.wachtend.pop(0)], JULI_22)

    @rule(keuze=st.integers(0, 20), afloop=st.sampled_from(AFLOOP))
    def terugmelding(self, keuze: int, afloop: tuple[str, int]) -> None:
        """The provider tells about something that it really has; for good is for good."""
        if not self.twilio.berichten:
            return
        bericht = self.twilio.berichten[keuze % len(self.twilio.berichten)]
        if bericht["status"] not in ("delivered", "undelivered", "failed"):
            self.twilio.bezorg(bericht["sid"], afloop[0], afloop[1] or None)
        id_ = next(i for n, i in enumerate(self.ids) if nummer(n) == bericht["to"])
        meld(id_, bericht["status"], bericht["error_code"] or 0, bericht["sid"])

    @rule(wie=WIE)
    def mens_zoekt_uit(self, wie: int) -> None:
        aangekomen = any(b["to"] == nummer(wie) for b in self.twilio.berichten)
        with suppress(NietOnzeker):
            stel_vast(self.ids[wie], aangekomen, JULI_22, "j.jansen")

    @rule()
    def betaal(self) -> None:
        with schrijven(self.waar.engine) as db:
            schrijf_bij(db, [Bijschrift(1, Logregel(Soort.BETALING, JULI_22, {}))], JULI_22)

    @rule(tekst=st.sampled_from(["STOP", "START", "Bel mij"]))
    def schrijf_terug(self, tekst: str) -> None:
        stuur_terug(tekst, nummer(0))

    @rule(dagen=st.integers(0, 5))
    def ruim_op(self, dagen: int) -> None:
        meld_wat_blijft_liggen(JULI_22.replace(day=22 + dagen))

    @invariant()
    def niemand_krijgt_er_twee(self) -> None:
        if hasattr(self, "ids"):
            assert set(self.twilio.ontvangen.values()) <= {1}, "the same sms was taken over twice"

    @invariant()
    def iedereen_wordt_bekeken(self) -> None:
        if not hasattr(self, "ids"):
            return
        for zaak, id_ in enumerate(self.ids, 1):
            rij = rij_van(self.waar, id_)
            if rij.status == "bezig":
                assert rij.volgende_controle is not None
            if rij.status == "onbekend":
                assert (zaak, "open") in taken(self.waar), "nobody is asked"
            if rij.status == "verzonden" and rij.volgende_controle is None:
                assert (datetime.now(UTC) - rij.sinds).days >= 2
            if rij.status == "klaargezet" and rij.volgende_controle is not None:
                assert (rij.volgende_controle - datetime.now(UTC)).total_seconds() <= 6 * 3600
            if rij.status in ("verzonden", "bezorgd"):
                assert any(b["to"] == nummer(zaak - 1) for b in self.twilio.berichten), "it never left"

    @invariant()
    def wat_vertrok_vervalt_niet(self) -> None:
        if hasattr(self, "ids"):
            weg = {b["to"] for b in self.twilio.berichten}
            for n, id_ in enumerate(self.ids):
                assert not (nummer(n) in weg and rij_van(self.waar, id_).status == "vervallen")


async def _bied_aan(klaar: Klaar) -> Antwoord:
    async with verzender(Kanaal.SMS, omgeving()) as draad:
        return await bied_aan(klaar, draad)


@pytest.fixture
def twilio() -> Iterator[TwilioServer]:
    with TwilioServer() as server:
        server.gedrag.bezorgt = False
        yield server


def test_no_order_of_events_makes_a_bericht_leave_twice_or_get_lost(
    tmp_path: Path, sqlite_sjabloon: Path, twilio: TwilioServer
) -> None:
    nummers = itertools.count()

    class Hier(Toestanden):
        maak_omgeving = staticmethod(lambda: verse_sqlite(tmp_path / str(next(nummers)), sqlite_sjabloon))  # type: ignore[assignment]

    Hier.twilio = twilio
    run_state_machine_as_test(
        Hier,
        settings=settings(
            max_examples=30, stateful_step_count=20, deadline=None, derandomize=True, database=None,
            suppress_health_check=list[Any](HealthCheck), phases=(Phase.generate,),
        ),
    )  # fmt: skip
