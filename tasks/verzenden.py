"""How does an sms or e-mail leave? Claim a few, offer them, write down the answers: exactly one effect each."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from models import outbox
from models.bulk import in_delen
from models.dagtekening import dateer
from models.database import lezen, schrijf_samen
from models.pauzes import houdt_iets_vast
from rules.beleid import Beleid
from rules.bezorging import Baan
from rules.venster import mag_nu, nog_s
from rules.woorden import Kanaal
from tasks.fouten import PermanentFailure
from tasks.kanaal import Antwoord, Poststuk, Uitkomst, Verzender
from tasks.klok import NEDERLAND
from tasks.omgeving import heeft_beleid, omgeving
from tasks.poststuk import GeenAdres, Klaar, haal, maak_poststuk
from tasks.verwerken import ADRES, INHOUD, verwerk
from tasks.verzenders import verzender

PER_KEER = 500
"""So many berichten are chosen together; they are taken in hand a few at a time."""

Rem = Callable[[int], None]
"""Waits until so many berichten may go to the provider: the limit that we agreed on with it."""


def vrij_baan(aantal: int) -> None:
    """No limit."""


@dataclass(frozen=True)
class Opdracht:
    """What to send: one kanaal, everything that is due on a day, of these banen."""

    kanaal: Kanaal
    dag: date
    banen: tuple[Baan, ...] = tuple(Baan)
    zaak_id: int | None = None
    """Only the berichten of this zaak."""

    @property
    def label(self) -> str:
        """The banen in words."""
        return " en ".join(self.banen)


def staat_stil(kanalen: Sequence[Kanaal]) -> bool:
    """Tell whether berichten of these kanalen are ready that people let stand still."""
    with lezen(omgeving().engine) as db:
        return houdt_iets_vast(db, [kanaal.value for kanaal in kanalen])


def openstaand(opdracht: Opdracht) -> int:
    """Return how many berichten may leave now, hours of rest apart."""
    with lezen(omgeving().engine) as db:
        return sum(_wachtend(db, opdracht).values())


def iets_te_verzenden(dag: date) -> bool:
    """Tell whether a bericht of any kanaal may leave on a day, hours of rest apart."""
    with lezen(omgeving().engine) as db:
        return outbox.ligt_klaar(db, dag) and any(_wachtend(db, Opdracht(kanaal, dag)) for kanaal in Kanaal)


def _wachtend(db: Connection, opdracht: Opdracht) -> dict[str, int]:
    return outbox.wachtend(db, opdracht.kanaal, opdracht.dag, banen=opdracht.banen, zaak_id=opdracht.zaak_id)


def verzend_digitaal(opdracht: Opdracht, rem: Rem = vrij_baan) -> Counter[str]:
    """Send every sms or e-mail that may leave now; returns how many reached each status."""
    return asyncio.run(_verzend_alles(opdracht, rem))


async def _verzend_alles(opdracht: Opdracht, rem: Rem) -> Counter[str]:
    telling: Counter[str] = Counter()
    async with verzender(opdracht.kanaal, omgeving()) as draad:
        while ids := _kandidaten(opdracht, draad):
            for deel in in_delen(ids, draad.gelijktijdig):
                rem(len(deel))
                telling.update(await _verzend_deel(deel, draad, opdracht.dag))
    return telling


def _kandidaten(opdracht: Opdracht, draad: Verzender) -> list[str]:
    """Return the next berichten that may leave at this hour: nobody is woken, no feast day is disturbed."""
    with lezen(omgeving().engine) as db:
        gemeenten = [g for g in _wachtend(db, opdracht) if _mag_weg(g, draad)]
        return outbox.te_verzenden(
            db, opdracht.kanaal, opdracht.dag, PER_KEER,
            gemeenten=gemeenten, banen=opdracht.banen, zaak_id=opdracht.zaak_id,
        )  # fmt: skip


def _mag_weg(gemeente: str, draad: Verzender) -> bool:
    """Tell whether berichten of a gemeente may leave now."""
    return heeft_beleid(gemeente) and (not draad.stoort or mag_storen(omgeving().beleid(gemeente)))


async def _verzend_deel(ids: Sequence[str], draad: Verzender, dag: date) -> list[str]:
    """Take a few berichten in hand, offer them at the same time and write down the answers.

    The intent is committed before anything leaves. What another sender took meanwhile is left to it.
    """
    waar = omgeving()
    eigen = schrijf_samen(waar.engine, lambda db: _neem(db, ids, dag))
    with lezen(waar.engine) as db:
        stukken = haal(db, eigen)
    antwoorden = await asyncio.gather(*(bied_aan(klaar, draad) for klaar in stukken))
    return verwerk(list(zip(stukken, antwoorden, strict=True)), dag)


def _neem(db: Connection, ids: Sequence[str], dag: date) -> list[str]:
    """Take berichten in hand; what waited for days carries the date of today."""
    waar = omgeving()
    eigen = outbox.claim(db, ids, waar.geduld.antwoord)
    dateer(db, eigen, dag, lambda gemeente: waar.beleid(gemeente).kalender)
    return eigen


def mag_storen(beleid: Beleid) -> bool:
    """Tell whether a resident may be disturbed now (verzending.sms_vensters, domain.md §7.2)."""
    return mag_nu(beleid.verzending.sms_vensters, beleid.kalender, omgeving().nu().astimezone(NEDERLAND))


async def bied_aan(klaar: Klaar, draad: Verzender) -> Antwoord:
    """Write one bericht and offer it; one that cannot be written is answered without a wire."""
    geschreven = schrijf_of_weiger(klaar, draad)
    return geschreven if isinstance(geschreven, Antwoord) else await draad.verzend(geschreven)


def schrijf_of_weiger(klaar: Klaar, draad: Verzender) -> Poststuk | Antwoord:
    """Write one sms or e-mail, or answer why it cannot be written: one broken row must not cost the others theirs."""
    try:
        return schrijf_poststuk(klaar, draad)
    except PermanentFailure as fout:
        oorzaak, reden = ADRES if isinstance(fout, GeenAdres) else INHOUD, (type(fout).__doc__ or "").strip()
    except Exception as fout:
        oorzaak, reden = INHOUD, f"dit bericht is niet te schrijven ({type(fout).__name__})"
    return Antwoord(Uitkomst.BLIJVEND_MISLUKT, reden=reden, oorzaak=oorzaak)


def schrijf_poststuk(klaar: Klaar, draad: Verzender) -> Poststuk:
    """Write one sms or e-mail; raises PermanentFailure when that is impossible for this person."""
    beleid = omgeving().beleid(klaar.gemeente)
    geldig_s = _geldig_s(beleid) if draad.stoort else None
    return maak_poststuk(klaar, beleid, omgeving().settings.ontvangst_url.rstrip("/"), geldig_s)


def _geldig_s(beleid: Beleid) -> int:
    """Return for how many seconds an sms may still arrive: never after the window of today, 0 once that is shut."""
    tot_sluit = nog_s(beleid.verzending.sms_vensters, omgeving().nu().astimezone(NEDERLAND))
    return min(beleid.verzending.sms_geldig_s, tot_sluit)
