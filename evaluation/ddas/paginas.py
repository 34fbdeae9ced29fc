"""Which signalen stand on which page? The list is made with the first page, so no signaal moves between two pages.

A list is numbers only (16 bytes a signaal). It is made anew with every first page and after a day at the latest, as
DDAS allows of a cache.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Connection, Engine

from evaluation.ddas.bron import Stuk, Vraag, momentopname, stukken
from evaluation.ddas.vraagbericht import Verzoek

HOUDBAAR = timedelta(days=1)
HOOGSTENS = 8
"""So many lists are kept; CBS fetches one at a time."""


@dataclass(frozen=True)
class Lijst:
    """All signalen of a delivery in their order, with the zaak of each; `eindes` tells where each gemeente ends."""

    gemeenten: tuple[str, ...]
    eindes: tuple[int, ...]
    zaken: Sequence[int]
    signalen: Sequence[int]
    gemaakt: datetime

    def __len__(self) -> int:
        """Return how many signalen are delivered over all pages."""
        return len(self.signalen)

    def stukken(self, gemeente: int, van: int, tot: int) -> Iterator[Stuk]:
        """Give what stands from place `van` up to place `tot` of one gemeente (by its number in the list)."""
        begin = self.eindes[gemeente - 1] if gemeente else 0
        einde = self.eindes[gemeente]
        plaats, laatste = max(van, begin), min(tot, einde)
        while plaats < laatste:
            eerste, na = self._zaak_om(plaats, begin, einde)
            hier = tuple(self.signalen[plaats : min(na, laatste)])
            yield Stuk(self.zaken[plaats], hier, tuple(self.signalen[eerste:na]) if na <= laatste else ())
            plaats = na

    def _zaak_om(self, plaats: int, begin: int, einde: int) -> tuple[int, int]:
        """Return from where up to where the signalen of the zaak at this place stand."""
        zaak, eerste, na = self.zaken[plaats], plaats, plaats
        while eerste > begin and self.zaken[eerste - 1] == zaak:
            eerste -= 1
        while na < einde and self.zaken[na] == zaak:
            na += 1
        return eerste, na


def maak(db: Connection, verzoek: Verzoek, nu: datetime) -> Lijst:
    """Return the list of a delivery as it is now."""
    zaken, signalen, eindes = array("q"), array("q"), list[int]()
    for slug in verzoek.gemeenten:
        for stuk in stukken(db, Vraag(slug, verzoek.van, verzoek.tot)):
            zaken.extend([stuk.zaak] * len(stuk.signalen))
            signalen.extend(stuk.signalen)
        eindes.append(len(signalen))
    return Lijst(verzoek.gemeenten, tuple(eindes), zaken, signalen, nu)


class Lijsten:
    """The lists of the deliveries that are being fetched."""

    def __init__(self, engine: Engine) -> None:
        """Begin without lists."""
        self._engine, self._slot = engine, Lock()
        self._bewaard: dict[Verzoek, Lijst] = {}

    def voor(self, verzoek: Verzoek, nu: datetime) -> Lijst:
        """Return the list that a page belongs to; `nu` is aware."""
        vraag = replace(verzoek, pagina=1, grootte=1)
        with self._slot:
            bewaard = self._bewaard.get(vraag)
        if bewaard and verzoek.pagina > 1 and nu - bewaard.gemaakt < HOUDBAAR:
            return bewaard
        with momentopname(self._engine) as db:
            nieuw = maak(db, vraag, nu)
        with self._slot:
            self._bewaard.pop(vraag, None)
            self._bewaard[vraag] = nieuw
            while len(self._bewaard) > HOOGSTENS:
                del self._bewaard[next(iter(self._bewaard))]
        return nieuw
