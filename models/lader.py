"""Which facts do the rules get? Loaded for a set of zaken in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, select

from models.bereikbaar import Bereikbaar, bereikbaar
from models.dagtekening import wacht_nog
from models.database import tabel
from models.tabellen import Gebeurtenis, Inwoner, Signaal, Vordering, Zaak
from rules import zaak as feiten
from rules.beleid import Beleid
from rules.correctie import lees_log
from rules.dagtekening import nog_hier
from rules.levering import Belastingsoort, Sector
from rules.log import Log, Logregel, Soort
from rules.matching import maanden_terug
from rules.woorden import Zaaksoort

ZAAK, INWONER, LOG = tabel(Zaak), tabel(Inwoner), tabel(Gebeurtenis)
VORDERING, SIGNAAL = tabel(Vordering), tabel(Signaal)


@dataclass(frozen=True)
class Geladen:
    """One zaak with what recording needs beside the facts."""

    feiten: feiten.Zaak
    versie: int
    inwoner_id: int
    adres_sleutel: str


def laad(db: Connection, ids: Sequence[int], beleid: Beleid, today: date, *, vast: bool = False) -> list[Geladen]:
    """Return the zaken with these ids, in order of id.

    With `vast` the rows are locked until the end of the transaction; a zaak that another run has in hand is left out.
    """
    rijen = _zaken(db, ids, vast)
    bewoners = _inwoners(rijen, bereikbaar(db, {r.inwoner_id for r in rijen}))
    logs = _logs(db, [r.id for r in rijen], today)
    incasso = _Incasso(db, [r for r in rijen if r.soort == Zaaksoort.INCASSO], beleid, today)
    vroeg = _Vroeg(db, [r for r in rijen if r.soort == Zaaksoort.VROEGSIGNALERING])
    geladen: list[Geladen] = []
    for r in rijen:
        bouw = incasso.bouw if r.soort == Zaaksoort.INCASSO else vroeg.bouw
        zaak = bouw(r, bewoners[r.id], logs.get(r.id, Log()))
        geladen.append(Geladen(zaak, r.versie, r.inwoner_id, r.adres_sleutel))
    return geladen


def _zaken(db: Connection, ids: Sequence[int], vast: bool) -> list[Row[Any]]:
    vraag = (
        select(
            ZAAK.c.id, ZAAK.c.soort, ZAAK.c.inwoner_id, ZAAK.c.versie, ZAAK.c.adres_sleutel,
            INWONER.c.geboortedatum, INWONER.c.ondernemer, INWONER.c.huiseigenaar, INWONER.c.rechtspersoon,
            INWONER.c.overleden_op, INWONER.c.vertrokken_op, INWONER.c.bekend_bij_schuldhulp_op,
            INWONER.c.geen_contact_op, INWONER.c.bezwaar_delen_op,
        )
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(ZAAK.c.id.in_(ids))
        .order_by(ZAAK.c.id)
    )  # fmt: skip
    if vast:
        vraag = vraag.with_for_update(of=ZAAK, skip_locked=True)
    return list(db.execute(vraag).all())


def _inwoners(rijen: list[Row[Any]], contact: dict[int, Bereikbaar]) -> dict[int, feiten.Inwoner]:
    niet = Bereikbaar()
    return {
        r.id: feiten.Inwoner(
            telefoon=contact.get(r.inwoner_id, niet).telefoon,
            mobiel=contact.get(r.inwoner_id, niet).mobiel,
            email=contact.get(r.inwoner_id, niet).email,
            email_voor=contact.get(r.inwoner_id, niet).email_voor,
            ondernemer=r.ondernemer,
            huiseigenaar=r.huiseigenaar,
            geboortedatum=r.geboortedatum,
            inwoner_van_gemeente=r.vertrokken_op is None,
            overleden=r.overleden_op is not None,
            bekend_bij_schuldhulp=r.bekend_bij_schuldhulp_op is not None,
            geen_contact_op=r.geen_contact_op,
            bezwaar_delen_op=r.bezwaar_delen_op,
            rechtspersoon=r.rechtspersoon,
        )
        for r in rijen
    }


def _logs(db: Connection, ids: Sequence[int], today: date) -> dict[int, Log]:
    """Return the log of every zaak as the rules read it: put right by people, and no bericht older than it left."""
    vraag = (
        select(LOG.c.zaak_id, LOG.c.volgnr, LOG.c.soort, LOG.c.dag, LOG.c.gegevens)
        .where(LOG.c.zaak_id.in_(ids))
        .order_by(LOG.c.zaak_id, LOG.c.volgnr)
    )
    regels: dict[int, list[tuple[int, Logregel]]] = defaultdict(list)
    for zaak_id, volgnr, soort, dag, gegevens in db.execute(vraag):
        regels[zaak_id].append((volgnr, Logregel(Soort(soort), dag, gegevens)))
    wacht = wacht_nog(db, ids, today)
    return {zaak_id: nog_hier(lees_log(lijst), wacht.get(zaak_id, ()), today) for zaak_id, lijst in regels.items()}


class _Incasso:
    """The facts of incassozaken: own vorderingen, what is open elsewhere, what was signalled before."""

    def __init__(self, db: Connection, rijen: list[Row[Any]], beleid: Beleid, today: date) -> None:
        self.today = today
        self.per_inwoner: dict[int, list[tuple[int, feiten.Vordering]]] = defaultdict(list)
        self.gesignaleerd: dict[int, int] = {}
        self.ruimte = True
        if rijen:
            inwoners = {r.inwoner_id for r in rijen}
            self._laad_vorderingen(db, inwoners)
            self._laad_signalen(db, inwoners, maanden_terug(today, beleid.signaal.herhaal_venster_mnd))
            self.ruimte = ruimte(db, beleid, today) > 0

    def _laad_vorderingen(self, db: Connection, inwoners: set[int]) -> None:
        v = VORDERING.c
        vraag = (
            select(ZAAK.c.inwoner_id, v.zaak_id, v.aanslagnummer, v.belastingsoort, v.bedrag, v.openstaand,
                   v.vervaldag, v.belastingjaar)
            .join(ZAAK, ZAAK.c.id == v.zaak_id)
            .where(ZAAK.c.inwoner_id.in_(inwoners))
            .order_by(v.id)
        )  # fmt: skip
        for inwoner, zaak, nummer, soort, bedrag, openstaand, vervaldag, jaar in db.execute(vraag):
            vordering = feiten.Vordering(nummer, Belastingsoort(soort), bedrag, openstaand, vervaldag, jaar)
            self.per_inwoner[inwoner].append((zaak, vordering))

    def _laad_signalen(self, db: Connection, inwoners: set[int], sinds: date) -> None:
        vraag = (
            select(ZAAK.c.inwoner_id, func.max(SIGNAAL.c.bedrag))
            .join(ZAAK, ZAAK.c.id == SIGNAAL.c.bron_zaak_id)
            .where(ZAAK.c.inwoner_id.in_(inwoners), SIGNAAL.c.ontvangen_op > sinds)
            .group_by(ZAAK.c.inwoner_id)
        )
        self.gesignaleerd = {inwoner: bedrag for inwoner, bedrag in db.execute(vraag)}

    def bouw(self, r: Row[Any], inwoner: feiten.Inwoner, log: Log) -> feiten.Zaak:
        alle = self.per_inwoner[r.inwoner_id]
        return feiten.Incassozaak(
            r.id, inwoner, log,
            vorderingen=tuple(v for zaak, v in alle if zaak == r.id),
            elders=tuple(v for zaak, v in alle if zaak != r.id and v.openstaand > 0 and v.vervaldag < self.today),
            eerder_gesignaleerd=self.gesignaleerd.get(r.inwoner_id, 0),
            signaal_ruimte=self.ruimte,
        )  # fmt: skip


class _Vroeg:
    """The facts of vroegsignaalzaken: their signalen and earlier meldingen on the address."""

    def __init__(self, db: Connection, rijen: list[Row[Any]]) -> None:
        self.signalen: dict[int, list[feiten.Signaal]] = defaultdict(list)
        self.meldingen: dict[str, list[tuple[int, date]]] = defaultdict(list)
        if rijen:
            self._laad_signalen(db, {r.id: r.inwoner_id for r in rijen})
            self._laad_meldingen(db, {r.adres_sleutel for r in rijen})

    def _laad_signalen(self, db: Connection, inwoners: dict[int, int]) -> None:
        for s in db.execute(select(SIGNAAL).where(SIGNAAL.c.zaak_id.in_(inwoners)).order_by(SIGNAAL.c.id)):
            self.signalen[s.zaak_id].append(
                feiten.Signaal(
                    s.id, s.partner, Sector(s.sector), s.bedrag, s.ontvangen_op, s.ontstaansdatum,
                    s.crisis, s.warme_overdracht, s.hulp_gevraagd, s.herhaald, s.voldaan_op is not None,
                    s.inwoner_id == inwoners[s.zaak_id],
                )
            )  # fmt: skip

    def _laad_meldingen(self, db: Connection, adressen: set[str]) -> None:
        vraag = (
            select(ZAAK.c.adres_sleutel, ZAAK.c.id, func.min(LOG.c.dag).label("gestart"))
            .join(LOG, _log_van_zaak(Soort.MELDING))
            .where(ZAAK.c.adres_sleutel.in_(adressen), ZAAK.c.soort == Zaaksoort.VROEGSIGNALERING.value)
            .group_by(ZAAK.c.adres_sleutel, ZAAK.c.id)
        )
        for adres, zaak_id, gestart in db.execute(vraag):
            self.meldingen[adres].append((zaak_id, gestart))

    def bouw(self, r: Row[Any], inwoner: feiten.Inwoner, log: Log) -> feiten.Zaak:
        gestart = {zaak_id: dag for zaak_id, dag in self.meldingen[r.adres_sleutel]}
        eigen = gestart.pop(r.id, None)
        eerder = [dag for zaak_id, dag in gestart.items() if eigen is None or (dag, zaak_id) < (eigen, r.id)]
        return feiten.Vroegsignaalzaak(r.id, inwoner, log, tuple(self.signalen[r.id]), max(eerder, default=None))


def ruimte(db: Connection, beleid: Beleid, today: date) -> int:
    """Return how many signalen may still be handed over today (signaal.max_per_dag and max_per_maand)."""
    per_dag = select(LOG.c.dag, func.count()).select_from(LOG.join(ZAAK, _log_van_zaak(Soort.OVERGEDRAGEN)))
    waar = (ZAAK.c.gemeente == beleid.gemeente.slug, LOG.c.dag.between(today.replace(day=1), today))
    gedaan = {dag: int(aantal) for dag, aantal in db.execute(per_dag.where(*waar).group_by(LOG.c.dag))}
    vandaag = beleid.signaal.max_per_dag - gedaan.get(today, 0)
    return min(vandaag, beleid.signaal.max_per_maand - sum(gedaan.values()))


def _log_van_zaak(soort: Soort) -> ColumnElement[bool]:
    return and_(LOG.c.zaak_id == ZAAK.c.id, LOG.c.soort == soort.value)
