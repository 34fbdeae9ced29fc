"""Was the effort whole, could residents be reached, and how much work was it?"""

import json
from collections import Counter

from sqlalchemy import distinct, func, select

from evaluation.cijfer import Vorm
from evaluation.cijfertekst import KLEIN, NAMEN
from evaluation.definities.incasso import afwijkingen
from evaluation.figuur import Figuur
from evaluation.gaten import SIGNALEN
from evaluation.rapport.afdekken import GEEN
from evaluation.rapport.bron import Bron, deeltabel, tellingtabel
from evaluation.rapport.getallen import aantal
from evaluation.rapport.inhoud import Alinea, Blok, Hoofdstuk, Tabel, Tussenkop, hoofdstuk
from evaluation.rapport.woorden import ONBEKEND, OVERSLAAN
from evaluation.tabellen import INCASSO, LOG, SIGNAAL
from evaluation.tellen import waar
from rules.kleinecijfers import GRENS
from rules.log import Soort
from rules.taakwoorden import NAAM as TAAKNAAM

S, Z = SIGNAAL.c, INCASSO.c


def dossierhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return how whole the effort before a signaal was, and where it deviated."""
    rijen = tuple(
        (NAMEN[naam], g.waarde, g.telling, g.tussen)
        for naam in ("effort_volledig", "afwijkingen")
        if (g := bron.getoond[naam])
    )
    koppen = ("Cijfer", "Deel", "Geteld", "Ligt tussen (95 % zeker)")
    redenen = tellingtabel("Waarom het anders ging", ("Afwijking", "Signalen"), _redenen(bron))
    overgeslagen = tellingtabel("Contact dat niet is geprobeerd", ("Reden", "Keer"), _overgeslagen(bron))
    blokken: list[Blok | None] = [
        Alinea(
            "Voor een signaal stuurt Gemeentebelastingen een herinnering en een aanmaning, en probeert een medewerker "
            "de inwoner te spreken. Gaat dat anders, dan staat de reden in het dossier. Waarom het aantal overgedragen "
            "zaken anders is dan het aantal signalen, leest u bij 'Wat betekenen de cijfers?'."
        ),
        Tabel("Hoe volledig is de inspanning voor een signaal?", koppen, rijen, frozenset({1, 2, 3})),
        redenen or Alinea("Er zijn geen afwijkingen vastgelegd."),
        overgeslagen or Alinea("Er is niet vastgelegd dat contact is overgeslagen."),
    ]
    return hoofdstuk("inspanning", "Was de inspanning volledig?", blokken)


def _redenen(bron: Bron) -> list[tuple[str, int]]:
    zegt = LOG.c.gegevens["afwijkingen"].as_string()
    vraag = (
        select(zegt, func.count(distinct(Z.zaak_id)))
        .join_from(INCASSO, LOG, (LOG.c.zaak_id == Z.zaak_id) & (LOG.c.soort == Soort.OVERGEDRAGEN.value))
        .where(*waar(afwijkingen(), bron.selectie, bron.selectie.gemeenten), Z.afwijkingen > 0)
        .group_by(zegt)
    )
    geteld: Counter[str] = Counter()
    for lijst, keer in bron.db.execute(vraag):
        for reden in json.loads(lijst or "[]"):
            geteld[_reden(reden)] += int(keer)
    return sorted(geteld.items(), key=lambda r: (-r[1], r[0]))


def _reden(tekst: str) -> str:
    """Write 'persoonlijk-contact: geen telefoonnummer' as words."""
    stap, _, reden = tekst.partition(": ")
    return f"{stap.replace('-', ' ')}: {reden}" if reden else stap.replace("-", " ")


def _overgeslagen(bron: Bron) -> list[tuple[str, int]]:
    periode = bron.selectie.periode
    vraag = (
        select(LOG.c.reden, func.count())
        .where(LOG.c.soort == Soort.CONTACT_OVERGESLAGEN.value, LOG.c.dag.between(periode.van, periode.tot))
        .group_by(LOG.c.reden)
        .order_by(LOG.c.reden)
    )
    return [(OVERSLAAN.get(reden, ONBEKEND), int(keer)) for reden, keer in bron.db.execute(vraag)]


def werkhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return how well residents could be reached, and how much work it was."""
    bekend = S.eerder.is_not(None)
    telefoon = Figuur(
        "telefoon", "", "", Vorm.AANDEEL, SIGNAAL, S.ontvangen_op, S.maand, (SIGNALEN,), S.telefoon, bekend
    )
    email = Figuur("email", "", "", Vorm.AANDEEL, SIGNAAL, S.ontvangen_op, S.maand, (SIGNALEN,), S.email, bekend)
    tabellen = [
        deeltabel(f"Van hoeveel signalen is {wat} bekend?", "herkomst", bron.per(f, "herkomst"), "Signalen", "Bekend")
        for f, wat in ((telefoon, "een telefoonnummer"), (email, "een e-mailadres"))
    ]
    blokken: list[Blok | None] = [
        Alinea("Zonder telefoonnummer kan een medewerker niet bellen. Dan blijft een brief of een bezoek over."),
        *(tabellen if any(tabellen) else [Alinea("Er is niet vastgelegd hoe inwoners te bereiken zijn.")]),
        Tussenkop("Hoeveel werk was het?"),
        _taken(bron) or Alinea("In deze periode zijn geen taken afgerond."),
    ]
    return hoofdstuk("werk", "Hoe bereikbaar zijn inwoners, en hoeveel werk is het?", blokken)


def _taken(bron: Bron) -> Tabel | None:
    periode, minuten = bron.selectie.periode, LOG.c.minuten
    vraag = (
        select(LOG.c.wat, func.count(), func.count(minuten), func.coalesce(func.sum(minuten), 0))
        .where(LOG.c.soort == Soort.TAAK_AFGEROND.value, LOG.c.dag.between(periode.van, periode.tot))
        .group_by(LOG.c.wat)
        .order_by(func.count().desc(), LOG.c.wat)
    )
    gevonden = [(str(wat), int(keer), int(met), int(som)) for wat, keer, met, som in bron.db.execute(vraag)]
    basis = tellingtabel("Taken van medewerkers", ("Taak", "Gedaan"), [(_taak(w), keer) for w, keer, _, _ in gevonden])
    if basis is None:
        return None
    rijen = tuple((*rij, *_minuten(met, som)) for rij, (_, _, met, som) in zip(basis.rijen, gevonden, strict=True))
    koppen = ("Taak", "Gedaan", "Tijd bekend van", "Gemiddeld")
    return Tabel("Taken van medewerkers", koppen, rijen, frozenset({1, 2, 3}))


def _minuten(met: int, som: int) -> tuple[str, str]:
    if not met:
        return "niet vastgelegd", GEEN
    if met < GRENS:
        return f"< {GRENS} taken", KLEIN
    return f"{aantal(met)} taken", f"{aantal(som / met)} minuten"


def _taak(wat: str) -> str:
    return {soort.value: naam for soort, naam in TAAKNAAM.items()}.get(wat, wat)
