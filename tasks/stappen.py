"""How are the next steps of a set of zaken decided and written down? One transaction per chunk, safe to repeat."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial

from sqlalchemy import Connection, select, update

from models import register
from models.database import is_drukte, is_weg, lezen, schrijf_samen, tabel
from models.lader import Geladen
from models.register import Besloten
from models.tabellen import Zaak
from rules.beleid import Beleid
from rules.besluit import MaakTaak, Overdragen
from rules.bezorging import Baan
from rules.merken import merken
from rules.voortgang import Voortgang, advance, is_personal
from rules.woorden import Taaksoort, Zaaksoort
from rules.zaak import Zaak as Zaakfeiten
from rules.zaaknummer import zaaknummer
from tasks.inhoud import inhoud, verrijk
from tasks.omgeving import omgeving
from tasks.proeven import deel_in
from tasks.stilstand import Stilstand

ZAAK = tabel(Zaak)


@dataclass
class Resultaat:
    """What a set of zaken did: counts per soort, what still needs its own run, and what broke."""

    telling: Counter[str] = field(default_factory=Counter[str])
    persoonlijk: list[int] = field(default_factory=list[int])
    kapot: list[int] = field(default_factory=list[int])
    gehouden: list[int] = field(default_factory=list[int])
    """Zaken that stay due: something stands still, or enough was begun today."""
    waarom: Counter[str] = field(default_factory=Counter[str])
    """What held them, such as `kanaal sms`, with how many."""
    gebeurd: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    """(zaaknummer, soort, rule) of every gebeurtenis, for the event feed."""
    merken: tuple[str, ...] = ()
    """Fase and route of the zaak, when it is about one."""

    def voeg_toe(self, ander: "Resultaat") -> None:
        """Add the outcome of another set."""
        self.telling += ander.telling
        self.persoonlijk += ander.persoonlijk
        self.kapot += ander.kapot
        self.gehouden += ander.gehouden
        self.waarom += ander.waarom
        self.gebeurd += ander.gebeurd

    def houd(self, zaak_id: int, waarom: str) -> None:
        """Keep that a zaak did not go as far as the rules say."""
        self.gehouden.append(zaak_id)
        self.waarom[waarom] += 1


def te_doen(gemeente: str, today: date) -> list[tuple[int, str]]:
    """Return (id, soort) of the zaken that are due."""
    with lezen(omgeving().engine) as db:
        return register.due_on(db, gemeente, today)


def zet(ids: Sequence[int], gemeente: str, today: date, *, alleen_automatisch: bool = False) -> Resultaat:
    """Take the next steps of a set of zaken. A chunk that breaks is split until the broken zaak stands alone.

    With `alleen_automatisch` a zaak whose steps give a person work is left alone and returned as persoonlijk. A set
    that keeps colliding with another run stays due. Raises what the database says when it cannot be reached.
    """
    try:
        return _zet_samen(ids, gemeente, today, alleen_automatisch)
    except Exception as fout:
        if is_weg(fout):
            raise
        if is_drukte(fout):
            return Resultaat()
        if len(ids) == 1:
            return Resultaat(kapot=list(ids))
    resultaat, midden = Resultaat(), len(ids) // 2
    for helft in (ids[:midden], ids[midden:]):
        resultaat.voeg_toe(zet(helft, gemeente, today, alleen_automatisch=alleen_automatisch))
    return resultaat


def zet_een(zaak_id: int, gemeente: str, today: date) -> Resultaat:
    """Take the next steps of one zaak; an error is shown, not split away."""
    return _zet_samen([zaak_id], gemeente, today, False)


def _zet_samen(ids: Sequence[int], gemeente: str, today: date, alleen_automatisch: bool) -> Resultaat:
    """Load, decide and record in one transaction; another run that was first makes us load again."""
    return schrijf_samen(omgeving().engine, lambda db: _in_transactie(db, ids, gemeente, today, alleen_automatisch))


def _in_transactie(
    db: Connection, ids: Sequence[int], gemeente: str, today: date, alleen_automatisch: bool
) -> Resultaat:
    resultaat = Resultaat()
    beleid = omgeving().beleid(gemeente)
    besloten = _binnen_ruimte(db, _besluit(db, ids, beleid, today, alleen_automatisch, resultaat), beleid, today)
    maak_inhoud = partial(inhoud, beleid=beleid, today=today)
    baan = Baan.MASSAAL if alleen_automatisch else Baan.PERSOONLIJK
    resultaat.telling = register.record(db, beleid, besloten, today, maak_inhoud, baan)
    resultaat.gebeurd = [
        (zaaknummer(b.zaak.feiten.soort, b.zaak.feiten.id), g.logregel.soort.value, g.regel)
        for b in besloten
        for g in b.voortgang.stappen
    ]
    return resultaat


def _besluit(
    db: Connection, ids: Sequence[int], beleid: Beleid, today: date, alleen_automatisch: bool, resultaat: Resultaat
) -> list[Besloten]:
    """Decide how far each zaak goes today; what is set apart or held is kept in the resultaat."""
    stil, besloten = Stilstand(db, beleid, today, geeft_werk=not alleen_automatisch), list[Besloten]()
    geladen = _op_volgorde(register.laad(db, ids, beleid, today, vast=True), ids)
    indeling = deel_in(db, geladen, beleid, today, stil.voor_de_pauze)
    for zaak in indeling.zaken:
        volgens = indeling.op_tijd(zaak, advance(zaak.feiten, beleid, today))
        voortgang, gehouden = stil.tot_hier(volgens, zaak.feiten.soort)
        resultaat.merken = merken(_na(zaak.feiten, voortgang)) if len(ids) == 1 else ()
        if alleen_automatisch and is_personal(voortgang):
            resultaat.persoonlijk.append(zaak.feiten.id)
            continue
        if gehouden:
            resultaat.houd(zaak.feiten.id, gehouden)
        if voortgang.stappen or not gehouden:
            stil.tel(voortgang, zaak.feiten.soort)
            besloten.append(Besloten(zaak, verrijk(zaak, voortgang, beleid, omgeving().tarieven, today)))
    return besloten


def _na(zaak: Zaakfeiten, voortgang: Voortgang) -> Zaakfeiten:
    """Return a zaak as it is after its steps."""
    for genomen in voortgang.stappen:
        zaak = zaak.met(genomen.logregel)
    return zaak


def _op_volgorde(geladen: Sequence[Geladen], ids: Sequence[int]) -> list[Geladen]:
    """Keep the order in which the zaken were asked for: who waits longest goes first."""
    plaats = {zaak_id: nummer for nummer, zaak_id in enumerate(ids)}
    return sorted(geladen, key=lambda zaak: plaats[zaak.feiten.id])


def _binnen_ruimte(db: Connection, besloten: list[Besloten], beleid: Beleid, today: date) -> list[Besloten]:
    """Keep the handovers within signal.max_per_dag; the others wait for the next day, oldest first."""
    if not any(_draagt_over(b.voortgang) for b in besloten):
        return besloten
    over = register.ruimte(db, beleid, today)
    binnen: list[Besloten] = []
    for b in besloten:
        if _draagt_over(b.voortgang):
            over -= 1
        if over >= 0 or not _draagt_over(b.voortgang):
            binnen.append(b)
        else:
            binnen.append(_laat_wachten(b, beleid, today))
    return binnen


def _laat_wachten(besloten: Besloten, beleid: Beleid, today: date) -> Besloten:
    """Decide again without room: the log tells once that this signaal waits, for the evaluation compares who did."""
    vol = replace(besloten.zaak.feiten, signaal_ruimte=False)  # type: ignore[call-arg]  # only an incassozaak hands over
    voortgang = advance(vol, beleid, today)
    return Besloten(besloten.zaak, verrijk(besloten.zaak, voortgang, beleid, omgeving().tarieven, today))


def _draagt_over(voortgang: Voortgang) -> bool:
    return any(isinstance(g.stap, Overdragen) for g in voortgang.stappen)


def leg_bij_een_mens(zaak_id: int, gemeente: str, today: date) -> None:
    """A zaak that broke waits for a person, and does not break every round again. Its facts are not read: they may be
    what broke it.
    """
    schrijf_samen(omgeving().engine, lambda db: _leg_opzij(db, zaak_id, omgeving().beleid(gemeente), today))


def _leg_opzij(db: Connection, zaak_id: int, beleid: Beleid, today: date) -> None:
    vroeg = db.execute(select(ZAAK.c.soort).where(ZAAK.c.id == zaak_id)).scalar() == Zaaksoort.VROEGSIGNALERING
    werkdagen = beleid.vs.taak_termijn_wd if vroeg else beleid.incasso.taak_termijn_wd
    uiterlijk = beleid.kalender.werkdagen_na(today, werkdagen)
    taak = MaakTaak(Taaksoort.UITVAL_UITZOEKEN)
    register.vraag_een_mens(db, zaak_id, taak, "zaak_kan_niet_verder", today, uiterlijk)
    volgende = today + timedelta(days=beleid.incasso.hertoets_d)
    db.execute(update(ZAAK).where(ZAAK.c.id == zaak_id).values(volgende_toets=volgende))


def gemeente_van(zaak_id: int) -> str:
    """Return the gemeente of a zaak. Raises OnbekendeZaak when there is none."""
    with lezen(omgeving().engine) as db:
        gevonden = db.execute(select(ZAAK.c.gemeente).where(ZAAK.c.id == zaak_id)).scalar()
    if gevonden is None:
        raise OnbekendeZaak
    return str(gevonden)


class OnbekendeZaak(Exception):
    """Er is geen zaak met dit nummer."""
