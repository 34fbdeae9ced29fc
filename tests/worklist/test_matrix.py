# pyright: basic
"""Every URL, asked by everybody, about everybody's zaken: what one department knows never reaches another."""

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from models.database import lezen, schrijven
from models.medewerkers import begin_sessie, ingang, onthoud
from rules.rollen import AFDELING, Recht, Rol, rechten
from rules.woorden import Zaaksoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import afdruk
from tests.models.omgevingen import verse_sqlite
from tests.worklist.bouwstenen import Klant
from tests.worklist.stad import Kant, andere, bouw, nog_een_kant, stel_klok
from tests.worklist.toegang import PER_URL, ROLLEN, TABEL, Rij, lees_routes
from worklist.app import maak_app
from worklist.inrichting import Inrichting

INRICHTING = Inrichting(gemeenten=("voorbeeldstad", "buurdorp"))
APP = maak_app(INRICHTING)
NIEMAND = "niemand"
BUREN = [f"{naam} van buurdorp" for naam in ROLLEN if "met" in naam or naam == "beheer"]
"""Colleagues of another gemeente; a team lead with a department may do everything that the others may."""
WIE = [NIEMAND, *(f"{naam} van voorbeeldstad" for naam in ROLLEN), *BUREN]
WILLEKEUR = re.compile(r'name="(csrf|sleutel)" (value|content)="[\w-]+"')

OVER_ALLEN = {"GET /cijfers", "GET /uitkomsten", "GET /medewerkers"}
EINDE = ("POST /uitloggen", "POST /medewerkers/{}/uitloggen")
UITLOGGEN_LAATST = sorted(TABEL, key=lambda rij: rij.url in EINDE)
VREEMD = re.compile(r"<script(?![^>]* src=\"/static/)|<style|<[^>]*\s(on\w+|style)=|javascript:")
EIGEN_BRON = re.compile(r"/(?!/)|#|tel:\+?\d|mailto:|\?|$")


def bezoeker(waar: Omgeving, wie: str) -> Klant:
    """Return the browser of somebody by the words of WIE."""
    browser = Klant(APP, base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False)
    browser.csrf = ""
    if wie == NIEMAND:
        return browser
    rol, _, gemeente = wie.partition(" van ")
    with schrijven(waar.engine) as db:
        token = begin_sessie(db, onthoud(db, f"proef|{wie}", "Robin de Vrager", ROLLEN[rol], [gemeente]))
    browser.cookies.set("tijdig", token)
    with lezen(waar.engine) as db:
        gevonden = ingang(db, token)
    assert gevonden is not None
    browser.csrf = gevonden.csrf
    return browser


def rollen_van(wie: str) -> frozenset[Rol]:
    return ROLLEN.get(wie.partition(" van ")[0], frozenset())


def rechten_van(wie: str) -> frozenset[Recht] | None:
    return None if wie == NIEMAND else rechten(rollen_van(wie))


def eigen_kant(wie: str, kanten: tuple[Kant, ...]) -> Kant | None:
    """Return the department that somebody works for; the roles without one have none."""
    afdelingen = {AFDELING[rol] for rol in rollen_van(wie) if rol in AFDELING}
    gemeente = wie.partition(" van ")[2]
    return next((k for k in kanten if k.gemeente == gemeente and k.afdeling in afdelingen), None)


def vraag(browser: Klant, rij: Rij, pad: str, kant: Kant, *, csrf: bool = True) -> Any:
    """Ask for one URL as a browser does."""
    if rij.methode == "POST":
        velden = {"csrf": browser.csrf} if csrf else {}
        return browser.post(pad, data=velden | rij.velden(kant))
    return browser.get(pad)


def alles_van(antwoord: Any) -> str:
    """Return everything that an answer tells: status, headers, words; of a PDF the words that people see.

    How long an answer is can be any number, also one that looks like a postcode.
    """
    koppen = "\n".join(f"{naam}: {waarde}" for naam, waarde in antwoord.headers.items() if naam != "content-length")
    if antwoord.headers.get("content-type", "").startswith("application/pdf"):
        with pdfplumber.open(io.BytesIO(antwoord.content)) as pdf:
            tekst = "\n".join(blad.extract_text() for blad in pdf.pages) + str(pdf.metadata)
    else:
        tekst = html.unescape(WILLEKEUR.sub("", antwoord.text))
    return f"{antwoord.status_code}\n{koppen}\n{tekst}"


def lekken(tekst: str, woorden: Iterator[str]) -> list[str]:
    """Return the words of others that stand in a text; a number counts only as a whole number."""
    klein = tekst.lower().replace("\u00a0", " ")
    return sorted(w for w in set(woorden) if w.lower() in klein and _los(w.lower(), klein))


def _los(woord: str, tekst: str) -> bool:
    return re.search(rf"(?<!\d){re.escape(woord)}(?!\d)", tekst) is not None


def verwacht(rij: Rij, wie: str, kant: Kant, eigen: Kant | None) -> frozenset[int]:
    """Return the statuses that somebody may get for a URL about a side."""
    if rij.recht is None:
        return rij.goed
    if wie == NIEMAND:
        return frozenset({303, 403}) if rij.methode == "POST" else frozenset({303})
    if not rij.mag(rechten_van(wie)):
        return frozenset({403})
    if rij.over and kant is not eigen:
        return frozenset({404})
    if rij.afdeling not in (None, kant.afdeling):
        return frozenset({404})
    return rij.goed


def test_elke_url_staat_in_de_tabel() -> None:
    routes = {url.replace("HEAD ", "GET ") for url in lees_routes(APP)}
    assert routes - set(PER_URL) == set(), "een nieuwe URL hoort in de tabel van tests/worklist/toegang.py"
    assert set(PER_URL) - routes == set(), "deze URL uit de tabel bestaat niet (meer)"
    assert len(PER_URL) == len(TABEL)


@pytest.mark.parametrize("wie", WIE)
def test_wie_mag_wat_en_niets_lekt(wie: str, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    eigen, mis = eigen_kant(wie, stad), []
    vreemd = list(andere(stad, *([eigen] if eigen else [])))
    browser = bezoeker(sqlite, wie)
    for rij, kant in ((r, k) for r in UITLOGGEN_LAATST for k in stad):
        for pad in rij.paden(kant):
            antwoord = vraag(browser, rij, pad, kant)
            if antwoord.status_code not in verwacht(rij, wie, kant, eigen):
                mis.append(f"{antwoord.status_code} {rij.methode} {pad}")
            if gelekt := lekken(alles_van(antwoord), _verborgen(rij, pad, kant, vreemd)):
                mis.append(f"lekt {gelekt[:4]} {rij.methode} {pad}")
        if rij.url in EINDE:
            browser = bezoeker(sqlite, wie)
    assert not mis, "\n".join(mis)


def _verborgen(rij: Rij, pad: str, kant: Kant, vreemd: list[str]) -> Iterator[str]:
    """Who asks for something knows what he asked: an answer may say it again."""
    gevraagd = f"{pad} {rij.velden(kant)}"
    yield from (woord for woord in vreemd if woord not in gevraagd)


@pytest.mark.parametrize("wie", [w for w in WIE if "voorbeeldstad" in w])
def test_wat_van_een_ander_is_en_wat_niet_bestaat_zijn_hetzelfde(
    wie: str, sqlite: Omgeving, stad: tuple[Kant, ...]
) -> None:
    eigen, mis = eigen_kant(wie, stad), []
    browser = bezoeker(sqlite, wie)
    for rij in (r for r in TABEL if r.over):
        for kant in (k for k in stad if k is not eigen):
            for pad in rij.paden(kant):
                van_ander = vraag(browser, rij, pad, kant)
                for verzonnen in _bestaat_niet(pad):
                    nergens = vraag(browser, rij, verzonnen, kant)
                    if _kaal(van_ander, pad) != _kaal(nergens, verzonnen):
                        mis.append(f"{rij.methode} {pad} {van_ander.status_code} {verzonnen} {nergens.status_code}")
    assert not mis, "\n".join(mis)


def _bestaat_niet(pad: str) -> Iterator[str]:
    """Give the same path for something that is nowhere: another number, and the letter of the other department."""
    yield re.sub(r"(?<=[IV/])([-/]?)0*\d+", lambda m: f"{m[1]}987654", pad)
    if "/zaak/" in pad:
        yield pad.replace("/zaak/I", "/zaak/X").replace("/zaak/V", "/zaak/I").replace("/zaak/X", "/zaak/V")


def _kaal(antwoord: Any, pad: str) -> tuple[int, str, str]:
    """Return an answer without what differs between any two requests."""
    soort = antwoord.headers.get("content-type", "")
    return antwoord.status_code, soort, WILLEKEUR.sub("", antwoord.text).replace(pad, "")


@pytest.mark.parametrize("wie", [w for w in WIE if "voorbeeldstad" in w])
def test_een_formulier_over_een_ander_verandert_niets(wie: str, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    eigen, browser = eigen_kant(wie, stad), bezoeker(sqlite, wie)
    voor = _stand(sqlite)
    for rij in (r for r in TABEL if r.methode == "POST" and r.over):
        for kant in (k for k in stad if k is not eigen):
            for pad in rij.paden(kant):
                vraag(browser, rij, pad, kant)
    assert _stand(sqlite) == voor


def _stand(waar: Omgeving) -> dict[str, Any]:
    """Return the whole database but for who is logged in."""
    return {naam: rijen for naam, rijen in afdruk(waar).items() if naam not in ("sessie", "medewerker")}


@pytest.mark.parametrize("wie", [NIEMAND, *(w for w in WIE if "voorbeeldstad" in w)])
def test_zonder_merk_wordt_geen_formulier_aangenomen(wie: str, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    browser, kant = bezoeker(sqlite, wie), eigen_kant(wie, stad) or stad[0]
    mis, voor = [], _stand(sqlite)
    for rij in (r for r in TABEL if r.methode == "POST"):
        for pad in rij.paden(kant):
            for velden in ({}, {"csrf": ""}, {"csrf": "x" * 43}):
                antwoord = browser.post(pad, data=rij.velden(kant) | velden)
                goed = {303, 403, 404} if wie == NIEMAND or rij.recht is None else {403}
                if antwoord.status_code not in goed:
                    mis.append(f"{antwoord.status_code} {pad} {velden}")
    assert not mis, "\n".join(mis)
    assert _stand(sqlite) == voor


def test_een_formulier_van_een_andere_website_wordt_niet_aangenomen(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    browser = bezoeker(sqlite, "vroegsignalering met teamleiding van voorbeeldstad")
    for rij in (r for r in TABEL if r.methode == "POST"):
        for pad in rij.paden(stad[1]):
            for kop in ({"Origin": "https://boos.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
                antwoord = browser.post(pad, data={"csrf": browser.csrf} | rij.velden(stad[1]), headers=kop)
                assert antwoord.status_code == 403, (pad, kop, antwoord.status_code)


@pytest.mark.parametrize("wie", WIE)
def test_geen_pagina_blijft_in_een_browser_en_geen_vreemde_code(
    wie: str, sqlite: Omgeving, stad: tuple[Kant, ...]
) -> None:
    eigen, browser = eigen_kant(wie, stad) or stad[0], bezoeker(sqlite, wie)
    for rij in (r for r in TABEL if r.methode == "GET"):
        for pad in rij.paden(eigen):
            antwoord = browser.get(pad)
            assert antwoord.headers["Cache-Control"] == "no-store", pad
            assert "default-src 'none'" in antwoord.headers["Content-Security-Policy"], pad
            assert not VREEMD.search(antwoord.text), pad
            bronnen = re.findall(r"(?:src|href|action)=\"([^\"]*)", antwoord.text)
            assert not [b for b in bronnen if not EIGEN_BRON.match(b)], (pad, bronnen)


@pytest.mark.parametrize("wie", [w for w in WIE if "voorbeeldstad" in w])
def test_werk_van_een_ander_is_nergens_aan_te_merken(
    wie: str, sqlite: Omgeving, stad: tuple[Kant, ...], tmp_path: Path
) -> None:
    """Counts, orders, filters, pages: all stay the same when others get twice as much to do."""
    eigen, _ = eigen_kant(wie, stad), bezoeker(sqlite, wie)
    _sluit_bestand(sqlite)
    with verse_sqlite(tmp_path / "zonder", sqlite.settings.home / "tijdig.db") as zonder:
        voor = _alle_paginas(stel_klok(zonder), wie, eigen or stad[0])
    with verse_sqlite(tmp_path / "met", sqlite.settings.home / "tijdig.db") as met:
        for kant in stad:
            if kant is not eigen:
                bouw(met, (nog_een_kant(kant),))
        na = _alle_paginas(stel_klok(met), wie, eigen or stad[0])
    assert [_verschil(pad, voor[pad], na[pad]) for pad in voor if voor[pad] != na[pad]] == []


def _verschil(pad: str, voor: tuple[int, str, str], na: tuple[int, str, str]) -> str:
    """Return the first place where two answers differ."""
    plek = next((i for i, (a, b) in enumerate(zip(voor[2], na[2], strict=False)) if a != b), 0)
    return f"{pad}: {voor[0]} {voor[2][plek - 60 : plek + 60]!r} wordt {na[0]} {na[2][plek - 60 : plek + 60]!r}"


def _sluit_bestand(waar: Omgeving) -> None:
    with waar.engine.connect() as db:
        db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _alle_paginas(waar: Omgeving, wie: str, kant: Kant) -> dict[str, tuple[int, str, str]]:
    """Return every page that somebody can open; who has no department sees figures about all, and no resident."""
    browser = bezoeker(waar, wie)
    niet = set() if any(r in AFDELING for r in rollen_van(wie)) else OVER_ALLEN
    paden = [p for r in TABEL if r.methode == "GET" and r.bekijk and r.url not in niet for p in r.paden(kant)]
    return {pad: _kaal(browser.get(pad), pad) for pad in paden}


def test_de_matrix_zou_een_lek_vinden(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    """Without this the tests above could look in an empty place."""
    eigen = bezoeker(sqlite, "vroegsignalering van voorbeeldstad")
    gevonden = lekken(alles_van(eigen.get(f"/zaak/{stad[1].zaak}")), iter(stad[1].woorden))
    assert {"zwaluwenburg", stad[1].zaak} <= set(gevonden)
    assert lekken("V-000012-aankondiging", iter({"V-000012", "0612"})) == ["V-000012"]
    assert {k.afdeling for k in stad} == set(Zaaksoort)
