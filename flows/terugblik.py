"""Once a month: each department reads what became of the signalen, in counts, and never more than it may know."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from prefect import flow

from evaluation import terugblik as blik
from evaluation import terugblikmail
from flows.runs import dag_of_vandaag, zonder_hartslag
from flows.verslag import GEEN_WERKDAG, GEPAUZEERD, klaar, opgesomd, runnaam
from flows.vorm import Gemeentenaam
from models.database import lezen
from rules.beleid import Beleid
from rules.pauze import Pauzesoort
from rules.woorden import Zaaksoort
from tasks import pauzeren, teampost
from tasks.kanaal import Poststuk
from tasks.omgeving import omgeving


class NietVerstuurd(Exception):
    """De terugblik ging niet naar elk team: draai deze flow opnieuw als de mailserver het weer doet."""

    def __str__(self) -> str:
        """Return the message."""
        return self.__doc__ or ""


class MaandLoopt(ValueError):
    """Deze maand is nog niet voorbij: de terugblik kan pas daarna."""

    def __str__(self) -> str:
        """Return the message."""
        return self.__doc__ or ""


@flow(name="Terugblik", flow_run_name=runnaam("terugblik"))
def terugblik(gemeente: Gemeentenaam, maand: date | None = None, today: date | None = None) -> Any:
    """Mail every team its terugblik on one month: the one that holds `maand`, or the one that ended last.

    Return how many mails left (a Counter). It leaves on the first working day of a month; what left, leaves once.
    Raises NietVerstuurd when a mail could not leave; a second run sends only that one. Raises MaandLoopt.
    """
    beleid, dag = omgeving().beleid(gemeente), dag_of_vandaag(today)
    if any(p.soort == Pauzesoort.GEMEENTE for p in pauzeren.open_pauzes(beleid.gemeente.slug)):
        return klaar("terugblik", Counter[str](), "", GEPAUZEERD)
    if maand is None and not beleid.kalender.is_werkdag(dag):
        return klaar("terugblik", Counter[str](), "", GEEN_WERKDAG)
    over = (maand or dag.replace(day=1) - timedelta(days=1)).replace(day=1)
    if blik.einde(over) >= dag:
        raise MaandLoopt
    nodig = [a for a in Zaaksoort if _deel(over) not in teampost.gegaan(_reeks(beleid, a))]
    with zonder_hartslag():
        gestuurd = _stuur_alle(beleid, over, nodig) if nodig else []
    telling = +Counter({"verstuurd": gestuurd.count(True), "niet verstuurd": gestuurd.count(False)})
    if telling["niet verstuurd"]:
        raise NietVerstuurd
    return klaar("terugblik", telling, opgesomd(telling))


def _stuur_alle(beleid: Beleid, maand: date, afdelingen: Iterable[Zaaksoort]) -> list[bool | None]:
    with lezen(omgeving().engine) as db:
        gemaakt = blik.maak(db, beleid.gemeente.slug, maand)
    return [_stuur(beleid, gemaakt[afdeling]) for afdeling in afdelingen]


def _stuur(beleid: Beleid, t: blik.Terugblik) -> bool | None:
    """Send one team its terugblik; None when it had it already."""
    waar, team = omgeving(), beleid.gemeente.afzender.afdeling(t.afdeling)
    reeks, deel = _reeks(beleid, t.afdeling), _deel(t.maand)
    post = Poststuk(
        f"{reeks.replace(' ', '-')}-{deel}", team.email, terugblikmail.onderwerp(t, team.naam),
        terugblikmail.tekst(t, beleid.gemeente.naam, team.naam, waar.settings.werk_url), klaargezet_op=waar.nu(),
    )  # fmt: skip
    return teampost.stuur_eenmalig(reeks, deel, post)


def _reeks(beleid: Beleid, afdeling: Zaaksoort) -> str:
    return f"terugblik {beleid.gemeente.slug} {afdeling.value}"


def _deel(maand: date) -> str:
    return f"{maand:%Y-%m}"
