# pyright: basic
"""Goal 3 and the chapter about costs: with whom was compared, what was found, and what must be true for it?"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from evaluation.cijfer import Periode
from evaluation.cijfers import uit_feiten
from evaluation.rapport.bron import Bron
from evaluation.rapport.doelen import doelen
from evaluation.rapport.geld import MANIEREN, geldhoofdstuk
from evaluation.rapport.inhoud import Alinea, Lijst, Oordeel, Tussenkop
from evaluation.tabellen import INCASSO
from evaluation.tellen import Selectie
from evaluation.vermeden import AANNAMES, Methode
from rules.log import Soort
from tests.evaluation.feitenrijen import DORP, STAD, leeg, legde_vast, zet

DAG = date(2026, 2, 2)


def zaken(aantal: int, dwangbevelen: int, dag: date = DAG, **vast: Any) -> list[dict[str, Any]]:
    """Zaken of which the first so many get a dwangbevel 50 days after a day."""
    later = dag + timedelta(days=50)
    return [{"vervaldag": dag, **vast, "betekend_op": later if n < dwangbevelen else None} for n in range(aantal)]


def bron_van(db: Connection, *rijen: dict[str, Any]) -> Bron:
    zet(db, INCASSO, rijen)
    legde_vast(db, Soort.DWANGBEVEL_BETEKEND, Soort.KOSTEN)
    selectie = Selectie(Periode(date(2025, 1, 1), date(2026, 12, 31)), (STAD, DORP))
    return Bron(db, selectie, uit_feiten(db, selectie), "Twee gemeenten")


def test_doel_3_noemt_met_wie_is_vergeleken() -> None:
    with leeg() as db:
        bron = bron_van(db, *zaken(200, 20, overgedragen_op=DAG), *zaken(200, 120, wacht_op=DAG))
        _, gesproken, doel = doelen(bron)
    assert gesproken.kop.endswith("de inwoners met een signaal van Gemeentebelastingen")
    assert doel.oordeel is Oordeel.GEHAALD
    assert doel.waarom.startswith("83,3 % minder dwangbevelen bij wie het signaal meteen overging")
    assert "wie moest wachten" in doel.waarom.lower() and "aannames in het hoofdstuk" in doel.waarom


def test_zonder_wachtlijst_wijst_doel_3_naar_wat_wel_is_vergeleken() -> None:
    """The verdict does not move to a weaker comparison, but the reader hears that there is one."""
    eerder = date(2025, 3, 1)
    with leeg() as db:
        bron = bron_van(
            db, *zaken(90, 20, aanmaning_op=DAG, overgedragen_op=DAG), *zaken(90, 45, eerder, aanmaning_op=eerder),
            *zaken(90, 40, aanmaning_op=DAG, gemeente=DORP),
        )  # fmt: skip
        doel, hoofdstuk = doelen(bron)[2], geldhoofdstuk(bron)
    assert doel.oordeel is Oordeel.NIET_TE_ZEGGEN and doel.waarom.endswith("hoofdstuk 'Wat kostte het de inwoner?'.")
    koppen = [b.tekst for b in hoofdstuk.blokken if isinstance(b, Tussenkop)]
    assert koppen[-3:] == [MANIEREN[m].kop for m in Methode]
    woorden = " ".join(b.tekst for b in hoofdstuk.blokken if isinstance(b, Alinea)).replace("\u00a0", " ")
    assert "Van de 90 zaken met een aanmaning vanaf het eerste signaal, kreeg 22,2 % binnen 182 dagen" in woorden
    assert "Van de 90 zaken in gemeenten zonder signalen, kreeg 44,4 % binnen 182 dagen" in woorden
    lijsten = [[zin for _, zin in b.punten] for b in hoofdstuk.blokken if isinstance(b, Lijst)]
    assert [regels[0] for regels in lijsten] == [AANNAMES[m][0] for m in (Methode.VOOR_NA, Methode.ANDERE_GEMEENTE)]


def test_zonder_enige_vergelijking_staat_er_alleen_waarom_niet() -> None:
    with leeg() as db:
        bron = bron_van(db, *zaken(20, 3, aanmaning_op=DAG))
        doel = doelen(bron)[2]
    assert doel.oordeel is Oordeel.NIET_TE_ZEGGEN and doel.waarom == bron.cijfers["doel3_dwangbevelen"].reden
