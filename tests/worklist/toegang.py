# pyright: basic
"""The one table of the werkvoorraad: every URL, which right it needs, and how it looks for the own department.

The matrix calls all of them as everybody; the tests with a browser open every page of it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from rules.rollen import Recht, Rol
from rules.woorden import Taaksoort, Zaaksoort
from tests.worklist.stad import SOORTEN, VANDAAG, Kant
from worklist.woorden import ZOEKREDEN

ZAKEN = (Recht.ZAKEN,)
VERDELEN = (Recht.ZAKEN, Recht.VERDELEN)
PAUZEREN = (Recht.PAUZEREN,)
IEDEREEN: tuple[Recht, ...] = ()
"""Somebody who is logged in, whatever his roles."""

GOED, VERDER, FOUT = frozenset({200}), frozenset({303}), frozenset({422})
STUK = frozenset({200, 404})
"""What not every zaak or kanaal has: an sms has no PDF, only one department has a dwangbevel."""
GEDAAN = frozenset({200, 303, 409, 422})
"""A form that came in: taken in, overtaken by a colleague, or filled in wrong; what it does has tests of its own."""

Paden = Callable[[Kant], list[str]]
Velden = dict[str, str]


@dataclass(frozen=True)
class Rij:
    """One URL: who may ask for it, with which paths of a side, and what the own side gets."""

    url: str
    recht: tuple[Recht, ...] | None
    """None: also for who is not logged in."""
    paden: Paden
    goed: frozenset[int] = GOED
    velden: Callable[[Kant], Velden] = field(default=lambda kant: {})
    over: bool = False
    """The path is about something of one side: for another side it does not exist."""
    afdeling: Zaaksoort | None = None
    """Only this department has it: for the other one it does not exist, or may not."""
    bekijk: bool = True
    """A page that a browser can show."""

    @property
    def methode(self) -> str:
        """GET or POST."""
        return self.url.partition(" ")[0]

    def mag(self, rollen: frozenset[Recht] | None) -> bool:
        """Tell whether somebody with these rights may ask for it; None is nobody."""
        return self.recht is None or (rollen is not None and set(self.recht) <= rollen)


def vast(*paden: str) -> Paden:
    """The same paths for everybody."""
    return lambda kant: list(paden)


def alle_taken(vorm: str) -> Paden:
    """A path for each kind of taak that a side has."""
    return lambda kant: [vorm.format(taak) for taak in kant.taken.values()]


def taak(vorm: str, *soorten: Taaksoort) -> Paden:
    """A path for the first of these kinds of taak that a side has."""
    return lambda kant: [vorm.format(kant.taken[s]) for s in soorten if s in kant.taken][:1]


def zaak(vorm: str, *welke: int) -> Paden:
    """A path for some zaken of a side."""
    return lambda kant: [vorm.format(kant.nr(n)) for n in welke or (0,)]


def collega(vorm: str) -> Paden:
    """A path for a colleague of a side."""
    return lambda kant: [vorm.format(kant.collega)]


def bericht(soort: str = "") -> Paden:
    """A path for a bericht of each kanaal that a side sent: a page, a PDF or text."""
    return lambda kant: [f"/zaak/{_zaak_van(b)}/bericht/{b}{soort}" for b in kant.berichten.values()]


def _zaak_van(bericht_id: str) -> str:
    return bericht_id[:8]


def zaak_nr(kant: Kant) -> str:
    """The zaaknummer of the zaak with an outcome."""
    return kant.nr(kant.zaken.index(kant.uitkomst[0]))


def correctie(kant: Kant) -> list[str]:
    """The path by which an outcome is corrected."""
    return [f"/zaak/{zaak_nr(kant)}/corrigeer/{kant.uitkomst[1]}"]


def per_taak(kant: Kant) -> list[str]:
    """Lists as people look at them."""
    lijsten = [f"/taken?van={van}" for van in ("mij", "team", "vrij", "alle")]
    return ["/taken", *lijsten, *(f"/taken?van=alle&soort={s}" for s in SOORTEN[kant.afdeling])]


def lees_routes(app: FastAPI) -> Iterator[str]:
    """Give every URL of the application as METHOD /path/{}, parameters without their names."""
    for route in iter_route_contexts(app.routes):
        yield from (f"{methode} {zonder_namen(route.path or '')}" for methode in route.methods or {"MOUNT"})


def zonder_namen(pad: str) -> str:
    """Return a path in which every parameter is {}."""
    return re.sub(r"\{[^}]*\}", "{}", pad)


MORGEN = (VANDAAG + timedelta(days=1)).isoformat()
VERSIE: Callable[[Kant], Velden] = lambda kant: {"versie": "0", "sleutel": "s" * 32}  # noqa: E731

BELLEN, BEZOEK, GESPREK = Taaksoort.BELLEN, Taaksoort.HUISBEZOEK, Taaksoort.GESPREK_PLANNEN
WAAROM = next(iter(ZOEKREDEN))
DWANGBEVEL = Taaksoort.DWANGBEVEL_BEOORDELEN

ROLLEN: dict[str, frozenset[Rol]] = {
    "invordering": frozenset({Rol.INVORDERING}),
    "vroegsignalering": frozenset({Rol.VROEGSIGNALERING}),
    "schuldhulp": frozenset({Rol.SCHULDHULP}),
    "invordering met teamleiding": frozenset({Rol.INVORDERING, Rol.TEAMLEIDING}),
    "vroegsignalering met teamleiding": frozenset({Rol.VROEGSIGNALERING, Rol.TEAMLEIDING}),
    "teamleiding alleen": frozenset({Rol.TEAMLEIDING}),
    "beheer": frozenset({Rol.BEHEER}),
    "beleid": frozenset({Rol.BELEID}),
}
"""Who asks; nobody is added to it, and everybody asks for his own gemeente and is tried on the other one."""

TABEL: tuple[Rij, ...] = (
    Rij("GET /", None, vast("/"), VERDER, bekijk=False),
    Rij("GET /inloggen", None, vast("/inloggen"), GOED | VERDER),
    Rij("GET /inloggen/begin", None, vast("/inloggen/begin"), VERDER | {404}, bekijk=False),
    Rij("GET /inloggen/terug", None, vast("/inloggen/terug?state=x&code=y"), frozenset({303, 400, 403}), bekijk=False),
    Rij("POST /uitloggen", IEDEREEN, vast("/uitloggen"), GOED),
    Rij("POST /proeflogin", None, vast("/proeflogin"), frozenset({404})),
    Rij("MOUNT /static", None, vast("/static/werk.css"), bekijk=False),
    # the lists and one taak
    Rij("GET /taken", ZAKEN, per_taak),
    Rij("POST /taken/volgende", ZAKEN, vast("/taken/volgende"), VERDER),
    Rij("GET /taak/{}", ZAKEN, alle_taken("/taak/{}"), over=True),
    *(
        Rij(f"POST /taak/{{}}/{wat}", recht, taak(f"/taak/{{}}/{wat}", BELLEN), GEDAAN, VERSIE, over=True)
        for wat, recht in (
            ("neem", ZAKEN), ("geef-terug", ZAKEN), ("wijs-toe", ZAKEN), ("leg-weg", ZAKEN), ("haal-terug", ZAKEN),
            ("escaleer", ZAKEN), ("sla-over", ZAKEN),
        )
    ),
    Rij("GET /team", VERDELEN, vast("/team")),
    Rij("GET /team/afwezig", ZAKEN, vast("/team/afwezig")),
    Rij("POST /team/verdeel", VERDELEN, vast("/team/verdeel"), GEDAAN),
    Rij("POST /team/afwezig", ZAKEN, vast("/team/afwezig"), GEDAAN),
    # outcomes, corrections, decisions
    Rij("GET /taak/{}/uitkomst", ZAKEN, alle_taken("/taak/{}/uitkomst"), over=True),
    Rij("POST /taak/{}/uitkomst", ZAKEN, alle_taken("/taak/{}/uitkomst"), GEDAAN, VERSIE, over=True),
    Rij("GET /zaak/{}/corrigeer/{}", ZAKEN, correctie, over=True),
    Rij("POST /zaak/{}/corrigeer/{}", ZAKEN, correctie, GEDAAN, VERSIE, over=True),
    Rij("POST /zaak/{}/aantekening", ZAKEN, zaak("/zaak/{}/aantekening"), GEDAAN, VERSIE, over=True),
    Rij("GET /zaak/{}/beslissen", ZAKEN, zaak("/zaak/{}/beslissen"), over=True),
    Rij("POST /zaak/{}/beslissen", ZAKEN, zaak("/zaak/{}/beslissen"), GEDAAN, VERSIE, over=True),
    Rij("POST /zaak/{}/contact", ZAKEN, zaak("/zaak/{}/contact"), GEDAAN, VERSIE, over=True),
    # the zaak, its documents, search, who looked
    Rij("GET /zaak/{}", ZAKEN, zaak("/zaak/{}", 0, 1, 2), over=True),
    Rij("GET /zaak/{}/bericht/{}", ZAKEN, bericht(), over=True),
    Rij("GET /zaak/{}/bericht/{}.pdf", ZAKEN, bericht(".pdf"), STUK, over=True, bekijk=False),
    Rij("GET /zaak/{}/bericht/{}.txt", ZAKEN, bericht(".txt"), over=True, bekijk=False),
    Rij("GET /zaak/{}/reactie/{}", ZAKEN, lambda k: [f"/zaak/{k.zaak}/reactie/{k.reactie}"], over=True),
    Rij("GET /zoeken", ZAKEN, vast("/zoeken")),
    Rij("POST /zoeken", ZAKEN, vast("/zoeken"), GOED | VERDER, lambda k: {"nummer": k.zaak, "waarom": WAAROM}),
    Rij("GET /inzage", VERDELEN, vast("/inzage")),
    Rij("POST /inzage", VERDELEN, vast("/inzage"), GOED | FOUT),
    Rij("POST /inzage/lijst.csv", VERDELEN, vast("/inzage/lijst.csv"), GOED | FOUT),
    # visits, conversations, working together
    Rij("GET /bezoeken", ZAKEN, vast("/bezoeken", f"/bezoeken?dag={VANDAAG}", f"/bezoeken?dag={MORGEN}")),
    Rij("GET /bezoeken/afdruk", ZAKEN, vast("/bezoeken/afdruk", f"/bezoeken/afdruk?dag={VANDAAG}")),
    Rij("GET /taak/{}/bezoek", ZAKEN, taak("/taak/{}/bezoek", BEZOEK), over=True),
    Rij("POST /taak/{}/bezoek", ZAKEN, taak("/taak/{}/bezoek", BEZOEK), GEDAAN, VERSIE, over=True),
    Rij("GET /taak/{}/gesprek", ZAKEN, taak("/taak/{}/gesprek", GESPREK), over=True),
    Rij("POST /taak/{}/gesprek", ZAKEN, taak("/taak/{}/gesprek", GESPREK), GEDAAN, VERSIE, over=True),
    Rij("GET /zaak/{}/casus", ZAKEN, zaak("/zaak/{}/casus", 0, 2), over=True),
    Rij("POST /zaak/{}/casus", ZAKEN, zaak("/zaak/{}/casus"), GEDAAN, VERSIE, over=True),
    Rij("GET /zaak/{}/overdragen", ZAKEN, zaak("/zaak/{}/overdragen"), STUK, over=True),
    Rij("POST /zaak/{}/overdragen", ZAKEN, zaak("/zaak/{}/overdragen"), GEDAAN | {404}, VERSIE, over=True),
    Rij("GET /taak/{}/dwangbevel", ZAKEN, taak("/taak/{}/dwangbevel", DWANGBEVEL), over=True),
    Rij("POST /taak/{}/dwangbevel", ZAKEN, taak("/taak/{}/dwangbevel", DWANGBEVEL), GEDAAN, VERSIE, over=True),
    Rij("GET /vrijgeven", VERDELEN, vast("/vrijgeven")),
    Rij("GET /vrijgeven/{}", VERDELEN, lambda k: [f"/vrijgeven/{k.zending}"], over=True),
    Rij("POST /vrijgeven/{}", VERDELEN, lambda k: [f"/vrijgeven/{k.zending}"], GEDAAN, over=True),
    Rij("GET /cijfers", (Recht.CIJFERS,), vast("/cijfers")),
    Rij("GET /uitkomsten", IEDEREEN, vast("/uitkomsten")),
    Rij("GET /beheer", PAUZEREN, vast("/beheer")),
    Rij("POST /beheer/pauzeer", PAUZEREN, vast("/beheer/pauzeer"), GEDAAN),
    Rij("POST /beheer/hervat", PAUZEREN, vast("/beheer/hervat"), GEDAAN),
    Rij("GET /medewerkers", (Recht.MEDEWERKERS,), vast("/medewerkers")),
    Rij("POST /medewerkers/{}/uitloggen", (Recht.MEDEWERKERS,), collega("/medewerkers/{}/uitloggen"), VERDER | {404}),
)  # fmt: skip
PER_URL = {rij.url: rij for rij in TABEL}
