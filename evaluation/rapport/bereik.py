"""When do attempts succeed? Reach by kanaal, attempt and dagdeel, and the time until something comes of it."""

from collections.abc import Sequence

from evaluation.moment import LIJN, WAARSCHUWING, Kromme, Splitsing, alle_momenten
from evaluation.moment import Punt as Moment
from evaluation.momentpogingen import Pogingregel, pogingregels
from evaluation.momentvragen import VRAGEN, Deling
from evaluation.rapport.afdekken import GEEN, WEG, dek_met_gaten_af
from evaluation.rapport.bron import Bron, met_beeld
from evaluation.rapport.getallen import aantal, procent
from evaluation.rapport.grafieken import LIJNEN, Punt, Staaf, krommen
from evaluation.rapport.inhoud import Alinea, Beeld, Blok, Hoofdstuk, Lijst, Tabel, Tussenkop, hoofdstuk
from evaluation.rapport.woorden import AFDELING, PER, groepsnaam
from evaluation.statistiek.aandelen import Schatting
from rules.woorden import Zaaksoort

DIMENSIES = (("kanaal", "per manier"), ("poging", "per poging"), ("dagdeel", "per dagdeel"))


def bereikhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return how often attempts reach a resident, for each department apart."""
    regels = pogingregels(bron.db, bron.selectie.periode, bron.selectie.gemeenten)
    blokken: list[Blok] = [
        Alinea(
            "Hoe vaak lukt een poging om de inwoner te spreken? Een brief of bericht telt hier niet mee: dan is er "
            "nog niet gesproken."
        )
    ]
    for soort in (Zaaksoort.VROEGSIGNALERING, Zaaksoort.INCASSO):
        eigen = [r for r in regels if r.afdeling == soort.value]
        blokken.append(Tussenkop(f"Pogingen van {AFDELING[soort]}"))
        if not eigen:
            blokken.append(Alinea("In deze periode zijn geen pogingen vastgelegd."))
        for dimensie, per in DIMENSIES:
            blokken += _pogingen(soort, dimensie, per, [r for r in eigen if r.dimensie == dimensie])
    return hoofdstuk("bereik", "Wanneer lukt het om iemand te spreken?", [*blokken, Alinea(WAARSCHUWING, "let-op")])


def _pogingen(soort: Zaaksoort, dimensie: str, per: str, regels: Sequence[Pogingregel]) -> list[Blok]:
    if not regels:
        return []
    geteld_weg = dek_met_gaten_af([r.pogingen for r in regels])
    bereikt_weg = dek_met_gaten_af([
        None if weg or r.bereik is None else r.bereikten for r, weg in zip(regels, geteld_weg, strict=True)
    ])  # fmt: skip
    rijen: list[tuple[str, ...]] = []
    staven: list[Staaf] = []
    for r, weg, niet in zip(regels, geteld_weg, bereikt_weg, strict=True):
        naam = groepsnaam(dimensie, r.waarde)
        geteld = WEG if weg or r.pogingen is None else aantal(r.pogingen)
        if niet or r.bereik is None:
            rijen.append((naam, geteld, WEG, WEG, WEG))
            continue
        hulp = WEG if r.acceptatie is None else procent(r.acceptatie.waarde)
        rijen.append((naam, geteld, procent(r.bereik.waarde), tussen(r.bereik), hulp))
        staven.append(Staaf(naam, r.bereik.waarde, r.bereik.onder, r.bereik.boven, procent(r.bereik.waarde)))
    koppen = (PER[dimensie][0], "Pogingen", "Gesproken", "Ligt tussen (95 % zeker)", "Wil hulp (van wie is gesproken)")
    titel = f"Pogingen van {AFDELING[soort]} {per}"
    if not staven:
        return [Alinea(f"{titel}: de aantallen zijn te klein om te tonen.", "uitleg")]
    tabel = Tabel(titel, koppen, tuple(rijen), frozenset({1, 2, 3, 4}))
    return met_beeld(f"{soort.value}-{dimensie}", f"Deel van de pogingen dat lukt, {per}", tabel, staven, "lukt")


def tussen(s: Schatting) -> str:
    """Write an interval of a share."""
    return f"{procent(s.onder)} tot {procent(s.boven)}"


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
    for vraag in VRAGEN:
        blokken.append(Tussenkop(vraag.titel))
        eigen = [s for s in splitsingen if s.vraag == vraag.naam]
        blokken += [blok for splitsing in eigen for blok in _splitsing(splitsing, vraag.eindes[0].value)]
        if weg := sorted({zin_ for s in eigen for zin_ in s.weggelaten}):
            blokken.append(Alinea("Deze gemeenten tellen niet mee:", "uitleg"))
            blokken.append(Lijst(tuple(("", zin_) for zin_ in weg)))
    return hoofdstuk("moment", "Wat is het beste moment?", blokken)


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
