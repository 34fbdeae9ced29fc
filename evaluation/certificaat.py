"""What may the figures of one gemeente and period be compared with? What was done, what is missing, what never stood.

In the evaluation ten gemeenten could not be compared: they worked in different ways, months were missing, and nobody
had written down where (evaluatie §1.4, §4). The certificate says it per figure (docs/adr/0022).
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, String, and_, cast, func, select

from evaluation import cijfers, feiten
from evaluation.cijfer import DEFINITIES, Cijfer, Gat, Periode, Vorm
from evaluation.cijfertekst import getal, is_klein
from evaluation.definities import FIGUREN
from evaluation.gaten import BELASTINGEN, BRON_VAN, LEVERING, MAAND, SIGNALEN
from evaluation.tabellen import GAT, INCASSO, KOSTEN, LOG
from evaluation.tellen import Selectie
from models.database import tabel
from models.tabellen import Gebeurtenis, Zaak
from rules.log import Soort

ZAAK, RUW = tabel(Zaak), tabel(Gebeurtenis)

MINSTENS_INSPANNING = 0.8
"""So large a share of the handovers should have had the whole effort: surely less, and what came after a signaal does
not compare."""
MEESTE_WEG = 0.25
"""More missing months than this share of the period, and a figure is about another period."""
MINSTENS = 30
"""Fewer cases than this say nothing about a gemeente."""

BRONNEN = (SIGNALEN, BELASTINGEN)
BRONNEN_VAN: dict[str, tuple[str, ...]] = {f.naam: f.bronnen for f in FIGUREN}
"""The sources that a figure stands on."""

EFFORT = "effort_volledig"
NA_INSPANNING = frozenset({
    "doel1_niet_bekend", "doel2_bereik", "kwijtschelding_na_signaal", "aanmelding_shv_na_signaal",
})  # fmt: skip
"""Figures about residents of whom a signaal was handed over: they depend on what went before it."""

VASTGELEGD: dict[str, tuple[Soort, ...]] = {
    "kwijtschelding": (
        Soort.KWIJTSCHELDING_AANGEVRAAGD, Soort.KWIJTSCHELDING_TOEGEKEND, Soort.KWIJTSCHELDING_AFGEWEZEN,
    ),
    "dwangbevelen": (
        Soort.DWANGBEVEL_UITGEVAARDIGD, Soort.DWANGBEVEL_BETEKEND, Soort.DWANGBEVEL_INGETROKKEN,
    ),
    "aanmeldingen bij schuldhulpverlening": (Soort.AANMELDING_SCHULDHULP,),
}  # fmt: skip
"""What a gemeente can forget to record at all."""
NIET_VASTGELEGD_KOSTEN = "kosten van de invordering"

TOTAAL = "Een totaal zegt vooral hoe groot een gemeente is."
HOOGSTE = "De langste stilte is die van één zaak."
EIGEN_GROEP = "Elke gemeente vergelijkt hier met een eigen groep."
NIET_HEEL = "Van {weg} van de {van} maanden ontbreken gegevens, of hield niemand bij of alles kwam."
TE_WEINIG = f"Dit gaat over minder dan {MINSTENS} gevallen."
INSPANNING_ONBEKEND = "Niet bekend is of vooraf genoeg is gedaan: er is niets overgedragen."


@dataclass(frozen=True)
class Oordeel:
    """May this figure stand beside that of another gemeente? `redenen` are Dutch sentences why not."""

    cijfer: str
    redenen: tuple[str, ...] = ()

    @property
    def vergelijkbaar(self) -> bool:
        """True when nothing stands in the way."""
        return not self.redenen


@dataclass(frozen=True)
class Beleidversie:
    """A beleid by which the rules decided, from its first to its last day in the period."""

    versie: str
    van: date
    tot: date


@dataclass(frozen=True)
class Certificaat:
    """How the figures of one gemeente came about, and a verdict on each of them."""

    gemeente: str
    periode: Periode
    cijfers: dict[str, Cijfer]
    gaten: tuple[Gat, ...]
    onbewaakt: dict[str, tuple[date, ...]]
    """Per source the months of which nobody kept whether everything came."""
    afwijkingen: dict[str, int]
    """Per reason the number of handovers with it; one handover can have more."""
    overgeslagen: dict[str, int]
    """Per reason how often a personal contact was not tried."""
    beleid: tuple[Beleidversie, ...]
    nooit: tuple[str, ...]
    """What was never recorded: there, zero means that nobody knows."""
    oordelen: dict[str, Oordeel]
    definities: str = DEFINITIES

    def ontbreekt(self, bron: str) -> tuple[date, ...]:
        """Return the first day of every month in which a source was silent."""
        return tuple(sorted({g.maand for g in self.gaten if g.bron == bron}))


def maak(db: Connection, periode: Periode, gemeente: str) -> Certificaat:
    """Return the certificate of one gemeente. Makes the facts anew on this connection."""
    feiten.leg_klaar(db, periode, [gemeente])
    return uit_feiten(db, periode, gemeente)


def uit_feiten(db: Connection, periode: Periode, gemeente: str) -> Certificaat:
    """Return the certificate of one gemeente from the facts that lie ready, maybe with those of others."""
    gevonden = cijfers.uit_feiten(db, Selectie(periode, (gemeente,)))
    gaten, onbewaakt = _gaten(db, gemeente), _onbewaakt(db, periode, gemeente)
    weg = {bron: {g.maand for g in gaten if g.bron == bron} | set(onbewaakt[bron]) for bron in BRONNEN}
    oordelen = {naam: oordeel(cijfer, gevonden[EFFORT], weg, periode) for naam, cijfer in gevonden.items()}
    return Certificaat(
        gemeente, periode, gevonden, gaten, onbewaakt,
        _afwijkingen(db, periode, gemeente), _overgeslagen(db, periode, gemeente),
        _beleid(db, periode, gemeente), _nooit(db, gemeente), oordelen,
    )  # fmt: skip


def oordeel(cijfer: Cijfer, effort: Cijfer, weg: Mapping[str, Collection[date]], periode: Periode) -> Oordeel:
    """Return whether a figure may be compared, with every reason why not.

    `weg` holds per source the months that are missing, or of which nobody kept whether they are whole.
    """
    if cijfer.waarde is None:
        return Oordeel(cijfer.naam, (cijfer.reden,))
    redenen = [*_naar_vorm(cijfer), *_naar_volledigheid(cijfer.naam, weg, len(maanden(periode)))]
    if cijfer.naam in NA_INSPANNING:
        redenen += _naar_inspanning(effort)
    return Oordeel(cijfer.naam, tuple(redenen))


def maanden(periode: Periode) -> tuple[date, ...]:
    """Return the first day of every calendar month that a period touches."""
    eerste, laatste = (d.year * 12 + d.month - 1 for d in (periode.van, periode.tot))
    return tuple(date(n // 12, n % 12 + 1, 1) for n in range(eerste, laatste + 1))


def _naar_vorm(cijfer: Cijfer) -> Sequence[str]:
    match cijfer.vorm:
        case Vorm.AANTAL | Vorm.CENTEN:
            return (TOTAAL,)
        case _ if cijfer.naam == cijfers.DOEL3:
            return (EIGEN_GROEP,)
        case _ if cijfer.noemer is None:
            return (HOOGSTE,)
        case _:
            return (TE_WEINIG,) if cijfer.noemer < MINSTENS else ()


def _naar_volledigheid(naam: str, weg: Mapping[str, Collection[date]], van: int) -> Sequence[str]:
    bronnen = BRONNEN_VAN.get(naam, ())
    aantal = len(set[date]().union(*(weg[bron] for bron in bronnen)))
    return (NIET_HEEL.format(weg=aantal, van=van),) if aantal > MEESTE_WEG * van else ()


def _naar_inspanning(effort: Cijfer) -> Sequence[str]:
    if effort.waarde is None:
        return (INSPANNING_ONBEKEND,)
    if (effort.waarde if effort.boven is None else effort.boven) >= MINSTENS_INSPANNING:
        return ()
    deel = "Een te klein deel" if is_klein(effort) else f"Maar {getal(effort.waarde, Vorm.AANDEEL)}"
    nodig = getal(MINSTENS_INSPANNING, Vorm.AANDEEL)
    return (f"{deel} van de signalen ging over na volledige inspanning; nodig is {nodig}.",)


def _gaten(db: Connection, gemeente: str) -> tuple[Gat, ...]:
    vraag = select(GAT).where(GAT.c.gemeente == gemeente).order_by(GAT.c.maand, GAT.c.bron)
    return tuple(Gat(*rij) for rij in db.execute(vraag))


def _onbewaakt(db: Connection, periode: Periode, gemeente: str) -> dict[str, tuple[date, ...]]:
    """Return the months in which no leverancier of a source was watched: deliveries by hand are not."""
    zelfde = and_(LEVERING.c.gemeente == MAAND.c.gemeente, LEVERING.c.leverancier == MAAND.c.leverancier)
    vraag = select(LEVERING.c.soort, MAAND.c.maand).join_from(MAAND, LEVERING, zelfde).distinct()
    vraag = vraag.where(MAAND.c.gemeente == gemeente, LEVERING.c.soort.in_(BRON_VAN))
    bewaakt = {(BRON_VAN[soort], maand) for soort, maand in db.execute(vraag)}
    return {bron: tuple(m for m in maanden(periode) if (bron, m) not in bewaakt) for bron in BRONNEN}


def _afwijkingen(db: Connection, periode: Periode, gemeente: str) -> dict[str, int]:
    """Count the reasons of the same handovers that effort_volledig is about."""
    lijst = cast(LOG.c.gegevens["afwijkingen"], String)
    stil = and_(GAT.c.gemeente == gemeente, GAT.c.maand == INCASSO.c.overdracht_maand, GAT.c.bron == BELASTINGEN)
    zelfde = and_(INCASSO.c.zaak_id == LOG.c.zaak_id, INCASSO.c.overgedragen_op == LOG.c.dag)
    vraag = (
        select(lijst, func.count())
        .join_from(LOG, INCASSO, zelfde)
        .where(LOG.c.soort == Soort.OVERGEDRAGEN.value, INCASSO.c.gemeente == gemeente)
        .where(INCASSO.c.overgedragen_op.between(periode.van, periode.tot), ~select(GAT.c.maand).where(stil).exists())
        .group_by(lijst)
    )
    geteld: dict[str, int] = {}
    for redenen, aantal in db.execute(vraag):
        for reden in set(json.loads(redenen or "[]") or ()):
            geteld[reden] = geteld.get(reden, 0) + int(aantal)
    return dict(sorted(geteld.items(), key=lambda paar: (-paar[1], paar[0])))


def _overgeslagen(db: Connection, periode: Periode, gemeente: str) -> dict[str, int]:
    waar = (LOG.c.soort == Soort.CONTACT_OVERGESLAGEN.value, LOG.c.gemeente == gemeente)
    vraag = select(LOG.c.reden, func.count()).where(*waar, LOG.c.dag.between(periode.van, periode.tot))
    geteld = {str(reden): int(aantal) for reden, aantal in db.execute(vraag.group_by(LOG.c.reden))}
    return dict(sorted(geteld.items(), key=lambda paar: (-paar[1], paar[0])))


def _beleid(db: Connection, periode: Periode, gemeente: str) -> tuple[Beleidversie, ...]:
    vraag = (
        select(RUW.c.beleid_versie, func.min(RUW.c.dag), func.max(RUW.c.dag))
        .join(ZAAK, ZAAK.c.id == RUW.c.zaak_id)
        .where(ZAAK.c.gemeente == gemeente, RUW.c.beleid_versie != "", RUW.c.dag.between(periode.van, periode.tot))
        .group_by(RUW.c.beleid_versie)
    )
    return tuple(sorted((Beleidversie(*rij) for rij in db.execute(vraag)), key=lambda b: (b.van, b.versie)))


def _nooit(db: Connection, gemeente: str) -> tuple[str, ...]:
    bekend = set(db.execute(select(LOG.c.soort).where(LOG.c.gemeente == gemeente).distinct()).scalars())
    nooit = [naam for naam, soorten in VASTGELEGD.items() if bekend.isdisjoint(s.value for s in soorten)]
    kosten = db.execute(select(KOSTEN.c.zaak_id).where(KOSTEN.c.gemeente == gemeente).limit(1)).first()
    return (*nooit, *([] if kosten else [NIET_VASTGELEGD_KOSTEN]))
