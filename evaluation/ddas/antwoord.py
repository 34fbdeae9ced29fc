"""How is one page of a delivery made? Whole and checked in a file without a name, before the first byte leaves."""

import tempfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import IO

from sqlalchemy import Engine

from evaluation.ddas.bron import momentopname
from evaluation.ddas.paginas import Lijst
from evaluation.ddas.schrijven import BLOK, Deellevering, Telling, schrijf
from evaluation.ddas.vorm import Gemeentelevering
from evaluation.ddas.vraagbericht import Verzoek


@dataclass(frozen=True)
class Pagina:
    """One page as it is sent: `digest` is the value of the header Digest (RFC 3230)."""

    bestand: IO[bytes]
    lengte: int
    digest: str
    telling: Telling

    def blokken(self) -> Iterator[bytes]:
        """Give the bytes once; then the file is gone."""
        with self.bestand as bestand:
            bestand.seek(0)
            while blok := bestand.read(BLOK):
                yield blok


class _Meelezer:
    """Writes to a file and keeps the digest of what went by."""

    def __init__(self, bestand: IO[bytes]) -> None:
        self.bestand, self.som, self.lengte = bestand, sha256(), 0

    def write(self, inhoud: bytes, /) -> None:
        self.som.update(inhoud)
        self.lengte += len(inhoud)
        self.bestand.write(inhoud)


def digest(som: bytes) -> str:
    """Return a SHA-256 as the header Digest writes it."""
    return f"SHA-256={b64encode(som).decode()}"


def maak_pagina(
    engine: Engine, gemeenten: Mapping[str, Gemeentelevering], verzoek: Verzoek, lijst: Lijst, nu: datetime
) -> Pagina:
    """Return one page; beyond the last one it holds no signalen, only the paging."""
    van = (verzoek.pagina - 1) * verzoek.grootte
    nummers = range(len(lijst.gemeenten))
    bestand = tempfile.TemporaryFile()  # noqa: SIM115  (it lives until it is sent)
    try:
        uit = _Meelezer(bestand)
        uit.write(b'{"gegevens":')
        with momentopname(engine) as db:
            delen = [
                Deellevering(gemeenten[lijst.gemeenten[n]], lijst.stukken(n, van, van + verzoek.grootte))
                for n in nummers
            ]
            telling = schrijf(db, uit, delen, verzoek.van, verzoek.tot, nu)
        uit.write(f',"paginering":{dumps(paginering(verzoek, len(lijst)))}}}'.encode())
    except BaseException:
        bestand.close()
        raise
    return Pagina(bestand, uit.lengte, digest(uit.som.digest()), telling)


def paginering(verzoek: Verzoek, totaal: int) -> dict[str, int]:
    """Return where this page stands among all pages."""
    paginas = max(1, -(-totaal // verzoek.grootte))
    return {
        "pageSize": verzoek.grootte,
        "currentPage": verzoek.pagina,
        "totalPages": paginas,
        "totalRecords": totaal,
    }
