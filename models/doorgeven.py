"""What may one department tell the other? As little as the law allows, in the same transaction as the step itself."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, select, update

from models.database import tabel
from models.lader import Geladen
from models.logboek import Bijschrift, geldt, schrijf_bij
from models.signalen import Binnengekomen, ontvang
from models.tabellen import Contactgegeven, Gebeurtenis, Inwoner, Signaal, Zaak
from rules.beleid import Beleid
from rules.besluit import Opschorten, Overdragen, Sluiten
from rules.levering import Adres, Persoon, Sector, SignaalRij
from rules.log import Logregel, Soort
from rules.resultaat import HULP
from rules.voortgang import Voortgang
from rules.woorden import Reden, Zaaksoort

INWONER, CONTACT, SIGNAAL = tabel(Inwoner), tabel(Contactgegeven), tabel(Signaal)
ZAAK, LOG = tabel(Zaak), tabel(Gebeurtenis)

PARTNER = "Gemeentebelastingen"


def geef_door(db: Connection, beleid: Beleid, zaak: Geladen, voortgang: Voortgang, today: date) -> None:
    """Tell the other department what it may know of the steps just taken."""
    for genomen in voortgang.stappen:
        match genomen.stap:
            case Overdragen() as overdracht:
                _draag_over(db, beleid, zaak, overdracht, today)
            case Opschorten(Reden.HULP, tot) if zaak.feiten.soort == Zaaksoort.VROEGSIGNALERING and tot:
                _vraag_rust(db, zaak, tot, today)
            case Sluiten(resultaat) if zaak.feiten.soort == Zaaksoort.VROEGSIGNALERING:
                geholpen = resultaat in HULP  # the pause that was asked for runs on
                _koppel_terug(db, zaak, {"afgesloten": not geholpen, "contact": zaak.feiten.bereikt is not None}, today)
            case Sluiten() if Soort.OVERGEDRAGEN in zaak.feiten.log:
                _meld_voldaan(db, zaak, today)
            case _:
                pass


def _draag_over(db: Connection, beleid: Beleid, zaak: Geladen, overdracht: Overdragen, today: date) -> None:
    """Pass on who it is about and how much: no belastingsoort, no reason, nothing of the rest of the zaak."""
    rij = SignaalRij(
        kenmerk=f"gb-{zaak.feiten.id}",
        partner=PARTNER,
        sector=Sector.GEMEENTEBELASTINGEN,
        persoon=persoon_van(db, zaak.inwoner_id),
        bedrag=overdracht.bedrag,
        signaaldatum=today,
        warme_overdracht=overdracht.warm,
    )
    ontvang(db, beleid, [Binnengekomen(rij, zaak.feiten.id, overdracht.warm)], today)


def persoon_van(db: Connection, inwoner_id: int) -> Persoon:
    """Return the contact details of a person as one department holds them."""
    r = db.execute(select(INWONER).where(INWONER.c.id == inwoner_id)).one()
    contact = {
        soort: waarde
        for soort, waarde in db.execute(
            select(CONTACT.c.soort, CONTACT.c.waarde)
            .where(CONTACT.c.inwoner_id == inwoner_id, CONTACT.c.onbruikbaar_op.is_(None))
            .order_by(CONTACT.c.id)
        )
    }
    return Persoon(
        achternaam=r.achternaam,
        voorletters=r.voorletters,
        voorvoegsel=r.voorvoegsel,
        geboortedatum=r.geboortedatum,
        bsn=r.bsn or "",
        adres=Adres(r.straat, r.huisnummer, r.toevoeging, r.postcode, r.woonplaats),
        telefoon=contact.get("mobiel") or contact.get("telefoon", ""),
        mobiel="mobiel" in contact,
        email=contact.get("email", ""),
    )


def _koppel_terug(db: Connection, zaak: Geladen, gegevens: dict[str, Any], today: date) -> None:
    """Tell Gemeentebelastingen that help was accepted or that the zaak is closed; never what the help is."""
    vraag = select(SIGNAAL.c.bron_zaak_id).where(
        SIGNAAL.c.zaak_id == zaak.feiten.id, SIGNAAL.c.bron_zaak_id.is_not(None)
    )
    regels = [
        Bijschrift(bron, Logregel(Soort.TERUGKOPPELING, today, gegevens), actor="vroegsignalering")
        for bron in db.execute(vraag.order_by(SIGNAAL.c.id)).scalars()
    ]
    schrijf_bij(db, regels, today)


def _vraag_rust(db: Connection, zaak: Geladen, tot: date, today: date) -> None:
    """Ask rest for everything that the resident of the signaal owes Gemeentebelastingen: until when, never why."""
    andere = ZAAK.alias()
    vraag = (
        select(andere.c.id)
        .join(ZAAK, (ZAAK.c.inwoner_id == andere.c.inwoner_id) & (ZAAK.c.soort == andere.c.soort))
        .join(SIGNAAL, SIGNAAL.c.bron_zaak_id == ZAAK.c.id)
        .where(SIGNAAL.c.zaak_id == zaak.feiten.id, andere.c.volgende_toets.is_not(None))
        .distinct()
    )
    gegevens = {"hulp_geaccepteerd": True, "tot": tot.isoformat()}
    regels = [
        Bijschrift(z, Logregel(Soort.TERUGKOPPELING, today, gegevens), actor="vroegsignalering")
        for z in db.execute(vraag.order_by(andere.c.id)).scalars()
    ]
    schrijf_bij(db, regels, today)


def teruggekoppeld(db: Connection, zaak_id: int, stap: Logregel) -> list[tuple[int, int]]:
    """Return (zaak, volgnr) of what Gemeentebelastingen was told of a step of a vroegsignaalzaak and still holds."""
    inwoners = select(ZAAK.c.inwoner_id).join(SIGNAAL, SIGNAAL.c.bron_zaak_id == ZAAK.c.id)
    vraag = (
        select(LOG.c.zaak_id, LOG.c.volgnr, LOG.c.gegevens)
        .join(ZAAK, ZAAK.c.id == LOG.c.zaak_id)
        .where(ZAAK.c.inwoner_id.in_(inwoners.where(SIGNAAL.c.zaak_id == zaak_id)))
        .where(LOG.c.soort == Soort.TERUGKOPPELING.value, LOG.c.actor == Zaaksoort.VROEGSIGNALERING.value)
        .where(LOG.c.dag == stap.dag, geldt())
        .order_by(LOG.c.zaak_id, LOG.c.volgnr)
    )
    if stap.soort == Soort.GESLOTEN:
        return [(z, nr) for z, nr, g in db.execute(vraag) if "afgesloten" in g]
    return [(z, nr) for z, nr, g in db.execute(vraag) if g.get("tot") == stap.gegevens.get("tot")]


def _meld_voldaan(db: Connection, zaak: Geladen, today: date) -> None:
    """Tell team Vroegsignalering that the arrear it was told of is no longer open."""
    signalen = list(
        db.execute(
            select(SIGNAAL.c.id, SIGNAAL.c.zaak_id)
            .where(SIGNAAL.c.bron_zaak_id == zaak.feiten.id, SIGNAAL.c.voldaan_op.is_(None))
            .order_by(SIGNAAL.c.id)
        )
    )
    for s in signalen:
        db.execute(update(SIGNAAL).where(SIGNAAL.c.id == s.id).values(voldaan_op=today))
    regels = [Bijschrift(s.zaak_id, Logregel(Soort.SIGNAAL_VOLDAAN, today, {"signaal": s.id})) for s in signalen]
    schrijf_bij(db, regels, today)
