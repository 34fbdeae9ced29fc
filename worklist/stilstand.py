"""What stands still, in the words of the screens? Every colleague whom it touches sees it on every page."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from rules.pauze import OVERDRACHT, Pauze, Pauzesoort, afdelingen
from rules.rollen import Recht
from tasks.pauzeren import open_pauzes
from worklist.datums import moment
from worklist.wie import Collega
from worklist.woorden import BERICHT, TAAK

LOG = logging.getLogger("tijdig.werkvoorraad")
ALLES = "alles: brieven, sms, e-mail, nieuwe taken en signalen"
KANAAL = {"brief": "alle brieven", "sms": "alle sms", "email": "alle e-mail"}
STAP = {
    **{s: f"bericht: {n.lower()}" for s, n in BERICHT.items()},
    **{s: f"taak: {n.lower()}" for s, n in TAAK.items()},
}


def naam(soort: str, waarde: str) -> str:
    """Return what a pauze is about: `alle sms`, `taak: bellen`."""
    if soort == Pauzesoort.GEMEENTE:
        return ALLES
    if soort == Pauzesoort.KANAAL:
        return KANAAL.get(waarde, waarde)
    return "signalen naar team Vroegsignalering" if waarde == OVERDRACHT else STAP.get(waarde, waarde)


def stilstand(collega: Collega | None) -> list[str]:
    """Return a sentence for everything that stands still and touches the work of a colleague.

    A page that says what is wrong is shown also when the database does not answer.
    """
    if collega is None:
        return []
    try:
        gevonden = zichtbaar(collega)
    except SQLAlchemyError as fout:
        LOG.warning("wat stilstaat is niet op te vragen (%s)", type(fout).__name__)
        return []
    meer = len(collega.gemeenten) > 1
    return [_zin(p, meer) for p in gevonden]


def zichtbaar(collega: Collega) -> list[Pauze]:
    """Return the pauzes of the gemeenten of a colleague that touch his department; beheer sees all of them."""
    alle = [p for p in open_pauzes() if not p.gemeente or p.gemeente in collega.gemeenten]
    return [p for p in alle if collega.mag(Recht.PAUZEREN) or afdelingen(p) & collega.blik.afdelingen]


def _zin(pauze: Pauze, noem_gemeente: bool) -> str:
    waar = f" in {pauze.gemeente.capitalize()}" if noem_gemeente and pauze.gemeente else ""
    wat = naam(pauze.soort, pauze.waarde)
    return f"Dit staat stil{waar}: {wat}. Sinds {moment(pauze.sinds)}. Reden: {pauze.reden.rstrip('.')}."
