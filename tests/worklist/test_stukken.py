# pyright: basic
"""Is a bericht shown as it left, to who may see it, and is every look noted?"""

import hashlib
import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest
from sqlalchemy import select, text, update

from models.database import lezen, schrijven, tabel
from models.feiten import meld_feit
from models.personen import pseudoniem
from models.tabellen import Bericht, Inwoner
from rules.log import Soort
from rules.rollen import Rol
from tasks import stappen
from tasks.omgeving import Omgeving, gebruik
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, een_vordering, geef_nummer, leg_op, signaleer
from tests.tasks.aanvallen import DRUKBAAR
from tests.worklist import dossiers
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.dossiers import JULI_13, JULI_20, JUNI_5, Dossier

B = tabel(Bericht)
ANNE = een_persoon(0, achternaam="Kwartelmans", telefoon="+31201112233")


@pytest.fixture
def klein(sqlite: Omgeving) -> Omgeving:
    """Ten o'clock on 20 July 2026."""
    return dossiers.op_dag(sqlite)


@pytest.fixture
def zaak(klein: Omgeving) -> Dossier:
    return dossiers.incasso(klein, ANNE)


@pytest.fixture
def collega(klein: Omgeving) -> Klant:
    return klant(klein, Rol.INVORDERING)


def pad(zaak: Dossier, vorm: str = "") -> str:
    return f"/zaak/{zaak.nummer}/bericht/{zaak.brief}{vorm}"


def bladen(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as blad:
        return len(blad.pages)


def test_de_pdf_is_byte_voor_byte_de_brief_die_wegging(klein: Omgeving, zaak: Dossier, collega: Klant) -> None:
    antwoord = collega.get(pad(zaak, ".pdf"))
    with lezen(klein.engine) as db:
        kenmerk = db.execute(select(B.c.kenmerk).where(B.c.id == zaak.brief)).scalar_one()
    assert antwoord.headers["content-type"] == "application/pdf" and bladen(antwoord.content) == 1
    assert hashlib.sha256(antwoord.content).hexdigest() == kenmerk
    assert "Dit is precies de brief die wegging." in collega.lees(pad(zaak))


def test_bestanden_hebben_geen_naam_in_hun_naam_en_blijven_nergens(zaak: Dossier, collega: Klant) -> None:
    for vorm in (".pdf", ".txt"):
        antwoord = collega.get(pad(zaak, vorm))
        assert antwoord.headers["content-disposition"] == f'inline; filename="{zaak.brief}{vorm}"'
        assert antwoord.headers["cache-control"] == "no-store"
        assert antwoord.headers["x-content-type-options"] == "nosniff"


def test_de_tekst_zegt_hetzelfde_als_de_brief(zaak: Dossier, collega: Klant) -> None:
    tekst = collega.get(pad(zaak, ".txt")).text.replace("\u00a0", " ")
    stukken = (
        "A. Kwartelmans\nDorpsstraat 1\n1000 AB",
        "Datum: 19 juni 2026",
        "Betaal € 429,00 uiterlijk op",
        "Afvalstoffenheffing 2026, A1, 31 mei 2026, € 420,00",
        "Kosten van deze aanmaning, € 9,00",
    )
    for stuk in stukken:
        assert stuk in tekst, stuk


def test_de_bedragen_zijn_die_van_toen(klein: Omgeving, zaak: Dossier, collega: Klant) -> None:
    with schrijven(klein.engine) as db:
        db.execute(text("UPDATE vordering SET openstaand = 1"))
    assert "€ 429,00" in collega.get(pad(zaak, ".txt")).text.replace("\u00a0", " ")


def test_een_ander_adres_sindsdien_wordt_gezegd(klein: Omgeving, zaak: Dossier, collega: Klant) -> None:
    with schrijven(klein.engine) as db:
        db.execute(update(tabel(Inwoner)).values(straat="Nieuwstraat"))
    pagina = collega.lees(pad(zaak))
    assert "De brief die wegging, zag er iets anders uit." in pagina and "precies de brief" not in pagina
    with schrijven(klein.engine) as db:
        meld_feit(db, GEMEENTE, pseudoniem(GEMEENTE, ANNE), Soort.VERHUISD_BINNEN, JULI_13)
    assert "Het bericht ging naar het oude adres." in collega.lees(pad(zaak))


def test_een_andere_vaste_tekst_sindsdien_wordt_gezegd(klein: Omgeving, zaak: Dossier, collega: Klant) -> None:
    with schrijven(klein.engine) as db:
        db.execute(update(B).where(B.c.id == zaak.brief).values(sjabloon_versie="oud"))
    assert "Hier ziet u de tekst van nu." in collega.lees(pad(zaak))


def test_wat_nog_klaarstaat_is_vooraf_te_zien(klein: Omgeving, collega: Klant) -> None:
    leg_op(klein, [een_vordering(ANNE)])
    stappen.zet([i for i, _ in stappen.te_doen(GEMEENTE, JUNI_5)], GEMEENTE, JUNI_5)
    nieuw = dossiers.dossier(klein, "incasso")
    pagina = collega.lees(pad(nieuw))
    assert "staat klaar" in pagina and "Dit bericht is niet verzonden. Zo ziet het eruit." in pagina
    assert bladen(collega.get(pad(nieuw, ".pdf")).content) == 1


@pytest.mark.parametrize(("kanaal", "stukken"), [
    pytest.param("sms", ("Bericht dat een brief onderweg is per sms", "+31612345678"), id="sms"),
    pytest.param("email", ("Aanbod van hulp per e-mail", "zwaluw@voorbeeld.nl", "Onderwerp"), id="e-mail"),
])  # fmt: skip
def test_sms_en_email_zijn_tekst(kanaal: str, stukken: tuple[str, ...], klein: Omgeving) -> None:
    hulp, persoon = klant(klein, Rol.VROEGSIGNALERING), een_persoon(1, achternaam="Zwaluwenburg")
    signaleer(klein, een_signaal(persoon), dag=JULI_13)
    contact: dict[str, Any] = {"sms": {"mobiel": "+31612345678"}, "email": {"email": "zwaluw@voorbeeld.nl"}}
    with schrijven(klein.engine) as db:
        geef_nummer(db, persoon, "vroegsignalering", **contact[kanaal])
    for dag in (JULI_20, date(2026, 7, 22)):
        dossiers.ronde(dag)
    with lezen(klein.engine) as db:
        bericht = db.execute(select(B.c.id).where(B.c.kanaal == kanaal)).scalar_one()
    zaak = replace(dossiers.dossier(klein, "vroegsignalering"), brief=bericht)
    pagina = hulp.lees(pad(zaak))
    assert all(stuk in pagina for stuk in stukken) and "Open als PDF" not in pagina
    assert "Voorbeeldstad" in hulp.get(pad(zaak, ".txt")).text
    assert hulp.get(pad(zaak, ".pdf")).status_code == 404


def test_een_brief_die_niet_kan_worden_gemaakt_legt_het_uit(klein: Omgeving, zaak: Dossier, collega: Klant) -> None:
    with schrijven(klein.engine) as db:
        db.execute(update(tabel(Inwoner)).values(achternaam="Vries \U0001f600"))
    assert "A. Vries \U0001f600" in collega.get(pad(zaak, ".txt")).text
    antwoord = collega.get(pad(zaak, ".pdf"), follow_redirects=False)
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, pad(zaak))
    assert "Een teken in deze brief kan niet worden afgedrukt." in collega.lees(pad(zaak))


def test_een_bericht_van_een_andere_zaak_is_hier_niet(waar: Omgeving) -> None:
    klein = dossiers.op_dag(waar)
    zaak, collega = dossiers.incasso(klein, ANNE), klant(klein, Rol.INVORDERING)
    leg_op(klein, [een_vordering(een_persoon(2), nummer="A2")], levering="L2")
    ander, vroeg = dossiers.dossier(klein, "incasso", 1), dossiers.vroeg(klein)
    for nummer, bericht in (
        (ander.nummer, zaak.brief),
        (zaak.nummer, vroeg.brief),
        (zaak.nummer, "x"),
        ("I-1", "%00"),
        (zaak.nummer, "%00"),
    ):
        for vorm in ("", ".pdf", ".txt"):
            antwoord = collega.get(f"/zaak/{nummer}/bericht/{bericht}{vorm}", follow_redirects=False)
            assert antwoord.status_code == 404, (nummer, bericht, vorm)
    assert dossiers.inzagen(klein) == []


def test_elk_stuk_dat_wordt_bekeken_is_genoteerd(klein: Omgeving, zaak: Dossier, collega: Klant) -> None:
    for vorm in ("", ".pdf", ".txt"):
        collega.get(pad(zaak, vorm))
    wat = [f"aanmaning-1-brief{vorm}" for vorm in ("", ".pdf", ".txt")]
    assert dossiers.inzagen(klein) == [(collega.id, zaak.id, w, "vervolg") for w in wat]


def test_een_vreemde_naam_is_tekst(klein: Omgeving, collega: Klant) -> None:
    mensen = [een_persoon(n, achternaam=tekst) for n, tekst in enumerate(DRUKBAAR.values())]
    leg_op(klein, [een_vordering(p, nummer=f"A{n}") for n, p in enumerate(mensen)])
    dossiers.ronde(JUNI_5)
    for n, tekst in enumerate(DRUKBAAR.values()):
        zaak = dossiers.dossier(klein, "incasso", n)
        assert f"A. {tekst}" in collega.get(pad(zaak, ".txt")).text
        rauw = collega.get(pad(zaak)).text
        assert "<script>alert" not in rauw and "onerror=alert" not in re.sub(r">[^<]*<", "><", rauw)
        assert "Dit is precies de brief die wegging." in rauw, tekst


def test_zonder_beleid_is_er_geen_brief_maar_wel_een_antwoord(klein: Omgeving, zaak: Dossier, collega: Klant) -> None:
    def kapot(_: str) -> Any:
        raise ValueError("geen beleid")

    gebruik(replace(klein, beleid=kapot))
    collega._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    assert "Kwartelmans" not in collega.get(pad(zaak)).text
