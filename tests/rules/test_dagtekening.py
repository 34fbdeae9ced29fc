# pyright: basic
"""A bericht that leaves later says so: no day in the past, and no term shorter than was meant."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.bezorging import reden_vervallen
from rules.dagtekening import later, nog_hier, op_de_echte_dag, verschuif
from rules.log import Log, Logregel, Soort
from rules.voortgang import advance
from rules.woorden import Berichtsoort
from tests.rules.beleidsbouwer import beleid_met
from tests.rules.bouwers import brief, een_incassozaak, feit, vordering

BELEID = beleid_met()
DAGEN = st.dates(date(2026, 1, 5), date(2026, 12, 1))


@given(van=DAGEN, wacht=st.integers(0, 60), termijn=st.integers(1, 30), bezoek=st.integers(3, 7))
def test_de_inwoner_krijgt_nooit_minder_tijd(van: date, wacht: int, termijn: int, bezoek: int) -> None:
    naar = van + timedelta(days=wacht)
    bezoekdag = BELEID.kalender.eerste_werkdag_vanaf(van + timedelta(days=bezoek))
    oud = {
        "uiterste_dag": (van + timedelta(days=termijn)).isoformat(), "bezoekdag": bezoekdag.isoformat(),
        "eerdere_brief": van.isoformat(), "kosten": 900,
    }  # fmt: skip
    nieuw = verschuif(oud, van, naar, BELEID.kalender)
    assert date.fromisoformat(nieuw["uiterste_dag"]) - naar == timedelta(days=termijn)
    komt = date.fromisoformat(nieuw["bezoekdag"])
    assert komt - naar >= timedelta(days=bezoek) and BELEID.kalender.is_werkdag(komt)
    assert (nieuw["eerdere_brief"], nieuw["kosten"]) == (oud["eerdere_brief"], 900), "what lies behind stays"
    assert verschuif(oud, van, van, BELEID.kalender) == oud


@given(gemaakt=DAGEN, wacht=st.integers(0, 40), kijk=st.integers(0, 60))
def test_geen_stap_telt_vanaf_een_dag_voor_het_vertrek(gemaakt: date, wacht: int, kijk: int) -> None:
    """Whatever the day on which the letter leaves, the next step waits the whole term after it."""
    weg = gemaakt + timedelta(days=wacht)
    log = op_de_echte_dag(Log((brief(Berichtsoort.HERINNERING, str(gemaakt)), later("herinnering", 1, weg))))
    assert log.regels[0].dag == weg
    today = weg + timedelta(days=kijk)
    vervallen = replace(vordering(), vervaldag=gemaakt - timedelta(days=5))
    zaak = een_incassozaak(log=log, vorderingen=(vervallen,))
    stappen = [g.stap for g in advance(zaak, BELEID, today).stappen]
    assert bool(stappen) == (kijk >= BELEID.incasso.reactietermijn_herinnering_d)


def test_wat_nog_klaarstaat_telt_als_van_vandaag() -> None:
    log = Log((brief(Berichtsoort.HERINNERING, "06-05"), feit(Soort.BETALING, "06-08")))
    vandaag = date(2026, 6, 30)
    assert [r.dag for r in nog_hier(log, [("herinnering", 1)], vandaag).regels] == [vandaag, date(2026, 6, 8)]
    assert nog_hier(log, [("aanmaning", 1)], vandaag) == log and nog_hier(log, [], vandaag) is log


def test_dat_een_bericht_later_vertrekt_houdt_niets_tegen() -> None:
    assert reden_vervallen([later("herinnering", 1, date(2026, 6, 9)).soort]) == ""
    assert isinstance(later("herinnering", 1, date(2026, 6, 9)), Logregel)
