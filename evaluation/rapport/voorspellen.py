"""Which signalen go with reach, help and dwangbevelen, when the other facts are the same? Groups only."""

from collections.abc import Sequence

from evaluation.cijfer import Vorm
from evaluation.cijfertekst import getal
from evaluation.rapport.afdekken import GEEN
from evaluation.rapport.bron import Bron
from evaluation.rapport.getallen import aantal, ongeveer, procent
from evaluation.rapport.inhoud import Alinea, Blok, Hoofdstuk, Lijst, Tabel, Tussenkop, hoofdstuk
from evaluation.rapport.woorden import groepsnaam
from evaluation.statistiek.ijking import IJking
from evaluation.voorspellerrijen import BEDRAG_HOOG, BEDRAGEN, DUUR, DUUR_LANG, Doel
from evaluation.voorspellers import WAARSCHUWING, Kenmerk, Niveau, Uitslag, alle_voorspellers

VRAAG: dict[Doel, str] = {
    Doel.BEREIKT: "Bij welke meldingen lukt het vaker om de inwoner te spreken?",
    Doel.HULP: "Wie wil vaker hulp, van wie is gesproken?",
    Doel.DWANGBEVEL: "Bij welke meldingen volgt vaker een dwangbevel?",
}
ORDE: dict[str, tuple[str, ...]] = {
    "bedrag": (*(naam for _, naam in BEDRAGEN), BEDRAG_HOOG), "duur": (*(naam for _, naam in DUUR), DUUR_LANG),
}  # fmt: skip
"""Classes that have a size, from small to large."""
GOKKEN = "Bij gokken is dat 50 %."


def voorspelhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return what goes together with the three outcomes."""
    blokken: list[Blok] = [
        Alinea(
            "Elke groep is vergeleken met een vaste andere groep, waarbij de overige kenmerken gelijk zijn gehouden. "
            "Het verschil staat in procentpunten: +5 betekent dat het bij 5 van de 100 meldingen vaker gebeurt. Staat "
            "er in de marge een min en een plus, dan kan het verschil toeval zijn."
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
    koppen = ("Groep", "Meldingen", "Gebeurde bij", "Verschil (punten)", "Ligt tussen (95 % zeker)")
    rijen = tuple(_rij(kenmerk, niveau) for kenmerk in u.kenmerken for niveau in _op_volgorde(kenmerk))
    tabel = Tabel(VRAAG[u.doel], koppen, rijen, frozenset({1, 2, 3, 4}))
    blokken: list[Blok] = [kop, Alinea(uitleg), *_voorbeeld(u), tabel]
    if u.weggelaten:
        blokken += [Alinea("Niet apart bekeken:", "uitleg"), Lijst(tuple(("", zin) for zin in u.weggelaten))]
    return blokken + (_ijking(u, u.ijking) if u.ijking else [])


def _rij(kenmerk: Kenmerk, niveau: Niveau) -> tuple[str, ...]:
    """Counts are in tens and shares in whole percents: other tables count nearly the same meldingen precisely."""
    naam = f"{kenmerk.naam}: {_groep(kenmerk.naam, niveau.waarde)}"
    vast = (naam, ongeveer(niveau.meldingen), f"{aantal(100 * niveau.gebeurd / niveau.meldingen)} %")
    if (v := niveau.verschil) is None:
        return (*vast, "hiermee vergeleken", GEEN)
    return (*vast, _punten(v.waarde), f"{_punten(v.onder)} tot {_punten(v.boven)}")


def _op_volgorde(kenmerk: Kenmerk) -> list[Niveau]:
    """Put classes of amounts and days by size; the others keep their order, the one compared with first."""
    orde = ORDE.get(kenmerk.naam, ())
    plaats = {
        n.waarde: min((i for i, k in enumerate(orde) if n.waarde.startswith(k)), default=0) for n in kenmerk.niveaus
    }
    return sorted(kenmerk.niveaus, key=lambda n: plaats[n.waarde]) if orde else list(kenmerk.niveaus)


def _voorbeeld(u: Uitslag) -> list[Alinea]:
    """Explain points with the largest difference of the table."""
    alle = [(k, n, n.verschil) for k in u.kenmerken for n in k.niveaus if n.verschil is not None]
    if not alle:
        return []
    kenmerk, niveau, v = max(alle, key=lambda r: abs(r[2].waarde))
    naam, met = (f"'{kenmerk.naam}: {_groep(kenmerk.naam, w)}'" for w in (niveau.waarde, kenmerk.referentie))
    hoe = "vaker" if v.waarde > 0 else "minder vaak"
    zeker = v.onder > 0 or v.boven < 0
    slot = "" if zeker else " De marge loopt van min naar plus: dit verschil kan toeval zijn."
    return [
        Alinea(
            f"Voorbeeld: bij {naam} staat {_punten(v.waarde)}. Van 100 meldingen gebeurt het daar bij ongeveer "
            f"{aantal(abs(100 * v.waarde))} {hoe} dan bij {met}, als al het andere gelijk is.{slot}",
            "uitleg",
        )
    ]


def _groep(kenmerk: str, waarde: str) -> str:
    naam = groepsnaam(kenmerk, waarde) if kenmerk in ("sector", "leeftijd", "doelgroep") else waarde
    return naam.replace("2 en 3 of meer", "2 of meer")


def _punten(deel: float) -> str:
    """Write a difference in points; in tenths, so a zero has no sign."""
    punten = getal(deel, Vorm.VERSCHIL).split()[0].replace("-", "−")
    return "0,0" if punten[1:] == "0,0" else punten


def _ijking(u: Uitslag, ijking: IJking) -> list[Blok]:
    auc = ijking.auc
    zin = (
        "Hoe goed past dit bij inwoners die niet in de berekening zaten? Neem een melding waarbij het gebeurde en een "
        f"waarbij het niet gebeurde. In {procent(auc.waarde)} van de keren geeft de berekening de eerste een hogere "
        f"kans (marge: {procent(auc.onder)} tot {procent(auc.boven)}). {GOKKEN}"
    )
    slot = NIET_BETER if u.gokt else ""
    tabel = _vijfden(ijking, u.doel)
    return [Alinea(" ".join(filter(None, (zin, slot)))), *([Alinea(klopt(ijking))] if tabel else []), *tabel]


NIET_BETER = (
    "Let op: bij nieuwe inwoners voorspelt deze berekening als geheel niet zeker beter dan gokken. Gebruik haar dus "
    "niet om te kiezen wie u het eerst benadert."
)


def klopt(ijking: IJking) -> str:
    """Answer whether foretold chances came true: a slope of 1 is right, 0 is worthless."""
    h = ijking.helling
    groepen = [(g.voorspeld, g.gebeurd / g.aantal) for g in ijking.groepen]
    ver = max(abs(a - b) for a, b in groepen)
    if h.onder <= 0:
        antwoord = "Klopt de berekening? Nee: een hogere verwachte kans betekende niet zeker dat het vaker gebeurde."
    elif h.onder <= 1 <= h.boven:
        antwoord = "Klopt de berekening? Ja, ongeveer: waar een hogere kans werd verwacht, gebeurde het ook vaker."
    else:
        wat = "te groot" if h.boven < 1 else "te klein"
        antwoord = f"Klopt de berekening? Deels: de richting klopt, maar zij maakt de verschillen tussen groepen {wat}."
    return f"{antwoord} In de groep die het meest afwijkt, scheelt het {aantal(100 * ver)} procentpunt."


def _vijfden(ijking: IJking, doel: Doel) -> Sequence[Tabel]:
    if not ijking.groepen:
        return []
    rijen = tuple(
        (f"groep {nummer}", aantal(g.aantal), procent(g.voorspeld), procent(g.gebeurd / g.aantal))
        for nummer, g in enumerate(ijking.groepen, 1)
    )
    koppen = ("Van lage naar hoge kans", "Meldingen", "Verwacht", "Gebeurd")
    return [Tabel(f"Klopt de berekening? Uitkomst: {doel.value}", koppen, rijen, frozenset({1, 2, 3}))]
