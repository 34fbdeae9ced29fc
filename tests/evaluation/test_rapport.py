# pyright: basic
"""Does the report say what the figures say, to everybody who may read it, and nothing about anybody?"""

import io
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest
from sqlalchemy import select

from evaluation.cijfertekst import NAMEN
from evaluation.rapport import wegschrijven
from evaluation.rapport.afdekken import WEG
from evaluation.rapport.grafieken import teken
from evaluation.rapport.inhoud import Alinea, Beeld, Doel, Hoofdstuk, Kerncijfers, Oordeel, Rapport, Tabel
from evaluation.rapport.pagina import maak_html
from evaluation.rapport.papier import GeenPapier, maak_pdf
from models.database import lezen, schrijven, tabel
from models.tabellen import Inwoner, Zaak
from rules.kleinecijfers import GRENS
from tasks.brief_pdf import lettertypen
from tasks.omgeving import Omgeving
from tests.evaluation.cohortbouwer import vul
from tests.evaluation.rapporten import (
    BEGIN,
    GROOT,
    KLEIN,
    ZWIJGT,
    Gemaakt,
    Lezer,
    database,
    maak,
    rapport_van,
    rijen_van,
)
from tests.tasks.test_brief_pdf import klachten

pytestmark = pytest.mark.xdist_group("rapport")

GEVAAR = ("<script>alert(1)</script>", '"))\n#panic("x") //', "{{7*7}}", "*x* _y_ $1 @ref = kop `c`")


@pytest.fixture(scope="module")
def groot() -> Gemaakt:
    return rapport_van(GROOT)


@pytest.fixture(scope="module")
def klein() -> Gemaakt:
    return rapport_van(KLEIN)


@pytest.fixture(scope="module")
def papier(groot: Gemaakt) -> bytes:
    return maak_pdf(groot.rapport, lettertypen())


@pytest.fixture(scope="module")
def gedrukt(papier: bytes) -> str:
    """Every word on the paper, without white."""
    with pdfplumber.open(io.BytesIO(papier)) as document:
        assert all(abs(p.width - 595.3) < 1 and abs(p.height - 841.9) < 1 for p in document.pages)
        return re.sub(r"\s+", "", "".join(p.extract_text() for p in document.pages))


def procent(deel: float) -> str:
    return f"{100 * deel:.1f} %".replace(".", ",")


def test_de_getallen_op_de_pagina_zijn_de_cijfers(groot: Gemaakt) -> None:
    """Written down here by another hand: every share of §2.1 with its count and interval, and every large number."""
    rijen = {r[0]: r for r in Lezer(groot.html).tabellen["Onze cijfers naast die van de evaluatie"]}
    gezien = 0
    for naam, c in groot.cijfers.items():
        rij = rijen.get(NAMEN[naam])
        teller, noemer = c.teller or 0, c.noemer or 0
        if rij is None or min(teller, noemer - teller) < GRENS:
            continue
        assert c.waarde is not None and c.onder is not None and c.boven is not None
        assert rij[2:5] == [
            procent(c.waarde), f"{teller} van {noemer}", f"{procent(c.onder)} tot {procent(c.boven)}"
        ]  # fmt: skip
        gezien += 1
    assert gezien >= 6
    groots = next(b for b in groot.rapport.hoofdstukken[0].blokken if isinstance(b, Kerncijfers))
    assert [k.waarde for k in groots.cijfers] == [
        str(groot.cijfers["signalen"].teller), str(groot.cijfers["meldingen"].teller),
        procent(groot.cijfers["bereik"].waarde or 0), procent(groot.cijfers["hulpacceptatie"].waarde or 0),
    ]  # fmt: skip


def test_de_delen_tellen_op_tot_het_geheel(groot: Gemaakt) -> None:
    """Breakdowns count the same meldingen as the figure over all, where no row is hidden."""
    bereik, geteld = groot.cijfers["bereik"], 0
    for t in groot.tabellen:
        for kolom, geheel in ((1, bereik.noemer), (2, bereik.teller)):
            cellen = [rij[kolom] for rij in t.rijen] if t.bijschrift.startswith("Gesproken, per") else [WEG]
            if WEG not in cellen:
                assert sum(int(cel) for cel in cellen) == geheel, t.bijschrift
                geteld += 1
    assert geteld >= 3


def test_elk_hoofdstuk_is_er_en_niets_is_leeg(groot: Gemaakt) -> None:
    assert len(groot.rapport.hoofdstukken) == 15
    assert len({h.naam for h in groot.rapport.hoofdstukken}) == 15
    for tabel_ in groot.tabellen:
        assert tabel_.rijen and all(len(r) == len(tabel_.koppen) and all(r) for r in tabel_.rijen), tabel_.bijschrift
    titels = [t.bijschrift for t in groot.tabellen]
    assert len(set(titels)) == len(titels)


def test_elk_beeld_heeft_woorden_en_zijn_getallen_in_een_tabel(groot: Gemaakt) -> None:
    beelden = 0
    for h in groot.rapport.hoofdstukken:
        for beeld, volgende in zip(h.blokken, [*h.blokken[1:], None], strict=True):
            if not isinstance(beeld, Beeld):
                continue
            beelden += 1
            assert isinstance(volgende, Tabel), beeld.naam
            cellen = {cel for rij in volgende.rijen for cel in rij}
            for getal in re.findall(r"\d+,\d %", beeld.alt):
                assert getal in cellen, (beeld.naam, getal)
    assert beelden >= 8
    assert len(Lezer(groot.html).beelden) == beelden
    assert all(len(alt) > 40 for alt in Lezer(groot.html).beelden)


def test_de_pagina_vraagt_nergens_iets(groot: Gemaakt) -> None:
    adressen = Lezer(groot.html).adressen
    assert adressen and all(a.startswith(("#", "data:")) for a in adressen)
    zonder_naamruimte = re.sub(r'xmlns(?::\w+)?="[^"]*"', "", groot.html)
    assert not re.search(r"https?:|//\w|@import|url\((?!#)", zonder_naamruimte)
    assert "default-src 'none'" in groot.html and "<script" not in groot.html


def test_koppen_staan_op_volgorde(groot: Gemaakt) -> None:
    koppen = Lezer(groot.html).koppen
    assert koppen[0] == 1 and koppen.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(koppen))


@pytest.mark.parametrize("stad", [GROOT, KLEIN, ZWIJGT], ids=["groot", "klein", "legt niets vast"])
def test_nergens_staat_een_klein_aantal(stad) -> None:
    """No count below GRENS in any table, in any words for a picture, or in what a picture is drawn from."""
    gemaakt = rapport_van(stad)
    for t in gemaakt.tabellen:
        for rij in t.rijen:
            for cel in rij[1:]:
                assert not re.fullmatch(r"[0-4]", cel), (t.bijschrift, rij)
                assert not re.match(r"[0-4] van ", cel), (t.bijschrift, rij)
    for h in gemaakt.rapport.hoofdstukken:
        for b in h.blokken:
            if isinstance(b, Beeld):
                assert all(w.get("aantal", GRENS) >= GRENS for w in b.spec["data"]["values"])
                assert "<title" not in teken(b.spec) and "aria-label" not in teken(b.spec)


def test_een_kleine_gemeente_verbergt_en_zegt_het_niet(klein: Gemaakt) -> None:
    assert WEG in klein.html or "te weinig om te tonen" in klein.html
    bereik = klein.cijfers["bereik"]
    assert bereik.teller and bereik.teller < GRENS, "the town must be so small that its figure is hidden"
    assert bereik.waarde is not None
    assert procent(bereik.waarde) not in klein.html.replace("\u00a0", " ")


def test_er_staat_niets_in_over_een_inwoner(groot: Gemaakt, gedrukt: str) -> None:
    with database(GROOT) as db:
        wie = set(db.execute(select(tabel(Inwoner).c.pseudoniem)).scalars())
        nummers = {f"{s}-{i:06}" for i in db.execute(select(tabel(Zaak).c.id)).scalars() for s in "IV"}
    woorden = groot.html + gedrukt
    assert wie and not [w for w in wie if w and w in woorden]
    assert not [n for n in nummers if n in woorden]


def test_dezelfde_feiten_geven_hetzelfde_rapport(groot: Gemaakt, papier: bytes) -> None:
    with database(GROOT) as db:
        nog_eens = maak(db)
    assert nog_eens.html == groot.html
    assert maak_pdf(nog_eens.rapport, lettertypen()) == papier


def test_wat_niet_is_vastgelegd_is_niet_te_zeggen() -> None:
    gemaakt = rapport_van(ZWIJGT)
    rijen = {r[0]: r for r in Lezer(gemaakt.html).tabellen["Cijfers die niet te zeggen zijn"]}
    for naam in ("doel3_dwangbevelen", "kwijtschelding_na_signaal", "aanmelding_shv_na_signaal"):
        assert gemaakt.cijfers[naam].waarde is None
        assert len(rijen[NAMEN[naam]][2]) > 20, "it must say what to do"


def test_een_stille_maand_staat_er_met_naam(groot: Gemaakt) -> None:
    rijen = Lezer(groot.html).tabellen["Maanden die niet meetellen"]
    assert ["Gemeentebelastingen", "april 2026"] in [r[:2] for r in rijen]


def test_een_gemeente_zonder_feiten_geeft_een_rapport_dat_niets_beweert() -> None:
    with database(KLEIN) as db:
        leeg = maak(db, "nergens")
    assert {d.oordeel for d in leeg.rapport.hoofdstukken[0].blokken if isinstance(d, Doel)} == {Oordeel.NIET_TE_ZEGGEN}
    assert maak_pdf(leeg.rapport, lettertypen()).startswith(b"%PDF")


def test_het_papier_is_voor_iedereen_te_lezen(papier: bytes) -> None:
    assert klachten(papier, "ua1") == []


def test_op_papier_staat_hetzelfde(groot: Gemaakt, gedrukt: str) -> None:
    for h in groot.rapport.hoofdstukken:
        assert re.sub(r"\s", "", h.kop) in gedrukt
        for blok in h.blokken:
            for woord in _woorden(blok):
                assert re.sub(r"\s", "", woord) in gedrukt, woord


def _woorden(blok: object) -> list[str]:
    match blok:
        case Tabel():
            return [blok.bijschrift, *(cel for rij in blok.rijen for cel in rij if len(cel) < 14)]
        case Doel():
            return [blok.oordeel.value[1:]]
        case _:
            return []


@pytest.mark.parametrize("gevaar", GEVAAR)
def test_een_naam_wordt_nooit_opmaak(gevaar: str) -> None:
    tabel_ = Tabel(gevaar, (gevaar, gevaar), ((gevaar, gevaar),))
    rapport = Rapport(gevaar, gevaar, BEGIN, BEGIN, "1", (Hoofdstuk("x", gevaar, (Alinea(gevaar), tabel_)),))
    html = maak_html(rapport)
    assert "<script>alert" not in html and "49" not in re.sub(r"<style>.*?</style>", "", html, flags=re.S)
    with pdfplumber.open(io.BytesIO(maak_pdf(rapport, lettertypen()))) as document:
        gedrukt = "".join(p.extract_text() for p in document.pages)
    assert re.sub(r"\s", "", gevaar) in re.sub(r"\s", "", gedrukt)


def test_een_verborgen_cijfer_wordt_niet_vergeleken(klein: Gemaakt) -> None:
    """'Lager than 5 %' of a hidden count would tell that it is zero."""
    for rij in Lezer(klein.html).tabellen["Onze cijfers naast die van de evaluatie"][1:]:
        if rij[2].startswith(("hoogstens", "ten minste", "te weinig")) and rij[1] != "niet bijgehouden":
            assert rij[5] == "niet te zeggen", rij


def test_een_half_rapport_bestaat_niet(groot: Gemaakt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uit = tmp_path / "rapport.html"
    uit.write_text("het vorige")
    monkeypatch.setattr(wegschrijven, "maak_pdf", lambda *_: (_ for _ in ()).throw(OSError(28, "schijf vol")))
    with pytest.raises(OSError, match="schijf vol"):
        wegschrijven.schrijf(groot.rapport, uit, lettertypen())
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("rapport.html", "het vorige")]


def test_een_teken_dat_niet_is_af_te_drukken_geeft_geen_half_rapport(tmp_path: Path) -> None:
    vreemd = Rapport("t", "w", BEGIN, BEGIN, "1", (Hoofdstuk("x", "x", (Alinea("proef \U0001f600"),)),))
    with pytest.raises(GeenPapier):
        wegschrijven.schrijf(vreemd, tmp_path / "r.html", lettertypen())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.postgres
def test_op_postgresql_staat_hetzelfde(postgres: Omgeving, klein: Gemaakt) -> None:
    with schrijven(postgres.engine) as db:
        vul(db, rijen_van(KLEIN).items())
    with lezen(postgres.engine) as db:
        assert maak(db).html == klein.html


def test_pagina_en_papier_staan_naast_elkaar(groot: Gemaakt, tmp_path: Path) -> None:
    klein_rapport = replace(groot.rapport, hoofdstukken=groot.rapport.hoofdstukken[-1:])
    papier = wegschrijven.schrijf(klein_rapport, tmp_path / "evaluatie.html", lettertypen())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["evaluatie.html", "evaluatie.pdf"]
    assert papier.read_bytes().startswith(b"%PDF")
