"""What is wrong with a gemeente or the machine, judged from measured facts?"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.beleidsbestand import laad_beleid
from rules.alarmen import UITLEG, Alarmsoort
from rules.bewaking import (
    GEMEENTEREGELS,
    MACHINEREGELS,
    beoordeel_gemeente,
    beoordeel_machine,
    bewaking_staat_stil,
    dag_van_ronde,
)
from rules.bewakingsfeiten import (
    Gemeentestand,
    Halve,
    Machinestand,
    Mapstand,
    Pauzestand,
    Poststand,
    Prefectbeeld,
    Ronde,
    Termijn,
    Wachtend,
)
from rules.levermaand import Geleverd

BELEID = laad_beleid("voorbeeldstad")
NL = ZoneInfo("Europe/Amsterdam")
MAANDAG = datetime(2026, 7, 20, 10, 0, tzinfo=NL)
VRIJDAG = datetime(2026, 7, 17, 6, 30, tzinfo=NL)
GOED = Ronde(MAANDAG)
S = Alarmsoort


def een_stand(**anders: Any) -> Gemeentestand:
    vast: dict[str, Any] = {"nu": MAANDAG, "dag": MAANDAG.date(), "ronde": GOED}
    return Gemeentestand("voorbeeldstad", BELEID, **(vast | anders))


def geleverd(naam: str, *leveringen: tuple[str, int]) -> dict[str, tuple[Geleverd, ...]]:
    rij = tuple(Geleverd(date.fromisoformat(f"2026-{dag}"), rijen, n) for n, (dag, rijen) in enumerate(leveringen))
    ander = {lv.naam: (Geleverd(date(2026, 7, 19), lv.min_rijen or 1),) for lv in BELEID.leveranciers}
    return ander | {naam: rij}


@pytest.mark.parametrize(
    ("stand", "verwacht"),
    [
        pytest.param(een_stand(), [], id="alles goed"),
        pytest.param(een_stand(geleverd=geleverd("energie", ("06-10", 5))), [], id="veertig dagen stil mag"),
        pytest.param(
            een_stand(geleverd=geleverd("energie", ("06-09", 5))), [(S.LEVERANCIER_STIL, "energie")], id="een meer niet"
        ),
        pytest.param(
            een_stand(geleverd=geleverd("drukker", ("06-09", 5)) | {"energie": ()}),
            [(S.LEVERANCIER_STIL, "energie")], id="nooit geleverd telt vanaf de eerste levering van wie ook",
        ),
        pytest.param(
            een_stand(geleverd=geleverd("energie", ("07-19", 5001))), [(S.AANTAL_BUITEN_BAND, "energie")],
            id="te veel rijen",
        ),
        pytest.param(
            een_stand(geleverd=geleverd("energie", ("07-05", 5001))), [], id="na twee weken niet meer"
        ),
        pytest.param(een_stand(mappen=(Mapstand("energie", geweigerd=1),)), [(S.LEVERING_GEWEIGERD, "energie")],
                     id="geweigerd"),
        pytest.param(
            een_stand(mappen=(Mapstand("energie", 1, MAANDAG - timedelta(minutes=61)),)),
            [(S.LEVERING_BLIJFT_LIGGEN, "energie")], id="een uur in bezig",
        ),
        pytest.param(
            een_stand(mappen=(Mapstand("energie", 1, MAANDAG - timedelta(minutes=59)),)), [], id="net geen uur in bezig"
        ),
        pytest.param(
            een_stand(halve=(Halve("energie", 7, MAANDAG - timedelta(hours=2)),)),
            [(S.LEVERING_BLIJFT_LIGGEN, "energie")], id="half ingenomen",
        ),
        pytest.param(
            een_stand(termijnen=(Termijn("vroegsignalering", date(2026, 7, 21), ("V-000001",)),)),
            [(S.WETTELIJKE_TERMIJN, "vroegsignalering 2026-07-21")], id="termijn van de wet",
        ),
        pytest.param(
            een_stand(zonder_datum={"incasso": ("I-000001",)}), [(S.ZAAK_ZONDER_DATUM, "incasso")], id="zonder datum"
        ),
        pytest.param(een_stand(te_stil=("I-000001",)), [(S.ZAAK_TE_STIL, "incasso")], id="te stil"),
        pytest.param(een_stand(te_stil=("I-000001",), gepauzeerd=True), [], id="te stil in een pauze"),
        pytest.param(een_stand(post=(Poststand("brief", klaargezet=1),)), [(S.POST_TE_OUD, "brief")], id="post"),
        pytest.param(een_stand(post=(Poststand("brief", klaargezet=1),), gepauzeerd=True), [], id="post in een pauze"),
        pytest.param(
            een_stand(wachtend=(Wachtend(4, "brief", date(2026, 7, 16), 9),)), [(S.ZENDING_WACHT, "zending 4")],
            id="zending wacht twee werkdagen",
        ),
        pytest.param(een_stand(wachtend=(Wachtend(4, "brief", date(2026, 7, 17), 9),)), [], id="zending wacht er een"),
        pytest.param(een_stand(ronde=Ronde(VRIJDAG)), [(S.RONDE_NIET_GEDRAAID, "dagronde")], id="geen ronde vandaag"),
        pytest.param(
            een_stand(ronde=Ronde(VRIJDAG), nu=MAANDAG.replace(hour=8, minute=59)), [], id="voor negen uur nog niet"
        ),
        pytest.param(een_stand(ronde=Ronde(VRIJDAG), gepauzeerd=True), [], id="geen ronde in een pauze"),
        pytest.param(een_stand(ronde=None), [], id="nog nooit een ronde, en niets te doen"),
        pytest.param(
            een_stand(ronde=None, zaken_achter=3), [(S.RONDE_NIET_GEDRAAID, "dagronde")], id="nooit een ronde, wel werk"
        ),
        pytest.param(een_stand(ronde=Ronde(MAANDAG, False)), [(S.RONDE_NIET_HEEL, "dagronde")], id="ronde niet heel"),
    ],
)  # fmt: skip
def test_wat_er_mis_is_in_een_gemeente(stand: Gemeentestand, verwacht: list[tuple[Alarmsoort, str]]) -> None:
    assert [(m.soort, m.onderwerp) for m in beoordeel_gemeente(stand)] == verwacht


@pytest.mark.parametrize(
    ("anders", "verwacht"),
    [
        pytest.param({}, [], id="alles goed"),
        pytest.param({"prefect": Prefectbeeld(1)}, [], id="een werker is genoeg"),
        pytest.param({"prefect": Prefectbeeld(1, 2)}, [(S.WERKER_WEG, "werkers")], id="een van de twee weg"),
        pytest.param(
            {"prefect": Prefectbeeld(1, 1, {"bezorging": 3}, ("dagronde-x",))},
            [(S.SCHEMA_STIL, "bezorging"), (S.SCHEMA_STIL, "dagronde-x")], id="schema",
        ),
        pytest.param({"maten": {"2026-07-20": 10_001.0}}, [(S.PREFECT_GROEIT, "prefect")], id="te groot"),
        pytest.param(
            {"maten": {"2026-07-13": 100.0, "2026-07-20": 2700.0}}, [(S.PREFECT_GROEIT, "prefect")], id="groeit hard"
        ),
        pytest.param({"maten": {"2026-07-12": 100.0, "2026-07-20": 2700.0}}, [], id="al langer zo groot"),
        pytest.param(
            {"pauzes": (Pauzestand("kanaal", "", "sms", MAANDAG - timedelta(days=4)),)},
            [(S.PAUZE_DUURT_LANG, "kanaal sms")], id="pauze van vier dagen",
        ),
        pytest.param({"pauzes": (Pauzestand("kanaal", "", "sms", MAANDAG - timedelta(days=2)),)}, [], id="van twee"),
    ],
)  # fmt: skip
def test_wat_er_mis_is_met_de_machine(anders: dict[str, Any], verwacht: list[tuple[Alarmsoort, str]]) -> None:
    assert [(m.soort, m.onderwerp) for m in beoordeel_machine(Machinestand(MAANDAG, **anders))] == verwacht


@pytest.mark.parametrize(
    ("laatste", "sinds", "stil"),
    [
        pytest.param(44, 500, False, id="drie keer gemist is nog net goed"),
        pytest.param(46, 500, True, id="daarna niet meer"),
        pytest.param(None, 44, False, id="pas begonnen"),
        pytest.param(None, 46, True, id="nooit gekomen"),
        pytest.param(9000, 10, False, id="de machine was uit"),
    ],
)
def test_de_bewaking_staat_stil(laatste: int | None, sinds: int, stil: bool) -> None:
    nu = datetime(2026, 7, 20, 8, tzinfo=UTC)
    moment = nu - timedelta(minutes=laatste) if laatste is not None else None
    assert (bewaking_staat_stil(moment, nu - timedelta(minutes=sinds), nu) is not None) == stil


@pytest.mark.parametrize(
    ("nu", "verwacht"),
    [
        pytest.param(MAANDAG, date(2026, 7, 20), id="maandag na negen"),
        pytest.param(MAANDAG.replace(hour=8), date(2026, 7, 17), id="maandag vroeg: vrijdag"),
        pytest.param(MAANDAG - timedelta(days=1), date(2026, 7, 17), id="zondag: vrijdag"),
        pytest.param(datetime(2026, 4, 6, 12, tzinfo=NL), date(2026, 4, 2), id="tweede paasdag: donderdag"),
    ],
)
def test_welke_ronde_er_moet_zijn(nu: datetime, verwacht: date) -> None:
    assert dag_van_ronde(BELEID.kalender, nu) == verwacht


def test_elke_soort_heeft_woorden_en_elke_regel_een_belofte() -> None:
    assert set(UITLEG) == set(Alarmsoort)
    assert all(regel.__doc__ for regel in (*GEMEENTEREGELS, *MACHINEREGELS))
