"""How does a row of the outbox become words for one resident? Here, and nowhere else, figures and a person meet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from hmac import compare_digest
from typing import Any

from sqlalchemy import Connection, select

from models.bereikbaar import Bereikbaar, bereikbaar
from models.database import tabel
from models.sleutels import sleutels
from models.tabellen import Bericht, Inwoner, Zaak
from rules.beleid import Beleid
from rules.bezorging import Status
from rules.gemeente import Gemeente
from rules.levering import Adres, Sector
from rules.woorden import Berichtsoort, Doelgroep, Kanaal, Zaaksoort
from rules.zaaknummer import zaaknummer
from tasks.briefgegevens import Afzender, Briefgegevens, Melder, Rekening, adresregels
from tasks.fouten import PermanentFailure
from tasks.kanaal import Poststuk
from tasks.omgeving import omgeving
from tasks.sjablonen import Tekst, schrijf

BERICHT, ZAAK, INWONER = tabel(Bericht), tabel(Zaak), tabel(Inwoner)


class GeenAdres(PermanentFailure):
    """Voor dit kanaal is geen bruikbaar nummer of adres (meer)."""


@dataclass(frozen=True, repr=False)
class Klaar:
    """One row of the outbox with the person it is for. No repr: it holds personal data."""

    id: str
    zaak_id: int
    zaaksoort: Zaaksoort
    gemeente: str
    soort: Berichtsoort
    kanaal: Kanaal
    poging: int
    dag: date
    batch: str
    gegevens: dict[str, Any]
    status: Status
    sinds: datetime
    bezig_sinds: datetime | None
    verzonden_op: datetime | None
    offertes: int
    kenmerk: str
    inwoner: Any
    bereik: Bereikbaar

    @property
    def aan(self) -> str | None:
        """The number or e-mail address that may be used now for this bericht; None when there is none."""
        return self.bereik.adres_voor(self.kanaal, self.soort)


def haal(db: Connection, ids: Sequence[str]) -> list[Klaar]:
    """Load berichten with the person they are for, in order of id."""
    b = BERICHT.c
    vraag = (
        select(b.id, b.zaak_id, b.soort, b.kanaal, b.poging, b.dag, b.batch, b.gegevens, b.status, b.sinds,
               b.bezig_sinds, b.verzonden_op, b.offertes, b.kenmerk,
               ZAAK.c.soort.label("zaaksoort"), *(k for k in INWONER.c if k.name not in ("bsn", "id")),
               INWONER.c.id.label("inwoner_id"))
        .join(ZAAK, ZAAK.c.id == b.zaak_id)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(b.id.in_(ids))
        .order_by(b.id)
    )  # fmt: skip
    rijen = db.execute(vraag).all()
    bereik, niet = bereikbaar(db, {r.inwoner_id for r in rijen}), Bereikbaar()
    return [
        Klaar(
            r.id, r.zaak_id, Zaaksoort(r.zaaksoort), r.gemeente, Berichtsoort(r.soort), Kanaal(r.kanaal), r.poging,
            r.dag, r.batch, r.gegevens, Status(r.status), r.sinds,
            r.bezig_sinds, r.verzonden_op, r.offertes, r.kenmerk, r, bereik.get(r.inwoner_id, niet),
        )
        for r in rijen
    ]  # fmt: skip


def schrijf_bericht(klaar: Klaar, beleid: Beleid) -> tuple[Tekst, Briefgegevens]:
    """Write the words of a bericht. Raises PermanentFailure when it cannot be written for this person."""
    gegevens = _briefgegevens(klaar, beleid)
    return schrijf(klaar.soort, klaar.kanaal, gegevens), gegevens


def maak_poststuk(klaar: Klaar, beleid: Beleid, ontvangst_url: str = "", geldig_s: int | None = None) -> Poststuk:
    """Write an sms or e-mail. Raises GeenAdres when there is nothing (any more) to send it to.

    `ontvangst_url` is our public address: there the provider tells what became of an sms, and a resident stops
    e-mail. `geldig_s` is for how many seconds an sms may still arrive.
    """
    if (aan := klaar.aan) is None:
        raise GeenAdres
    tekst, _ = schrijf_bericht(klaar, beleid)
    stuk = Poststuk(klaar.id, aan, tekst.onderwerp, tekst.platte_tekst, tekst.html, _opgesteld(klaar))
    if klaar.kanaal == Kanaal.SMS:
        terugmeld_url = f"{ontvangst_url}/sms/status/{klaar.id}" if ontvangst_url else ""
        return replace(stuk, geldig_s=geldig_s, terugmeld_url=terugmeld_url)
    team = beleid.gemeente.afzender.afdeling(klaar.zaaksoort)
    afmeld_url = f"{ontvangst_url}/afmelden/{afmeldcode(klaar.id)}" if ontvangst_url else ""
    return replace(stuk, antwoord_adres=team.email, afmeld_adres=team.email, afmeld_url=afmeld_url)


def _opgesteld(klaar: Klaar) -> datetime:
    return datetime.combine(klaar.dag, time(9), UTC)


def afmeldcode(bericht_id: str) -> str:
    """Return the code by which a resident stops e-mail: the bericht it came with, and a proof that we made it."""
    return f"{bericht_id}.{sleutels().pseudoniem(['afmelden', bericht_id])}"


def bericht_van(code: str) -> str | None:
    """Return the bericht of an afmeldcode; None when we did not make it."""
    bericht_id = code.rpartition(".")[0]
    return bericht_id if bericht_id and compare_digest(afmeldcode(bericht_id).encode(), code.encode()) else None


def _briefgegevens(klaar: Klaar, beleid: Beleid) -> Briefgegevens:
    r, g = klaar.inwoner, klaar.gegevens
    adres = Adres(r.straat, r.huisnummer, r.toevoeging, r.postcode, r.woonplaats)
    return Briefgegevens(
        afzender=_afzender(beleid.gemeente, klaar.zaaksoort),
        doelgroep=Doelgroep(g["doelgroep"]),
        kenmerk=zaaknummer(klaar.zaaksoort, klaar.zaak_id),
        datum=klaar.dag,
        achternaam=r.achternaam or "bewoner van dit adres",
        voorletters=r.voorletters,
        voorvoegsel=r.voorvoegsel,
        adresregels=adresregels(adres),
        regels=tuple(_rekening(regel) for regel in g.get("regels", ())),
        kosten=g.get("kosten", 0),
        uiterste_dag=_dag(g.get("uiterste_dag")),
        bezoekdag=_dag(g.get("bezoekdag")),
        eerdere_brief=_dag(g.get("eerdere_brief")),
        melders=tuple(Melder(partner, Sector(sector)) for partner, sector in g.get("melders", ())),
        delen_zonder_bezwaar=g.get("delen_zonder_bezwaar", False),
        bewaar_maanden=g.get("bewaar_maanden", beleid.bewaar.zonder_contact_mnd),
        sms_antwoord=omgeving().settings.sms_antwoord,
        variant=g.get("variant", ""),
    )


def _rekening(regel: dict[str, Any]) -> Rekening:
    vervaldag = date.fromisoformat(regel["vervaldag"])
    return Rekening(regel["omschrijving"], regel["aanslagnummer"], vervaldag, regel["openstaand"])


def _dag(tekst: str | None) -> date | None:
    return date.fromisoformat(tekst) if tekst else None


@lru_cache(maxsize=64)
def _afzender(gemeente: Gemeente, soort: Zaaksoort) -> Afzender:
    afzender = gemeente.afzender
    team, hulp = afzender.afdeling(soort), afzender.afdeling(Zaaksoort.VROEGSIGNALERING)
    return Afzender(
        gemeente=gemeente.naam,
        afdeling=team.naam,
        adresregels=(*afzender.adresregels, f"{afzender.postcode}  {afzender.plaats.upper()}"),
        telefoon=team.telefoon,
        openingstijden=afzender.openingstijden,
        openingstijden_kort="op werkdagen",
        medewerker=team.medewerker,
        medewerker_telefoon=team.telefoon,
        email=team.email,
        website=afzender.website,
        hulpteam=re.sub(r"^team ", "", hulp.naam, flags=re.IGNORECASE),
        hulp_telefoon=hulp.telefoon,
        inlooppunten=tuple(f"{p.naam}: {p.adres}, {p.openingstijden}" for p in afzender.inlooppunten),
        iban=afzender.iban,
        betaalwijzen=(),
    )
