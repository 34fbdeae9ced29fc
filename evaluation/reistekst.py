"""How is a journey told? In the words of a story (contracts.md §4) about Inwoner-1, on other days, in round amounts.

Only lines of closed lists come in, made from the log: no name, place, partner, number or exact amount, and no free
text. Every day moves by the same whole number of weeks: the rhythm and the days of the week stay.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from evaluation.reisbeeld import VERTELD, ZINNEN, Reisbeeld, band, bijzonder, terrein
from rules.kleinecijfers import cijfer
from rules.levering import Belastingsoort, Sector
from rules.log import Logregel, Soort
from rules.uitkomst import OnbekendeUitkomst, in_woorden, lees_uitkomst
from rules.verhaaltaal import als_verhaal

if TYPE_CHECKING:
    from evaluation.reis import Steekproef

DAGEN = ("tot", "datum", "vervaldag")
"""Facts of the log that are a day."""
GEEN_BEDRAG = 1_00
PARTNER = "partner"

KOP = (
    "# Reizen van een signaal. Namen, dagen en bedragen zijn vervangen; de tijd tussen twee stappen klopt.",
    "# Een bedrag staat voor een klasse: 250,00 is minder dan 500, 750,00 is 500 tot 1.000, 1.750,00 is 1.000",
    "# tot 2.500, 3.750,00 is 2.500 tot 5.000 en 7.500,00 is meer. Bij 1,00 zegt dit verhaal het bedrag niet.",
    "# Ten minste vijf inwoners maakten een reis die hierop lijkt. Probeer niet uit te zoeken wie het is.",
)


@dataclass(frozen=True)
class Reisverhaal:
    """One journey to tell: as whom, how many weeks later (or earlier), and as far as which picture."""

    naam: str
    weken: int
    beeld: Reisbeeld
    log: tuple[Logregel, ...]


def vertel(reis: Reisverhaal) -> str:
    """Return one journey as a story."""
    regels = [f"# {reis.naam}" + (": er gebeurde meer dat hier niet staat" if _weggelaten(reis.beeld) else "")]
    return "\n".join([*regels, f"inwoner {reis.naam}", *_regels(reis)])


def bundel(gemeente: str, verhalen: Iterable[str]) -> str:
    """Return stories as one text that the reader of stories takes."""
    return "\n".join((*KOP, "", f"gemeente {gemeente}", "", "\n\n".join(verhalen), ""))


def slot(gevonden: "Steekproef") -> str:
    """Return the lines that stand below a sample: how it was drawn, and what it leaves out."""
    return (
        f"# Steekproef {gevonden.zaad}: {len(gevonden.verhalen)} van {cijfer(gevonden.kandidaten)} reizen. "
        f"Te zeldzaam om te vertellen: {cijfer(gevonden.te_zeldzaam)}."
    )


def als_json(gevonden: "Steekproef") -> dict[str, Any]:
    """Return a sample as one JSON object."""
    periode = {"van": gevonden.periode.van.isoformat(), "tot": gevonden.periode.tot.isoformat()}
    geteld = {"kandidaten": cijfer(gevonden.kandidaten), "te_zeldzaam": cijfer(gevonden.te_zeldzaam)}
    vast = {"gemeente": gevonden.gemeente, "periode": periode, "zaad": gevonden.zaad}
    return vast | geteld | {"reizen": list(gevonden.verhalen)}


def _weggelaten(beeld: Reisbeeld) -> bool:
    return beeld.bijzonder is None or beeld.antwoorden is None


def _regels(reis: Reisverhaal) -> Iterator[str]:
    nummer = 0
    for regel in reis.log:
        nummer += regel.soort == Soort.AANSLAG
        verschoven = _verschuif(regel, timedelta(weeks=reis.weken))
        if _mag(verschoven, reis.beeld) and (zin := _zin(verschoven, reis.beeld, nummer)):
            yield f"{verschoven.dag.isoformat()} {reis.naam} {zin}"


def _verschuif(regel: Logregel, verschil: timedelta) -> Logregel:
    dagen = {
        k: (date.fromisoformat(w) + verschil).isoformat() for k in DAGEN if isinstance(w := regel.gegevens.get(k), str)
    }
    return replace(regel, dag=regel.dag + verschil, gegevens={**regel.gegevens, **dagen})


def _mag(regel: Logregel, beeld: Reisbeeld) -> bool:
    """Tell whether the picture still holds what a line would say."""
    g = regel.gegevens
    if regel.soort not in VERTELD:
        return False
    if beeld.antwoorden is None and regel.soort == Soort.TAAK_AFGEROND and g.get("vervolg"):
        return False
    bijzondere = bijzonder(regel.soort, _woord(g.get("soort")), _woord(g.get("reden")) or _woord(g.get("resultaat")))
    return bijzondere is None or (beeld.bijzonder is not None and bijzondere in beeld.bijzonder)


def _woord(waarde: Any) -> str | None:
    return waarde if isinstance(waarde, str) else None


def _zin(regel: Logregel, beeld: Reisbeeld, nummer: int) -> str | None:
    g = regel.gegevens
    match regel.soort:
        case Soort.AANSLAG if "vervaldag" in g:
            soort = Belastingsoort(g["belastingsoort"]) if beeld.terrein is not None else Belastingsoort.OVERIG
            return f"aanslag {nummer} {_bedrag(g['bedrag'], beeld)} {soort.value} vervalt {g['vervaldag']}"
        case Soort.BETALING:
            return f"betaalt {_bedrag(g['bedrag'], beeld)}" if g.get("bedrag") else "betaalt alles"
        case Soort.STORNO:
            return f"storno {_bedrag(g['bedrag'], beeld)}" if g.get("bedrag") else None
        case Soort.UITSTEL_VERLEEND:
            return f"uitstel verleend tot {g['tot']}" if g.get("tot") else None
        case Soort.SIGNAAL_ONTVANGEN:
            return _signaal(regel, beeld)
        case Soort.TAAK_AFGEROND:
            return _uitkomst(regel)
        case soort if soort in ZINNEN:
            return ZINNEN[soort]
        case _:
            stap = als_verhaal(regel)
            return f"-> {stap}" if stap else None


def _signaal(regel: Logregel, beeld: Reisbeeld) -> str | None:
    """A signaal of Gemeentebelastingen is told by its overdracht."""
    g = regel.gegevens
    if g["sector"] == Sector.GEMEENTEBELASTINGEN:
        return None
    sector = SECTOR_VAN[terrein(g["sector"])] if beeld.terrein is not None else Sector.OVERIGE
    vlaggen = "".join(f" {naam}" for naam in ("crisis",) if g.get(naam))
    return f"signaal {PARTNER} {sector.value} {_bedrag(g.get('bedrag') or 0, beeld)}{vlaggen}"


SECTOR_VAN: dict[str, Sector] = {
    "wonen": Sector.HUUR,
    "energie of water": Sector.ENERGIE,
    "zorgkosten": Sector.ZORG,
    "een overheid": Sector.OVERIGE,
}
"""By which sector a field is told: the one that most signalen of it come from."""


def _uitkomst(regel: Logregel) -> str | None:
    """Return what a person recorded, when a story knows it."""
    if not isinstance(regel.gegevens.get("uitkomst"), str):
        return None
    woorden = in_woorden(regel.gegevens)
    try:
        lees_uitkomst(woorden)
    except OnbekendeUitkomst:
        return None
    return f"taak {regel.gegevens['soort']}: {woorden}"


def _bedrag(cent: int, beeld: Reisbeeld) -> str:
    gezegd = GEEN_BEDRAG if beeld.bedrag is None else band(cent)
    return f"{gezegd // 100:,}".replace(",", ".") + f",{gezegd % 100:02d}"
