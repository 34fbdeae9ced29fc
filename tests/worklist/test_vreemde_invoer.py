# pyright: basic
"""Whatever somebody types in a field or an address, no page breaks: on PostgreSQL, which refuses more than SQLite."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest

from tasks.omgeving import Omgeving
from tests.worklist.stad import Kant, bouw, vier_kanten
from tests.worklist.test_matrix import EINDE, bezoeker
from tests.worklist.toegang import TABEL

RAAR = {
    "nul": "a\0b", "half teken": "\ud800", "lang": "9" * 900, "nergens": "987654321", "dag": "0001-01-01",
    "laatste dag": "9999-12-31", "lijst": "1,2,x,,",
}  # fmt: skip
KORT = {naam: raar for naam, raar in RAAR.items() if naam not in ("dag", "laatste dag", "lijst")}
DATUMS = frozenset({"dag", "van", "tot", "datum", "geboren"})
VRAGEN = ("van", "soort", "wijk", "term", "gemeente", "blad", "weg", "dag", "ploeg", "waarom", "deel", "keer", "naar",
          "wie", "bij", "leiding", "nog", "toon", "filter")  # fmt: skip
WIE = ("invordering met teamleiding van voorbeeldstad", "vroegsignalering met teamleiding van voorbeeldstad")


@dataclass
class Form:
    """One form of a page, with what a browser would send."""

    actie: str
    velden: dict[str, str] = field(default_factory=dict)


class Formulieren(HTMLParser):
    """The forms of a page that are sent with POST."""

    def __init__(self, tekst: str) -> None:
        super().__init__()
        self.gevonden: list[Form] = []
        self.nu: Form | None = None
        self.keuze = ""
        self.feed(tekst)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {naam: waarde or "" for naam, waarde in attrs}
        if tag == "form":
            self.nu = Form(a.get("action", "")) if a.get("method", "").lower() == "post" else None
            self.gevonden += [self.nu] if self.nu else []
        elif self.nu and tag in ("input", "textarea", "select", "button") and a.get("name"):
            los = a.get("type") in ("radio", "checkbox") and a["name"] in self.nu.velden
            if not los:
                self.nu.velden[a["name"]] = a.get("value", "")
            self.keuze = a["name"] if tag == "select" else ""
        elif self.nu and tag == "option" and self.keuze and a.get("value"):
            self.nu.velden[self.keuze] = self.nu.velden[self.keuze] or a["value"]

    def handle_endtag(self, tag: str) -> None:
        self.nu = None if tag == "form" else self.nu


def gecodeerd(velden: dict[str, str]) -> dict[str, Any]:
    """Return a form as bytes: half a character cannot be written by any client that is honest."""
    inhoud = urlencode(velden, errors="surrogatepass")
    return {"content": inhoud, "headers": {"Content-Type": "application/x-www-form-urlencoded"}}


@pytest.fixture
def vol(postgres: Omgeving) -> tuple[Omgeving, tuple[Kant, ...]]:
    """A gemeente with two departments full of work."""
    return postgres, bouw(postgres, vier_kanten()[:2])


@pytest.mark.parametrize("welke", [0, 1], ids=["invordering", "vroegsignalering"])
def test_geen_veld_breekt_een_pagina(welke: int, vol: tuple[Omgeving, tuple[Kant, ...]]) -> None:
    waar, kanten = vol
    browser, mis, gezien = bezoeker(waar, WIE[welke]), [], set()
    for rij in (r for r in TABEL if r.methode == "GET" and r.bekijk):
        for pad in rij.paden(kanten[welke]):
            for form in Formulieren(browser.get(pad).text).gevonden:
                vorm = re.sub(r"\d+", "#", form.actie), tuple(form.velden)
                if vorm in gezien or "uitloggen" in form.actie or any(e in form.actie for e in EINDE):
                    continue
                gezien.add(vorm)
                mis += [f"{form.actie} {veld} {naam} {status}" for veld, naam, status in _probeer(browser, form)]
    assert not mis, "\n".join(mis)
    assert len(gezien) > 15


def _probeer(browser: Any, form: Form) -> list[tuple[str, str, int]]:
    """Send a form with every strange text in every field, and with every field left out; return what broke."""
    mis: list[tuple[str, str, int]] = []
    for veld in form.velden:
        if veld == "csrf":
            continue
        for naam, raar in (RAAR if veld in DATUMS else KORT).items():
            uniek = {"sleutel": f"{veld}-{naam}-" + "s" * 20} if "sleutel" in form.velden else {}
            antwoord = browser.post(form.actie, **gecodeerd(form.velden | uniek | {veld: raar}))
            mis += [(veld, naam, antwoord.status_code)] if antwoord.status_code >= 500 else []
        zonder = {k: v for k, v in form.velden.items() if k != veld}
        antwoord = browser.post(form.actie, **gecodeerd(zonder))
        mis += [(veld, "weg", antwoord.status_code)] if antwoord.status_code >= 500 else []
    return mis


@pytest.mark.parametrize("welke", [0, 1], ids=["invordering", "vroegsignalering"])
def test_geen_adres_breekt_een_pagina(welke: int, vol: tuple[Omgeving, tuple[Kant, ...]]) -> None:
    waar, kanten = vol
    browser, mis = bezoeker(waar, WIE[welke]), []
    for rij in (r for r in TABEL if r.methode == "GET"):
        for pad in rij.paden(kanten[welke])[:1]:
            for raar in RAAR.values():
                vraag = urlencode(dict.fromkeys(VRAGEN, raar), errors="surrogatepass")
                antwoord = browser.get(f"{pad.partition('?')[0]}?{vraag}")
                mis += [f"{antwoord.status_code} {pad} {raar[:9]!r}"] if antwoord.status_code >= 500 else []
    assert not mis, "\n".join(mis)


def test_een_bestand_of_te_veel_velden_is_een_fout_formulier(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    browser = bezoeker(sqlite, WIE[1])
    pad = f"/taak/{next(iter(stad[1].taken.values()))}/uitkomst"
    velden = {"csrf": browser.csrf}
    met_bestand = browser.post(pad, data=velden, files={"aantekening": ("x.txt", b"x")})
    te_veel = browser.post(pad, data=velden | {f"v{n}": "x" for n in range(500)})
    te_groot = browser.post(pad, data=velden | {"aantekening": "x" * 3_000_000})
    json = browser.post(pad, json=velden)
    assert {a.status_code for a in (met_bestand, te_veel, te_groot, json)} <= {400, 403, 413, 422}
