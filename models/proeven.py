"""How does a zaak get its arm exactly once? The place in the stratum is counted while nobody else draws."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import Connection, select

from models.bulk import voeg_toe
from models.database import om_beurten, tabel
from models.lader import Geladen
from models.logboek import Bijschrift, rij, zet_versies
from models.tabellen import Gebeurtenis, Zaak
from rules.beleid import Beleid
from rules.log import Logregel, Soort
from rules.proef import Proef, indeling

ZAAK, LOG = tabel(Zaak), tabel(Gebeurtenis)
REGEL = "draw_the_arm"
"""Stands in the log as what decided the draw."""


@dataclass(frozen=True)
class Kandidaat:
    """A zaak that today takes the first step that the proef changes, with its stratum."""

    zaak: Geladen
    proef: Proef
    stratum: str


def trek(db: Connection, beleid: Beleid, kandidaten: Sequence[Kandidaat], today: date) -> dict[int, Geladen]:
    """Draw an arm for each candidate, in order, and write it down; return the zaken as they are then, by id.

    Needs the open write transaction in which the candidates were loaded and locked: when that is rolled back, so is the
    draw. Another zaak of a participant follows his arm and is not counted. Once the planned number takes part, nobody
    is drawn any more.
    """
    per_proef: dict[str, list[Kandidaat]] = defaultdict(list)
    for k in kandidaten:
        per_proef[k.proef.naam].append(k)
    getrokken = [(k, regel) for naam in sorted(per_proef) for k, regel in _trek(db, beleid, per_proef[naam], today)]
    op = datetime.now(UTC)
    voeg_toe(db, LOG, [rij(_bijschrift(beleid, k, regel), k.zaak.versie + 1, op) for k, regel in getrokken])
    zet_versies(db, [(k.zaak.feiten.id, k.zaak.versie, k.zaak.versie + 1, today) for k, _ in getrokken])
    return {
        k.zaak.feiten.id: replace(k.zaak, feiten=k.zaak.feiten.met(regel), versie=k.zaak.versie + 1)
        for k, regel in getrokken
    }


def _bijschrift(beleid: Beleid, k: Kandidaat, regel: Logregel) -> Bijschrift:
    versie = beleid.voor(k.zaak.feiten.met(regel)).versie
    return Bijschrift(k.zaak.feiten.id, regel, REGEL, beleid_versie=versie)


def _trek(
    db: Connection, beleid: Beleid, kandidaten: Sequence[Kandidaat], today: date
) -> list[tuple[Kandidaat, Logregel]]:
    """Draw for the candidates of one proef."""
    proef = kandidaten[0].proef
    om_beurten(db, f"proef {beleid.gemeente.slug} {proef.naam}")
    deelnemers, telling, arm_van = _tot_nu(db, beleid.gemeente.slug, proef), Counter[str](), dict[int, str]()
    for inwoner_id, stratum, arm, plaats in deelnemers:
        telling[stratum] += plaats > 0
        arm_van[inwoner_id] = arm
    armen, getrokken = {arm.naam: arm for arm in proef.armen}, list[tuple[Kandidaat, Logregel]]()
    for k in kandidaten:
        plaats = 0
        if (arm := armen.get(arm_van.get(k.zaak.inwoner_id, ""))) is None:
            if telling.total() >= proef.totaal:
                continue
            plaats = telling[k.stratum] + 1
            arm = proef.arm_op(k.stratum, plaats)
            telling[k.stratum], arm_van[k.zaak.inwoner_id] = plaats, arm.naam
        getrokken.append((k, indeling(proef, arm, k.stratum, plaats, today)))
    return getrokken


def _tot_nu(db: Connection, gemeente: str, proef: Proef) -> list[tuple[int, str, str, int]]:
    """Return (resident, stratum, arm, place) of everybody who takes part under this plan."""
    vraag = (
        select(ZAAK.c.inwoner_id, LOG.c.gegevens)
        .join(ZAAK, ZAAK.c.id == LOG.c.zaak_id)
        .where(LOG.c.soort == Soort.PROEF.value, LOG.c.dag >= proef.start, ZAAK.c.gemeente == gemeente)
    )
    rijen = ((inwoner_id, g) for inwoner_id, g in db.execute(vraag) if g["plan"] == proef.plan)
    return [(inwoner_id, str(g["stratum"]), str(g["arm"]), int(g["plaats"])) for inwoner_id, g in rijen]
