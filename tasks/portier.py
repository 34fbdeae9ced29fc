"""Who watches the folders of the leveranciers? The portier: it takes what is complete and asks Prefect for the rest.

It lists folders (a share on the network tells nobody what changes), and speaks to Prefect by ids only. When Prefect or
the database is away a delivery waits; nothing is lost.
"""

import logging
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy.exc import SQLAlchemyError

from models.beleidsbestand import beleidsnamen
from tasks import inhalen, levermap
from tasks.aanstoten import kopregels
from tasks.bewaken import waak_over_bewaking
from tasks.clients.prefect_beheer import EINDE, Prefectbeheer
from tasks.clients.prefect_runs import RunGeweigerd
from tasks.leven import PORTIER, teken
from tasks.levermap import BEZIG, Levermap
from tasks.omgeving import heeft_beleid, omgeving

LOG = logging.getLogger("tijdig.portier")

DEPLOYMENT = "Inname/inname"
"""The flow and the deployment that take one delivery in, as flows/deployments.py rolls them out."""

KEREN = 12
"""So often is a run asked for while it ends and leaves its delivery: at once, after 1 minute, 2, 4 … and 17 hours."""

SLAAT_OVER = (".tmp", ".part", ".filepart", ".crdownload", ".deel")
"""Names of files that are still being uploaded."""
ANTWOORD = (".sha256", ".ontvangen.json", ".geweigerd.txt")
"""Names of what stands beside a delivery."""

Stand = tuple[int, int]
"""Size and time of change of a file."""


class Portier:
    """Remembers what it saw at its last look: a file that did not change between two looks is complete."""

    def __init__(self, prefect_api: str) -> None:
        """Know where Prefect answers; empty: nobody is asked."""
        self._prefect = Prefectbeheer(prefect_api, kopregels()) if prefect_api else None
        self._gezien: dict[Path, Stand] = {}
        self._geeindigd: dict[str, int] = {}
        """Of how many runs of a delivery it is known that they ended."""

    def kijk(self) -> int:
        """Look once into every folder: take what is complete and ask for its intake; returns how many were taken."""
        nu, aangenomen, nieuw = omgeving().nu(), 0, dict[Path, Stand]()
        try:
            mappen = levermap.levermappen()
            self._weiger_onbekend({map_.pad for map_ in mappen})
        except OSError as fout:
            LOG.warning("de mappen van de leveranciers: lukt nu niet (%s)", type(fout).__name__)
            return 0
        for map_ in mappen:
            try:
                aangenomen += self._neem_aan(map_, nu, nieuw)
                self._vraag_inname(map_, nu)
            except OSError as fout:
                LOG.warning("map %s/%s: lukt nu niet (%s)", map_.gemeente, map_.leverancier, type(fout).__name__)
        self._gezien = nieuw
        return aangenomen

    def minuut(self) -> None:
        """Do what is needed once a minute: late runs, a look at the bewaking itself, and a sign of life."""
        nu = omgeving().nu()
        goed = True
        if self._prefect:
            try:
                overgeslagen, gevraagd = inhalen.sla_oude_over(self._prefect, nu), inhalen.herkans(self._prefect, nu)
                gevraagd += inhalen.haal_rondes_in(self._prefect, nu)
                if overgeslagen or gevraagd:
                    LOG.warning("%s late runs overgeslagen, %s runs opnieuw gevraagd", overgeslagen, gevraagd)
            except (httpx.HTTPError, httpx.InvalidURL, RunGeweigerd, SQLAlchemyError) as fout:
                goed = False
                LOG.warning("runs nakijken lukt nu niet (%s)", type(fout).__name__)
        try:
            teken(PORTIER, goed)
            waak_over_bewaking()
        except SQLAlchemyError as fout:
            LOG.warning("de database antwoordt niet (%s)", type(fout).__name__)

    def _neem_aan(self, map_: Levermap, nu: datetime, nieuw: dict[Path, Stand]) -> int:
        aantal = 0
        for pad in _bestanden(map_.pad):
            toestand = pad.stat()
            nieuw[pad] = stand = (toestand.st_size, toestand.st_mtime_ns)
            stil = self._gezien.get(pad) == stand
            verwacht = _verwacht(pad)
            if not stil and not verwacht:
                continue
            sha256 = levermap.afdruk_van(pad)
            if stil or verwacht == sha256:
                aantal += levermap.neem_aan(map_, pad, sha256, verwacht, nu) is not None
        return aantal

    def _vraag_inname(self, map_: Levermap, nu: datetime) -> None:
        """Ask for a run for every delivery in `bezig`; one whose run broke off is asked for again."""
        for pad in levermap.liggend(map_.sub(BEZIG)) if self._prefect else ():
            try:
                self._vraag(map_, pad, nu)
            except FileNotFoundError:
                continue  # taken in meanwhile
            except (httpx.HTTPError, httpx.InvalidURL, RunGeweigerd) as fout:
                LOG.warning("levering %s: nog niet gevraagd (%s)", pad.name[:16], type(fout).__name__)
                return

    def _vraag(self, map_: Levermap, pad: Path, nu: datetime) -> None:
        assert self._prefect
        parameters = {"gemeente": map_.gemeente, "leverancier": map_.leverancier, "levering": pad.name[:16]}
        sinds = levermap.aangenomen_op(pad)
        basis = "-".join((*parameters.values(), f"{sinds:%Y%m%d%H%M%S}"))
        for keer in range(self._geeindigd.get(basis, 0), KEREN):
            if keer and nu - sinds < timedelta(minutes=2 ** (keer - 1)):
                return
            run = self._prefect.vraag_run(DEPLOYMENT, parameters, f"{basis}-{keer}", (map_.gemeente, map_.leverancier))
            if run.toestand not in EINDE:
                return
            self._geeindigd[basis] = keer + 1

    def _weiger_onbekend(self, bekend: set[Path]) -> None:
        """Answer files that stand where no leverancier delivers: in the wrong folder, or directly in a gemeente."""
        wortel, waar = omgeving().settings.innamemap, omgeving()
        onleesbaar = {naam for naam in beleidsnamen(waar.settings.beleid) if not heeft_beleid(naam)}
        gemeenten = [map_ for map_ in _mappen(wortel) if map_.name not in onleesbaar]
        for map_ in (wortel, *gemeenten, *(onder for gemeente in gemeenten for onder in _mappen(gemeente))):
            aantal = 0 if map_ in bekend else sum(levermap.weiger_onbekend(pad) for pad in _bestanden(map_))
            if aantal:
                LOG.warning("%s bestanden in een map van niemand", aantal)


def _bestanden(map_: Path) -> list[Path]:
    """Return the files of a folder that may be a delivery: no links, nothing hidden or half."""
    try:
        paden = sorted(map_.iterdir())
    except FileNotFoundError:
        return []
    return [
        pad
        for pad in paden
        if not pad.name.startswith(".")
        and not pad.name.lower().endswith((*SLAAT_OVER, *ANTWOORD))
        and pad.is_file()
        and not pad.is_symlink()
    ]


def _mappen(map_: Path) -> list[Path]:
    return [pad for pad in sorted(map_.iterdir()) if pad.is_dir() and not pad.is_symlink()] if map_.is_dir() else []


def _verwacht(pad: Path) -> str:
    """Return the checksum that stands beside a file, as sha256sum writes it; empty when there is none."""
    try:
        tekst = pad.with_name(f"{pad.name}.sha256").read_text(encoding="ascii", errors="replace")[:200]
    except OSError:
        return ""
    return (tekst.split() or [""])[0].lower()
