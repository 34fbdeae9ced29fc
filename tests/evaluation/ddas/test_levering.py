"""What is in a delivery over a period, on SQLite and on PostgreSQL? And what stands when something goes wrong?"""

import logging
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from evaluation.ddas import bestand, bron
from evaluation.ddas.schrijven import OnbruikbareKop
from models.database import schrijven, tabel
from models.logboek import Bijschrift, schrijf_bij
from models.tabellen import Bericht, Inwoner, Signaal, Zaak
from rules.bezorging import Status
from rules.correctie import Correctiereden, correctie
from rules.levering import Sector
from rules.log import Logregel, Soort
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving
from tests.evaluation.ddas.bouwstenen import aantal, fouten, inhoud, lever_op, rond_af, ronde, voorbeeldstad
from tests.models.bouwers import een_persoon, een_signaal, signaleer

INWONER = tabel(Inwoner)
MEI_4, JUNI_1, JUNI_30 = date(2026, 5, 4), date(2026, 6, 1), date(2026, 6, 30)
JULI_1, JULI_13, JULI_20, JULI_31 = date(2026, 7, 1), date(2026, 7, 13), date(2026, 7, 20), date(2026, 7, 31)
AUG_3, AUG_31 = date(2026, 8, 3), date(2026, 8, 31)


def sluit(waar: Omgeving, zaak: int, dag: date, resultaat: str = "Definitief geen contact kunnen krijgen") -> None:
    with schrijven(waar.engine) as db:
        schrijf_bij(db, [Bijschrift(zaak, Logregel(Soort.GESLOTEN, dag, {"resultaat": resultaat}))], dag)


def vier(waar: Omgeving) -> list[int]:
    """Four residents: closed in June, closed in July, still open in July, and one who came in August."""
    komt = [(0, MEI_4), (1, MEI_4), (2, JULI_13), (3, AUG_3)]
    zaken = [signaleer(waar, een_signaal(een_persoon(n), f"K{n}"), dag=dag)[0] for n, dag in komt]
    sluit(waar, zaken[0], JUNI_30)
    sluit(waar, zaken[1], JULI_1)
    return zaken


def test_een_levering_houdt_alle_zaken_die_in_de_periode_open_waren(waar: Omgeving, tmp_path: Path) -> None:
    vier(waar)
    document, telling = lever_op(waar, tmp_path / "juli.json", JULI_1, JULI_31)
    signalen, zaken = inhoud(document)
    assert [s["ID"] for s in signalen] == ["9999-00000002", "9999-00000003"]
    assert [z.get("resultaat") for z in zaken] == ["Definitief geen contact kunnen krijgen", None]
    assert (telling.signalen, telling.zaken) == (2, 2)
    alles, _ = inhoud(lever_op(waar, tmp_path / "jaar.json")[0])
    assert len(alles) == aantal(waar, Signaal) == aantal(waar, Zaak)
    assert fouten(document) == []


def test_een_levering_zegt_wat_aan_het_eind_van_de_periode_bekend_was(waar: Omgeving, tmp_path: Path) -> None:
    [zaak] = signaleer(waar, een_signaal(een_persoon(), crisis=True), dag=JULI_31)
    ronde(waar, JULI_31)
    rond_af(waar, zaak, Taaksoort.CRISIS, "bereikt avond, wil geen hulp", AUG_3)
    ronde(waar, AUG_3)

    def stand(tot: date) -> tuple[str, Any, int]:
        [signaal], [z] = inhoud(lever_op(waar, tmp_path / "d.json", JULI_1, tot)[0])
        return signaal["status"], z.get("resultaat"), len([p for p in z["contactpogingen"] if p["bereikt"]])

    assert stand(JULI_31) == ("Opgepakt", None, 0)
    klaar = "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering"
    assert stand(AUG_31) == ("Opgepakt", klaar, 1)


def test_wat_is_hersteld_gaat_zoals_het_had_moeten_zijn(waar: Omgeving, tmp_path: Path) -> None:
    """A call that was recorded as reached, and a zaak that was closed by mistake, long before the period."""
    [zaak] = signaleer(waar, een_signaal(een_persoon(), crisis=True), dag=MEI_4)
    ronde(waar, MEI_4)
    rond_af(waar, zaak, Taaksoort.CRISIS, "bereikt ochtend, wil geen hulp", MEI_4)
    ronde(waar, MEI_4)
    assert inhoud(lever_op(waar, tmp_path / "voor.json", JULI_1, JULI_31)[0]) == ([], [])
    nieuw = {"soort": "crisis", "poging": 1, "uitkomst": "niet bereikt", "bereikt": False, "dagdeel": "avond"}
    with schrijven(waar.engine) as db:
        raw = bron.LOG.select().where(bron.LOG.c.zaak_id == zaak)
        nummer = {r.soort: r.volgnr for r in db.execute(raw.order_by(bron.LOG.c.volgnr))}
        fout = Correctiereden.VERKEERDE_KEUZE
        herstel = [
            correctie(nummer[Soort.TAAK_AFGEROND], Soort.TAAK_AFGEROND, fout, AUG_3, nieuw),
            correctie(nummer[Soort.GESLOTEN], Soort.GESLOTEN, fout, AUG_3),
        ]
        schrijf_bij(db, [Bijschrift(zaak, r) for r in herstel], AUG_3)
    [signaal], [z] = inhoud(lever_op(waar, tmp_path / "na.json", JULI_1, JULI_31)[0])
    assert (signaal["status"], z.get("resultaat")) == ("Opgepakt", None)
    soort = {"soort": "Onbekend", "bereikt": False, "dagdeel": "Avond", "datum": "2026-05-04"}
    assert [p for p in z["contactpogingen"] if p["soort"] == "Onbekend"] == [soort]


def test_een_brief_die_nog_op_vrijgave_wacht_is_geen_contactpoging(sqlite: Omgeving, tmp_path: Path) -> None:
    signaleer(sqlite, een_signaal(een_persoon()), dag=JULI_13)
    ronde(sqlite, JULI_20, post=False)
    _, [wacht] = inhoud(lever_op(sqlite, tmp_path / "d.json")[0])
    with schrijven(sqlite.engine) as db:
        db.execute(update(tabel(Bericht)).values(status=Status.VERZONDEN.value))
    _, [weg] = inhoud(lever_op(sqlite, tmp_path / "d.json")[0])
    assert wacht["contactpogingen"] == []
    assert [p["soort"] for p in weg["contactpogingen"]] == ["Brief"]


def test_een_signaal_van_na_de_periode_staat_er_niet_in_ook_niet_bij_zijn_zaak(waar: Omgeving, tmp_path: Path) -> None:
    for n, dag in enumerate((JULI_13, JULI_31)):
        signaleer(waar, een_signaal(een_persoon(), f"K{n}", bedrag=(n + 1) * 100_00), dag=dag)
    nummers = ["9999-00000001", "9999-00000002"]
    for tot, verwacht in ((JULI_20, nummers[:1]), (JULI_31, nummers)):
        signalen, [zaak] = inhoud(lever_op(waar, tmp_path / "d.json", JULI_1, tot)[0])
        assert [s["ID"] for s in signalen] == [s["ID"] for s in zaak["vroegsignalen"]] == verwacht


def test_een_levering_gaat_over_een_gemeente(sqlite: Omgeving, tmp_path: Path) -> None:
    vier(sqlite)
    ander = replace(voorbeeldstad(), slug="buurdorp", code="9998")
    with schrijven(sqlite.engine) as db:
        for model in (Zaak, Signaal):
            db.execute(update(tabel(model)).where(tabel(model).c.id == 3).values(gemeente="buurdorp"))
    signalen, _ = inhoud(lever_op(sqlite, tmp_path / "a.json")[0])
    daar, _ = inhoud(lever_op(sqlite, tmp_path / "b.json", gemeente=ander)[0])
    assert [s["ID"] for s in signalen] == ["9999-00000001", "9999-00000002", "9999-00000004"]
    assert [s["ID"] for s in daar] == ["9998-00000003"]


def test_de_sector_gemeentebelastingen_heet_overige(sqlite: Omgeving, tmp_path: Path) -> None:
    rijen = [een_signaal(een_persoon(n), f"K{n}", sector=s) for n, s in enumerate(Sector)]
    signaleer(sqlite, *rijen, dag=JULI_13)
    document, _ = lever_op(sqlite, tmp_path / "d.json")
    woorden = [s["signaalpartner"]["type"] for s in inhoud(document)[0]]
    assert woorden == [
        "Zorg", "Energie", "Water", "Huur", "Hypotheek", "CAK Zorgverzekeringen", "CAK Eigen bijdrage", "DUO",
        "Belastingdienst", "Dienst Toeslagen", "Overige", "Overige",
    ]  # fmt: skip
    assert fouten(document) == []


def test_zonder_bsn_gaat_het_adres_en_zonder_beide_gaat_het_signaal_niet(waar: Omgeving, tmp_path: Path) -> None:
    """Two signalen of one zaak and one of another; of the second person nothing is left."""
    buren = [een_persoon(0, bsn="", voorletters="B."), een_persoon(0, bsn="", voorletters="C.", achternaam="Ander")]
    signaleer(waar, *(een_signaal(p, f"K{n}") for n, p in enumerate(buren)), dag=JULI_13)
    signaleer(waar, een_signaal(een_persoon(5, bsn=""), "K5"), dag=JULI_13)
    leeg = {"postcode": "", "huisnummer": "", "straat": "", "achternaam": ""}
    with schrijven(waar.engine) as db:
        db.execute(update(INWONER).where(INWONER.c.achternaam != "Inwoner0").values(leeg))
    document, telling = lever_op(waar, tmp_path / "d.json")
    signalen, zaken = inhoud(document)
    assert [s["client"] for s in signalen] == [{"postcode": "1000AB", "huisnummer": "1", "geboortedatum": "1980-01-01"}]
    assert [z["vroegsignalen"] for z in zaken] == [[{"ID": "9999-00000001"}]]
    assert [(a.signaal, a.wat) for a in telling.voorbeelden] == [(2, "client: oneOf"), (3, "client: oneOf")]
    assert (telling.signalen, telling.zaken, telling.afgekeurd) == (1, 1, 2)
    assert fouten(document) == []


def test_een_lege_periode_geeft_een_geldig_bestand(sqlite: Omgeving, tmp_path: Path) -> None:
    document, telling = lever_op(sqlite, tmp_path / "d.json", JUNI_1, JUNI_30)
    assert (inhoud(document), telling.signalen) == (([], []), 0)
    assert fouten(document) == []


def test_in_stukjes_gelezen_is_het_hetzelfde(sqlite: Omgeving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vier(sqlite)
    samen = [een_signaal(een_persoon(9), f"S{n}", bedrag=(n + 1) * 100_00) for n in range(3)]
    signaleer(sqlite, *samen, dag=JULI_13)
    heel, _ = lever_op(sqlite, tmp_path / "heel.json")
    monkeypatch.setattr(bron, "DEEL", 1)
    monkeypatch.setattr("evaluation.ddas.schrijven.PER_KEER", 1)
    assert lever_op(sqlite, tmp_path / "stukjes.json")[0] == heel


def test_een_bestand_staat_er_heel_of_niet(sqlite: Omgeving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vier(sqlite)
    pad = tmp_path / "uit" / "ddas.json"
    pad.parent.mkdir()
    lever_op(sqlite, pad)
    goed = pad.read_bytes()
    echt = bron.stukken

    def breekt(*wat: Any) -> Iterator[bron.Stuk]:
        yield next(echt(*wat))
        raise OSError(28, "schijf vol")

    monkeypatch.setattr(bestand, "stukken", breekt)
    with pytest.raises(OSError):
        lever_op(sqlite, pad)
    assert pad.read_bytes() == goed
    assert [p.name for p in pad.parent.iterdir()] == ["ddas.json"]
    assert stat.S_IMODE(pad.stat().st_mode) == 0o600


def test_wat_een_gedood_proces_achterliet_gaat_weg(sqlite: Omgeving, tmp_path: Path) -> None:
    oud, bezig, ander = (tmp_path / naam for naam in (".ddas-oud.deel", ".ddas-bezig.deel", "ddas-eigen.json"))
    for pad in (oud, bezig, ander):
        pad.touch()
    for pad in (oud, ander):
        os.utime(pad, (0, 0))
    lever_op(sqlite, tmp_path / "d.json")
    assert [p.exists() for p in (oud, bezig, ander)] == [False, True, True]


def test_een_gemeente_die_niet_past_levert_niets(sqlite: Omgeving, tmp_path: Path) -> None:
    kapot = replace(voorbeeldstad(), organisatie={"naam": "Gemeente Voorbeeldstad", "contactpersonen": []})
    with pytest.raises(OnbruikbareKop, match="contactpersonen: minItems"):
        lever_op(sqlite, tmp_path / "d.json", gemeente=kapot)
    assert [p for p in tmp_path.iterdir() if p.is_file()] == []


def test_het_bsn_staat_in_het_bestand_en_nergens_anders(
    sqlite: Omgeving, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    signaleer(sqlite, een_signaal(een_persoon()), dag=JULI_13)
    with caplog.at_level(logging.DEBUG):
        _, telling = lever_op(sqlite, tmp_path / "d.json")
    uit = capfd.readouterr()
    assert "999990019" in (tmp_path / "d.json").read_text()
    assert "99999001" not in caplog.text + uit.out + uit.err + repr(telling)
    with bron.momentopname(sqlite.engine) as db:
        stukken = list(bron.stukken(db, bron.Vraag("voorbeeldstad", JULI_1, JULI_31)))
        assert "999990019" not in repr(bron.laad(db, stukken, JULI_31))
