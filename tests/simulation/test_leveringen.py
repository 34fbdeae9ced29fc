"""The sample: written the same every time, readable, with the expected dirt, and calibrated on the evaluation."""

import re
from collections import Counter
from datetime import date
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from rules.levering import MutatieRij, Mutatiesoort, Sector, SignaalRij, VorderingRij
from rules.woorden import Zaaksoort
from simulation.bestandsvorm import Bestand, Vorm, inhoud
from simulation.bevolking import bevolking
from simulation.gedrag import profiel_van
from simulation.kans import kalender
from simulation.levering_schrijven import INWONERS, VOORBEELD, ZAAD, dag_en_soort, leveringen, schrijf
from tasks.clients.brp import BestandBrp
from tasks.lezen import Aanvaardbaar, Afgekeurd, Leveringsoort, Rij, open_levering
from tests.simulation.nabootsing import (
    JUNI_5,
    TOT,
    Jaar,
    Trechter,
    antwoorden,
    jaar,
    meldingen,
    open_op_juni_5,
    sectoren,
    trechter,
)  # fmt: skip

BEVOLKING = bevolking(ZAAD, INWONERS)
BESTANDEN = {b.naam: b for b in leveringen(BEVOLKING)}


@lru_cache(maxsize=1)
def gelezen() -> dict[str, list[Rij]]:
    """Return the rows of every delivery in voorbeeld/, read as Tijdig reads them."""
    return {naam: list(open_levering(VOORBEELD / naam, Leveringsoort(b.soort))) for naam, b in BESTANDEN.items()}


@lru_cache(maxsize=4)
def gewandeld(zaad: int, inwoners: int) -> tuple[Jaar, Trechter]:
    j = jaar(zaad, inwoners)
    return j, trechter(j)


def goede(soort: type[VorderingRij] | type[MutatieRij] | type[SignaalRij]) -> list[tuple[date, object]]:
    """Return (day of intake, row) of every row of one kind that passes the checks."""
    return [
        (BESTANDEN[naam].dag, r.rij)
        for naam, rijen in gelezen().items()
        for r in rijen
        if isinstance(r, Aanvaardbaar) and isinstance(r.rij, soort)
    ]


def test_het_voorbeeld_is_precies_wat_het_zaad_geeft(tmp_path: Path) -> None:
    """Write it anew and compare: bytes, and cells for the spreadsheet."""
    schrijf(tmp_path)
    nieuw = {pad.name: pad for pad in tmp_path.iterdir()}
    assert set(nieuw) == {pad.name for pad in VOORBEELD.iterdir()} - {"LEESMIJ.md"}
    for naam, pad in nieuw.items():
        if pad.suffix == ".xlsx":
            assert cellen(pad) == cellen(VOORBEELD / naam)
        else:
            assert pad.read_bytes() == (VOORBEELD / naam).read_bytes(), naam


def cellen(pad: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(pad).worksheets[0].iter_rows(values_only=True))


def test_een_spreadsheet_hangt_niet_van_de_klok_af() -> None:
    excel = next(b for b in BESTANDEN.values() if b.vorm == Vorm.XLSX)
    with ZipFile(BytesIO(inhoud(excel))) as boek:
        assert {deel.date_time for deel in boek.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        klokken = re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", boek.read("docProps/core.xml"))
    assert set(klokken) == {b"2026-01-01T00:00:00Z"}


@pytest.mark.parametrize("naam", BESTANDEN)
def test_elk_bestand_is_te_lezen_met_het_verwachte_aantal_afgekeurde_rijen(naam: str) -> None:
    rijen, bestand = gelezen()[naam], BESTANDEN[naam]
    assert len(rijen) == len(bestand.rijen)
    assert sum(isinstance(r, Afgekeurd) for r in rijen) == bestand.afgekeurd


@pytest.mark.parametrize(
    "reden",
    [
        "bsn: dit is geen geldig BSN", "het CJIB int die", "vervaldag: deze datum bestaat niet", "postcode: ontbreekt",
        "achternaam: begint als een formule", "bedrag: verwacht een bedrag met twee decimalen",
        "huisnummer: verwacht alleen cijfers", "datum: deze datum bestaat niet", "soort: verwacht een van",
        "bedrag: een bedrag onder nul", "straat: begint als een formule", "sector: verwacht een van",
        "bedrag: het bedrag moet hoger zijn", "ontstaansdatum: ligt na signaaldatum",
    ],
)  # fmt: skip
def test_elk_soort_vuil_zit_erin(reden: str) -> None:
    redenen = [r for rijen in gelezen().values() for rij in rijen if isinstance(rij, Afgekeurd) for r in rij.redenen]
    assert any(reden in tekst for tekst in redenen)


def test_er_is_weinig_vuil() -> None:
    """About 2 %: enough to show, too little to spoil the demo."""
    afgekeurd = sum(b.afgekeurd for b in BESTANDEN.values())
    assert 0.01 < afgekeurd / sum(map(len, gelezen().values())) < 0.03


def test_er_zijn_dubbele_rijen_opmerkingen_en_een_onbekende_aanslag() -> None:
    assert sum(b.dubbel for b in BESTANDEN.values()) == 3
    goed = [r for rijen in gelezen().values() for r in rijen if isinstance(r, Aanvaardbaar)]
    opmerkingen = [o for r in goed for o in r.opmerkingen if "niet overgenomen" in o]
    assert {o.partition(" ")[0] for o in opmerkingen} == {"email", "telefoon"}
    dubbel = Counter((r.rij.partner, r.rij.kenmerk) for r in goed if isinstance(r.rij, SignaalRij))
    assert list(dubbel.values()).count(2) == 1
    bekend = {rij.aanslagnummer for _, rij in goede(VorderingRij) if isinstance(rij, VorderingRij)}
    vreemd = [rij for _, rij in goede(MutatieRij) if isinstance(rij, MutatieRij) and rij.aanslagnummer not in bekend]
    assert len(vreemd) == 1


def test_er_zijn_drie_notaties_en_een_spreadsheet() -> None:
    assert {b.vorm for b in BESTANDEN.values()} == set(Vorm)
    windows = [b"".join((VOORBEELD / n).read_bytes() for n, b in BESTANDEN.items() if b.vorm == Vorm.WINDOWS)]
    with pytest.raises(UnicodeDecodeError):
        windows[0].decode("utf-8")


def test_een_mutatie_komt_na_de_vordering_en_niet_voor_haar_eigen_dag() -> None:
    eerste: dict[str, date] = {}
    for dag, rij in goede(VorderingRij):
        assert isinstance(rij, VorderingRij)
        assert rij.dagtekening <= dag
        eerste[rij.aanslagnummer] = min(dag, eerste.get(rij.aanslagnummer, dag))
    for dag, rij in goede(MutatieRij):
        assert isinstance(rij, MutatieRij)
        assert rij.datum <= dag
        assert dag > eerste.get(rij.aanslagnummer, date.min)


def test_elk_bestand_komt_op_een_werkdag() -> None:
    assert all(kalender().is_werkdag(b.dag) for b in BESTANDEN.values())
    assert [dag_en_soort(VOORBEELD / naam) for naam in BESTANDEN] == [(b.dag, b.soort) for b in BESTANDEN.values()]
    assert dag_en_soort(VOORBEELD / "brp.csv") is None
    assert dag_en_soort(VOORBEELD / "LEESMIJ.md") is None


def test_iedereen_komt_bij_een_van_de_afdelingen_voor() -> None:
    rijen = [rij for _, rij in [*goede(VorderingRij), *goede(SignaalRij)]]
    personen = [rij.persoon for rij in rijen if isinstance(rij, VorderingRij | SignaalRij)]
    gevonden = {b.sleutel for p in personen if (b := BEVOLKING.wie(p))}
    assert gevonden == {b.sleutel for b in BEVOLKING.bewoners}


def test_een_geleverde_persoon_is_de_bewoner_die_hij_lijkt() -> None:
    for s in gewandeld(ZAAD, INWONERS)[0].signalen:
        gevonden = BEVOLKING.wie(s.rij.persoon)
        assert gevonden is not None
        assert gevonden.huishouden == s.bewoner.huishouden


def test_de_brp_kent_iedereen() -> None:
    brp = BestandBrp(VOORBEELD / "brp.csv")
    gevonden = brp.zoek_bsns([b.persoon.bsn for b in BEVOLKING.bewoners])
    assert len(gevonden) == INWONERS
    assert {p.in_gemeente for p in gevonden.values()} == {"9999", "9998"}
    overleden = {p.bsn for p in gevonden.values() if p.overleden}
    assert overleden == {b.persoon.bsn for b in BEVOLKING.bewoners if b.overleden_op}
    assert any(p.geheimhouding for p in gevonden.values())
    assert any(p.in_onderzoek for p in gevonden.values())


def test_wie_bekend_is_bij_schuldhulp_staat_in_een_eigen_bestand() -> None:
    regels = (VOORBEELD / "bekend-bij-schuldhulp.csv").read_text().splitlines()
    assert regels == ["bsn", *(b.persoon.bsn for b in BEVOLKING.bewoners if b.bekend_bij_schuldhulp)]


def test_de_piek_en_de_naheffingen_door_het_jaar() -> None:
    aanslagen = gewandeld(ZAAD, INWONERS)[0].belasting.aanslagen
    piek = [a for a in aanslagen if a.dagtekening == date(2026, 2, 28)]
    parkeren = [a for a in aanslagen if a not in piek]
    assert len(piek) > 150
    assert 4 <= len(parkeren) <= 20
    assert len({a.dagtekening.month for a in parkeren}) >= 4
    assert {a.bedrag for a in parkeren} == {8510}


def test_wat_vanzelf_gebeurt_staat_er_allemaal_in() -> None:
    soorten = Counter(m.soort for m in gewandeld(ZAAD, INWONERS)[0].belasting.mutaties)
    anders = {Mutatiesoort.DWANGBEVEL_UITGEVAARDIGD, Mutatiesoort.DWANGBEVEL_BETEKEND, Mutatiesoort.KOSTEN}
    anders |= {Mutatiesoort.DWANGBEVEL_INGETROKKEN, Mutatiesoort.VERMINDERING, Mutatiesoort.UITSTEL_AFGEWEZEN}
    groot = Counter(m.soort for m in gewandeld(7, 5000)[0].belasting.mutaties)
    assert set(groot) == set(Mutatiesoort) - anders
    assert soorten[Mutatiesoort.BETALING] > 20
    assert soorten[Mutatiesoort.STORNO] >= 1


def test_er_wordt_nooit_meer_betaald_dan_er_open_staat() -> None:
    belasting = gewandeld(7, 5000)[0].belasting
    assert min(open_op_juni_5(belasting).values()) == 0


@pytest.mark.parametrize(("zaad", "inwoners", "gb"), [(ZAAD, INWONERS, (0.07, 0.11)), (7, 5000, (0.07, 0.10))])
def test_negen_procent_van_de_signalen_is_van_gemeentebelastingen(
    zaad: int, inwoners: int, gb: tuple[float, float]
) -> None:
    """Evaluatie §2.1. The handovers are the ones that Tijdig will make itself, so this is what to expect of a demo."""
    j, t = gewandeld(zaad, inwoners)
    partners = sum(s.rij.signaaldatum <= TOT for s in j.signalen)
    assert gb[0] < len(t.overgedragen) / (len(t.overgedragen) + partners) < gb[1]
    assert 10 <= len(t.overgedragen) * 200 / inwoners <= 30


@pytest.mark.parametrize(("zaad", "inwoners"), [(ZAAD, INWONERS), (7, 5000)])
def test_meervoudig_opeenvolgend_en_bekend(zaad: int, inwoners: int) -> None:
    """Evaluatie §2.1: 20-40 % meervoudig, 10-42 % opeenvolgend, 5 % of the signalen known at schuldhulp."""
    j, t = gewandeld(zaad, inwoners)
    alle = meldingen(j, t.overgedragen)
    assert 0.20 <= sum(m.aantal > 1 for m in alle) / len(alle) <= 0.40
    assert 0.10 <= sum(m.opeenvolgend for m in alle) / len(alle) <= 0.42
    assert any(m.crisis for m in alle)
    assert any(m.warm for m in alle)
    assert 0.03 <= sum(s.bewoner.bekend_bij_schuldhulp for s in j.signalen) / len(j.signalen) <= 0.07


@pytest.mark.parametrize(
    ("zaad", "inwoners", "bereik", "hulp"),
    [(ZAAD, INWONERS, (0.10, 0.24), (0.20, 0.50)), (7, 5000, (0.15, 0.19), (0.30, 0.38))],
)
def test_bereik_en_hulpacceptatie(
    zaad: int, inwoners: int, bereik: tuple[float, float], hulp: tuple[float, float]
) -> None:
    """Evaluatie §2.1: 17 % of the meldingen reached, of whom 34 % accepts help."""
    j, t = gewandeld(zaad, inwoners)
    alle = meldingen(j, t.overgedragen)
    geteld = antwoorden(zaad, alle)
    bereikt = len(alle) - geteld["niet bereikt"]
    assert bereik[0] <= bereikt / len(alle) <= bereik[1]
    assert hulp[0] <= geteld["wil hulp"] / bereikt <= hulp[1]


@pytest.mark.parametrize(("zaad", "inwoners", "marge"), [(ZAAD, INWONERS, 0.10), (7, 5000, 0.02)])
def test_betalen_na_herinnering_en_aanmaning(zaad: int, inwoners: int, marge: float) -> None:
    """60-70 % pays after the herinnering, half of the rest after the aanmaning."""
    _, t = gewandeld(zaad, inwoners)
    assert 0.60 - marge / 2 <= t.betaald_na_herinnering / t.herinnerd <= 0.70
    assert t.betaald_na_aanmaning / t.aangemaand == pytest.approx(0.49, abs=marge + 0.02)


def test_herhaalde_signalen_zijn_hoger_gelijk_of_lager() -> None:
    per_partner: dict[tuple[str, str], list[int]] = {}
    for s in gewandeld(7, 5000)[0].signalen:
        per_partner.setdefault((s.partner.slug, s.bewoner.sleutel), []).append(s.rij.bedrag)
    paren = [paar for bedragen in per_partner.values() for paar in pairwise(bedragen)]
    assert {(b > a) - (b < a) for a, b in paren} == {-1, 0, 1}


def test_de_sectoren_en_de_drukste_maand() -> None:
    signalen = gewandeld(7, 5000)[0].signalen
    assert sectoren(signalen)[Sector.ZORG] == pytest.approx(0.40, abs=0.04)
    per_maand = Counter(s.rij.signaaldatum.month for s in signalen)
    assert set(per_maand) == set(range(1, 13))
    assert per_maand[3] == max(per_maand[m] for m in range(1, 9))


def test_partners_leveren_zelden_een_bsn() -> None:
    signalen = gewandeld(7, 5000)[0].signalen
    met_bsn = [s for s in signalen if s.rij.persoon.bsn]
    assert 0.02 < len(met_bsn) / len(signalen) < 0.10
    assert {s.partner.slug for s in met_bsn} == {"zorgverzekeraar"}


@pytest.mark.parametrize("inwoners", [0, 1, 20])
def test_ook_een_klein_dorp_is_te_schrijven_en_te_lezen(tmp_path: Path, inwoners: int) -> None:
    paden = schrijf(tmp_path, zaad=3, inwoners=inwoners)
    for pad in paden:
        dag_soort = dag_en_soort(pad)
        assert dag_soort is not None
        assert list(open_levering(pad, Leveringsoort(dag_soort[1]))) is not None


def test_een_profiel_weet_wie_weg_of_overleden_is() -> None:
    weg = next(b for b in BEVOLKING.bewoners if b.vertrokken)
    dood = next(b for b in BEVOLKING.bewoners if b.overleden_op)
    assert profiel_van(weg, Zaaksoort.INCASSO).vertrokken
    assert profiel_van(dood, Zaaksoort.INCASSO).overleden


def test_een_leeg_bestand_heeft_alleen_een_kopregel() -> None:
    assert inhoud(Bestand(JUNI_5, "mutaties")) == b"aanslagnummer;soort;datum;bedrag;kenmerk\n"
