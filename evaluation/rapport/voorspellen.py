"""Which signalen go with reach, help and dwangbevelen, when the other facts are the same? Groups only."""

from collections.abc import Sequence

from evaluation.cijfer import Vorm
from evaluation.cijfertekst import getal
from evaluation.rapport.afdekken import GEEN
from evaluation.rapport.bron import Bron
from evaluation.rapport.getallen import aantal, procent
from evaluation.rapport.inhoud import Alinea, Blok, Hoofdstuk, Lijst, Tabel, Tussenkop, hoofdstuk
from evaluation.rapport.woorden import groepsnaam
from evaluation.statistiek.aandelen import Schatting
from evaluation.statistiek.ijking import IJking
from evaluation.voorspellerrijen import Doel
from evaluation.voorspellers import WAARSCHUWING, Kenmerk, Niveau, Uitslag, alle_voorspellers

VRAAG: dict[Doel, str] = {
    Doel.BEREIKT: "Bij welke meldingen lukt het vaker om de inwoner te spreken?",
    Doel.HULP: "Wie wil vaker hulp, van wie is gesproken?",
    Doel.DWANGBEVEL: "Bij welke meldingen volgt vaker een dwangbevel?",
}
GOKKEN = "Bij gokken is dat 50 %."


def voorspelhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return what goes together with the three outcomes."""
    blokken: list[Blok] = [
        Alinea(
            "Elke groep is vergeleken met een vaste andere groep, waarbij de overige kenmerken gelijk zijn gehouden. "
            "Het verschil staat in procentpunten: +5 betekent dat het bij 5 van de 100 meldingen vaker gebeurt."
        ),
        Alinea(WAARSCHUWING, "let-op"),
    ]
    for uitslag in alle_voorspellers(bron.db, bron.selectie.periode, bron.selectie.gemeenten):
        blokken += _uitslag(uitslag)
    return hoofdstuk("voorspellers", "Welke signalen zeggen iets?", blokken)


def _uitslag(u: Uitslag) -> list[Blok]:
    kop = Tussenkop(VRAAG[u.doel])
    if u.reden:
        return [kop, Alinea(u.reden)]
    uitleg = (
        f"Geteld over {aantal(u.meldingen or 0)} meldingen die minstens {u.dagen} dagen te volgen waren. Bij "
        f"{aantal(u.gebeurd or 0)} gebeurde het."
    )
    koppen = ("Groep", "Meldingen", "Gebeurde bij", "Verschil (punten)", "Ligt tussen (95 % zeker)", "Kansverhouding")
    rijen = tuple(_rij(kenmerk, niveau) for kenmerk in u.kenmerken for niveau in kenmerk.niveaus)
    blokken: list[Blok] = [kop, Alinea(uitleg), Tabel(VRAAG[u.doel], koppen, rijen, frozenset({1, 2, 3, 4, 5}))]
    if u.weggelaten:
        blokken += [Alinea("Niet apart bekeken:", "uitleg"), Lijst(tuple(("", zin) for zin in u.weggelaten))]
    return blokken + (_ijking(u, u.ijking) if u.ijking else [])


def _rij(kenmerk: Kenmerk, niveau: Niveau) -> tuple[str, ...]:
    naam = f"{kenmerk.naam}: {_groep(kenmerk.naam, niveau.waarde)}"
    vast = (naam, aantal(niveau.meldingen), procent(niveau.gebeurd / niveau.meldingen))
    if niveau.verschil is None or niveau.odds_ratio is None:
        return (*vast, "hiermee vergeleken", GEEN, GEEN)
    v, kans = niveau.verschil, niveau.odds_ratio
    return (*vast, _punten(v.waarde), f"{_punten(v.onder)} tot {_punten(v.boven)}", _verhouding(kans))


def _groep(kenmerk: str, waarde: str) -> str:
    return groepsnaam(kenmerk, waarde) if kenmerk in ("sector", "leeftijd", "doelgroep") else waarde


def _punten(deel: float) -> str:
    return getal(deel, Vorm.VERSCHIL).split()[0].replace("-", "−")


def _verhouding(kans: Schatting) -> str:
    waarde, onder, boven = (f"{getal_:.2f}".replace(".", ",") for getal_ in (kans.waarde, kans.onder, kans.boven))
    return f"{waarde} ({onder} tot {boven})"


def _ijking(u: Uitslag, ijking: IJking) -> list[Blok]:
    auc = ijking.auc
    zin = (
        "Hoe goed past dit bij inwoners die niet in de berekening zaten? Neem een melding waarbij het gebeurde en een "
        f"waarbij het niet gebeurde. In {procent(auc.waarde)} van de keren geeft de berekening de eerste een hogere "
        f"kans (marge: {procent(auc.onder)} tot {procent(auc.boven)}). {GOKKEN}"
    )
    return [Alinea(" ".join(filter(None, (zin, u.oordeel)))), *_vijfden(ijking, u.doel)]


def _vijfden(ijking: IJking, doel: Doel) -> Sequence[Tabel]:
    if not ijking.groepen:
        return []
    rijen = tuple(
        (f"groep {nummer}", aantal(g.aantal), procent(g.voorspeld), procent(g.gebeurd / g.aantal))
        for nummer, g in enumerate(ijking.groepen, 1)
    )
    koppen = ("Van lage naar hoge kans", "Meldingen", "Verwacht", "Gebeurd")
    return [Tabel(f"Klopt de berekening? Uitkomst: {doel.value}", koppen, rijen, frozenset({1, 2, 3}))]
