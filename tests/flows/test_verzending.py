# pyright: basic
"""Does a large round wait for people, and a personal bericht never for a large round? Through the real flows."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from models.beleidsbestand import feestdagen, lees_beleidsdata
from models.database import schrijven
from models.migreren import migreer
from rules.beleid import met_parameter, parse_beleid
from rules.woorden import Zaaksoort
from tasks import stappen, vrijgeven
from tasks.omgeving import Omgeving
from tests.models.bouwers import (
    GEMEENTE,
    JUNI_5,
    een_persoon,
    een_signaal,
    een_vordering,
    geef_nummer,
    lees,
    leg_op,
    signaleer,
    zaken,
)
from tests.models.omgevingen import instellingen, werk_in
from tests.prefecthuis import Prefecthuis

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

JULI_13, JULI_20 = date(2026, 7, 13), date(2026, 7, 20)


@pytest.fixture
def krap(prefect: Prefecthuis, tmp_path: Path) -> Iterator[Omgeving]:
    """Give a gemeente in which more than three berichten a day wait for two people."""
    data = met_parameter(lees_beleidsdata("voorbeeldstad"), "verzending.vrijgave_berichten", "3")
    nieuw = werk_in(instellingen(tmp_path, eigen_run_max=0), parse_beleid(data, feestdagen()))
    migreer(nieuw.engine)
    yield nieuw
    nieuw.engine.dispose()


def standen(waar: Omgeving) -> Counter[str]:
    return Counter(status for (status,) in lees(waar, "bericht", "status"))


def test_een_grote_ronde_wacht_op_twee_mensen(krap: Omgeving) -> None:
    from flows.dagronde import dagronde
    from flows.verzending import verzending

    leg_op(krap, [een_vordering(een_persoon(n), f"A{n}") for n in range(5)])
    ronde = dagronde(GEMEENTE, JUNI_5)
    assert ronde.verzonden == {"wacht op vrijgave": 5} and standen(krap) == {"klaargezet": 5}
    [zending] = vrijgeven.wachtend()
    assert (zending.aantal, zending.kosten_ct, zending.soorten) == (5, 5 * 95, {"herinnering": 5})
    assert [v.onderwerp for v in vrijgeven.voorbeelden(zending.zending)] and len(zending.steekproef) == 5
    assert vrijgeven.geef_vrij(zending.zending, "Anna") == 1
    assert verzending(JUNI_5) == {} and standen(krap) == {"klaargezet": 5}, "one person is not enough"
    with pytest.raises(vrijgeven.AlVrijgegeven):
        vrijgeven.geef_vrij(zending.zending, "anna ")
    assert vrijgeven.geef_vrij(zending.zending, "Bram") == 0
    assert verzending(JUNI_5) == {"verzonden": 5} and standen(krap) == {"verzonden": 5}


def test_een_kleine_ronde_gaat_meteen_en_telt_mee_voor_de_dag(krap: Omgeving) -> None:
    from flows.dagronde import dagronde

    leg_op(krap, [een_vordering(een_persoon(n), f"A{n}") for n in range(2)])
    assert dagronde(GEMEENTE, JUNI_5).verzonden == {"verzonden": 2}
    leg_op(krap, [een_vordering(een_persoon(n), f"A{n}") for n in range(2, 4)], JUNI_5, "L2")
    assert dagronde(GEMEENTE, JUNI_5).verzonden == {"wacht op vrijgave": 2}, "two and two is more than three"


def test_wat_een_andere_ronde_klaarzette_en_hier_mislukt_wacht_niet_tot_morgen(krap: Omgeving) -> None:
    """This round finds no step to set; the e-mail it sends for another one comes back, and a letter takes its place."""
    from flows.dagronde import dagronde

    mens = een_persoon(0)
    with schrijven(krap.engine) as db:
        geef_nummer(db, mens, Zaaksoort.VROEGSIGNALERING, email="geen adres")
    [zaak] = signaleer(krap, een_signaal(mens), dag=JULI_13)
    stappen.zet([zaak], GEMEENTE, JULI_20)
    assert lees(krap, "bericht", "kanaal", "status") == [("email", "klaargezet")]
    assert dagronde(GEMEENTE, JULI_20).verzonden == {"mislukt": 1, "verzonden": 1}
    assert lees(krap, "bericht", "kanaal", "status") == [("email", "mislukt"), ("brief", "verzonden")]


def test_wat_vervalt_terwijl_het_wacht_gaat_nooit_weg(krap: Omgeving) -> None:
    from flows.dagronde import dagronde
    from flows.verzending import verzending

    leg_op(krap, [een_vordering(een_persoon(n), f"A{n}") for n in range(5)])
    dagronde(GEMEENTE, JUNI_5)
    with schrijven(krap.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'vervallen' WHERE zaak_id = 1"))
    [zending] = vrijgeven.wachtend()
    for wie in ("Anna", "Bram"):
        vrijgeven.geef_vrij(zending.zending, wie)
    assert verzending(JUNI_5) == {"verzonden": 4}


def test_persoonlijk_wacht_niet_op_een_grote_ronde(krap: Omgeving) -> None:
    """Five e-mails of a round wait for release; the one of a resident with his own run does not."""
    from flows.verzending import verzending, verzending_persoonlijk

    mensen = [een_persoon(n) for n in range(6)]
    with schrijven(krap.engine) as db:
        for n, mens in enumerate(mensen):
            geef_nummer(db, mens, Zaaksoort.VROEGSIGNALERING, email=f"inwoner{n}@voorbeeld.example")
    nummers = signaleer(krap, *(een_signaal(m, f"K{n}") for n, m in enumerate(mensen)), dag=JULI_13)
    stappen.zet(nummers[1:], GEMEENTE, JULI_20, alleen_automatisch=True)
    stappen.zet_een(nummers[0], GEMEENTE, JULI_20)
    assert verzending_persoonlijk(JULI_20) == {"verzonden": 1}
    assert verzending(JULI_20) == {"wacht op vrijgave": 5}
    assert dict(lees(krap, "bericht", "zaak_id", "status"))[nummers[0]] == "verzonden"
    assert standen(krap) == {"verzonden": 1, "klaargezet": 5}
    assert sorted(zaken(krap)) == sorted(nummers)
