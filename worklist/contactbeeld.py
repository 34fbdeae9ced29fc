"""How is a resident reached, and who changed that? For the page on which a colleague can change it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from models.database import tabel
from models.dossier import Contact, Persoonsbeeld
from models.handelingen import nieuwe_sleutel
from models.tabellen_werk import Handeling, Medewerker
from rules.kanaalkeuze import PER_EMAIL
from rules.woorden import Kanaal, Zaaksoort
from worklist.woorden import BERICHT, woord

HANDELING, MEDEWERKER = tabel(Handeling), tabel(Medewerker)

ACTIES: dict[str, str] = {
    "nieuw": "bewaarde een nummer of adres",
    "uit": "zette een nummer of adres uit",
    "aan": "zette een nummer of adres weer aan",
    "toestemming": "veranderde wat per e-mail mag",
    "afmelden": "meldde de inwoner af",
    "aanmelden": "meldde de inwoner weer aan",
}
"""What somebody did, as the Handeling keeps it behind `contact`."""

AF_TE_MELDEN = (Kanaal.SMS, Kanaal.EMAIL)
LAATSTE = 5


@dataclass(frozen=True, repr=False)
class Contactbeeld:
    """Everything about reaching one resident. No repr: personal data."""

    gegevens: tuple[Contact, ...]
    mag_mail: frozenset[str]
    """For which berichten he agreed to e-mail."""
    mailsoorten: dict[str, str]
    """What can go by e-mail at this department, with its words; nothing at Gemeentebelastingen."""
    afgemeld: dict[str, date]
    """Kanaal, and since when he wants nothing by it."""
    kanalen: tuple[str, ...]
    verleden: tuple[tuple[datetime, str, str], ...]
    """(when, who, what), newest first."""

    def sleutel(self) -> str:
        """Return a key for one of the forms on the page: each has its own."""
        return nieuwe_sleutel()


def contact_van(db: Connection, zaak: Row[Any], wie: Persoonsbeeld) -> Contactbeeld:
    """Return how the resident of a zaak is reached; the caller found the zaak through a blik."""
    vroeg = zaak.soort == Zaaksoort.VROEGSIGNALERING
    return Contactbeeld(
        wie.contact,
        frozenset(soort for kanaal, soort, _, _ in wie.toestemmingen if kanaal == Kanaal.EMAIL),
        {s.value: BERICHT[s] for s in sorted(PER_EMAIL)} if vroeg else {},
        {kanaal: op for kanaal, op, _ in wie.afmeldingen},
        tuple(kanaal.value for kanaal in AF_TE_MELDEN),
        _verleden(db, zaak.id),
    )


def _verleden(db: Connection, zaak_id: int) -> tuple[tuple[datetime, str, str], ...]:
    h = HANDELING.c
    vraag = select(h.op, MEDEWERKER.c.naam, h.soort).join(MEDEWERKER, MEDEWERKER.c.id == h.medewerker_id)
    van = vraag.where(h.zaak_id == zaak_id, h.soort.like("contact %"))
    rijen = db.execute(van.order_by(h.op.desc()).limit(LAATSTE))
    return tuple((op, naam, woord(ACTIES, str(soort).split()[1])) for op, naam, soort in rijen)
