# pyright: basic
"""Two gemeenten with two departments each, and in every one the same kinds of work; nothing that one side knows is
written like anything of another, so that a single word in an answer tells whose it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from sqlalchemy import Connection, select, update

from models import leveringen, register
from models.beleidsbestand import feestdagen, lees_beleidsdata
from models.bereikbaar import geef_toestemming
from models.database import lezen, schrijven, tabel
from models.feiten import rond_taak_af
from models.handelingen import actor
from models.medewerkers import onthoud
from models.opname import neem_vorderingen_op
from models.personen import bewaar_contact, contactrij, pseudoniem, vind_of_maak
from models.signalen import Binnengekomen, ontvang
from models.tabellen import Bericht, Gebeurtenis, Inwoner, Reactie, Taak, Zaak, Zending
from models.tabellen_werk import Aantekening, Afspraak, Inzage, Taakactie
from rules.beleid import Beleid, met_parameter, parse_beleid
from rules.besluit import MaakTaak
from rules.levering import Adres, Belastingsoort, Persoon, Sector, SignaalRij, VorderingRij
from rules.rollen import Rol
from rules.uitkomst import lees_uitkomst
from rules.woorden import Kanaal, Taaksoort, Zaaksoort
from rules.zaaknummer import zaaknummer
from tasks import drukwerk, stappen, zendingen
from tasks.omgeving import Omgeving, gebruik
from tests.models.bouwers import bsns

VANDAAG = date(2026, 7, 27)
NU = datetime(2026, 7, 27, 8, 0, tzinfo=UTC)
"""A Monday, ten o'clock in the morning in the Netherlands."""
MAART_2, JUNI_5, JUNI_19, JULI_8 = date(2026, 3, 2), date(2026, 6, 5), date(2026, 6, 19), date(2026, 7, 8)
JULI_13, JULI_20, JULI_22 = date(2026, 7, 13), date(2026, 7, 20), date(2026, 7, 22)
INCASSO, VROEG = Zaaksoort.INCASSO, Zaaksoort.VROEGSIGNALERING

TABELLEN = (Bericht, Gebeurtenis, Inwoner, Reactie, Taak, Zaak, Zending, Aantekening, Afspraak, Inzage, Taakactie)
BERICHT, LOG, INWONER, REACTIE, TAAK, ZAAK, ZENDING, AANTEKENING, AFSPRAAK, INZAGE, ACTIE = map(tabel, TABELLEN)

SOORTEN: dict[Zaaksoort, tuple[Taaksoort, ...]] = {
    INCASSO: (
        Taaksoort.BELLEN, Taaksoort.CONTACTGEGEVENS_ZOEKEN, Taaksoort.DWANGBEVEL_BEOORDELEN,
        Taaksoort.UITVAL_UITZOEKEN, Taaksoort.ONZEKERE_BEZORGING, Taaksoort.REACTIE_LEZEN, Taaksoort.HUISBEZOEK,
    ),
    VROEG: (
        Taaksoort.HUISBEZOEK, Taaksoort.BELLEN, Taaksoort.GESPREK_PLANNEN, Taaksoort.CRISIS,
        Taaksoort.UITVAL_UITZOEKEN, Taaksoort.ONZEKERE_BEZORGING, Taaksoort.REACTIE_LEZEN,
    ),
}  # fmt: skip
"""Every kind of taak that a department can have."""


@dataclass
class Kant:
    """One department of one gemeente: the words that only it may know, and what it has."""

    gemeente: str
    afdeling: Zaaksoort
    stam: str
    nummer: int
    rol: Rol
    uitgebreid: bool = True
    zaken: list[int] = field(default_factory=list)
    taken: dict[Taaksoort, int] = field(default_factory=dict)
    berichten: dict[str, str] = field(default_factory=dict)
    """One bericht of each kanaal, by id."""
    reactie: int = 0
    zending: int = 0
    uitkomst: tuple[int, int] = (0, 0)
    """(zaak, volgnr) of an outcome that a person recorded."""
    collega: int = 0
    woorden: set[str] = field(default_factory=set)

    @property
    def zaak(self) -> str:
        """The zaaknummer of the zaak with the most in it."""
        return self.nr(0)

    def nr(self, welke: int) -> str:
        """The zaaknummer of one of its zaken."""
        return zaaknummer(self.afdeling, self.zaken[welke])

    def onthoud(self, *woorden: str) -> None:
        """Keep words that no other side may see."""
        self.woorden |= {w for w in woorden if w}


def vier_kanten() -> tuple[Kant, ...]:
    """The two departments of both gemeenten."""
    return (
        Kant("voorbeeldstad", INCASSO, "Kwartelmans", 1, Rol.INVORDERING),
        Kant("voorbeeldstad", VROEG, "Zwaluwenburg", 2, Rol.VROEGSIGNALERING),
        Kant("buurdorp", INCASSO, "Leisteenhof", 3, Rol.INVORDERING, uitgebreid=False),
        Kant("buurdorp", VROEG, "Vuursteenpad", 4, Rol.VROEGSIGNALERING, uitgebreid=False),
    )


@lru_cache
def beleid_van(gemeente: str) -> Beleid:
    """The beleid of a gemeente in which two letters of one round are already a large round."""
    data = met_parameter(lees_beleidsdata(gemeente), "verzending.vrijgave_berichten", "1")
    return parse_beleid(data, feestdagen())


def stel_klok(waar: Omgeving, nu: datetime = NU) -> Omgeving:
    """Work from now on at this moment, with the beleid of each gemeente."""
    nieuw = replace(waar, nu=lambda: nu, beleid=beleid_van)
    gebruik(nieuw)
    return nieuw


def op_dag(dag: date, uur: int = 10) -> datetime:
    """An hour on a summer day in the Netherlands."""
    return datetime.combine(dag, time(uur - 2), UTC)


def bouw(waar: Omgeving, kanten: tuple[Kant, ...] | None = None) -> tuple[Kant, ...]:
    """Fill a fresh database: letters that left, open and closed taken, a round that waits, notes and replies."""
    waar, kanten = stel_klok(waar), kanten or vier_kanten()
    for kant in kanten:
        _leg_vast(waar, kant)
    for dag in (JUNI_5, JUNI_19, JULI_8, JULI_13, JULI_20):
        for kant in kanten:
            stappen.zet(_te_doen(kant, dag), kant.gemeente, dag)
        drukwerk.verzend_brieven(dag)
    for kant in kanten:
        stappen.zet(_te_doen(kant, VANDAAG), kant.gemeente, VANDAAG, alleen_automatisch=True)
    zendingen.keur(Kanaal.BRIEF, VANDAAG)
    for kant in kanten:
        with schrijven(waar.engine) as db:
            _vul_aan(db, kant)
    return kanten


def _te_doen(kant: Kant, dag: date) -> list[int]:
    return [i for i, _ in stappen.te_doen(kant.gemeente, dag) if i in kant.zaken]


def persoon_van(kant: Kant, n: int) -> Persoon:
    """The n-th resident of a side; everything about him says whose he is."""
    nr = kant.nummer
    adres = Adres(f"{kant.stam}straat", f"{nr}{n}", "", f"{nr}7{nr}{n}{'KX'}", "Voorbeeldstad")
    return Persoon(
        achternaam=f"{kant.stam}{'abcdefgh'[n]}", voorletters="A.", geboortedatum=date(1970 + nr, nr, 10 + n),
        bsn=bsns(200)[nr * 20 + n], adres=adres, telefoon=mobiel(kant, n), mobiel=True,
        email=f"bewoner{n}@{kant.stam.lower()}.example",
    )  # fmt: skip


def mobiel(kant: Kant, n: int) -> str:
    """The number of the n-th resident of a side."""
    return f"+316{kant.nummer}7{kant.nummer}9{kant.nummer}4{n:02}"


def beiden(kant: Kant) -> Persoon:
    """Somebody whom both departments of the gemeente know, each with a number of its own."""
    nr = 5 if kant.gemeente == "voorbeeldstad" else 6
    adres = Adres("Tweelandenweg", str(nr), "", f"{nr}5{nr}5AB", "Voorbeeldstad")
    return Persoon(
        achternaam="Tweelanden", voorletters="B.", geboortedatum=date(1985, 5, nr), bsn=bsns(200)[100 + nr],
        adres=adres, telefoon=mobiel(kant, 90), mobiel=True,
    )  # fmt: skip


def bedrag(kant: Kant, n: int) -> int:
    """An amount in cents that no other side has."""
    return 431_07 + kant.nummer * 101_10 + n * 3


def _euro(cent: int) -> str:
    return f"{cent // 100},{cent % 100:02}"


def _mensen(kant: Kant) -> list[Persoon]:
    """Two or four residents with a history, one whom both departments know, and three of the round of today."""
    aantal = 4 if kant.uitgebreid else 2
    return [*(persoon_van(kant, n) for n in range(aantal)), beiden(kant), *(persoon_van(kant, n) for n in (5, 6, 7))]


def _leg_vast(waar: Omgeving, kant: Kant) -> None:
    with lezen(waar.engine) as db:
        eerder = set(db.execute(select(ZAAK.c.id)).scalars())
    for n, persoon in enumerate(_mensen(kant)):
        _onthoud_persoon(kant, persoon, bedrag(kant, n), eigen=persoon.achternaam != "Tweelanden")
        vers = persoon in [persoon_van(kant, m) for m in (5, 6, 7)]
        with schrijven(waar.engine) as db:
            (_belast if kant.afdeling == INCASSO else _signaleer)(db, kant, n, persoon, vers)
            wie = vind_of_maak(db, kant.gemeente, kant.afdeling, [persoon], "test", MAART_2)
            if n == 1 and kant.afdeling == VROEG:
                geef_toestemming(db, wie[pseudoniem(kant.gemeente, persoon)], MAART_2)
    with lezen(waar.engine) as db:
        kant.zaken = [z for z in db.execute(select(ZAAK.c.id).order_by(ZAAK.c.id)).scalars() if z not in eerder]
    kant.onthoud(*(zaaknummer(kant.afdeling, z) for z in kant.zaken))


def _onthoud_persoon(kant: Kant, persoon: Persoon, cent: int, eigen: bool) -> None:
    nummer = persoon.telefoon.removeprefix("+31")
    kant.onthoud(nummer, f"0{nummer}", f"0{nummer[0]} {nummer[1:]}", _euro(cent), str(cent))
    if eigen:
        kant.onthoud(kant.stam.lower(), persoon.bsn, persoon.adres.postcode, persoon.adres.postcode[:4])
        kant.onthoud(f"{persoon.adres.postcode[:4]} {persoon.adres.postcode[4:]}", str(persoon.geboortedatum))


def _belast(db: Connection, kant: Kant, n: int, persoon: Persoon, vers: bool) -> None:
    levering, _ = leveringen.begin(db, kant.gemeente, "vorderingen", f"{kant.stam}{n}", MAART_2)
    vervalt = VANDAAG - timedelta(days=5) if vers else date(2026, 5, 31)
    rij = VorderingRij(
        f"{kant.stam}-{n}", "1", persoon, Belastingsoort.AFVALSTOFFENHEFFING, 2026, bedrag(kant, n), bedrag(kant, n),
        date(2026, 2, 28), vervalt,
    )  # fmt: skip
    neem_vorderingen_op(db, kant.gemeente, [rij], MAART_2, levering)


def _signaleer(db: Connection, kant: Kant, n: int, persoon: Persoon, vers: bool) -> None:
    dag = VANDAAG - timedelta(days=beleid_van(kant.gemeente).vs.wacht_op_match_d) if vers else JULI_13
    partners = [(f"{kant.stam} Water", Sector.WATER)] + ([] if vers else [(f"{kant.stam} Wonen", Sector.HUUR)])
    for m, (partner, sector) in enumerate(partners):
        cent = bedrag(kant, n) + m * 50
        kant.onthoud(_euro(cent), str(cent))
        rij = SignaalRij(f"{kant.stam}-{n}-{m}", partner, sector, persoon, cent, dag)
        ontvang(db, beleid_van(kant.gemeente), [Binnengekomen(rij)], dag)


def _vul_aan(db: Connection, kant: Kant) -> None:
    """Add what the rules did not make by themselves: every kind of taak, notes, replies, appointments, looks."""
    rollen = {kant.rol, Rol.TEAMLEIDING}
    naam = f"Collega {kant.rol} {kant.gemeente}"
    kant.collega = onthoud(db, f"proef|{naam}", naam, rollen, [kant.gemeente])
    zaak = kant.zaken[0]
    for rij in db.execute(select(BERICHT.c.kanaal, BERICHT.c.id).where(BERICHT.c.zaak_id.in_(kant.zaken))):
        kant.berichten.setdefault(rij.kanaal, rij.id)
    feiten = {Taaksoort.ONZEKERE_BEZORGING: {"kanaal": "brief", "bericht": kant.berichten["brief"]}}
    for soort in SOORTEN[kant.afdeling]:
        taak = MaakTaak(soort, feiten=feiten.get(soort, {}))
        register.vraag_een_mens(db, zaak, taak, "zaak_kan_niet_verder", JULI_22, VANDAAG + timedelta(days=4))
    waar = (TAAK.c.zaak_id == zaak, TAAK.c.status == "open")
    kant.taken = {Taaksoort(s): i for s, i in db.execute(select(TAAK.c.soort, TAAK.c.id).where(*waar))}
    zending = select(BERICHT.c.zending_id).where(BERICHT.c.zaak_id.in_(kant.zaken), BERICHT.c.zending_id.is_not(None))
    kant.zending = int(db.execute(zending.distinct()).scalar_one())
    _mensenwerk(db, kant, zaak)
    _sluit_een(db, kant)


def _mensenwerk(db: Connection, kant: Kant, zaak: int) -> None:
    nu, wie = NU - timedelta(days=3), kant.collega
    tekst = f"{kant.stam} heeft een hond en wil na vijf uur gebeld worden"
    vast = {"zaak_id": zaak, "op": nu}
    db.execute(AANTEKENING.insert().values(**vast, medewerker_id=wie, tekst=tekst))
    rij = {"sleutel": f"r{zaak}", "soort": "lezen", "van": mobiel(kant, 0), "tekst": f"{kant.stam}: bel mij"}
    kant.reactie = int((db.execute(REACTIE.insert().values(**vast, **rij)).inserted_primary_key or (0,))[0])
    inzage = {"medewerker_id": wie, "gemeente": kant.gemeente, "afdeling": kant.afdeling.value, "wat": "zaak"}
    db.execute(INZAGE.insert().values(**vast, **inzage, waarom="taak"))
    inwoner = select(ZAAK.c.inwoner_id).where(ZAAK.c.id == zaak).scalar_subquery()
    db.execute(update(INWONER).where(INWONER.c.id == inwoner).values(let_op=""))
    inwoner_id = db.execute(select(ZAAK.c.inwoner_id).where(ZAAK.c.id == zaak)).scalar_one()
    bewaar_contact(db, [contactrij(inwoner_id, "telefoon", f"+3120{kant.nummer}7{kant.nummer}91", "inwoner", JULI_8)])
    for soort, gesprek in ((Taaksoort.HUISBEZOEK, "huisbezoek"), (Taaksoort.GESPREK_PLANNEN, "gesprek")):
        if taak := kant.taken.get(soort):
            rij = {"taak_id": taak, "volgnr": 1, "soort": gesprek, "dag": VANDAAG, "dagdeel": "middag"}
            db.execute(AFSPRAAK.insert().values(**vast, **rij, tijd="14:30", eerste_id=wie, status="gepland"))
    bellen = kant.taken[Taaksoort.BELLEN]
    db.execute(update(TAAK).where(TAAK.c.id == bellen).values(behandelaar_id=wie))
    db.execute(ACTIE.insert().values(taak_id=bellen, op=nu, medewerker_id=wie, soort="genomen", gegevens={}))


def _sluit_een(db: Connection, kant: Kant) -> None:
    """One resident was reached: his zaak has an outcome that can be corrected."""
    zaak = kant.zaken[1]
    bellen = MaakTaak(Taaksoort.BELLEN)
    register.vraag_een_mens(db, zaak, bellen, "zaak_kan_niet_verder", JULI_22, VANDAAG + timedelta(days=4))
    [(taak, _), *_] = register.open_vragen(db, zaak, bellen)
    rond_taak_af(db, taak, lees_uitkomst("bereikt avond, wil geen hulp"), JULI_22, actor(kant.collega))
    volgnr = select(LOG.c.volgnr).where(LOG.c.zaak_id == zaak, LOG.c.soort == "taak_afgerond")
    kant.uitkomst = (zaak, int(db.execute(volgnr.order_by(LOG.c.volgnr.desc())).scalars().first() or 0))


def andere(kanten: tuple[Kant, ...], *eigen: Kant) -> Iterator[str]:
    """Give every word that only other sides may know."""
    mijn = set().union(*(k.woorden for k in eigen)) if eigen else set()
    for kant in kanten:
        if kant not in eigen:
            yield from kant.woorden - mijn


def nog_een_kant(kant: Kant) -> Kant:
    """Return another side full of work at the same department: for tests that ask whether others can feel it."""
    return Kant(kant.gemeente, kant.afdeling, "Granietberg", 7, kant.rol, uitgebreid=False)
