# pyright: basic
"""Whatever stands still, breaks off or is skipped: no bericht is dated in the past, and no term is ever shorter."""

import contextlib
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from models.database import schrijven
from rules.woorden import Zaaksoort
from tasks import drukbatch, pauzeren, stappen
from tasks.omgeving import Omgeving
from tasks.pauzeren import AlGepauzeerd, NietGepauzeerd, Wat
from tests.models.bouwers import GEMEENTE, JUNI_5, een_persoon, een_vordering, geef_nummer, lees, leg_op
from tests.models.omgevingen import verse_sqlite

DAG = timedelta(days=1)
AANTAL = 3
PAUZES = (Wat("kanaal", "brief", GEMEENTE), Wat("stap", "aanmaning"), Wat("gemeente", "", GEMEENTE))
GEBEURT = ("ronde en post", "ronde en post", "ronde", "post", "niets", "afgebroken", "pauze", "hervat")
DAGEN = st.lists(st.tuples(st.sampled_from(GEBEURT), st.sampled_from(PAUZES)), min_size=35, max_size=55)


def speel(waar: Omgeving, dagen: list[tuple[str, Wat]]) -> dict[str, date]:
    """Play the days, then a month of ordinary ones; returns on which day each bericht left."""
    weg: dict[str, date] = {}
    kalender, dag = waar.beleid(GEMEENTE).kalender, JUNI_5
    for wat, pauze in [*dagen, *(("hervat", p) for p in PAUZES), *[("ronde en post", PAUZES[0])] * 45]:
        dag = kalender.werkdagen_na(dag, 1)
        if wat in ("pauze", "hervat"):
            _zet_stil(wat, pauze)
        if wat.startswith("ronde"):
            _ronde(dag)
        if wat == "afgebroken":
            drukbatch.claim_alles(dag)  # the machine stops here: a later day finds the batch unmade
        if wat.endswith("post"):
            for batch in drukbatch.blijven_liggen():
                drukbatch.geef_oude_terug(batch, dag)
            drukbatch.claim_alles(dag)
            nu = _vertrek(waar, dag)
            assert not nu or not [p for p in pauzeren.open_pauzes() if p.waarde in ("", "brief")], "it stood still"
            weg |= nu
    return weg


def _ronde(dag: date) -> None:
    stappen.zet([z for z, _ in stappen.te_doen(GEMEENTE, dag)], GEMEENTE, dag)


def _zet_stil(wat: str, pauze: Wat) -> None:
    with contextlib.suppress(AlGepauzeerd, NietGepauzeerd):
        pauzeren.pauzeer(pauze, "proef", "Sanne") if wat == "pauze" else pauzeren.hervat(pauze, "Sanne")


def _vertrek(waar: Omgeving, dag: date) -> dict[str, date]:
    """Everything that was taken in hand today leaves, as the print room would make it: its day is what is on paper."""
    nu = [b for b, status, op in lees(waar, "bericht", "id", "status", "dag") if (status, op) == ("bezig", dag)]
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'verzonden' WHERE status = 'bezig' AND dag = :dag"), {"dag": dag})
    return dict.fromkeys(nu, dag)


@given(dagen=DAGEN)
@settings(  # a failing example is not made smaller: that takes minutes, and the assertion names the bericht
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)
def test_geen_dag_in_het_verleden_en_geen_kortere_termijn(
    dagen: list[tuple[str, Wat]], sqlite_sjabloon: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with verse_sqlite(tmp_path_factory.mktemp("dagen"), sqlite_sjabloon) as waar:
        leg_op(waar, [een_vordering(een_persoon(n), f"A{n}") for n in range(AANTAL)])
        with schrijven(waar.engine) as db:
            geef_nummer(db, een_persoon(0), Zaaksoort.INCASSO, telefoon="+31205550001")
        weg = speel(waar, dagen)
        _klopt(waar, weg)


def _klopt(waar: Omgeving, weg: dict[str, date]) -> None:
    incasso = waar.beleid(GEMEENTE).incasso
    beloofd = {"herinnering": incasso.reactietermijn_herinnering_d, "aanmaning": incasso.aanmaning_termijn_d}
    vertrok: dict[int, dict[str, date]] = defaultdict(dict)
    for bericht, zaak, soort, dag, gegevens in lees(waar, "bericht", "id", "zaak_id", "soort", "dag", "gegevens"):
        if bericht not in weg or soort not in beloofd:
            continue
        assert dag == weg[bericht], f"{bericht} says {dag} and leaves on {weg[bericht]}"
        assert soort not in vertrok[zaak], f"{bericht} is double"
        assert date.fromisoformat(gegevens["uiterste_dag"]) - dag >= timedelta(days=beloofd[soort])
        vertrok[zaak][soort] = dag
    assert [set(v) for z, v in sorted(vertrok.items()) if z <= AANTAL] == [set(beloofd)] * AANTAL, "each got both"
    for zaak, soort, gemaakt in lees(waar, "taak", "zaak_id", "soort", "gemaakt_op"):
        if soort == "bellen" and zaak in vertrok:
            assert (gemaakt - vertrok[zaak]["aanmaning"]).days >= incasso.aanmaning_termijn_d
    for van in vertrok.values():
        assert (van["aanmaning"] - van["herinnering"]).days >= incasso.reactietermijn_herinnering_d
