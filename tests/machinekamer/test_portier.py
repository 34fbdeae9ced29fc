# pyright: basic
"""Does a file in a watched folder arrive once, whole, and with an answer, whatever happens meanwhile?"""

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tasks import bewaken, leven, levermap
from tasks.levermap import BEZIG, GEWEIGERD, VERWERKT, Levermap, OnbekendeLevering, liggend, verwerk
from tasks.lezen import LeveringGeweigerd, Leveringsoort
from tasks.omgeving import Omgeving, gebruik, omgeving
from tasks.portier import Portier
from tests.models.bouwers import MAART_2, lees
from tests.tasks.lezen_bouwstenen import kopregel, rij_tekst

V = Leveringsoort.VORDERINGEN
INHOUD = f"{kopregel(V)}\n{rij_tekst(V, aanslagnummer='A1')}\n{rij_tekst(V, aanslagnummer='A2', bsn='1')}\n"


@pytest.fixture
def map_(sqlite: Omgeving) -> Levermap:
    """Give the watched folder of a leverancier of vorderingen."""
    levermap.levermappen()
    return levermap.levermap("voorbeeldstad", "belastingpakket")


def leg(map_: Levermap, naam: str = "aanslagen.csv", inhoud: str = INHOUD) -> Path:
    pad = map_.pad / naam
    pad.write_text(inhoud, encoding="utf-8")
    return pad


def sha(inhoud: str = INHOUD) -> str:
    return hashlib.sha256(inhoud.encode()).hexdigest()


def namen(map_: Levermap, sub: str) -> list[str]:
    return [pad.name for pad in liggend(map_.sub(sub))]


def neem(map_: Levermap) -> None:
    """Let the portier take what is there, and take that in."""
    portier = Portier("")
    portier.kijk()
    portier.kijk()
    for pad in liggend(map_.sub(BEZIG)):
        verwerk(map_, pad.name[:16], MAART_2)


def test_a_file_is_taken_when_it_did_not_change_between_two_looks(map_: Levermap) -> None:
    portier = Portier("")
    pad = leg(map_)
    assert portier.kijk() == 0
    with pad.open("a") as nog:
        nog.write(rij_tekst(V, aanslagnummer="A3") + "\n")
    assert portier.kijk() == 0 and pad.exists(), "it grew"
    assert portier.kijk() == 1 and not pad.exists()
    assert len(namen(map_, BEZIG)) == 1


@pytest.mark.parametrize("naam", [".aanslagen.csv", "a.csv.tmp", "a.csv.part", "a.csv.FILEPART", "a.ontvangen.json"])
def test_a_half_or_hidden_file_is_left_alone(naam: str, map_: Levermap) -> None:
    leg(map_, naam)
    portier = Portier("")
    assert [portier.kijk() for _ in range(3)] == [0, 0, 0]


def test_a_link_is_not_followed(map_: Levermap, tmp_path: Path) -> None:
    (tmp_path / "geheim.csv").write_text(INHOUD, encoding="utf-8")
    (map_.pad / "a.csv").symlink_to(tmp_path / "geheim.csv")
    portier = Portier("")
    assert [portier.kijk() for _ in range(3)] == [0, 0, 0]


def test_with_its_checksum_it_is_taken_at_once(map_: Levermap) -> None:
    leg(map_, "a.csv.sha256", f"{sha().upper()}  a.csv\n")
    leg(map_, "a.csv")
    assert Portier("").kijk() == 1
    assert namen(map_, BEZIG) == [f"{sha()[:16]}.csv"] and not (map_.pad / "a.csv.sha256").exists()


def test_half_a_file_beside_its_checksum_is_not_taken(map_: Levermap) -> None:
    leg(map_, "a.csv.sha256", f"{sha()}  a.csv\n")
    pad = leg(map_, "a.csv", INHOUD[:50])
    portier = Portier("")
    assert portier.kijk() == 0 and pad.exists()
    leg(map_, "a.csv")
    assert portier.kijk() == 1 and namen(map_, BEZIG) == [f"{sha()[:16]}.csv"]


def test_a_receipt_answers_the_leverancier(map_: Levermap, sqlite: Omgeving) -> None:
    leg(map_, "Aanslagen juni.csv")
    neem(map_)
    bewijs = json.loads((map_.pad / "Aanslagen juni.csv.ontvangen.json").read_text(encoding="utf-8"))
    assert bewijs["sha256"] == sha() and bewijs["uitkomst"] == "ingenomen"
    assert (bewijs["gelezen"], bewijs["aanvaard"], bewijs["afgekeurd"]) == (2, 1, 1)
    assert lees(sqlite, "levering", "id", "leverancier", "klaar") == [(bewijs["levering"], "belastingpakket", True)]
    assert namen(map_, BEZIG) == [] and namen(map_, VERWERKT) == [f"{sha()[:16]}.csv"]
    assert (map_.sub(VERWERKT) / f"{sha()[:16]}.csv.afgekeurd.csv").exists()
    assert [p.name for p in map_.sub(BEZIG).iterdir()] == []


def test_the_same_bytes_again_are_known_and_change_nothing(map_: Levermap, sqlite: Omgeving) -> None:
    leg(map_)
    neem(map_)
    voor = lees(sqlite, "vordering", "aanslagnummer", "openstaand")
    leg(map_, "nog-eens.csv")
    neem(map_)
    bewijs = json.loads((map_.pad / "nog-eens.csv.ontvangen.json").read_text(encoding="utf-8"))
    assert bewijs["uitkomst"] == "bekend" and bewijs["aanvaard"] == 1
    assert lees(sqlite, "vordering", "aanslagnummer", "openstaand") == voor
    assert len(lees(sqlite, "levering", "id")) == 1


def test_the_same_bytes_wait_while_they_are_being_taken_in(map_: Levermap) -> None:
    portier = Portier("")
    leg(map_, "een.csv")
    portier.kijk()
    portier.kijk()
    tweede = leg(map_, "twee.csv")
    assert [portier.kijk() for _ in range(3)] == [0, 0, 0] and tweede.exists()
    verwerk(map_, sha()[:16], MAART_2)
    assert portier.kijk() == 1 and (map_.pad / "een.csv.ontvangen.json").exists()


@pytest.mark.parametrize(
    ("inhoud", "controlegetal", "woord"),
    [(INHOUD, "0" * 64, "controlegetal"), ("wat;is;dit\n1;2;3\n", "", "kopregel"), ("", "", "leeg")],
    ids=["verkeerd controlegetal", "geen levering", "leeg"],
)
def test_a_refused_file_says_why_and_is_kept(inhoud: str, controlegetal: str, woord: str, map_: Levermap) -> None:
    leg(map_, "fout.csv", inhoud)
    if controlegetal:
        leg(map_, "fout.csv.sha256", controlegetal)
    with pytest.raises(LeveringGeweigerd, match=woord):
        neem(map_)
    assert woord in (map_.pad / "fout.csv.geweigerd.txt").read_text(encoding="utf-8")
    [pad] = liggend(map_.sub(GEWEIGERD))
    assert pad.read_text(encoding="utf-8") == inhoud and namen(map_, BEZIG) == []
    assert woord in pad.with_name(f"{pad.name}.reden.txt").read_text(encoding="utf-8")
    assert verwerk(map_, pad.name[:16], MAART_2) is None, "asked again it is done"


def test_a_file_in_a_folder_of_nobody_stays_with_an_answer(map_: Levermap) -> None:
    los = map_.pad.parent / "los.csv"
    vreemd = map_.pad.parent / "onbekend" / "a.csv"
    vreemd.parent.mkdir()
    for pad in (los, vreemd):
        pad.write_text(INHOUD, encoding="utf-8")
    portier = Portier("")
    portier.kijk()
    portier.kijk()
    for pad in (los, vreemd):
        assert pad.exists() and "leverancier" in pad.with_name(f"{pad.name}.geweigerd.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("plek", ["briefje", "bewijs", "wegleggen"])
def test_a_crash_at_any_moment_loses_nothing(plek: str, map_: Levermap, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill after the note, before the receipt, and before the file is put away; then do everything again."""
    doel = {"briefje": "os.replace", "bewijs": "_rond_af", "wegleggen": "_leg_weg"}[plek]
    echt = os.replace

    def val_om(*wat: Any) -> None:
        if plek != "briefje" or str(wat[0]).endswith("aanslagen.csv"):
            raise KeyboardInterrupt
        echt(*wat)

    leg(map_)
    with monkeypatch.context() as kapot, pytest.raises(KeyboardInterrupt):
        kapot.setattr(levermap, doel, val_om) if plek != "briefje" else kapot.setattr(os, "replace", val_om)
        neem(map_)
    neem(map_)
    bewijs = json.loads((map_.pad / "aanslagen.csv.ontvangen.json").read_text(encoding="utf-8"))
    assert (bewijs["gelezen"], bewijs["aanvaard"]) == (2, 1)
    assert namen(map_, BEZIG) == [] and len(namen(map_, VERWERKT)) == 1


def test_two_runs_of_one_delivery_give_one_answer(map_: Levermap) -> None:
    portier = Portier("")
    leg(map_)
    portier.kijk()
    portier.kijk()
    with ThreadPoolExecutor(2) as samen:
        uitkomsten = list(samen.map(lambda _: verwerk(map_, sha()[:16], MAART_2), range(2)))
    assert [u is None for u in uitkomsten].count(True) == 1
    assert not list(map_.pad.glob("*.geweigerd.txt")) and len(namen(map_, VERWERKT)) == 1


def test_what_nobody_knows_is_refused(map_: Levermap) -> None:
    with pytest.raises(OnbekendeLevering):
        verwerk(map_, "0" * 16, MAART_2)


class Prefect(BaseHTTPRequestHandler):
    """Stands in for the two addresses of Prefect's API that the portier uses."""

    gevraagd: ClassVar[list[dict[str, Any]]] = []
    toestand = "SCHEDULED"

    def do_GET(self) -> None:
        self._antwoord({"id": "d1"})

    def do_POST(self) -> None:
        verzoek = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.gevraagd.append(verzoek)
        self._antwoord({"id": "r", "deployment_id": "d1", "state_type": self.toestand, "state_name": "", "tags": [],
                        "auto_scheduled": False, "expected_start_time": datetime.now(UTC).isoformat()})  # fmt: skip

    def _antwoord(self, gegevens: dict[str, Any]) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(gegevens).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def api() -> Iterator[str]:
    """Give the address of a Prefect that answers."""
    Prefect.gevraagd, Prefect.toestand = [], "SCHEDULED"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Prefect)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/api"
    server.shutdown()
    server.server_close()


def test_prefect_hears_ids_only_and_one_delivery_is_one_run(api: str, map_: Levermap) -> None:
    portier = Portier(api)
    leg(map_, "Aanslagen De Vries.csv")
    for _ in range(4):
        portier.kijk()
    assert Prefect.gevraagd[0]["parameters"] == {
        "gemeente": "voorbeeldstad", "leverancier": "belastingpakket", "levering": sha()[:16],
    }  # fmt: skip
    assert len({v["idempotency_key"] for v in Prefect.gevraagd}) == 1 and "Vries" not in json.dumps(Prefect.gevraagd)


def test_an_intake_that_broke_off_is_asked_for_again_but_not_without_end(api: str, map_: Levermap) -> None:
    begin = datetime.now(UTC)
    Prefect.toestand = "CRASHED"
    portier = Portier(api)
    leg(map_)
    keren = []
    for minuten in (0, 0, 0.5, 1.5, 1.6, 3, 60, 48 * 60):
        gebruik(replace(omgeving(), nu=lambda m=minuten: begin + timedelta(minutes=m)))
        portier.kijk()
        keren.append(len({v["idempotency_key"] for v in Prefect.gevraagd}))
    assert keren == [0, 1, 1, 2, 2, 3, 7, 12]


def test_without_prefect_a_delivery_waits(map_: Levermap) -> None:
    portier = Portier("http://127.0.0.1:9/api")
    leg(map_)
    portier.kijk()
    assert portier.kijk() == 1 and len(namen(map_, BEZIG)) == 1


def test_every_minute_it_gives_a_sign_and_watches_the_watcher(
    map_: Levermap, sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bewaken, "_begonnen", [])
    portier, begin = Portier("http://127.0.0.1:9/api"), datetime.now(UTC)
    leven.teken(leven.BEWAKING)
    portier.minuut()
    assert lees(sqlite, "alarm", "soort") == []
    gebruik(replace(omgeving(), nu=lambda: begin + timedelta(hours=5)))
    portier.minuut()
    assert lees(sqlite, "alarm", "soort", "opgeheven_op") == [("bewaking-stil", None)]
    assert ("portier", False) in lees(sqlite, "levensteken", "naam", "goed"), "Prefect does not answer"
