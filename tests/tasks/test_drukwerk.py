# pyright: basic
"""Does every letter reach the print room once, in a batch that is complete and never changes?"""

import multiprocessing
import shutil
import stat
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from models.database import schrijven
from rules.levering import Adres
from tasks import drukmap, drukpers, drukwerk
from tasks.drukslot import alleen
from tasks.fouten import OnjuisteInstelling
from tasks.omgeving import Omgeving, gebruik
from tests.models.bouwers import GEMEENTE, JUNI_5, JUNI_19, lees, log
from tests.models.omgevingen import instellingen, werk_in
from tests.tasks.drukken import (
    BATCH,
    bestanden,
    brieven,
    manifest,
    statussen,
    tekst_van,
    weer_in_hand,
    zet_brieven_klaar,
)


def test_letters_leave_once_in_a_complete_batch(waar: Omgeving) -> None:
    ids = zet_brieven_klaar(waar)
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=3)
    voor = bestanden(brieven(waar))
    assert drukwerk.verzend_brieven(JUNI_5) == Counter()
    assert bestanden(brieven(waar)) == voor
    assert set(voor) == {f"{BATCH}/{naam}" for naam in ["druk-001.pdf", "manifest.csv", *(f"{i}.pdf" for i in ids)]}
    kenmerken = dict(lees(waar, "bericht", "id", "kenmerk"))
    assert {rij["bericht"]: rij["sha256"] for rij in manifest(brieven(waar) / BATCH)} == kenmerken


def test_the_manifest_says_where_each_letter_is_and_who_it_is_for(sqlite: Omgeving) -> None:
    zet_brieven_klaar(sqlite)
    drukwerk.verzend_brieven(JUNI_5)
    map_ = brieven(sqlite) / BATCH
    for nummer, rij in enumerate(manifest(map_)):
        regels = [rij[f"adresregel{n}"] for n in range(1, 7)]
        assert regels == [
            f"A. Inwoner{nummer}", f"Dorpsstraat {nummer + 1}", f"{1000 + nummer} AB  VOORBEELDSTAD", "", "", ""
        ]  # fmt: skip
        assert (rij["soort"], rij["drukbestand"], rij["eerste_pagina"]) == (
            "herinnering",
            "druk-001.pdf",
            str(nummer + 1),
        )
        in_drukbestand = tekst_van(map_ / rij["drukbestand"], int(rij["eerste_pagina"]))
        assert in_drukbestand == tekst_van(map_ / rij["bestand"])
        assert f"Inwoner{nummer}" in in_drukbestand


def test_only_owner_and_group_can_read_a_batch(sqlite: Omgeving) -> None:
    zet_brieven_klaar(sqlite, 1)
    drukwerk.verzend_brieven(JUNI_5)
    for pad in (map_ := brieven(sqlite) / BATCH, *map_.iterdir()):
        assert not stat.S_IMODE(pad.stat().st_mode) & 0o007, pad.name


def test_a_large_batch_has_several_print_files(sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drukmap, "PER_DRUKBESTAND", 2)
    zet_brieven_klaar(sqlite, 5)
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=5)
    rijen = manifest(brieven(sqlite) / BATCH)
    plekken = [f"{r['drukbestand']} {r['eerste_pagina']}" for r in rijen]
    assert plekken == ["druk-001.pdf 1", "druk-001.pdf 2", "druk-002.pdf 1", "druk-002.pdf 2", "druk-003.pdf 1"]


def test_a_batch_never_grows(waar: Omgeving) -> None:
    """What is due later on the same day gets a batch of its own, whatever became of the first."""
    zet_brieven_klaar(waar)
    drukwerk.verzend_brieven(JUNI_5)
    eerste = bestanden(brieven(waar) / BATCH)
    for nummer in (2, 3):
        zet_brieven_klaar(waar, 1, eerste=10 + nummer)
        assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=1)
        assert len(manifest(brieven(waar) / f"{BATCH}-{nummer}")) == 1
    assert bestanden(brieven(waar) / BATCH) == eerste


@pytest.mark.parametrize("over", ["alles", "niets", "half werk"])
def test_what_was_in_hand_is_done_again_with_the_same_bytes(waar: Omgeving, over: str) -> None:
    """The process died after the batch got its place, before it, or while it was being made."""
    zet_brieven_klaar(waar)
    drukwerk.verzend_brieven(JUNI_5)
    voor = bestanden(brieven(waar))
    weer_in_hand(waar)
    if over != "alles":
        shutil.rmtree(brieven(waar) / BATCH)
    if over == "half werk":
        werk = brieven(waar) / ".werk" / f"{BATCH}.0123.map"
        werk.mkdir(parents=True, exist_ok=True)
        (werk / "I-000001.pdf").write_text("half a letter")
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=3)
    assert bestanden(brieven(waar)) == voor


def test_a_batch_in_its_place_is_not_made_again(sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    zet_brieven_klaar(sqlite)
    drukwerk.verzend_brieven(JUNI_5)
    weer_in_hand(sqlite)
    gemaakt: list[object] = []
    assert drukwerk.verzend_brieven(JUNI_5, lambda delen: gemaakt.append(delen) or []) == Counter(verzonden=3)
    assert gemaakt == []


def test_a_letter_that_is_not_in_its_batch_leaves_in_another_one(waar: Omgeving) -> None:
    """Someone cut a line out of the manifest of a batch that was not written down yet: nobody says that it left."""
    ids = zet_brieven_klaar(waar)
    drukwerk.verzend_brieven(JUNI_5)
    weer_in_hand(waar)
    pad = brieven(waar) / BATCH / "manifest.csv"
    pad.write_text("".join(regel for regel in pad.read_text().splitlines(True) if not regel.startswith(ids[1])))
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=2, klaargezet=1)
    assert drukwerk.verzend_brieven(JUNI_5 + timedelta(days=1)) == Counter(verzonden=1)
    [rij] = manifest(brieven(waar) / f"{GEMEENTE}-2026-06-06-incasso")
    assert rij["bericht"] == ids[1]


def test_a_letter_that_cannot_be_made_goes_to_a_person_and_the_others_leave(waar: Omgeving) -> None:
    zet_brieven_klaar(waar, 2)
    zet_brieven_klaar(waar, 1, eerste=5, achternaam="王")
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=2, mislukt=1)
    assert len(manifest(brieven(waar) / BATCH)) == 2
    assert log(waar, 3)[-1] == "bericht_mislukt herinnering"


def test_a_batch_of_which_nothing_can_be_made_never_appears(sqlite: Omgeving) -> None:
    zet_brieven_klaar(sqlite, 1, achternaam="王")
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(mislukt=1)
    assert bestanden(brieven(sqlite)) == {}


def test_a_mistake_of_ours_in_one_letter_holds_up_that_letter_only(sqlite: Omgeving) -> None:
    """Facts that no template expects: the letter waits for the next day, and for the mistake to be mended."""
    zet_brieven_klaar(sqlite)
    with schrijven(sqlite.engine) as db:
        db.execute(text("UPDATE bericht SET gegevens = '{}' WHERE zaak_id = 2"))
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=2, klaargezet=1)
    assert drukwerk.verzend_brieven(JUNI_5) == Counter()
    reden = {status: reden for status, reden in lees(sqlite, "bericht", "status", "reden")}
    assert reden == {"verzonden": "", "klaargezet": "de brief is niet gemaakt (KeyError)"}


def test_a_letter_keeps_its_print_file_when_another_one_failed_before_a_crash(
    sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drukmap, "PER_DRUKBESTAND", 2)
    zet_brieven_klaar(sqlite, 1, achternaam="王")
    zet_brieven_klaar(sqlite, 3, eerste=1)
    drukwerk.verzend_brieven(JUNI_5)
    voor = bestanden(brieven(sqlite))
    shutil.rmtree(brieven(sqlite) / BATCH)
    with schrijven(sqlite.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'bezig', volgende_controle = sinds WHERE status = 'verzonden'"))
        db.execute(text("UPDATE inwoner SET achternaam = 'Wang' WHERE achternaam = '王'"))  # a person writes that one
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=3)
    assert bestanden(brieven(sqlite)) == voor


@pytest.mark.parametrize("straat", ["=HYPERLINK(1)", "+31612345678", "-1+1", "@SUM(1)", "\t=1+1"])
def test_no_address_line_is_a_formula(sqlite: Omgeving, straat: str) -> None:
    adres = Adres(straat, "1", "", "1000AB", "Voorbeeldstad")
    zet_brieven_klaar(sqlite, 1, adres=adres, achternaam='Jansen"; DROP', voorletters="=A")
    drukwerk.verzend_brieven(JUNI_5)
    [rij] = manifest(brieven(sqlite) / BATCH)
    assert rij["adresregel2"].lstrip().startswith("'"), rij["adresregel2"]
    assert rij["adresregel1"].startswith("'=A") and 'Jansen"; DROP' in rij["adresregel1"]


def test_without_the_font_no_letter_fails_for_good(sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in the installation is not the fault of a letter: nothing is written off."""
    zet_brieven_klaar(sqlite)

    def geen_lettertype(*_: object) -> bytes:
        raise OnjuisteInstelling("lettertype")

    monkeypatch.setattr(drukpers, "maak_pdf", geen_lettertype)
    with pytest.raises(OnjuisteInstelling):
        drukwerk.verzend_brieven(JUNI_5)
    assert set(statussen(sqlite)) == {"bezig"}


def test_a_process_that_is_alive_keeps_its_batch(waar: Omgeving) -> None:
    zet_brieven_klaar(waar)
    drukwerk.verzend_brieven(JUNI_5)
    weer_in_hand(waar)
    with alleen(waar, BATCH) as van_ons, alleen(waar, f"{BATCH}-2") as andere:
        assert van_ons and andere
        assert drukwerk.verzend_brieven(JUNI_5) == Counter()
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=3)


def _verzend_in_kind(home: Path, url: str, stuur: "multiprocessing.Queue[dict[str, int]]") -> None:
    werk_in(instellingen(home, url))
    stuur.put(dict(drukwerk.verzend_brieven(JUNI_5)))


def test_two_processes_share_the_work_and_nothing_leaves_twice(waar: Omgeving) -> None:
    zet_brieven_klaar(waar, 12)
    baas = multiprocessing.get_context("spawn")
    antwoorden = baas.Queue()
    url = waar.settings.database_url
    kinderen = [baas.Process(target=_verzend_in_kind, args=(waar.settings.home, url, antwoorden)) for _ in range(2)]
    for kind in kinderen:
        kind.start()
    tellingen = [Counter(antwoorden.get(timeout=60)) for _ in kinderen]
    for kind in kinderen:
        kind.join(60)
    assert sum(tellingen, Counter()) == Counter(verzonden=12)
    rijen = [rij["bericht"] for map_ in brieven(waar).glob(f"{GEMEENTE}-*") for rij in manifest(map_)]
    assert sorted(rijen) == sorted({b for (b,) in lees(waar, "bericht", "id")})


def test_until_the_print_room_shuts_a_letter_can_still_be_cancelled(sqlite: Omgeving) -> None:
    zet_brieven_klaar(sqlite)
    beleid = sqlite.beleid(GEMEENTE)
    beleid = replace(beleid, verzending=replace(beleid.verzending, druk_sluit="16:00"))
    for uur, verwacht in ((13, Counter()), (14, Counter(verzonden=3))):  # UTC: in June it is two hours later here
        moment = datetime(2026, 6, 5, uur, 0, tzinfo=UTC)
        gebruik(replace(sqlite, beleid=lambda _: beleid, nu=lambda moment=moment: moment))
        assert drukwerk.verzend_brieven(JUNI_5) == verwacht


def test_letters_of_another_day_are_another_batch(sqlite: Omgeving) -> None:
    zet_brieven_klaar(sqlite, 2)
    with schrijven(sqlite.engine) as db:
        db.execute(text("UPDATE bericht SET dag = :dag WHERE zaak_id = 2"), {"dag": JUNI_19.isoformat()})
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=2)
    assert {map_.name for map_ in brieven(sqlite).glob("v*")} == {BATCH, f"{GEMEENTE}-2026-06-19-incasso"}
