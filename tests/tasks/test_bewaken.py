# pyright: basic
"""Is everything that goes wrong found once, told once, and cleared by itself?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from pydantic import SecretStr

from models.database import lezen, schrijven
from models.levenstekens import Teken, bewaar
from models.leveringsmaanden import van
from models.tabellen_beheer import Pauze
from rules.alarmen import Alarmsoort
from rules.bewakingsfeiten import Prefectbeeld
from tasks import bewaken
from tasks.bewaken import bewaak, waak_over_bewaking
from tasks.klok import NEDERLAND
from tasks.leven import BEWAKING, teken
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, lees
from tests.models.taken import een_taak
from tests.tasks.mankementen import (
    JULI_20,
    NU,
    PROEVEN,
    Proef,
    een_bericht,
    een_bestand,
    geen_bestand,
    gezond,
    lever,
    namen,
    op_de_klok,
    open_alarmen,
    ronde,
    schrijf,
    verteld,
)  # fmt: skip


def test_een_gezonde_stad_heeft_geen_alarm(waar: Omgeving) -> None:
    gezond(waar)
    assert bewaak(JULI_20).alarmen == []
    assert verteld(waar) == []


@pytest.mark.parametrize("proef", PROEVEN.values(), ids=PROEVEN)
def test_elk_mankement_geeft_een_alarm_dat_vanzelf_weggaat(sqlite: Omgeving, proef: Proef) -> None:
    waar = sqlite
    gezond(waar)
    proef.veroorzaak(waar)
    eerste = bewaak(JULI_20)
    assert namen(waar) == {(proef.soort.value, proef.gemeente, proef.onderwerp)}
    assert (eerste.begonnen, eerste.geeindigd) == (1, 0)
    tweede = bewaak(JULI_20)
    assert (tweede.begonnen, tweede.geeindigd, len(tweede.alarmen)) == (0, 0, 1)
    proef.herstel(waar)
    derde = bewaak(JULI_20)
    assert (derde.begonnen, derde.geeindigd, derde.alarmen) == (0, 1, [])
    assert verteld(waar) == [(1, "begin", "email", "verzonden"), (1, "einde", "email", "verzonden")]
    assert len(list((waar.uitgang / "alarm").iterdir())) == 2


@pytest.mark.postgres
def test_alles_tegelijk_op_postgres(postgres: Omgeving) -> None:
    """The same questions to the other database, all at once; the rounds exclude each other."""
    gezond(postgres)
    samen = [proef for naam, proef in PROEVEN.items() if naam not in ("ronde niet heel", "sms dagen onzeker")]
    for proef in samen:
        proef.veroorzaak(postgres)
    assert bewaak(JULI_20).begonnen == len(samen) == bewaak(JULI_20).begonnen + len(samen)
    assert namen(postgres) == {(p.soort.value, p.gemeente, p.onderwerp) for p in samen}
    for proef in samen:
        proef.herstel(postgres)
    assert bewaak(JULI_20).geeindigd == len(samen)
    assert namen(postgres) == set() and len(verteld(postgres)) == 2 * len(samen)


def test_elke_soort_heeft_een_proef() -> None:
    elders = {
        Alarmsoort.WERKER_WEG, Alarmsoort.SCHEMA_STIL, Alarmsoort.PREFECT_GROEIT, Alarmsoort.BEWAKING_STIL,
    }  # fmt: skip
    assert {proef.soort for proef in PROEVEN.values()} | elders == set(Alarmsoort)


def test_een_bestand_dat_blijft_liggen(sqlite: Omgeving) -> None:
    gezond(sqlite)
    een_bestand(sqlite, "bezig")
    nu = datetime.now(UTC)
    soort = (Alarmsoort.LEVERING_BLIJFT_LIGGEN.value, GEMEENTE, "energie")
    for later, verwacht in ((timedelta(minutes=50), False), (timedelta(hours=2), True)):
        op_de_klok(sqlite, nu + later)
        dag = (nu + later).astimezone(NEDERLAND).date()  # after ten in the evening that is tomorrow
        bewaak(dag)
        assert (soort in namen(sqlite)) == verwacht
    geen_bestand(sqlite, "bezig")
    bewaak(dag)
    assert soort not in namen(sqlite)


def test_een_weigering_is_oud_nieuws_na_een_goede_levering(sqlite: Omgeving) -> None:
    gezond(sqlite)
    een_bestand(sqlite, "geweigerd")
    bewaak(JULI_20)
    assert [a.soort for a in open_alarmen(sqlite)] == ["levering-geweigerd"]
    lever(sqlite, "energie", JULI_20, op=datetime.now(UTC) + timedelta(minutes=1))
    bewaak(JULI_20)
    assert open_alarmen(sqlite) == []


def test_wie_een_maand_overslaat_geeft_een_alarm_en_een_maand_die_niet_heel_is(waar: Omgeving) -> None:
    """A supplier that skips a month: one alarm, one month that is not whole; a file that comes late mends it."""
    for naam in ("belastingpakket", "belastingmutaties", "woonstichting", "energie", "waterbedrijf"):
        for maand in range(1, 7):
            lever(waar, naam, date(2026, maand, 10))
    for maand in (1, 2, 4, 5):
        lever(waar, "zorgverzekeraar", date(2026, maand, 20))
    dag, begonnen = date(2026, 2, 25), []
    while dag < date(2026, 5, 25):
        nu = datetime(dag.year, dag.month, dag.day, 8, tzinfo=UTC)
        op_de_klok(waar, nu)
        ronde(waar, nu)
        with schrijven(waar.engine) as db:
            db.exec_driver_sql(f"UPDATE levering SET klaar = (dag <= '{dag}')")
        begonnen += [dag] * bewaak(dag).begonnen
        dag += timedelta(days=3)
    assert len(begonnen) == 1 and begonnen[0] == date(2026, 4, 2)
    assert open_alarmen(waar) == []
    with lezen(waar.engine) as db:
        maanden = van(db, GEMEENTE)
    gemist = ("zorgverzekeraar", date(2026, 3, 1))
    assert [sleutel for sleutel, beeld in maanden.items() if not beeld.volledig] == [gemist]
    assert maanden[gemist].reden == "niets geleverd"
    lever(waar, "zorgverzekeraar", date(2026, 5, 22), 11)
    bewaak(date(2026, 5, 25))
    with lezen(waar.engine) as db:
        assert van(db, GEMEENTE)[gemist].volledig


def test_wat_stilstaat_door_een_mens_is_geen_alarm(waar: Omgeving) -> None:
    gezond(waar)
    een_bericht(waar)
    ronde(waar, NU - timedelta(days=3))
    schrijf(
        waar, Pauze, soort="gemeente", gemeente=GEMEENTE, waarde="", reden="proef", door="proef",
        sinds=NU - timedelta(days=2), opgeheven_door="",
    )  # fmt: skip
    bewaak(JULI_20)
    assert namen(waar) == set()


@pytest.mark.parametrize(("soort", "waarde", "stil"), [
    ("kanaal", "brief", True), ("stap", "hulpaanbod", True), ("kanaal", "sms", False), ("stap", "aanmaning", False),
])  # fmt: skip
def test_post_die_een_pauze_tegenhoudt_ligt_niet_te_lang(sqlite: Omgeving, soort: str, waarde: str, stil: bool) -> None:
    gezond(sqlite)
    een_bericht(sqlite)
    schrijf(
        sqlite, Pauze, soort=soort, gemeente=GEMEENTE, waarde=waarde, reden="proef", door="proef",
        sinds=NU - timedelta(days=2), opgeheven_door="",
    )  # fmt: skip
    bewaak(JULI_20)
    assert (namen(sqlite) == set()) == stil


def test_een_crisis_van_vandaag_is_nog_niet_bijna_te_laat(waar: Omgeving) -> None:
    gezond(waar)
    een_taak(waar, dag=JULI_20, uiterlijk=date(2026, 7, 21), wettelijk=True)
    bewaak(JULI_20)
    assert namen(waar) == set()
    op_de_klok(waar, NU + timedelta(days=1))
    ronde(waar, NU + timedelta(days=1))
    bewaak(date(2026, 7, 21))
    assert namen(waar) == {("wettelijke-termijn", GEMEENTE, "vroegsignalering 2026-07-21")}


def test_wat_niet_is_gemeten_blijft_zoals_het_was(sqlite: Omgeving) -> None:
    """Without an answer of Prefect nothing is said about workers: an open alarm neither clears nor comes twice."""
    gezond(sqlite)
    bewaak(JULI_20, Prefectbeeld(0, 1, {"dagronde-voorbeeldstad": 2}, ("bezorging",)))
    verwacht = {
        ("werker-weg", "", "werkers"),
        ("schema-stil", "", "dagronde-voorbeeldstad"),
        ("schema-stil", "", "bezorging"),
    }
    assert namen(sqlite) == verwacht
    bewaak(JULI_20)
    assert namen(sqlite) == verwacht
    assert bewaak(JULI_20, Prefectbeeld(1)).geeindigd == 3
    assert namen(sqlite) == set()


def test_prefect_groeit_te_hard(sqlite: Omgeving) -> None:
    gezond(sqlite)
    bestand = sqlite.settings.home / "prefect" / "prefect.db"
    bestand.parent.mkdir()
    bestand.write_bytes(b"x" * 1_500_000)
    op_de_klok(sqlite, NU, prefect_max_mb=1, prefect_database=SecretStr(f"sqlite+aiosqlite:///{bestand}"))
    bewaak(JULI_20)
    [alarm] = open_alarmen(sqlite)
    assert (alarm.soort, alarm.gegevens) == ("prefect-groeit", {"mb": 2, "grens_mb": 1, "groei_week_mb": 0})
    bestand.write_bytes(b"x")
    assert bewaak(JULI_20).geeindigd == 1


@pytest.mark.postgres
def test_de_grootte_van_prefect_op_postgres(postgres: Omgeving) -> None:
    gezond(postgres)
    adres = postgres.settings.url.replace("+psycopg", "+asyncpg")
    op_de_klok(postgres, NU, prefect_database=SecretStr(adres), prefect_max_mb=0)
    bewaak(JULI_20)
    [alarm] = open_alarmen(postgres)
    assert alarm.soort == "prefect-groeit" and alarm.gegevens["mb"] > 1


def test_de_bewaking_zelf_staat_stil_en_komt_terug(waar: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bewaken, "_begonnen", [])
    gezond(waar)
    op_de_klok(waar, NU)
    assert waak_over_bewaking()
    op_de_klok(waar, NU + timedelta(minutes=44))
    assert waak_over_bewaking() and namen(waar) == set()
    op_de_klok(waar, NU + timedelta(minutes=46))
    assert not waak_over_bewaking()
    assert not waak_over_bewaking()
    assert namen(waar) == {("bewaking-stil", "", "bewaking")}
    bewaak(JULI_20)
    assert namen(waar) == {("bewaking-stil", "", "bewaking")}, "the one who watches it clears it"
    assert waak_over_bewaking()
    assert namen(waar) == set()
    assert [(m, s) for _, m, _, s in verteld(waar)] == [("begin", "verzonden"), ("einde", "verzonden")]


def test_na_een_weekend_uit_wacht_de_wachter_eerst_af(sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bewaken, "_begonnen", [])
    with schrijven(sqlite.engine) as db:
        bewaar(db, BEWAKING, Teken(NU - timedelta(days=3)))
    op_de_klok(sqlite, NU)
    assert waak_over_bewaking()
    op_de_klok(sqlite, NU + timedelta(minutes=46))
    assert not waak_over_bewaking()


def test_twee_tegelijk_slaan_een_keer_alarm(waar: Omgeving) -> None:
    gezond(waar)
    PROEVEN["ronde niet heel"].veroorzaak(waar)
    samen = Barrier(2)

    def kijk(_: int) -> int:
        samen.wait()
        return bewaak(JULI_20).begonnen

    with ThreadPoolExecutor(2) as ploeg:
        assert sum(ploeg.map(kijk, range(2))) == 1
    assert [rij[1:] for rij in verteld(waar)] == [("begin", "email", "verzonden")]


def test_een_teken_vervangt_het_vorige(waar: Omgeving) -> None:
    op_de_klok(waar, NU)
    teken("portier", True, {"aantal": 1})
    op_de_klok(waar, NU + timedelta(minutes=1))
    teken("portier", False, {"aantal": 2})
    [rij] = [r for r in lees(waar, "levensteken", "naam", "goed", "gegevens")]
    assert rij == ("portier", False, {"aantal": 2})
