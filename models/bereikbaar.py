"""How may a person be reached? Numbers and addresses that work, what he agreed to, and what he stopped."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, and_, delete, select

from models.bulk import voeg_eenmalig_toe
from models.database import tabel
from models.logboek import Bijschrift, schrijf_bij
from models.tabellen import Afmelding, Contactgegeven, Inwoner, Toestemming, Zaak
from rules.kanaalkeuze import PER_EMAIL
from rules.log import Logregel, Soort
from rules.woorden import Berichtsoort, Kanaal

CONTACT, TOESTEMMING, AFMELDING = tabel(Contactgegeven), tabel(Toestemming), tabel(Afmelding)
ZAAK, INWONER = tabel(Zaak), tabel(Inwoner)

_ZELFDE_PERSOON = and_(AFMELDING.c.gemeente == INWONER.c.gemeente, AFMELDING.c.pseudoniem == INWONER.c.pseudoniem)

CONTACTSOORT = {Kanaal.SMS: "mobiel", Kanaal.EMAIL: "email"}
"""Which contactgegeven a kanaal needs; a letter needs an address."""


@dataclass(frozen=True)
class Bereikbaar:
    """How one department may reach one person now; `adressen` (soort, waarde) are personal data."""

    adressen: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    email_voor: frozenset[Berichtsoort] = frozenset()
    afgemeld: frozenset[Kanaal] = frozenset()

    @property
    def telefoon(self) -> bool:
        """A person can be called; who stopped sms can still be called."""
        return any(soort in ("telefoon", "mobiel") for soort, _ in self.adressen)

    @property
    def email(self) -> bool:
        """An e-mail address is known; `email_voor` says for what it may be used."""
        return any(soort == "email" for soort, _ in self.adressen)

    @property
    def mobiel(self) -> bool:
        """A sms may go."""
        return self.adres_voor(Kanaal.SMS) is not None

    def adres_voor(self, kanaal: Kanaal, soort: Berichtsoort | None = None) -> str | None:
        """Return the number or address for a bericht of this soort; None: nothing may go by this kanaal."""
        if kanaal in self.afgemeld or (kanaal == Kanaal.EMAIL and soort not in self.email_voor):
            return None
        return next((waarde for naam, waarde in self.adressen if naam == CONTACTSOORT[kanaal]), None)


def bereikbaar(db: Connection, inwoners: Collection[int]) -> dict[int, Bereikbaar]:
    """Return how these persons may be reached; e-mail only for what they agreed to (Awb art. 2:8)."""
    adressen: dict[int, list[tuple[str, str]]] = defaultdict(list)
    vraag = select(CONTACT.c.inwoner_id, CONTACT.c.soort, CONTACT.c.waarde).order_by(CONTACT.c.id)
    for inwoner, soort, waarde in db.execute(
        vraag.where(CONTACT.c.inwoner_id.in_(inwoners), CONTACT.c.onbruikbaar_op.is_(None))
    ):
        adressen[inwoner].append((soort, waarde))
    ja, nee = _toestemmingen(db, adressen), _afmeldingen(db, adressen)
    return {
        i: Bereikbaar(tuple(lijst), frozenset(ja[i]) if _mailt(lijst, nee[i]) else frozenset(), frozenset(nee[i]))
        for i, lijst in adressen.items()
    }


def _mailt(adressen: Iterable[tuple[str, str]], afgemeld: set[Kanaal]) -> bool:
    return Kanaal.EMAIL not in afgemeld and any(soort == "email" for soort, _ in adressen)


def _toestemmingen(db: Connection, inwoners: Collection[int]) -> dict[int, set[Berichtsoort]]:
    gevonden: dict[int, set[Berichtsoort]] = defaultdict(set)
    vraag = select(TOESTEMMING.c.inwoner_id, TOESTEMMING.c.soort).where(TOESTEMMING.c.kanaal == Kanaal.EMAIL.value)
    for inwoner, soort in db.execute(vraag.where(TOESTEMMING.c.inwoner_id.in_(inwoners))):
        gevonden[inwoner].add(Berichtsoort(soort))
    return gevonden


def _afmeldingen(db: Connection, inwoners: Collection[int]) -> dict[int, set[Kanaal]]:
    gevonden: dict[int, set[Kanaal]] = defaultdict(set)
    vraag = select(INWONER.c.id, AFMELDING.c.kanaal).join(AFMELDING, _ZELFDE_PERSOON)
    for inwoner, kanaal in db.execute(vraag.where(INWONER.c.id.in_(inwoners))):
        gevonden[inwoner].add(Kanaal(kanaal))
    return gevonden


def inwoners_met(db: Connection, kanaal: Kanaal, waarde: str) -> list[int]:
    """Return everybody, at both departments, who is reached at this number or address."""
    waar = (CONTACT.c.soort == CONTACTSOORT[kanaal], CONTACT.c.waarde == waarde)
    return list(db.execute(select(CONTACT.c.inwoner_id).where(*waar).order_by(CONTACT.c.inwoner_id)).scalars())


def meld_af(db: Connection, inwoners: Sequence[int], kanaal: Kanaal, dag: date, bron: str) -> None:
    """Keep that persons want nothing more by this kanaal: what is ready is cancelled, their zaken are told."""
    vast = {"kanaal": kanaal.value, "op": dag, "bron": bron}
    nieuw = [persoon for persoon in _personen(db, inwoners) if voeg_eenmalig_toe(db, AFMELDING, _wie(persoon) | vast)]
    _vertel(db, nieuw, Logregel(Soort.AFGEMELD, dag, {"kanaal": kanaal.value, "bron": bron}), dag)


def meld_aan(db: Connection, inwoners: Sequence[int], kanaal: Kanaal, dag: date, bron: str) -> None:
    """Take an opt-out back, at the wish of the person himself."""
    terug = [persoon for persoon in _personen(db, inwoners) if _wis_afmelding(db, persoon, kanaal)]
    _vertel(db, terug, Logregel(Soort.AANGEMELD, dag, {"kanaal": kanaal.value, "bron": bron}), dag)


def geef_toestemming(
    db: Connection, inwoner_id: int, dag: date, bron: str = "inwoner", soorten: Collection[Berichtsoort] = PER_EMAIL
) -> None:
    """Keep that a resident agreed to e-mail from one department, for these kinds of bericht (Awb art. 2:8).

    It takes back an earlier opt-out: the newest word counts.
    """
    vast = {"inwoner_id": inwoner_id, "kanaal": Kanaal.EMAIL.value, "op": dag, "bron": bron}
    for soort in sorted(PER_EMAIL & frozenset(soorten)):
        voeg_eenmalig_toe(db, TOESTEMMING, vast | {"soort": soort.value})
    for persoon in _personen(db, [inwoner_id]):
        _wis_afmelding(db, persoon, Kanaal.EMAIL)


def zonder_toestemming(db: Connection, gemeente: str, afdeling: str) -> list[int]:
    """Return the inwoners of whom a department has an e-mail address that works, without consent to use it."""
    ja = select(TOESTEMMING.c.inwoner_id).where(TOESTEMMING.c.kanaal == Kanaal.EMAIL.value)
    nee = select(INWONER.c.id).join(AFMELDING, _ZELFDE_PERSOON).where(AFMELDING.c.kanaal == Kanaal.EMAIL.value)
    vraag = (
        select(CONTACT.c.inwoner_id)
        .join(INWONER, INWONER.c.id == CONTACT.c.inwoner_id)
        .where(INWONER.c.gemeente == gemeente, INWONER.c.afdeling == afdeling, CONTACT.c.soort == "email")
        .where(CONTACT.c.onbruikbaar_op.is_(None), CONTACT.c.inwoner_id.not_in(ja), CONTACT.c.inwoner_id.not_in(nee))
        .order_by(CONTACT.c.inwoner_id)
    )
    return list(dict.fromkeys(db.execute(vraag).scalars()))


Wie = tuple[str, str]
"""A person, whatever the department: gemeente and pseudoniem."""


def _personen(db: Connection, inwoners: Sequence[int]) -> list[Wie]:
    vraag = select(INWONER.c.gemeente, INWONER.c.pseudoniem).where(INWONER.c.id.in_(inwoners)).distinct()
    return [(gemeente, ps) for gemeente, ps in db.execute(vraag.order_by(INWONER.c.gemeente, INWONER.c.pseudoniem))]


def _wie(persoon: Wie) -> dict[str, str]:
    return {"gemeente": persoon[0], "pseudoniem": persoon[1]}


def _wis_afmelding(db: Connection, persoon: Wie, kanaal: Kanaal) -> bool:
    waar = (AFMELDING.c.gemeente == persoon[0], AFMELDING.c.pseudoniem == persoon[1])
    return db.execute(delete(AFMELDING).where(*waar, AFMELDING.c.kanaal == kanaal.value)).rowcount == 1


def _vertel(db: Connection, personen: Sequence[Wie], regel: Logregel, dag: date) -> None:
    """Tell the open zaken of these persons, at both departments."""
    zaken: list[int] = []
    for gemeente, ps in personen:
        vraag = select(ZAAK.c.id).join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        waar = (INWONER.c.gemeente == gemeente, INWONER.c.pseudoniem == ps, ZAAK.c.volgende_toets.is_not(None))
        zaken += db.execute(vraag.where(*waar).order_by(ZAAK.c.id)).scalars()
    schrijf_bij(db, [Bijschrift(z, regel) for z in zaken], dag)
