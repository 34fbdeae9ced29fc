"""Who lives in Voorbeeldstad? Fictional residents, the same ones for the same seed.

Every share below is read from a source or marked as our assumption; the tests keep them within their bands.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from random import Random

from stdnum.nl import bsn as stdnum_bsn

from rules.doelgroep import doelgroep
from rules.levering import Adres, Persoon
from rules.woorden import Doelgroep
from simulation.kans import dobbelsteen, kies
from simulation.namen import ACHTERNAMEN, STRATEN, TOEVOEGINGEN, VOORLETTERS

PEILDAG = date(2026, 1, 5)
"""The first day of the demo: ages and doelgroepen are told on this day."""

GEMEENTECODE = "9999"
BUURGEMEENTECODE = "9998"

# The range that is kept free for tests: 908 of these numbers pass the eleven-test.
BSN_EERSTE, BSN_LAATSTE = 999990019, 999999990

BEKEND_BIJ_SCHULDHULP = 0.05
"""Share of residents already known (evaluatie §2.1: 5 % of the signalen)."""

TELEFOON_BIJ_BELASTINGEN = 0.20
"""Evaluatie §2.2: phone numbers are scarce at Gemeentebelastingen; the number is our assumption."""
TELEFOON_BIJ_PARTNER = 0.50
"""Our assumption."""
EMAIL_BEKEND = 0.10
"""Our assumption."""

_HUISHOUDENS = {1: 0.80, 2: 0.12, 3: 0.05, 4: 0.03}
_LEEFTIJDEN = {(19, 26): 0.15, (27, 44): 0.36, (45, 66): 0.33, (67, 91): 0.16}
_LETTERS = "ABCDEGHJKLMNPRTVWXZ"
_DEUREN_PER_POSTCODE = 40


class Betaalgedrag(StrEnum):
    """Why somebody does not pay in time: careless (evaluatie §2.3), short of money, or stuck and silent."""

    SLORDIG = "slordig"
    KRAP = "krap"
    VASTGELOPEN = "vastgelopen"


_GEDRAG = {Betaalgedrag.SLORDIG: 0.48, Betaalgedrag.KRAP: 0.25, Betaalgedrag.VASTGELOPEN: 0.27}
"""Our assumption, chosen so that 60-70 % pays after the herinnering and half of the rest after the aanmaning."""


@dataclass(frozen=True)
class Bewoner:
    """One fictional resident. `persoon` holds who and where, with the contact details that the tax suite knows."""

    sleutel: str
    persoon: Persoon
    huishouden: int
    hoofd: bool
    gedrag: Betaalgedrag
    eigenaar: bool = False
    ondernemer: bool = False
    telefoon_partner: str = ""
    email_partner: str = ""
    bekend_bij_schuldhulp: bool = False
    overleden_op: date | None = None
    vertrokken: bool = False
    geheim: bool = False
    in_onderzoek: bool = False

    @property
    def doelgroep(self) -> Doelgroep:
        """For whom the letters are worded."""
        return doelgroep(self.persoon.geboortedatum, self.ondernemer, self.eigenaar, PEILDAG)


@dataclass(frozen=True)
class Bevolking:
    """All residents of one simulated gemeente; `zaad` and the number of residents say everything."""

    zaad: int
    bewoners: tuple[Bewoner, ...]

    @cached_property
    def huishoudens(self) -> tuple[tuple[Bewoner, ...], ...]:
        """Residents per address, the head first."""
        groepen: dict[int, list[Bewoner]] = {}
        for bewoner in self.bewoners:
            groepen.setdefault(bewoner.huishouden, []).append(bewoner)
        return tuple(tuple(groep) for groep in groepen.values())

    @cached_property
    def _per_bsn(self) -> dict[str, Bewoner]:
        return {b.persoon.bsn: b for b in self.bewoners}

    @cached_property
    def _per_deur(self) -> dict[tuple[str, str, str], list[Bewoner]]:
        deuren: dict[tuple[str, str, str], list[Bewoner]] = {}
        for bewoner in self.bewoners:
            deuren.setdefault(_deur(bewoner.persoon.adres), []).append(bewoner)
        return deuren

    def wie(self, persoon: Persoon) -> Bewoner | None:
        """Return the resident that a delivered person is: by BSN, else by door with birth date, name or head.

        None for an address where nobody lives.
        """
        if persoon.bsn:
            return self._per_bsn.get(persoon.bsn)
        thuis = self._per_deur.get(_deur(persoon.adres), [])
        geboren = [b for b in thuis if b.persoon.geboortedatum == persoon.geboortedatum]
        naam = persoon.achternaam.casefold()
        genaamd = [b for b in thuis if b.persoon.achternaam.casefold() == naam]
        genaamd.sort(key=lambda b: b.persoon.voorletters != persoon.voorletters)
        return next(iter([*geboren, *genaamd, *thuis]), None)


def bevolking(zaad: int, inwoners: int) -> Bevolking:
    """Return so many residents. The same arguments give the same residents on every machine.

    BSN's come from the range that is free for tests. A population above some 900 does not fit in it and goes on
    with the numbers right below: good for a simulation, not for sending to anyone.
    """
    dobbel = dobbelsteen("bevolking", zaad, inwoners)
    nummers = _bsns(dobbel, inwoners)
    adressen = _adressen(dobbel, inwoners)
    bewoners: list[Bewoner] = []
    while len(bewoners) < inwoners:
        omvang = min(kies(dobbel, _HUISHOUDENS), inwoners - len(bewoners))
        bewoners.extend(_huishouden(dobbel, len(bewoners), omvang, adressen, nummers))
    return Bevolking(zaad, tuple(_met_status(dobbel, bewoners)))


def _bsns(dobbel: Random, aantal: int) -> list[str]:
    vrij = [str(n) for n in range(BSN_EERSTE, BSN_LAATSTE + 1) if stdnum_bsn.is_valid(str(n))]
    dobbel.shuffle(vrij)
    nummer = BSN_EERSTE
    while len(vrij) < aantal:
        nummer -= 1
        if stdnum_bsn.is_valid(str(nummer)):
            vrij.append(str(nummer))
    return vrij[:aantal]


def _adressen(dobbel: Random, aantal: int) -> list[Adres]:
    adressen: list[Adres] = []
    for i in range(aantal):
        straat, deur = i % len(STRATEN), i // len(STRATEN)
        blok = 1 + straat * (1 + aantal // (len(STRATEN) * _DEUREN_PER_POSTCODE)) + deur // _DEUREN_PER_POSTCODE
        letters = _LETTERS[blok // len(_LETTERS) % len(_LETTERS)] + _LETTERS[blok % len(_LETTERS)]
        toevoeging = dobbel.choice(TOEVOEGINGEN) if dobbel.random() < 0.12 else ""
        adressen.append(Adres(STRATEN[straat], str(deur + 1), toevoeging, f"9999{letters}", "Voorbeeldstad"))
    dobbel.shuffle(adressen)
    return adressen


def _huishouden(dobbel: Random, eerste: int, omvang: int, adressen: list[Adres], nummers: list[str]) -> list[Bewoner]:
    naam = dobbel.choice(ACHTERNAMEN)
    eigenaar, gedrag = dobbel.random() < 0.35, kies(dobbel, _GEDRAG)
    leden: list[Bewoner] = []
    for plek in range(omvang):
        voorvoegsel, achternaam = naam if plek == 0 or dobbel.random() < 0.6 else dobbel.choice(ACHTERNAMEN)
        persoon = Persoon(
            achternaam, dobbel.choice(VOORLETTERS), voorvoegsel, _geboren(dobbel), nummers[eerste + plek],
            adressen[eerste],
        )  # fmt: skip
        sleutel = f"b{eerste + plek + 1:05}"
        lid = Bewoner(sleutel, persoon, eerste, plek == 0, gedrag, eigenaar and plek == 0, dobbel.random() < 0.07)
        leden.append(_met_contact(dobbel, lid, eerste + plek))
    return leden


def _geboren(dobbel: Random) -> date:
    jongste, oudste = kies(dobbel, _LEEFTIJDEN)
    dagen = dobbel.randint(jongste * 365 + jongste // 4 + 1, (oudste + 1) * 365)
    return PEILDAG - timedelta(days=dagen)


def _met_contact(dobbel: Random, bewoner: Bewoner, nummer: int) -> Bewoner:
    """Give numbers that reach nobody: no subscriber number starts with a 0, and no operator is known for 06-88."""
    mobiel = dobbel.random() < 0.8
    telefoon = f"+31688{nummer:06}" if mobiel else f"+31100{nummer:06}"
    email = f"{bewoner.sleutel}@post.voorbeeldstad.example"
    bekend = dobbel.random() < TELEFOON_BIJ_BELASTINGEN
    persoon = replace(
        bewoner.persoon,
        telefoon=telefoon if bekend else "",
        mobiel=mobiel and bekend,
        email=email if dobbel.random() < EMAIL_BEKEND else "",
    )
    partner = telefoon if dobbel.random() < TELEFOON_BIJ_PARTNER else ""
    bij_partner = email if dobbel.random() < EMAIL_BEKEND else ""
    return replace(bewoner, persoon=persoon, telefoon_partner=partner, email_partner=bij_partner)


def _met_status(dobbel: Random, bewoners: list[Bewoner]) -> list[Bewoner]:
    """Mark who died, left, is kept secret or is being looked into (our assumptions), and who is known at schuldhulp.

    The known ones are spread evenly over the three kinds of behaviour, so that a small population holds its 5 % too.
    """
    rest = dobbel.sample(range(len(bewoners)), len(bewoners))
    aantallen = [round(len(bewoners) * deel) for deel in (0.01, 0.025, 0.015, 0.01)]
    overleden, vertrokken, geheim, onderzoek = (frozenset(rest.pop() for _ in range(n)) for n in aantallen)
    volgorde = sorted(rest, key=lambda plek: bewoners[plek].gedrag)
    aantal = round(len(bewoners) * BEKEND_BIJ_SCHULDHULP)
    bekend = frozenset(volgorde[(2 * i + 1) * len(volgorde) // (2 * aantal)] for i in range(aantal))
    return [
        replace(
            b,
            overleden_op=PEILDAG + timedelta(days=dobbel.randint(-60, 120)) if plek in overleden else None,
            vertrokken=plek in vertrokken,
            geheim=plek in geheim,
            in_onderzoek=plek in onderzoek,
            bekend_bij_schuldhulp=plek in bekend,
        )
        for plek, b in enumerate(bewoners)
    ]


def _deur(adres: Adres) -> tuple[str, str, str]:
    return adres.postcode.upper(), adres.huisnummer, adres.toevoeging.upper()
