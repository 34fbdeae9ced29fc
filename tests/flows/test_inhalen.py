# pyright: basic
"""Five working days without a round: what was due goes in the order and the volume that the beleid allows."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from models.beleidsbestand import feestdagen, lees_beleidsdata
from models.database import schrijven
from models.migreren import migreer
from rules.beleid import met_parameter, parse_beleid
from rules.woorden import Zaaksoort
from tasks import drukwerk, stappen
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, een_persoon, een_vordering, geef_nummer, lees, leg_op
from tests.models.omgevingen import instellingen, werk_in
from tests.prefecthuis import Prefecthuis

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

AANTAL = 12
VRIJDAG, MAANDAG = date(2026, 9, 4), date(2026, 9, 14)
"""The last round, and the first one after five working days without any."""
DAG = timedelta(days=1)
KRAP = {"signaal.max_per_dag": "2", "werk.taken_per_dag": "3", "verzending.vrijgave_berichten": "1000"}


def werk(home: Path, **anders: str) -> Omgeving:
    """Work in a fresh gemeente with room for few handovers and few calls a day."""
    data = lees_beleidsdata("voorbeeldstad")
    for sleutel, waarde in (KRAP | {n.replace("__", "."): w for n, w in anders.items()}).items():
        data = met_parameter(data, sleutel, waarde)
    nieuw = werk_in(instellingen(home, eigen_run_max=0), parse_beleid(data, feestdagen()))
    migreer(nieuw.engine)
    return nieuw


@pytest.fixture
def stad_in_september(prefect: Prefecthuis, tmp_path: Path) -> Iterator[Omgeving]:
    """Give a gemeente with residents whose steps fall before, in and after the outage, half of them with a number."""
    nieuw = werk(tmp_path)
    mensen = [een_persoon(n) for n in range(AANTAL)]
    with schrijven(nieuw.engine) as db:
        for n, mens in enumerate(mensen[: AANTAL // 2]):
            geef_nummer(db, mens, Zaaksoort.INCASSO, telefoon=f"+3120555{n:04}")
    dagen = [date(2026, 7, 22) + DAG * n for n in range(AANTAL // 2)] + [VRIJDAG - DAG * 6 + DAG * n for n in range(6)]
    leg_op(nieuw, [een_vordering(m, f"A{n}", vervaldag=dagen[n]) for n, m in enumerate(mensen)])
    yield nieuw
    nieuw.engine.dispose()


def gewone_ronde(dag: date, *, post: bool = True) -> None:
    """Do what a round does, without Prefect; without post as a machine that stops half-way."""
    stappen.zet([z for z, _ in stappen.te_doen(GEMEENTE, dag)], GEMEENTE, dag)
    if post:
        drukwerk.verzend_brieven(dag)


def werkdagen(waar: Omgeving, van: date, tot: date) -> Iterator[date]:
    for n in range((tot - van).days + 1):
        if waar.beleid(GEMEENTE).kalender.is_werkdag(van + DAG * n):
            yield van + DAG * n


def per_dag(waar: Omgeving, soort: str) -> Counter[date]:
    return Counter(dag for s, dag in lees(waar, "gebeurtenis", "soort", "dag") if s == soort)


def gebeld(waar: Omgeving) -> dict[date, list[int]]:
    """Return which zaken got a taak to call on which day."""
    gevonden: dict[date, list[int]] = defaultdict(list)
    for zaak, soort, dag in lees(waar, "taak", "zaak_id", "soort", "gemaakt_op"):
        if soort == "bellen":
            gevonden[dag].append(zaak)
    return gevonden


def test_na_vijf_dagen_stilte_klopt_elke_brief_en_elke_termijn(stad_in_september: Omgeving) -> None:
    from flows.dagronde import dagronde

    waar = stad_in_september
    for dag in werkdagen(waar, date(2026, 7, 27), VRIJDAG - DAG):
        gewone_ronde(dag)
    gewone_ronde(VRIJDAG, post=False)
    klaar = [b for b, status in lees(waar, "bericht", "id", "status") if status == "klaargezet"]
    assert klaar, "the machine stopped with letters that were decided and not printed"
    ronde = dagronde(GEMEENTE, MAANDAG)
    assert not ronde.kapot and ronde.telling["bericht"] >= 4
    weg = {b: dag for b, dag, status in lees(waar, "bericht", "id", "dag", "status") if status == "verzonden"}
    assert all(weg[b] == MAANDAG for b in klaar), "no letter is dated in the past"
    tussen = [dag for dag in weg.values() if VRIJDAG <= dag < MAANDAG]
    assert tussen == [] and len(weg) == len(lees(waar, "bericht", "id"))
    assert lees(waar, "taak", "soort").count(("onzekere-bezorging",)) == 0, "the outage is no fault of a bericht"
    for dag in werkdagen(waar, MAANDAG + DAG, date(2026, 10, 30)):
        gewone_ronde(dag)
    _termijnen_heel(waar)


def _termijnen_heel(waar: Omgeving) -> None:
    """Every letter once; the resident has his whole term; the next step waits for it."""
    incasso = waar.beleid(GEMEENTE).incasso
    beloofd = {"herinnering": incasso.reactietermijn_herinnering_d, "aanmaning": incasso.aanmaning_termijn_d}
    brieven: dict[int, dict[str, date]] = defaultdict(dict)
    for zaak, soort, dag, gegevens in lees(waar, "bericht", "zaak_id", "soort", "dag", "gegevens"):
        assert soort not in brieven[zaak], "none double"
        brieven[zaak][soort] = dag
        assert date.fromisoformat(gegevens["uiterste_dag"]) - dag >= timedelta(days=beloofd.get(soort, 0))
    incassozaken = {zaak: van for zaak, van in brieven.items() if "herinnering" in van}
    assert len(incassozaken) == AANTAL and all("aanmaning" in van for van in incassozaken.values())
    for zaak, van in incassozaken.items():
        assert (van["aanmaning"] - van["herinnering"]).days >= incasso.reactietermijn_herinnering_d
        erna = [d for z, s, d in lees(waar, "gebeurtenis", "zaak_id", "soort", "dag") if z == zaak and s == "taak"]
        erna += [dag for soort, dag in van.items() if soort == "contactverzoek"]
        assert all((d - van["aanmaning"]).days >= incasso.aanmaning_termijn_d for d in erna), zaak


def test_het_inhalen_blijft_binnen_wat_mensen_aankunnen(stad_in_september: Omgeving) -> None:
    """All steps of six residents fall in the outage: three calls a day, and who waits longest goes first."""
    from flows.dagronde import dagronde

    waar = stad_in_september
    for dag in werkdagen(waar, date(2026, 7, 27), date(2026, 8, 25)):
        gewone_ronde(dag)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'verzonden'"))
    volgorde = [z for (z, _) in sorted(lees(waar, "zaak", "id", "volgende_toets")[:6], key=lambda r: (r[1], r[0]))]
    ronde = dagronde(GEMEENTE, MAANDAG + DAG * 14)
    assert ronde.waarom["genoeg taken voor vandaag"] == 3 == len(ronde.gehouden)
    assert dagronde(GEMEENTE, MAANDAG + DAG * 14).toestand == "Genoeg voor vandaag"
    dagronde(GEMEENTE, MAANDAG + DAG * 15)
    beurten = list(gebeld(waar).values())
    assert [len(b) for b in beurten] == [3, 3], "a second round on one day adds nothing"
    assert [sorted(b) for b in beurten] == [sorted(volgorde[:3]), sorted(volgorde[3:])]


def test_de_overdrachten_van_een_week_gaan_niet_op_een_dag(stad_in_september: Omgeving) -> None:
    waar = stad_in_september
    for dag in werkdagen(waar, date(2026, 7, 27), date(2026, 11, 20)):
        if not date(2026, 9, 14) <= dag <= date(2026, 9, 18):
            gewone_ronde(dag, post=False)
            with schrijven(waar.engine) as db:
                db.execute(text("UPDATE bericht SET status = 'verzonden' WHERE status = 'klaargezet'"))
    over = per_dag(waar, "overgedragen")
    assert over and max(over.values()) <= 2


def test_een_grote_inhaalronde_wacht_op_mensen(prefect: Prefecthuis, tmp_path: Path) -> None:
    from flows.dagronde import dagronde

    waar = werk(tmp_path, verzending__vrijgave_berichten="3")
    leg_op(waar, [een_vordering(een_persoon(n), f"A{n}", vervaldag=VRIJDAG - DAG * n) for n in range(5)])
    assert dagronde(GEMEENTE, MAANDAG).verzonden == {"wacht op vrijgave": 5}
    assert {s for (s,) in lees(waar, "bericht", "status")} == {"klaargezet"}
    waar.engine.dispose()
