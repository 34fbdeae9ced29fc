"""Which arrears do housing, energy, water and health care report in the demo year?

Arrears come in episodes: one address, one or more partners in a month, and often again in the months after. The
rates are set so that the meldingen look like those of the evaluation (§2.1); the tests keep them there.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from rules.levering import Sector, SignaalRij
from simulation.bevolking import Betaalgedrag, Bevolking, Bewoner
from simulation.kans import dobbelsteen, kies, werkdagen_later

JAAR = 2026


@dataclass(frozen=True)
class Partner:
    """One creditor: when in the month it delivers, how often it is the first, and how large an arrear is in cents."""

    naam: str
    slug: str
    sector: Sector
    dag: int
    aandeel: float
    bedragen: tuple[int, int]


PARTNERS = (
    Partner("Zorgverzekeraar Nabij", "zorgverzekeraar", Sector.ZORG, 6, 0.47, (140_00, 900_00)),
    Partner("Woonstichting De Horizon", "woonstichting", Sector.HUUR, 10, 0.18, (420_00, 2600_00)),
    Partner("Energie van Hier", "energie", Sector.ENERGIE, 13, 0.20, (150_00, 1400_00)),
    Partner("Waterbedrijf Ons Water", "waterbedrijf", Sector.WATER, 17, 0.15, (60_00, 450_00)),
)
"""Fictional. The shares are of the first partner of an episode, so that all signalen together follow the national
monitor of 2023-2024: zorg some 41 %, the others some 20 % each."""

EPISODES_PER_MAAND = 8.4 / 200
"""New episodes per resident per month, so that Gemeentebelastingen is some 9 % of all signalen (evaluatie §2.1)."""

DRUKTE = (1.0, 1.0, 1.4, 1.0, 0.95, 0.9, 0.9, 0.85, 1.0, 1.0, 1.0, 0.8)
"""The months of the year: a peak in March (national monitor 2022); the rest is our assumption."""

TWEEDE_PARTNER = 0.36
VOLGENDE_MAAND = 0.28
HOGER = 0.60
"""A repeated signaal is higher in six of ten (must be taken up), else equal or lower (herhaald); our assumption."""
CRISIS, WARM, TE_LAAG, TE_OUD = 0.04, 0.03, 0.02, 0.02
"""Our assumptions: disconnection or eviction near; in contact already; under 50 euro; too old for the convenant."""

_GEWICHT = {Betaalgedrag.SLORDIG: 1.0, Betaalgedrag.KRAP: 2.0, Betaalgedrag.VASTGELOPEN: 3.5}


@dataclass(frozen=True)
class Partnersignaal:
    """One signaal as it will be delivered: by whom, on which day, about which resident."""

    partner: Partner
    bewoner: Bewoner
    rij: SignaalRij


def leverdag(partner: Partner, maand: int) -> date:
    """Return the working day in a month of 2026 on which this partner delivers."""
    return werkdagen_later(date(JAAR, maand, partner.dag), 0)


def partnersignalen(bevolking: Bevolking) -> tuple[Partnersignaal, ...]:
    """Return all signalen of 2026, by day and partner; the kenmerk of each is unique with its partner."""
    dobbel = dobbelsteen("signalen", bevolking.zaad, len(bevolking.bewoners))
    gewichten = [_GEWICHT[h[0].gedrag] for h in bevolking.huishoudens]
    signalen: list[Partnersignaal] = []
    over = 0.0
    for maand, drukte in enumerate(DRUKTE, start=1):
        over += len(bevolking.bewoners) * EPISODES_PER_MAAND * drukte
        aantal, over = int(over), over - int(over)
        getroffen = dobbel.choices(bevolking.huishoudens, weights=gewichten, k=aantal) if aantal else []
        for huishouden in getroffen:
            signalen.extend(_episode(dobbel, bevolking.zaad, dobbel.choice(huishouden), maand))
    return tuple(_genummerd(_een_per_maand(signalen)))


def _episode(dobbel: Random, zaad: int, bewoner: Bewoner, maand: int) -> list[Partnersignaal]:
    aandelen = {partner: partner.aandeel for partner in PARTNERS}
    eerste = kies(dobbel, aandelen)
    signalen = _reeks(dobbel, zaad, bewoner, eerste, maand)
    aandelen.pop(eerste)
    if dobbel.random() < TWEEDE_PARTNER:
        signalen += _reeks(dobbel, zaad, bewoner, kies(dobbel, aandelen), maand)
    return signalen


def _reeks(dobbel: Random, zaad: int, bewoner: Bewoner, partner: Partner, maand: int) -> list[Partnersignaal]:
    """One partner reports, and again every month while the arrear stays."""
    laag, hoog = partner.bedragen
    bedrag = round(dobbel.triangular(laag, hoog, laag + (hoog - laag) / 4))
    if dobbel.random() < TE_LAAG:
        bedrag = dobbel.randint(12_00, 48_00)
    signalen = [_signaal(dobbel, zaad, bewoner, partner, maand, bedrag)]
    while maand < 12 and dobbel.random() < VOLGENDE_MAAND:
        maand += 1
        if dobbel.random() < HOGER:
            bedrag = round(bedrag * dobbel.uniform(1.1, 1.7))
        elif dobbel.random() < 0.4:
            bedrag = round(bedrag * dobbel.uniform(0.6, 0.95))
        signalen.append(_signaal(dobbel, zaad, bewoner, partner, maand, bedrag))
    return signalen


def _signaal(dobbel: Random, zaad: int, bewoner: Bewoner, partner: Partner, maand: int, bedrag: int) -> Partnersignaal:
    dag = leverdag(partner, maand)
    oudste = 95 if partner.sector == Sector.ZORG else 150
    te_oud = partner.sector == Sector.ZORG and dobbel.random() < TE_OUD / partner.aandeel
    dagen = dobbel.randint(110, 200) if te_oud else dobbel.randint(35, oudste)
    kan_crisis = partner.sector in (Sector.HUUR, Sector.ENERGIE) and bedrag > 50_00
    crisis = kan_crisis and dobbel.random() < CRISIS * 2.4
    warm = dobbel.random() < WARM
    rij = SignaalRij(
        kenmerk="",
        partner=partner.naam,
        sector=partner.sector,
        persoon=replace(bewoner.persoon, **_bekend_bij(zaad, bewoner, partner)),
        bedrag=bedrag,
        signaaldatum=dag,
        ontstaansdatum=dag - timedelta(days=dagen),
        crisis=crisis,
        warme_overdracht=warm,
    )
    return Partnersignaal(partner, bewoner, rij)


def _bekend_bij(zaad: int, bewoner: Bewoner, partner: Partner) -> dict[str, object]:
    """Return what a partner knows: the same every month. Only the health insurer sometimes has a BSN."""
    dobbel = dobbelsteen("bekend", zaad, partner.slug, bewoner.sleutel)
    met_bsn = partner.sector == Sector.ZORG and dobbel.random() < 0.15
    met_geboortedatum = partner.sector == Sector.ZORG or dobbel.random() < 0.7
    return {
        "bsn": bewoner.persoon.bsn if met_bsn else "",
        "geboortedatum": bewoner.persoon.geboortedatum if met_geboortedatum else None,
        "telefoon": bewoner.telefoon_partner,
        "mobiel": bewoner.telefoon_partner.startswith("+316"),
        "email": bewoner.email_partner,
    }


def _een_per_maand(signalen: list[Partnersignaal]) -> list[Partnersignaal]:
    """A partner reports a resident at most once a month: the first one made counts."""
    uniek: dict[tuple[str, str, date], Partnersignaal] = {}
    for signaal in signalen:
        uniek.setdefault((signaal.partner.slug, signaal.bewoner.sleutel, signaal.rij.signaaldatum), signaal)
    return sorted(uniek.values(), key=lambda s: (s.rij.signaaldatum, s.partner.slug, s.bewoner.sleutel))


def _genummerd(signalen: list[Partnersignaal]) -> list[Partnersignaal]:
    return [
        replace(s, rij=replace(s.rij, kenmerk=f"{s.partner.slug[:3].upper()}-{s.rij.signaaldatum:%Y%m}-{nummer:05}"))
        for nummer, s in enumerate(signalen, start=1)
    ]
