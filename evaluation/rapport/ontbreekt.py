"""What is missing: months that were left out, what cannot be said, and what to record so that it can."""

from collections import Counter
from datetime import date

from sqlalchemy import func, select

from evaluation.cijfer import Cijfer, Gat, Periode
from evaluation.cijfers import DOEL3
from evaluation.cijfertekst import NAMEN
from evaluation.gaten import BELASTINGEN, SIGNALEN, gaten
from evaluation.rapport.afdekken import GEEN
from evaluation.rapport.bron import Bron
from evaluation.rapport.getallen import aantal, datum, maand
from evaluation.rapport.grafieken import kalender
from evaluation.rapport.inhoud import Alinea, Beeld, Blok, Hoofdstuk, Lijst, Tabel, Tussenkop, hoofdstuk
from evaluation.rapport.vastgelegd import (
    MINUTEN,
    laat_begonnen,
    nooit,
    taken_zonder_minuten,
    te_kort_terug,
    waar_niet,
    zonder,
)
from evaluation.rapport.woorden import BRON
from models.database import tabel
from models.tabellen_beheer import Leveringsmaand
from rules.kleinecijfers import GRENS
from rules.log import Soort
from rules.taal import opsomming

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
        Tussenkop("Wat is niet te zeggen?"), *_niet_te_zeggen(bron),
        Tussenkop("Wat is maar voor een deel te zeggen?"), *_deels(bron),
        Tussenkop("Leg dit vast"), *_leg_vast(bron),
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
    return [uitleg, Alinea(hoeveel_weg(bron)), *beeld, Tabel("Maanden die niet meetellen", koppen, rijen)]


def hoeveel_weg(bron: Bron) -> str:
    """Say how many months of how many gemeenten are not, or not wholly, in the figures; empty when all are."""
    weg = {(g.gemeente, g.maand) for g in gaten(bron.db, BRONNEN) if g.gemeente in bron.selectie.gemeenten}
    if not weg:
        return ""
    gemeenten, maanden = len(bron.selectie.gemeenten), len(maanden_van(bron.selectie.periode))
    if gemeenten == 1:
        tellen = "telt" if len(weg) == 1 else "tellen"
        return f"{len(weg)} van de {maanden} maanden {tellen} niet of niet helemaal mee, omdat toen gegevens ontbraken."
    waar = len({gemeente for gemeente, _ in weg})
    return (
        f"In {waar} van de {gemeenten} gemeenten ontbreken gegevens, samen {aantal(len(weg))} van de "
        f"{aantal(gemeenten * maanden)} maanden van alle gemeenten. Wat ontbreekt, telt niet of niet helemaal mee."
    )


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


def _niet_te_zeggen(bron: Bron) -> list[Blok]:
    """Return the figures that cannot be said, those that are too small, and what no gemeente recorded."""
    alle = bron.cijfers.items()
    niet = [(NAMEN[naam], c.reden, LEG_VAST.get(naam, STANDAARD)) for naam, c in alle if c.waarde is None]
    blokken: list[Blok] = []
    if niet:
        rijen = tuple((naam, reden, f"{doe[0].upper()}{doe[1:]}.") for naam, reden, doe in niet)
        blokken.append(Tabel("Cijfers die niet te zeggen zijn", ("Cijfer", "Waarom niet", "Wat u kunt doen"), rijen))
    else:
        blokken.append(Alinea("Elk cijfer uit de lijst met definities is voor minstens één gemeente te zeggen."))
    if klein := [NAMEN[naam].lower() for naam, c in alle if c.waarde is not None and not bron.getoond[naam].heel]:
        blokken.append(Alinea(f"Te klein om precies te tonen: {opsomming(klein)}."))
    if nergens := [n.wat for n in nooit(bron) if len(n.gemeenten) == len(bron.selectie.gemeenten)]:
        waar = "Nooit" if len(bron.selectie.gemeenten) == 1 else "In geen enkele gemeente"
        blokken.append(Alinea(f"{waar} vastgelegd, dus niet te zeggen: {opsomming(nergens)}."))
    return [*blokken, Alinea(NIET_GETOOND)]


NIET_GETOOND = (
    "Waar 'niet getoond' staat, is het aantal te klein, of is er een klein aantal uit af te leiden. In de lijnen van "
    f"'Wat is het beste moment?' staat dan een streepje. Wij tonen geen aantallen onder de {GRENS}."
)

RAAKT: dict[str, str] = {
    "doel1_niet_bekend": "doel 1", "doel2_bereik": "doel 2", "doel3_dwangbevelen": "doel 3",
    "signalen_gemeentebelastingen": "doel 1", "bekend_bij_shv": "doel 1", "opeenvolgend": "doel 1",
}  # fmt: skip
"""Which goal stands or falls with a figure."""
TERUGKIJKERS = ("opeenvolgend", "doel1_niet_bekend")


def _deels(bron: Bron) -> list[Blok]:
    """Return which figures leave something out, what that is, and which goal it touches."""
    laat = laat_begonnen(bron)
    rijen: list[tuple[str, str, str]] = []
    for naam, c in bron.cijfers.items():
        if c.waarde is None:
            continue
        wat = _zonder_wie(bron, naam, c) + _zonder_maanden(bron, c)
        if laat and naam in TERUGKIJKERS:
            wat.append(f"signalen van voor {datum(min(laat.values()))}")
        if wat:
            rijen.append((NAMEN[naam], opsomming(wat), RAAKT.get(naam, GEEN)))
    if not rijen:
        return [Alinea("Geen enkel cijfer laat iets weg.")]
    koppen = ("Cijfer", "Wat niet meetelt", "Raakt")
    blokken: list[Blok] = [Tabel("Cijfers die iets weglaten", koppen, tuple(rijen))]
    if laat:
        blokken.append(Alinea(te_kort_terug(bron), "let-op"))
    if laat and len(bron.selectie.gemeenten) > 1:
        eerste = tuple((gemeente, datum(dag)) for gemeente, dag in laat.items())
        blokken.append(Tabel("Het eerste signaal dat Tijdig kent", ("Gemeente", "Eerste signaal"), eerste))
    return blokken


def _zonder_wie(bron: Bron, naam: str, c: Cijfer) -> list[str]:
    wie = {g.gemeente for g in c.gaten if g.bron not in BRONNEN}
    if naam == DOEL3:
        wie |= set(zonder(bron, Soort.DWANGBEVEL_BETEKEND))
    return [f"alles van {opsomming(sorted(wie))} (niet vastgelegd)"] if wie else []


def _zonder_maanden(bron: Bron, c: Cijfer) -> list[str]:
    per = Counter(g.gemeente for g in {(g.gemeente, g.maand): g for g in c.gaten if g.bron in BRONNEN}.values())
    if not per:
        return []
    if len(bron.selectie.gemeenten) == 1:
        return [_maandental(sum(per.values()))]
    return [f"{_maandental(per[g])} van {g}" for g in sorted(per)]


def _maandental(hoeveel: int) -> str:
    return "1 maand" if hoeveel == 1 else f"{hoeveel} maanden"


def _leg_vast(bron: Bron) -> list[Blok]:
    """Return what to record from now on, and where it never was."""
    punten = [(n.wat.capitalize(), f"{waar_niet(bron, n.gemeenten)}. Wat u kunt doen: {n.doe}.") for n in nooit(bron)]
    if (taken := taken_zonder_minuten(bron)) and MINUTEN.capitalize() not in dict(punten):
        zin = (
            f"nergens vastgelegd bij {opsomming([t.lower() for t in taken])}. Wat u kunt doen: vul ook daar de tijd in."
        )
        punten.append((MINUTEN.capitalize(), zin))
    if not punten:
        return [Alinea("Alles waar dit rapport naar vraagt, is in elke gemeente wel eens vastgelegd.")]
    return [
        Alinea(
            "Dit is tot en met de laatste dag van dit rapport nooit vastgelegd. Wat er niet staat, telt nergens mee:"
        ),
        Lijst(tuple(punten)),
    ]
