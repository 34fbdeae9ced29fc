# pyright: basic
"""Does a zaak that a person touched move at once, on a real Prefect, and does nothing get lost without it?"""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from typing import cast

import pytest

from models.database import schrijven
from models.logboek import Bijschrift, schrijf_bij
from rules.log import Logregel, Soort
from rules.woorden import Zaaksoort
from tasks.aanstoten import DEPLOYMENT, stoot_aan
from tasks.omgeving import Omgeving
from tests.flows.bouwstenen import vraag
from tests.models.bouwers import JUNI_5, een_persoon, een_signaal, een_vordering, lees, leg_op, signaleer
from tests.prefecthuis import Prefecthuis


@pytest.fixture
def uitgerold(prefect: Prefecthuis) -> Iterator[str]:
    """Give the API of a Prefect that knows our two journeys under the names of flows/deployments.py."""
    from prefect.deployments.runner import RunnerDeployment

    from flows.deployments import UITROL

    namen = {naam for _, naam in DEPLOYMENT.values()}
    for regel in UITROL:
        if regel.naam in namen:
            cast(RunnerDeployment, regel.flow.to_deployment(name=regel.naam)).apply()
    yield f"{prefect.adres}/api"


def runs(api: str, naam: str) -> list[dict[str, object]]:
    return vraag(api.removesuffix("/api"), "flow_runs/filter", {"flow_runs": {"name": {"any_": [naam]}}})


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_two_nudges_give_one_run_until_something_else_happens(waar: Omgeving, uitgerold: str) -> None:
    leg_op(waar, [een_vordering(een_persoon())])
    signaleer(waar, een_signaal(een_persoon(1)), dag=JUNI_5)
    begin = {naam: {r["id"] for r in runs(uitgerold, naam)} for naam in ("I-000001", "V-000002")}
    with schrijven(waar.engine) as db:  # two test databases on one Prefect: their states must differ
        extra = 3 if db.dialect.name == "sqlite" else 7
        regels = [Bijschrift(z, Logregel(Soort.AFGEMELD, JUNI_5, {})) for z in (1, 2) for _ in range(extra)]
        schrijf_bij(db, regels, JUNI_5)
    for _ in range(2):
        stoot_aan(1, uitgerold)
        stoot_aan(2, uitgerold + "/")
    for naam, zaak, soort in (("I-000001", 1, "incasso"), ("V-000002", 2, "vroegsignalering")):
        [nieuw] = [r for r in runs(uitgerold, naam) if r["id"] not in begin[naam]]
        assert nieuw["parameters"] == {"zaak_id": zaak}
        assert {"voorbeeldstad", soort} <= set(nieuw["tags"])  # type: ignore[call-overload]
    with schrijven(waar.engine) as db:
        schrijf_bij(db, [Bijschrift(1, Logregel(Soort.AFGEMELD, JUNI_5, {}))], JUNI_5)
    stoot_aan(1, uitgerold)
    assert len(runs(uitgerold, "I-000001")) == len(begin["I-000001"]) + 2


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_a_prefect_without_our_deployments_costs_nothing(
    sqlite: Omgeving, prefect: Prefecthuis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(DEPLOYMENT, Zaaksoort.INCASSO, ("Sociaal incasso", "bestaat niet/hier"))
    leg_op(sqlite, [een_vordering(een_persoon())])
    stoot_aan(1, f"{prefect.adres}/api")
    assert "I-000001" in caplog.text and "RunGeweigerd" in caplog.text


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_the_names_are_those_that_are_served(prefect: Prefecthuis) -> None:

    from flows.deployments import UITROL

    bekend = {(regel.flow.name, regel.naam) for regel in UITROL}
    assert set(DEPLOYMENT.values()) <= bekend and set(DEPLOYMENT) == set(Zaaksoort)


@pytest.fixture
def stil() -> Iterator[str]:
    """A server that takes a question and never answers."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen()
        yield f"http://127.0.0.1:{s.getsockname()[1]}/api"


def test_a_silent_prefect_holds_nobody_up(sqlite: Omgeving, stil: str, caplog: pytest.LogCaptureFixture) -> None:
    leg_op(sqlite, [een_vordering(een_persoon(), "A1")])
    begin = time.monotonic()
    with caplog.at_level(logging.DEBUG):
        stoot_aan(1, stil)
    assert 1.5 < time.monotonic() - begin < 4
    assert "I-000001" in caplog.text and "Inwoner0" not in caplog.text


@pytest.mark.parametrize("adres", ["http://127.0.0.1:9/api", "http://[/api", "geen adres"])
def test_a_dead_address_loses_nothing(sqlite: Omgeving, adres: str) -> None:
    leg_op(sqlite, [een_vordering(een_persoon())])
    voor = lees(sqlite, "zaak")
    stoot_aan(1, adres)
    assert lees(sqlite, "zaak") == voor, "de zaak is nog steeds aan de beurt"


def test_without_an_address_or_a_zaak_nothing_is_asked(sqlite: Omgeving, stil: str) -> None:
    begin = time.monotonic()
    stoot_aan(1)
    stoot_aan(999, stil)
    assert time.monotonic() - begin < 1


@pytest.mark.parametrize("antwoord", [b"HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\nonzin",
                                      b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", b"\x00\x01"])  # fmt: skip
def test_an_answer_that_makes_no_sense_loses_nothing(sqlite: Omgeving, antwoord: bytes) -> None:
    leg_op(sqlite, [een_vordering(een_persoon())])
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        s.listen()

        def antwoorden() -> None:
            verbinding, _ = s.accept()
            with verbinding:
                verbinding.recv(4096)
                verbinding.sendall(antwoord)

        draad = threading.Thread(target=antwoorden, daemon=True)
        draad.start()
        stoot_aan(1, f"http://127.0.0.1:{s.getsockname()[1]}/api")
        draad.join(5)
    assert lees(sqlite, "zaak", "versie") == [(1,)]
