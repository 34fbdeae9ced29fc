"""How does the delivery of one gemeente become a file? It stands there whole, or not at all."""

import os
import tempfile
import time
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from evaluation.ddas.bron import Vraag, momentopname, stukken
from evaluation.ddas.schrijven import Deellevering, Telling, schrijf
from evaluation.ddas.vorm import Gemeentelevering

BEGIN, EIND = ".ddas-", ".deel"
REST_NA_S = 3600
"""A file that is being written is never this old: its process was killed."""


def lever(gekozen: Engine, gemeente: Gemeentelevering, vraag: Vraag, pad: Path, op: datetime) -> Telling:
    """Write the delivery of a gemeente; `op` is the moment of delivering (aware). Only its owner may read the file.

    Raises OSError when the file cannot be written, OnbruikbareKop and OngeldigeZaak when it would not be valid.
    """
    _ruim_resten(pad.parent)
    tijdelijk = tempfile.NamedTemporaryFile(dir=pad.parent, prefix=BEGIN, suffix=EIND, delete=False)  # noqa: SIM115
    plek = Path(tijdelijk.name)
    try:
        with tijdelijk, momentopname(gekozen) as db:
            deel = Deellevering(gemeente, stukken(db, vraag))
            telling = schrijf(db, tijdelijk, [deel], vraag.van, vraag.tot, op)
            tijdelijk.flush()
            os.fsync(tijdelijk.fileno())
        plek.replace(pad)
    finally:
        plek.unlink(missing_ok=True)
    return telling


def _ruim_resten(map_: Path) -> None:
    """What a killed process left behind holds BSNs: it goes."""
    for rest in map_.glob(f"{BEGIN}*{EIND}"):
        if time.time() - rest.stat().st_mtime > REST_NA_S:
            rest.unlink(missing_ok=True)
