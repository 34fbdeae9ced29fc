"""Who delivers what to a gemeente, how often and how much? The part of a beleid that says when silence is wrong."""

from dataclasses import dataclass
from typing import cast

from rules.gemeente import Lezer, Tabel, Veld, vorm

SOORTEN = ("vorderingen", "mutaties", "signalen", "retourpost", "schuldhulp", "ervaringen")
SLEUTELS = ("naam", "soort", "elke_d", "min_rijen", "max_rijen", "profiel")
LANGSTE_D, MEESTE_RIJEN = 400, 1_000_000


@dataclass(frozen=True)
class Leverancier:
    """One source of deliveries, and what is normal for it.

    `naam` is the name of its watched folder. Between two deliveries lie at most `elke_d` calendar days; 0: nobody
    expects anything. A delivery holds `min_rijen` to `max_rijen` rows; 0: no limit. `profiel` is the file, beside the
    beleid, that tells which of its headings is which of ours; empty: it delivers in our own layout.
    """

    naam: str
    soort: str
    elke_d: int = 0
    min_rijen: int = 0
    max_rijen: int = 0
    profiel: str = ""

    def buiten_band(self, rijen: int) -> bool:
        """Tell whether a delivery of so many rows is not normal for this leverancier."""
        return rijen < self.min_rijen or (self.max_rijen > 0 and rijen > self.max_rijen)


NAAM = Veld(vorm(r"[a-z0-9][a-z0-9-]{1,39}"), "2 tot en met 40 kleine letters, cijfers en streepjes")
SOORT = Veld(lambda tekst: tekst in SOORTEN, ", ".join(SOORTEN))
PROFIEL = Veld(vorm(r"[a-z0-9][a-z0-9-]{0,60}\.toml"), "de naam van een bestand, zoals pakket.toml")


def lees_leveranciers(lezer: Lezer, ruw: object) -> tuple[Leverancier, ...]:
    """Read every [[leverancier]], in file order; two with one name would share a folder and are refused."""
    if not isinstance(ruw, list):
        lezer.fout("leverancier", ruw, "een of meer tabellen [[leverancier]]", "dit moet een lijst van tabellen zijn")
        return ()
    gelezen = [_lees(lezer, regel, f"leverancier[{n}]") for n, regel in enumerate(cast(list[object], ruw), 1)]
    leveranciers = tuple(regel for regel in gelezen if regel)
    namen = [leverancier.naam for leverancier in leveranciers]
    for naam in sorted({n for n in namen if namen.count(n) > 1}):
        lezer.fout("leverancier.naam", naam, "elke naam één keer", "twee leveranciers hebben dezelfde naam")
    return leveranciers


def _lees(lezer: Lezer, ruw: object, pad: str) -> Leverancier | None:
    eerder = len(lezer.bevindingen)
    tabel = lezer.tabel(ruw, pad, SLEUTELS)
    if not tabel:
        return None
    naam, soort = lezer.tekst(tabel, pad, "naam", NAAM), lezer.tekst(tabel, pad, "soort", SOORT)
    profiel = lezer.tekst(tabel, pad, "profiel", PROFIEL) if "profiel" in tabel else ""
    elke_d = _getal(lezer, tabel, pad, "elke_d", LANGSTE_D)
    laagste, hoogste = (_getal(lezer, tabel, pad, sleutel, MEESTE_RIJEN) for sleutel in ("min_rijen", "max_rijen"))
    if 0 < hoogste < laagste:
        lezer.fout(f"{pad}.max_rijen", hoogste, f"{laagste} of meer", "het hoogste aantal ligt onder het laagste")
    if len(lezer.bevindingen) > eerder:
        return None
    return Leverancier(naam, soort, elke_d, laagste, hoogste, profiel)


def _getal(lezer: Lezer, tabel: Tabel, pad: str, sleutel: str, hoogste: int) -> int:
    """Return a whole number from 0; one that is not written is 0."""
    ruw = tabel.get(sleutel, 0)
    if isinstance(ruw, int) and not isinstance(ruw, bool) and 0 <= ruw <= hoogste:
        return ruw
    lezer.fout(f"{pad}.{sleutel}", ruw, f"0 tot en met {hoogste}", "dit klopt niet")
    return 0
