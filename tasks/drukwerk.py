"""How do letters reach the print room, each one once? Claim, print, put in place, deliver, and only then write it down.

Whatever breaks off in between is done again from the step that was not finished: the letters are in hand with the
name of their batch, a batch that stands in its place is complete, and the same letters give the same bytes. A batch
of an earlier day that was never made is let go of: its letters leave with the date of today.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from tasks import drukbatch, drukmap, drukpers
from tasks.clients.postbezorger import Mapbezorger, Postbezorger
from tasks.drukpers import Drukdeel, Gedrukt
from tasks.drukslot import alleen
from tasks.fouten import Failure, OnjuisteInstelling
from tasks.omgeving import omgeving

Pers = Callable[[Sequence[Drukdeel]], Iterable[Gedrukt]]
"""What makes the letters: this process, or several."""


def hier(delen: Sequence[Drukdeel]) -> Iterator[Gedrukt]:
    """Make the letters in this process, one print file after the other."""
    yield from map(drukpers.druk, delen)


def verzend_brieven(dag: date, pers: Pers = hier, gemeenten: Sequence[str] | None = None) -> Counter[str]:
    """Let every letter leave that is due; returns how many reached each status.

    A batch that the print room could not take stays `bezig` and is offered again. Raises OnjuisteInstelling, before
    anything is claimed, when the settings of the print room are not complete.
    """
    telling: Counter[str] = Counter()
    weg = bezorger()
    for batch in drukbatch.blijven_liggen():
        telling += _verwerk(batch, dag, pers, weg)
    for batch in drukbatch.claim_alles(dag, gemeenten):
        telling += _verwerk(batch, dag, pers, weg)
    return telling


def bezorger() -> Postbezorger:
    """Return the way to the print room that the settings choose. Raises OnjuisteInstelling when one is missing."""
    gekozen = omgeving().settings
    if gekozen.post == "map":
        return Mapbezorger()
    from tasks.clients.postbezorger_sftp import SftpBezorger, SftpInstellingen  # paramiko takes time to import

    if gekozen.sftp_hostsleutels is None:
        raise OnjuisteInstelling("sftp_hostsleutels")
    return SftpBezorger(
        SftpInstellingen(
            host=gekozen.sftp_host,
            poort=gekozen.sftp_port,
            gebruiker=gekozen.sftp_user,
            sleutel=gekozen.sftp_sleutel,
            wachtwoord=gekozen.sftp_wachtwoord.get_secret_value(),
            hostsleutels=gekozen.sftp_hostsleutels,
            map=gekozen.sftp_map,
        )
    )


def _verwerk(batch: str, dag: date, pers: Pers, bezorger: Postbezorger) -> Counter[str]:
    """Bring one batch as far as it can go; another process that has it in hand goes before."""
    telling: Counter[str] = Counter()
    with alleen(omgeving(), batch) as van_ons:
        if not van_ons or not drukbatch.in_hand(batch):
            return telling
        if not drukmap.is_compleet(batch) and drukbatch.geef_oude_terug(batch, dag):
            return telling
        if not drukmap.is_compleet(batch):
            telling += _druk(batch, dag, pers)
        if drukmap.is_compleet(batch):
            telling += _bezorg(batch, dag, bezorger)
    return telling


def _druk(batch: str, dag: date, pers: Pers) -> Counter[str]:
    """Make a batch and put it in its place; one of which no letter could be made never appears."""
    aantal, telling = 0, Counter[str]()
    with drukmap.werkmap(batch) as map_:
        delen = drukmap.deel_op(map_, drukbatch.leden(batch))
        for gedrukt in pers(delen):
            aantal += gedrukt.aantal
            telling += drukbatch.leg_mislukt_vast(gedrukt.mislukt, dag)
        if aantal:
            drukmap.voltooi(map_, batch, delen)
    return telling


def _bezorg(batch: str, dag: date, bezorger: Postbezorger) -> Counter[str]:
    """Deliver a complete batch and write down that its letters left."""
    notitie = drukmap.notitie(batch)
    try:
        bezorger.bezorg(drukmap.batchmap(batch), notitie)
    except Failure as fout:
        return drukbatch.stel_uit(batch, (type(fout).__doc__ or "").strip())
    telling = drukbatch.leg_verzonden_vast(batch, drukmap.lees_manifest(batch), dag)
    notitie.unlink(missing_ok=True)
    return telling
