"""Where does a form come from? One that another website sends changes nothing here."""

from urllib.parse import urlsplit

from fastapi import Request

from worklist.inrichting import Inrichting

LEZEN = frozenset({"GET", "HEAD", "OPTIONS"})


class VreemdeHerkomst(Exception):
    """Dit formulier kwam niet van Tijdig zelf. Er is niets opgeslagen. Open Tijdig opnieuw en probeer het daar."""


def eigen_herkomst(request: Request) -> None:
    """Refuse a form that another website sends, besides the mark in the form itself. Raises VreemdeHerkomst.

    A browser tells where a request comes from (Sec-Fetch-Site, Origin) and a page cannot change that.
    """
    if request.method in LEZEN:
        return
    vandaan, adres = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if vandaan not in (None, "same-origin", "none") or (adres is not None and not _van_ons(request, adres)):
        raise VreemdeHerkomst


def _van_ons(request: Request, adres: str) -> bool:
    inrichting: Inrichting = request.app.state.inrichting
    if inrichting.publieke_url:
        return adres == inrichting.publieke_url.lower()
    return urlsplit(adres).netloc == request.headers.get("Host")
