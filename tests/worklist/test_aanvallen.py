# pyright: basic
"""What does somebody reach who writes code in a field, comes with a stolen cookie, or sends us elsewhere? Nothing."""

import html
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import update
from sqlmodel import SQLModel

from models.database import lezen, schrijven
from models.medewerkers import begin_sessie
from tasks.omgeving import Omgeving
from tests.tasks.aanvallen import DRUKBAAR
from tests.worklist.stad import Kant
from tests.worklist.test_matrix import bezoeker
from tests.worklist.toegang import TABEL

ZWART = "\"'><zwart data-kapot=1 onload=x()>{{7*7}}${7*7}</zwart><script>kapot()</script>&lt;zwart&gt;"
VELDEN: dict[str, tuple[str, ...]] = {
    "inwoner": ("achternaam", "voorletters", "voorvoegsel", "straat", "huisnummer", "toevoeging", "woonplaats"),
    "contactgegeven": ("waarde", "bron"),
    "signaal": ("partner", "kenmerk"),
    "vordering": ("aanslagnummer",),
    "reactie": ("van", "tekst"),
    "aantekening": ("tekst",),
    "medewerker": ("naam",),
    "bericht": ("reden",),
    "toestemming": ("bron",),
    "gebeurtenis": ("actor",),
}
"""Every column that somebody outside or a colleague can fill with words of his own."""
WIE = ("invordering met teamleiding van voorbeeldstad", "vroegsignalering met teamleiding van voorbeeldstad")


class Gelezen(HTMLParser):
    """Every tag and attribute of a page, as a browser reads it."""

    def __init__(self, tekst: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributen: set[str] = set()
        self.feed(tekst)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributen |= {naam for naam, _ in attrs}


def schrijf_overal(waar: Omgeving, tekst: str) -> None:
    """Put a text in every field; where all rows must differ, after what stood there."""
    with schrijven(waar.engine) as db:
        for naam, kolommen in VELDEN.items():
            tabel = SQLModel.metadata.tables[naam]
            for kolom in kolommen:
                uniek = kolom in ("waarde", "kenmerk", "aanslagnummer")
                db.execute(update(tabel).values({kolom: tabel.c[kolom] + tekst if uniek else tekst}))


def paginas(waar: Omgeving, wie: str, kant: Kant) -> dict[str, Any]:
    """Return the answer of every page with text."""
    browser = bezoeker(waar, wie)
    paden = [p for rij in TABEL if rij.methode == "GET" and ".pdf" not in rij.url for p in rij.paden(kant)]
    gezocht = {"/zoeken": browser.post("/zoeken", data={"csrf": browser.csrf, "zoek": ZWART})}
    return {pad: browser.get(pad) for pad in paden} | gezocht


@pytest.mark.parametrize(("wie", "welke"), list(zip(WIE, (0, 1), strict=True)))
def test_wat_in_een_veld_staat_wordt_nooit_code(wie: str, welke: int, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    schrijf_overal(sqlite, ZWART)
    gezien = 0
    for pad, antwoord in paginas(sqlite, wie, stad[welke]).items():
        assert antwoord.status_code < 500, pad
        if antwoord.headers.get("content-type", "").startswith("text/html"):
            gelezen = Gelezen(antwoord.text)
            assert "zwart" not in gelezen.tags and "data-kapot" not in gelezen.attributen, pad
            assert "onload" not in gelezen.attributen and "<script>" not in antwoord.text, pad
            assert "49</zwart>" not in html.unescape(antwoord.text), pad
            gezien += ZWART in html.unescape(antwoord.text) or ZWART[:12] in html.unescape(antwoord.text)
    assert gezien >= 5


def test_de_zoeker_naar_code_ziet_die_ook() -> None:
    gelezen = Gelezen(f'<p title="{ZWART}">')
    assert {"zwart", "script"} <= gelezen.tags and "data-kapot" in gelezen.attributen


@pytest.mark.parametrize("tekst", DRUKBAAR.values(), ids=list(DRUKBAAR))
def test_een_vreemde_naam_staat_er_letter_voor_letter(tekst: str, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    with schrijven(sqlite.engine) as db:
        db.execute(update(SQLModel.metadata.tables["inwoner"]).values(achternaam=tekst))
    antwoord = bezoeker(sqlite, WIE[1]).get(f"/zaak/{stad[1].zaak}")
    assert antwoord.status_code == 200
    assert html.escape(tekst, quote=False) in antwoord.text.replace("&#34;", '"').replace("&#39;", "'")


NUMMERS = ("/taak/{}", "/taak/{}/uitkomst", "/zaak/{}", "/zaak/V-{}", "/vrijgeven/{}")
VREEMD = (
    "https://boos.example", "//boos.example", "/\\boos.example", "/%5c%5cboos.example", "http:boos.example",
    "/\t/boos.example", "javascript:alert(1)", "/%0d%0aLocation:%20https://boos.example", "\\\\boos.example",
    "/..//boos.example",
)  # fmt: skip


@pytest.mark.parametrize("naar", VREEMD)
def test_inloggen_stuurt_niemand_naar_een_andere_website(naar: str, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    for wie in ("niemand", WIE[1]):
        antwoord = bezoeker(sqlite, wie).get("/inloggen", params={"naar": naar})
        doel = antwoord.headers.get("Location", "/").translate({ord("\\"): "/", 9: None, 10: None, 13: None})
        assert urlsplit(urljoin("http://127.0.0.1/inloggen", doel)).netloc == "127.0.0.1"
        assert "boos.example" not in re.sub(r"naar=[^\"&]*", "", antwoord.text)


def test_een_koekje_dat_een_ander_zette_wordt_bij_het_inloggen_vervangen(sqlite: Omgeving) -> None:
    """Session fixation: who makes a browser start with his own cookie has nothing after the login."""
    from starlette.testclient import TestClient

    from worklist.app import maak_app
    from worklist.inrichting import Inrichting

    with schrijven(sqlite.engine) as db:
        geplant = begin_sessie(db, None, {})
    app = maak_app(Inrichting(gemeenten=("voorbeeldstad",), proeflogin=True))
    browser = TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 5000), follow_redirects=False)
    browser.cookies.set("tijdig", geplant)
    rol = {"naam": "Robin", "rollen": "vroegsignalering"}
    antwoord = browser.post("/proeflogin", data=rol, headers={"Origin": "http://127.0.0.1"})
    assert antwoord.status_code == 303
    nieuw = antwoord.cookies["tijdig"]
    assert nieuw != geplant
    dief = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, cookies={"tijdig": geplant})
    assert dief.get("/taken").headers["Location"].startswith("/inloggen")


def test_na_uitloggen_is_het_koekje_niets_meer_waard(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    browser = bezoeker(sqlite, WIE[1])
    token = browser.cookies["tijdig"]
    assert browser.get("/taken").status_code == 200
    browser.post("/uitloggen", data={"csrf": browser.csrf})
    browser.cookies.set("tijdig", token)
    assert browser.get("/taken").headers["Location"].startswith("/inloggen")


@pytest.mark.parametrize("verzonnen", ["", "x", "x" * 43, "' OR 1=1 --", "\x7f", "a" * 9000, "..%2f"])
def test_een_verzonnen_koekje_is_niemand(verzonnen: str, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    browser = bezoeker(sqlite, "niemand")
    antwoord = browser.get("/taken", headers={"Cookie": f"tijdig={verzonnen}"})
    assert (antwoord.status_code, antwoord.headers["Location"][:9]) == (303, "/inloggen")


@pytest.mark.parametrize("raar", ["0", "-1", "9" * 30, "1e3", "%00", "1%20OR%201=1", "٣", "a" * 3000])
def test_een_raar_nummer_in_een_adres_is_niet_gevonden(raar: str, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    browser, zaak = bezoeker(sqlite, WIE[1]), f"/zaak/{stad[1].zaak}"
    for vorm in (*NUMMERS, zaak + "/reactie/{}", zaak + "/corrigeer/{}", zaak + "/bericht/{}.pdf"):
        antwoord = browser.get(vorm.format(raar))
        assert antwoord.status_code in (404, 307), (vorm, antwoord.status_code)
        assert "Traceback" not in antwoord.text and "sqlalchemy" not in antwoord.text.lower()


def test_het_geheim_van_een_sessie_staat_nergens(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    """Who reads the database cannot become a colleague: only the hash of a token is kept."""
    browser = bezoeker(sqlite, WIE[1])
    with lezen(sqlite.engine) as db:
        rijen = str(list(db.execute(SQLModel.metadata.tables["sessie"].select())))
    assert browser.cookies["tijdig"] not in rijen
