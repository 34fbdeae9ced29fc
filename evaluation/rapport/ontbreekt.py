"""What is missing: months that were left out, what cannot be said, and what to record so that it can."""

from datetime import date

from sqlalchemy import func, select

from evaluation.cijfer import Cijfer, Gat, Periode
from evaluation.cijfertekst import NAMEN
from evaluation.gaten import BELASTINGEN, SIGNALEN, gaten
from evaluation.rapport.bron import Bron
from evaluation.rapport.getallen import maand, opsomming
from evaluation.rapport.grafieken import kalender
from evaluation.rapport.inhoud import Alinea, Beeld, Blok, Hoofdstuk, Lijst, Tabel, Tussenkop, hoofdstuk
from evaluation.rapport.woorden import BRON
from models.database import tabel
from models.tabellen_beheer import Leveringsmaand

BRONNEN = (SIGNALEN, BELASTINGEN)
RIJEN = 24
"""More rows than this make no readable calendar: then only the table is there."""

LEG_VAST: dict[str, str] = {
    "doel1_niet_bekend": "leg bij elk signaal vast of de inwoner al bekend is, en of er eerder een signaal was",
    "doel2_bereik": "leg bij elke poging vast of u de inwoner sprak",
    "doel3_dwangbevelen": "neem elke maand de mutaties met betekende dwangbevelen in, en leg vast welk signaal moest "
    "wachten omdat het hoogste aantal van die dag was bereikt",
    "kwijtschelding_na_signaal": "neem elke maand de mutaties met kwijtschelding in",
    "aanmelding_shv_na_signaal": "leg vast wie zich bij schuldhulpverlening meldt, of neem die levering in",
    "hulpacceptatie": "leg bij elk gesprek vast of de inwoner hulp wil",
    "effort_volledig": "laat signalen via Tijdig overgaan: dan staat elke stap in het dossier",
    "afwijkingen": "laat signalen via Tijdig overgaan: dan staat elke afwijking in het dossier",
}
"""What a gemeente can do so that a figure can be said the next time."""
STANDAARD = "zorg dat de leveringen elke maand compleet zijn"


def ontbreekthoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return what is missing and what to do about it."""
    blokken: list[Blok | None] = [
        Tussenkop("Welke maanden tellen niet mee?"), *_maanden(bron),
        Tussenkop("Wat is niet te zeggen?"), *_niet_te_zeggen(bron.cijfers),
    ]  # fmt: skip
    return hoofdstuk("ontbreekt", "Wat ontbreekt er?", blokken)


def _maanden(bron: Bron) -> list[Blok]:
    weg = [g for g in gaten(bron.db, BRONNEN) if g.gemeente in bron.selectie.gemeenten]
    if not weg and not _bewaakt(bron):
        return [
            Alinea(
                "Er is niet vastgelegd of partners elke maand leverden. Dit rapport kan dus niet zien of er maanden "
                "ontbreken. Zet in het beleid hoe vaak elke leverancier levert.",
                "let-op",
            )
        ]
    uitleg = Alinea(
        "Leverde een bron in een maand niets of te weinig, dan telt die maand niet mee voor de cijfers die deze bron "
        "nodig hebben. Geen gegevens is niet hetzelfde als geen signalen."
    )
    beeld = _kalender(bron, weg)
    if not weg:
        return [uitleg, Alinea("Alle maanden zijn compleet."), *beeld]
    rijen = tuple((*_wie(bron, g), BRON[g.bron], maand(g.maand), g.reden) for g in weg)
    koppen = (*(("Gemeente",) if len(bron.selectie.gemeenten) > 1 else ()), "Bron", "Maand", "Reden")
    return [uitleg, *beeld, Tabel("Maanden die niet meetellen", koppen, rijen)]


def _wie(bron: Bron, gat: Gat) -> tuple[str, ...]:
    return (gat.gemeente,) if len(bron.selectie.gemeenten) > 1 else ()


def _bewaakt(bron: Bron) -> bool:
    m, periode = tabel(Leveringsmaand).c, bron.selectie.periode
    vraag = select(func.count()).where(m.gemeente.in_(bron.selectie.gemeenten))
    return bool(bron.db.execute(vraag.where(m.maand.between(periode.van.replace(day=1), periode.tot))).scalar())


def _kalender(bron: Bron, weg: list[Gat]) -> list[Blok]:
    gemeenten = sorted({g.gemeente for g in weg}) if len(bron.selectie.gemeenten) > 1 else bron.selectie.gemeenten
    rijen = [(gemeente, b) for gemeente in gemeenten for b in BRONNEN]
    if not rijen or len(rijen) > RIJEN:
        return []
    mist = {(g.gemeente, g.bron, g.maand) for g in weg}
    maanden = maanden_van(bron.selectie.periode)
    los = len(bron.selectie.gemeenten) == 1
    vakken = [
        (BRON[b] if los else f"{gemeente}: {BRON[b]}", f"{m:%m-%Y}", (gemeente, b, m) not in mist)
        for gemeente, b in rijen for m in maanden
    ]  # fmt: skip
    hoeveel = f"{len(mist)} keer ontbreekt een maand" if mist else "alle maanden zijn compleet"
    alt = f"Kalender per bron en maand, van {maand(maanden[0])} tot en met {maand(maanden[-1])}: {hoeveel}."
    return [Beeld("kalender", alt, kalender(vakken))]


def maanden_van(periode: Periode) -> list[date]:
    """Return the first day of every month of a period."""
    eerste, laatste = (d.year * 12 + d.month - 1 for d in (periode.van, periode.tot))
    return [date(nummer // 12, nummer % 12 + 1, 1) for nummer in range(eerste, laatste + 1)]


def _niet_te_zeggen(cijfers: dict[str, Cijfer]) -> list[Blok]:
    niet = [(NAMEN[naam], c.reden, LEG_VAST.get(naam, STANDAARD)) for naam, c in cijfers.items() if c.waarde is None]
    blokken: list[Blok] = []
    if niet:
        rijen = tuple((naam, reden, f"{doe[0].upper()}{doe[1:]}.") for naam, reden, doe in niet)
        koppen = ("Cijfer", "Waarom niet", "Wat u kunt doen")
        blokken.append(Tabel("Cijfers die niet te zeggen zijn", koppen, rijen))
    else:
        blokken.append(Alinea("Alle cijfers zijn te zeggen."))
    if deels := _deels(cijfers):
        blokken.append(Alinea("Deze cijfers gaan niet over alle gemeenten:"))
        blokken.append(Lijst(deels))
    return blokken


def _deels(cijfers: dict[str, Cijfer]) -> tuple[tuple[str, str], ...]:
    """Return of which figures some gemeenten recorded nothing."""
    deels: list[tuple[str, str]] = []
    for naam, c in cijfers.items():
        wie = sorted({g.gemeente for g in c.gaten if g.bron not in BRONNEN})
        if wie and c.waarde is not None:
            deels.append((NAMEN[naam], f"zonder {opsomming(wie)}, want daar is dit niet vastgelegd."))
    return tuple(deels)
