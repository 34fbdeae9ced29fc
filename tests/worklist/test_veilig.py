# pyright: basic
"""What a browser may do with our pages, whose form is taken, and when a session is over."""

import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from sqlalchemy import event, select, update
from starlette.responses import Response
from starlette.testclient import TestClient

from models import medewerkers
from models.database import lezen, schrijven
from models.medewerkers import HOOGSTENS, SESSIE, STIL
from rules.rollen import Rol
from tasks.fouten import OnjuisteInstelling
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE
from tests.worklist.bouwstenen import INRICHTING, klant
from tests.worklist.deur import HIER, PROEF, browser, proef
from worklist import app as werk
from worklist.formulier import Ingevuld
from worklist.inrichting import Inrichting
from worklist.sjabloon import ga_naar
from worklist.veilig import Vangnet

KLANT = "http://127.0.0.1"
STATIC = Path(werk.__file__).parent / "static"


@pytest.fixture
def proefpagina(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add pages that change something, and that break."""
    router = APIRouter()

    @router.post("/proef/doe")
    def doe(request: Request, velden: Ingevuld) -> Response:
        return ga_naar(request, "/medewerkers", f"Gedaan: {velden.tekst('wat')}.")

    @router.get("/proef/stuk")
    def stuk(request: Request) -> Response:
        raise RuntimeError("mevrouw Jansen, Kerkweg 1")

    monkeypatch.setattr(werk, "PAGINAS", (*werk.PAGINAS, router))


@pytest.mark.parametrize("pad", ["/inloggen", "/medewerkers", "/bestaat-niet", "/static/werk.css", "/static/weg.css"])
def test_every_answer_has_the_headers(sqlite: Omgeving, pad: str) -> None:
    koppen = browser().get(pad).headers
    beleid = dict(deel.split(" ", 1) for deel in koppen["content-security-policy"].split("; "))
    assert beleid["default-src"] == "'none'" and beleid["script-src"] == beleid["style-src"] == "'self'"
    assert beleid["frame-ancestors"] == beleid["base-uri"] == "'none'" and beleid["form-action"] == "'self'"
    assert koppen["x-content-type-options"] == "nosniff" and koppen["x-frame-options"] == "DENY"
    assert koppen["referrer-policy"] == "same-origin" and "strict-transport-security" not in koppen
    bewaard = pad == "/static/werk.css"
    assert koppen["cache-control"] == ("public, max-age=3600" if bewaard else "no-store")


def test_pages_need_nothing_that_the_policy_forbids(sqlite: Omgeving) -> None:
    """No script or style inside a page, and every file that a page asks for is there."""
    sjablonen = Path(werk.__file__).parents[1] / "templates" / "pages" / "werk"
    verboden = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals=.js:", re.I)
    assert [(p.name, m.group()) for p in sjablonen.glob("*.html") for m in verboden.finditer(p.read_text())] == []
    bestanden = re.findall(r'(?:href|src)="(/static/[^"]+)"', browser().get("/inloggen").text)
    assert len(bestanden) >= 5
    for bestand in bestanden:
        antwoord = browser().get(bestand)
        assert antwoord.status_code == 200 and antwoord.headers["cache-control"] == "public, max-age=31536000"


def test_the_font_and_the_styles_are_ours() -> None:
    css = (STATIC / "werk.css").read_text()
    letters = re.findall(r'url\("([^"]+)"\)', css)
    assert letters and all((STATIC / naam).is_file() for naam in letters)
    assert "://" not in css + (STATIC / "werk.js").read_text()


def test_no_third_party_file_and_no_address_in_the_repository() -> None:
    wortel = Path(werk.__file__).parents[1]
    for naam in ("package.json", "package-lock.json"):
        assert "://" not in (wortel / naam).read_text()
    assert "worklist/static/vendor/" in (wortel / ".gitignore").read_text()


def test_a_form_needs_the_mark_of_its_own_session(waar: Omgeving, proefpagina: None) -> None:
    een, ander = klant(waar, Rol.BEHEER), klant(waar, Rol.BEHEER, naam="Een ander")
    assert een.stuur("/proef/doe", wat="goed").status_code == 303
    assert "Gedaan: goed." in een.lees("/medewerkers") and "Gedaan" not in een.lees("/medewerkers")
    for csrf in ("", "fout", ander.csrf, een.csrf[:-1], "é"):
        geweigerd = een.post("/proef/doe", data={"csrf": csrf}, follow_redirects=False)
        assert geweigerd.status_code == 403 and "verlopen" in geweigerd.text
    assert een.post("/proef/doe", headers={"X-CSRF": een.csrf}, follow_redirects=False).status_code == 303
    een.cookies.clear()
    assert een.stuur("/proef/doe", wat="zonder koekje").status_code == 403


@pytest.mark.parametrize(
    "koppen",
    [
        pytest.param({"Origin": "https://kwaad.nl"}, id="een andere site"),
        pytest.param({"Origin": "null"}, id="een afgesloten frame"),
        pytest.param({"Origin": "http://127.0.0.1:9999"}, id="een andere poort"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="de browser zegt het"),
        pytest.param({"Sec-Fetch-Site": "same-site", "Origin": KLANT}, id="een buurman"),
    ],
)
def test_a_form_from_elsewhere_is_refused_with_the_right_mark(
    sqlite: Omgeving, proefpagina: None, koppen: dict[str, str]
) -> None:
    een = klant(sqlite, Rol.BEHEER)
    geweigerd = een.post("/proef/doe", data={"csrf": een.csrf}, headers=koppen, follow_redirects=False)
    assert geweigerd.status_code == 403 and "niet van Tijdig zelf" in geweigerd.text
    goed = {"Origin": KLANT, "Sec-Fetch-Site": "same-origin"}
    assert een.post("/proef/doe", data={"csrf": een.csrf}, headers=goed, follow_redirects=False).status_code == 303


def test_behind_a_proxy_a_form_comes_from_the_public_address(sqlite: Omgeving, proefpagina: None) -> None:
    een = klant(sqlite, Rol.BEHEER)
    publiek = Inrichting((GEMEENTE,), publieke_url="https://werk.voorbeeldstad.nl")
    achter = TestClient(werk.maak_app(publiek), base_url="http://10.0.0.5:8080", follow_redirects=False)
    koekje = {"Cookie": f"__Host-tijdig={een.cookies['tijdig']}"}
    for adres, status in (("https://werk.voorbeeldstad.nl", 303), ("http://10.0.0.5:8080", 403)):
        koppen = koekje | {"Origin": adres}
        assert achter.post("/proef/doe", data={"csrf": een.csrf}, headers=koppen).status_code == status


def test_a_form_larger_than_any_of_ours_is_not_read(sqlite: Omgeving, proefpagina: None) -> None:
    een = klant(sqlite, Rol.BEHEER)
    assert een.stuur("/proef/doe", wat="x" * 150).status_code == 303
    groot = een.stuur("/proef/doe", wat="x" * 600_000)
    assert groot.status_code == 413 and "te groot" in groot.text and "content-security-policy" in groot.headers
    stukjes = een.post("/proef/doe", content=iter([b"csrf=", b"x"]))
    assert stukjes.status_code == 413


def test_a_failure_tells_nothing_of_whom_it_was_about(
    sqlite: Omgeving, proefpagina: None, caplog: pytest.LogCaptureFixture
) -> None:
    buiten = TestClient(Vangnet(werk.maak_app(INRICHTING)), base_url=KLANT)
    stuk = buiten.get("/proef/stuk")
    assert stuk.status_code == 500 and "Er is een storing" in stuk.text
    assert "Jansen" not in stuk.text + caplog.text and "RuntimeError" in caplog.text
    assert stuk.headers["cache-control"] == "no-store" and "content-security-policy" in stuk.headers


def test_a_database_that_is_gone_gives_a_page_too(sqlite: Omgeving) -> None:
    een = klant(sqlite, Rol.BEHEER)
    with schrijven(sqlite.engine) as db:
        db.exec_driver_sql("ALTER TABLE sessie RENAME TO weg")
    buiten = TestClient(Vangnet(werk.maak_app(INRICHTING)), base_url=KLANT)
    buiten.cookies.set("tijdig", een.cookies["tijdig"])
    assert (buiten.get("/medewerkers").status_code, "storing" in buiten.get("/medewerkers").text) == (500, True)


def test_the_cookie_holds_a_token_that_the_database_does_not_know(waar: Omgeving) -> None:
    antwoord = proef()
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/")
    koekje = antwoord.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(koekje.split("; ")) and "Secure" not in koekje
    assert "max-age" not in koekje.lower() and "expires" not in koekje.lower()
    token = re.findall(r"tijdig=([^;]+)", koekje)[0]
    with lezen(waar.engine) as db:
        [rij] = db.execute(select(SESSIE)).all()
    assert len(token) >= 43 and token not in str(rij)


@pytest.mark.parametrize(
    "velden",
    [
        pytest.param({"publieke_url": "http://werk.nl"}, id="zonder https"),
        pytest.param({"publieke_url": "https://werk.nl/"}, id="met een streep"),
        pytest.param({"publieke_url": "https://werk.nl", "proeflogin": True}, id="proberen in het echt"),
        pytest.param({"issuer": "http://login.nl", "client_id": "x"}, id="een inlogdienst zonder https"),
        pytest.param({"issuer": "https://login.nl"}, id="een inlogdienst die ons niet kent"),
    ],
)
def test_settings_that_are_not_safe_are_refused(velden: dict[str, Any]) -> None:
    with pytest.raises(OnjuisteInstelling):
        Inrichting((GEMEENTE,), **velden)


@pytest.mark.parametrize("kolom", ["gezien", "begonnen"])
def test_a_session_ends_after_an_hour_of_silence_and_after_a_working_day(waar: Omgeving, kolom: str) -> None:
    een, grens = klant(waar, Rol.BEHEER), STIL if kolom == "gezien" else HOOGSTENS

    def verleden(duur: timedelta) -> None:
        with schrijven(waar.engine) as db:
            db.execute(update(SESSIE).values({kolom: datetime.now(UTC) - duur}))

    verleden(grens - timedelta(seconds=30))
    assert een.get("/medewerkers", follow_redirects=False).status_code == 200
    verleden(grens)
    assert een.get("/medewerkers", follow_redirects=False).headers["location"] == "/inloggen?naar=/medewerkers"
    assert "U bent uitgelogd" in een.get("/inloggen").text
    proef()
    with lezen(waar.engine) as db:
        assert [rij.medewerker_id != een.id for rij in db.execute(select(SESSIE))] == [True]


def test_who_is_busy_stays_in(waar: Omgeving) -> None:
    een = klant(waar, Rol.BEHEER)
    with schrijven(waar.engine) as db:
        db.execute(update(SESSIE).values(gezien=datetime.now(UTC) - timedelta(minutes=50)))
    een.lees("/medewerkers")
    with lezen(waar.engine) as db:
        assert datetime.now(UTC) - db.execute(select(SESSIE.c.gezien)).scalar_one() < timedelta(minutes=1)


def test_coming_in_again_ends_the_session_of_before(waar: Omgeving) -> None:
    een = browser()
    een.post("/proeflogin", data=PROEF, headers={"Origin": HIER})
    oud = een.cookies["tijdig"]
    een.post("/proeflogin", data=PROEF, headers={"Origin": HIER})
    assert een.cookies["tijdig"] != oud
    with lezen(waar.engine) as db:
        assert medewerkers.ingang(db, oud) is None and len(db.execute(select(SESSIE)).all()) == 1


def test_an_htmx_request_without_a_session_goes_to_the_login_page(sqlite: Omgeving) -> None:
    antwoord = browser().get("/medewerkers", headers={"HX-Request": "true"})
    assert (antwoord.status_code, antwoord.headers["hx-redirect"]) == (401, "/inloggen")


def test_everybody_begins_where_his_work_is(sqlite: Omgeving) -> None:
    plekken = {
        Rol.SCHULDHULP: "/taken",
        Rol.BEHEER: "/medewerkers",
        Rol.BELEID: "/cijfers",
        Rol.TEAMLEIDING: "/cijfers",
    }
    for rol, plek in plekken.items():
        een = klant(sqlite, rol, naam=rol)
        assert een.get("/", follow_redirects=False).headers["location"] == plek
    assert browser().get("/").headers["location"] == "/inloggen"


def test_a_session_costs_one_question(waar: Omgeving) -> None:
    """Every page pays for this: it must stay cheap."""
    een, gevraagd = klant(waar, Rol.BEHEER), list[str]()
    event.listen(waar.engine, "before_cursor_execute", lambda *a: gevraagd.append(str(a[2])))
    assert een.get("/inloggen", follow_redirects=False).status_code == 303
    assert [vraag.split()[0] for vraag in gevraagd if not vraag.startswith("BEGIN")] == ["SELECT"]


def test_logging_is_about_numbers(sqlite: Omgeving, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "tijdig")
    proef()
    assert re.search(r"medewerker \d+ is ingelogd", caplog.text) and "Proef" not in caplog.text


def test_the_application_has_no_pages_about_itself(sqlite: Omgeving) -> None:
    app = werk.maak_app(INRICHTING)
    assert isinstance(app, FastAPI) and app.openapi_url is None
    assert [browser().get(pad).status_code for pad in ("/docs", "/redoc", "/openapi.json")] == [404] * 3
