"""When do attempts succeed? Reach by kanaal, attempt and dagdeel, and the time until something comes of it."""

from collections.abc import Sequence

from evaluation.moment import LIJN, WAARSCHUWING, Kromme, Splitsing, alle_momenten
from evaluation.moment import Punt as Moment
from evaluation.momentvragen import NODIG, VRAGEN, Deling, Vraag
from evaluation.rapport.afdekken import GEEN
from evaluation.rapport.bron import Bron, met_beeld
from evaluation.rapport.getallen import aantal, ongeveer, procent
from evaluation.rapport.grafieken import LIJNEN, Punt, Staaf, krommen
from evaluation.rapport.inhoud import Alinea, Beeld, Blok, Hoofdstuk, Lijst, Tabel, Tussenkop, hoofdstuk
from evaluation.rapport.pogingen import Afgedekt, Pogingrij, afgedekt, pogingrijen, regels, tussen
from evaluation.rapport.vastgelegd import waar_niet, zonder
from evaluation.rapport.woorden import AFDELING, PER, groepsnaam
from rules.kleinecijfers import GRENS
from rules.taal import opsomming
from rules.woorden import Zaaksoort

DIMENSIES = (("kanaal", "per manier"), ("poging", "per poging"), ("dagdeel", "per dagdeel"))


EERSTE_DAGDEEL = (
    "Een zaak staat hieronder bij het dagdeel van de eerste poging. Alle latere pogingen tellen mee, ook op een ander "
    "dagdeel. Daarom liggen de dagdelen hier dichter bij elkaar dan wanneer elke poging apart telt, zoals in 'Wanneer "
    "lukt het om iemand te spreken?'."
)
AFGEROND = "De aantallen en delen hieronder zijn afgerond: anders is er een klein aantal uit af te leiden."
NIET_VERDEELD = "Per kanaal en dagdeel staat hier niets: daaruit was een klein aantal af te leiden."


def bereikhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return how often attempts reach a resident, for each department apart."""
    blokken: list[Blok] = [
        Alinea(
            "Hoe vaak lukt een poging om de inwoner te spreken? Een brief of bericht telt hier niet mee: dan is er "
            "nog niet gesproken."
        ),
        Alinea(
            "Hier telt elke poging apart. In 'Voor wie werkt het?' telt elke melding één keer: daar zijn de delen "
            "hoger, want een melding krijgt vaak meer dan één poging.",
            "uitleg",
        ),
    ]
    for soort in (Zaaksoort.VROEGSIGNALERING, Zaaksoort.INCASSO):
        blokken += [Tussenkop(f"Pogingen van {AFDELING[soort]}"), *_afdeling(bron, soort)]
    return hoofdstuk("bereik", "Wanneer lukt het om iemand te spreken?", [*blokken, Alinea(WAARSCHUWING, "let-op")])


def _afdeling(bron: Bron, soort: Zaaksoort) -> list[Blok]:
    eigen = regels(bron, soort)
    if not eigen:
        return [Alinea("In deze periode zijn geen pogingen vastgelegd.")]
    dicht = afgedekt(bron) if soort is Zaaksoort.VROEGSIGNALERING else Afgedekt(bereik=False, hulp=False)
    tabellen = [_pogingen(soort, dimensie, per, pogingrijen(eigen, dimensie, dicht)) for dimensie, per in DIMENSIES]
    if not any(tabellen):
        return [Alinea(_te_weinig(sum(r.pogingen or 0 for r in eigen if r.dimensie == "kanaal")))]
    rond = [Alinea(AFGEROND, "uitleg")] if dicht.bereik else []
    gemist = [per for (_, per), blokken in zip(DIMENSIES, tabellen, strict=True) if not blokken]
    slot = [Alinea(f"Er staat geen tabel {opsomming(gemist)}: de aantallen zijn te klein.", "uitleg")] if gemist else []
    return [*rond, *(blok for blokken in tabellen for blok in blokken), *slot]


def _te_weinig(pogingen: int) -> str:
    if pogingen < GRENS:
        return "De aantallen zijn te klein om te tonen."
    return (
        f"Medewerkers belden of bezochten {ongeveer(pogingen)} keer een inwoner. Te weinig daarvan leidde tot een "
        "gesprek om ze te verdelen naar manier, poging of dagdeel."
    )


def _pogingen(soort: Zaaksoort, dimensie: str, per: str, rijen: Sequence[Pogingrij]) -> list[Blok]:
    staven = [Staaf(r.naam, d.waarde, d.onder, d.boven, r.gesproken) for r in rijen if (d := r.deel) is not None]
    if not staven:
        return []
    koppen = (PER[dimensie][0], "Pogingen", "Gesproken", "Ligt tussen (95 % zeker)", "Wil hulp (van wie is gesproken)")
    cellen = tuple((r.naam, r.pogingen, r.gesproken, r.tussen, r.hulp) for r in rijen)
    tabel = Tabel(f"Pogingen van {AFDELING[soort]} {per}", koppen, cellen, frozenset({1, 2, 3, 4}))
    return met_beeld(f"{soort.value}-{dimensie}", f"Deel van de pogingen dat lukt, {per}", tabel, staven, "lukt")


def momenthoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return how long it takes until something comes of a step, with competing ends."""
    splitsingen = alle_momenten(bron.db, bron.selectie.periode, bron.selectie.gemeenten)
    blokken: list[Blok] = [
        Alinea(
            "Hoe snel na een stap gebeurt er iets? De lijnen tellen op: zij laten zien welk deel van de zaken na zo "
            "veel dagen zover was. Zaken die nog lopen, tellen mee zolang wij ze konden volgen. Een streepje "
            "betekent: te weinig om te tonen."
        ),
        Alinea(WAARSCHUWING, "let-op"),
    ]
    dicht = afgedekt(bron)
    for vraag in VRAGEN:
        blokken.append(Tussenkop(vraag.titel))
        verborgen = {"bereik": dicht.bereik, "hulp": dicht.hulp}.get(vraag.naam, False)
        eigen = [s for s in splitsingen if s.vraag == vraag.naam and not (verborgen and s.deling is not Deling.STAP)]
        for splitsing in eigen:
            if splitsing.deling is Deling.DAGDEEL:
                blokken.append(Alinea(EERSTE_DAGDEEL, "uitleg"))
            blokken += _splitsing(splitsing, vraag.eindes[0].value)
        if verborgen:
            blokken.append(Alinea(NIET_VERDEELD, "uitleg"))
        if weg := _niet_vastgelegd(bron, vraag):
            blokken.append(
                Alinea("Niet overal is alles vastgelegd. Die gemeenten tellen bij dat einde niet mee:", "uitleg")
            )
            blokken.append(Lijst(weg))
    return hoofdstuk("moment", "Wat is het beste moment?", blokken)


def _niet_vastgelegd(bron: Bron, vraag: Vraag) -> tuple[tuple[str, str], ...]:
    """Return per end that not every gemeente records, where it was never recorded."""
    per = [(einde.value, zonder(bron, NODIG[einde])) for einde in vraag.eindes if einde in NODIG]
    return tuple((einde.capitalize(), f"{waar_niet(bron, wie)}.") for einde, wie in per if wie)


def _splitsing(splitsing: Splitsing, eerste: str) -> list[Blok]:
    """Return the ends of the first group when a question is split by step, else the first end of every group."""
    if splitsing.deling is Deling.STAP:
        groepen = list(dict.fromkeys(k.groep for k in splitsing.krommen))
        begin = groepen[0] if groepen else ""
        hoe = [(f"{k.einde.value}", k) for k in splitsing.krommen if k.groep == begin]
        titel = f"{eerste.capitalize()} of een ander einde, gerekend vanaf de {begin}"
        blokken = _krommen(f"{splitsing.vraag}-einde", titel, "Einde", hoe)
        if len(groepen) == 1:
            return blokken
    else:
        blokken = []
    per = [(_groep(splitsing.deling, k.groep), k) for k in splitsing.krommen if k.einde.value == eerste]
    titel = f"Deel met het einde '{eerste}', per {splitsing.deling.value}"
    return blokken + _krommen(f"{splitsing.vraag}-{splitsing.deling.value}", titel, splitsing.deling.value, per)


def _groep(deling: Deling, groep: str) -> str:
    return f"vanaf {groep}" if deling is Deling.STAP else groepsnaam(deling.value, groep)


def _krommen(naam: str, titel: str, kop: str, lijnen: Sequence[tuple[str, Kromme]]) -> list[Blok]:
    te_zien = [(wie, k) for wie, k in lijnen if k.zaken is not None]
    if not te_zien:
        redenen = sorted({k.reden for _, k in lijnen if k.reden})
        return [Alinea(f"{titel}: {' '.join(redenen)}", "uitleg")] if redenen else []
    dagen = [p.dag for p in te_zien[0][1].tabel]
    koppen = (kop.capitalize(), "Zaken", *(f"Na {d} dagen" for d in dagen), "Dat ligt tussen (95 % zeker)")
    rijen = tuple((wie, aantal(k.zaken or 0), *(_punt(p) for p in k.tabel), _marge(k.tabel[-1])) for wie, k in te_zien)
    tabel = Tabel(titel, koppen, rijen, frozenset(range(1, len(koppen))))
    getekend = [(wie, k) for wie, k in te_zien if len(_lijn(k)) > 1][: len(LIJNEN)]
    if not getekend:
        return [tabel]
    eind = "; ".join(f"{wie} {_laatste(k)}" for wie, k in getekend)
    alt = f"Lijngrafiek over {LIJN[-1]} dagen. {titel}: {eind}. De vlakken laten zien hoe zeker elke lijn is."
    return [Beeld(naam, alt, krommen([(wie, _lijn(k)) for wie, k in getekend], "dagen", "deel van de zaken")), tabel]


def _punt(punt: Moment) -> str:
    return GEEN if punt.schatting is None else procent(punt.schatting.waarde)


def _laatste(kromme: Kromme) -> str:
    """Say the last point of the table that may be seen."""
    gezien = [p for p in kromme.tabel if p.schatting is not None]
    return f"{_punt(gezien[-1])} na {gezien[-1].dag} dagen" if gezien else "te weinig om te tonen"


def _marge(punt: Moment) -> str:
    return GEEN if punt.schatting is None else tussen(punt.schatting)


def _lijn(kromme: Kromme) -> list[Punt]:
    return [
        Punt(p.dag, s.waarde, s.onder, s.boven) for p in kromme.lijn if (s := p.schatting) is not None
    ]  # fmt: skip
