"""One file per page of the werkvoorraad; each has a router, and this is the table of them."""

from fastapi import APIRouter

from worklist.paginas import (
    beheer,
    beslissen,
    bezoek,
    casus,
    cijfers,
    contact,
    corrigeer,
    dwangbevel,
    inloggen,
    inzage,
    lijst,
    medewerkers,
    stukken,
    taak,
    team,
    uitkomst,
    uitkomsten,
    zaak,
    zending,
    zoek,
)

PAGINAS: tuple[APIRouter, ...] = (
    inloggen.router,
    lijst.router,
    taak.router,
    team.router,
    uitkomst.router,
    beslissen.router,
    corrigeer.router,
    contact.router,
    zaak.router,
    stukken.router,
    zoek.router,
    inzage.router,
    bezoek.router,
    casus.router,
    dwangbevel.router,
    zending.router,
    cijfers.router,
    uitkomsten.router,
    medewerkers.router,
    beheer.router,
)
