"""From signaal to help: how many are left after every step, and how does that compare with the evaluation of 2024?"""

from evaluation.cijfer import Cijfer
from evaluation.cijfertekst import NAMEN
from evaluation.definities import signalen
from evaluation.rapport.afdekken import GEEN, NIET, WEG, Getoond, toon_per
from evaluation.rapport.bron import Bron, M, aantal_meldingen, deeltabel, melding_met
from evaluation.rapport.getallen import aantal, datum
from evaluation.rapport.grafieken import trechter
from evaluation.rapport.inhoud import Alinea, Beeld, Blok, Hoofdstuk, Tabel, hoofdstuk
from evaluation.rapport.opvallend import opvallend
from evaluation.rapport.vastgelegd import laat_begonnen, te_kort_terug
from evaluation.rapport.woorden import groepsnaam
from rules.kleinecijfers import GRENS
from rules.levering import Sector

GEMEENTEBELASTINGEN = groepsnaam("herkomst", Sector.GEMEENTEBELASTINGEN.value)
ANDEREN = "andere partners"

BIJNA = "bijna evenveel"
"""Fewer than GRENS fell off at this step: the number would tell how many."""

EVALUATIE: tuple[tuple[str, str, float, float], ...] = (
    ("signalen_gemeentebelastingen", "9 %", 0.09, 0.09),
    ("bekend_bij_shv", "5 %", 0.05, 0.05),
    ("enkelvoudig", "60 % tot 80 %", 0.60, 0.80),
    ("meervoudig", "20 % tot 40 %", 0.20, 0.40),
    ("opeenvolgend", "10 % tot 42 %", 0.10, 0.42),
    ("doel2_bereik", "17 %", 0.17, 0.17),
    ("hulpacceptatie", "34 %", 0.34, 0.34),
)
"""What ten gemeenten found between 1 January 2023 and 30 June 2024 (evaluatie §2.1): in words, lowest, highest.

Enkelvoudig is what is left of meervoudig.
"""

NIET_BIJGEHOUDEN = ("kwijtschelding_na_signaal", "aanmelding_shv_na_signaal", "doel3_dwangbevelen")
"""What those gemeenten did not record (evaluatie §2.1)."""


def trechterhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return how many residents are left after every step."""
    alle, gb = _stappen(bron, gb=False), _stappen(bron, gb=True)
    zichtbaar, zichtbaar_gb = zichtbare_stappen([n for _, n in alle]), _naast(alle, gb)
    rijen = tuple(
        (naam, _of(n, ziet), _of(m, ziet_gb))
        for (naam, n), ziet, (_, m), ziet_gb in zip(alle, zichtbaar, gb, zichtbaar_gb, strict=True)
    )
    koppen = ("Stap", "Alle signalen", "Met een signaal van Gemeentebelastingen")
    te_tekenen = [(naam, n) for (naam, n), ziet in zip(alle, zichtbaar, strict=True) if ziet is True]
    alt = "Staafgrafiek van hoeveel er na elke stap overblijven: " + ", ".join(
        f"{naam.lower()} {aantal(n)}" for naam, n in te_tekenen
    )
    blokken: list[Blok] = [
        Alinea(
            "Een signaal is een bericht van een partner dat iemand een achterstand heeft. De signalen op een adres "
            "vormen samen een melding. Wij tellen meldingen: één per inwoner of adres. Er zijn dus meer signalen dan "
            "meldingen. Medewerkers proberen daarna de inwoner te spreken en bieden hulp aan."
        ),
        Beeld("trechter", f"{alt}.", trechter(te_tekenen)),
        Tabel("Van signaal tot hulp", koppen, rijen, frozenset({1, 2})),
    ]
    return hoofdstuk("trechter", "Van signaal tot hulp", blokken)


def _stappen(bron: Bron, *, gb: bool) -> list[tuple[str, int]]:
    alles, van_gb = bron.cijfers["signalen"].teller, bron.cijfers["signalen_gemeentebelastingen"].teller
    delen = (
        ("Medewerker belde of ging langs", M.route != "brief"), ("Inwoner gesproken", M.bereikt),
        ("Inwoner wil hulp", M.bereikt & M.hulp),
        ("Gesprek over hulp gehad", M.bereikt & M.hulp & M.gesprek_op.is_not(None)),
    )  # fmt: skip
    stappen = [("Signalen", (van_gb if gb else alles) or 0)]
    stappen.append(("Meldingen", bron.tel(aantal_meldingen(gb=gb)).teller or 0))
    if any(g.noemer == WEG for g in toon_per(bron.per(signalen.bereik(), "route"))):
        delen = delen[1:]  # how many got a call or a visit would tell what the table per route hides
    return stappen + [(naam, bron.tel(melding_met(naam, wat, gb=gb)).teller or 0) for naam, wat in delen]


def zichtbare_stappen(getallen: list[int]) -> list[bool | None]:
    """Return of each step whether it may be seen; None when it would tell how few fell off since the last one seen.

    Signalen and meldingen are different things, so from the one to the other nothing falls off.
    """
    ziet: list[bool | None] = []
    vorige: int | None = None
    for plaats, getal in enumerate(getallen):
        if getal < GRENS:
            ziet.append(False)
        elif plaats > 1 and vorige is not None and vorige - getal < GRENS:
            ziet.append(None)
        else:
            ziet.append(True)
            vorige = getal
    return ziet


def _naast(alle: list[tuple[str, int]], gb: list[tuple[str, int]]) -> list[bool | None]:
    """Return of each step of a part whether it may be seen: not when it would tell how few the others are."""
    zien = zichtbare_stappen([n for _, n in gb])
    return [None if ziet and n - m < GRENS else ziet for ziet, (_, n), (_, m) in zip(zien, alle, gb, strict=True)]


def _of(getal: int, ziet: bool | None) -> str:
    return aantal(getal) if ziet else BIJNA if ziet is None else f"< {GRENS}"


def vergelijkhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return the table of the evaluation (§2.1) beside our own figures, and how they went per quarter."""
    per_herkomst = bron.per(signalen.uitval_brp(), "herkomst")
    rijen = [_rij(bron.cijfers[naam], bron.getoond[naam], tekst, laag, hoog) for naam, tekst, laag, hoog in EVALUATIE]
    if laat := laat_begonnen(bron):
        slot = f"niet te vergelijken: pas signalen vanaf {datum(min(laat.values()))}"
        rijen = [(*r[:-1], slot) if r[0] == NAMEN["opeenvolgend"] and r[-1] != NIET else r for r in rijen]
    for naam in NIET_BIJGEHOUDEN:
        g = bron.getoond[naam]
        rijen.append((NAMEN[naam], "niet bijgehouden", g.waarde, g.telling, g.tussen, GEEN))
    uitval = bron.getoond["uitval_brp"]
    rijen.append(
        (NAMEN["uitval_brp"], "geen getal", uitval.waarde, uitval.telling, uitval.tussen, GEEN if uitval.heel else NIET)
    )
    koppen = ("Cijfer", "Evaluatie", bron.wie, "Geteld", "Ligt tussen (95 % zeker)", "Vergeleken")
    blokken: list[Blok | None] = [
        Alinea(
            "Tien gemeenten hielden in 2023 en de eerste helft van 2024 een proef met signalen van "
            "Gemeentebelastingen. Hieronder staan hun cijfers naast de cijfers van nu."
        ),
        Tabel("Onze cijfers naast die van de evaluatie", koppen, tuple(rijen), frozenset({1, 2, 3, 4})),
        Alinea("'Hoger' of 'lager' staat er alleen als het verschil zeker is.", "uitleg"),
        Alinea(waarschuwing, "let-op") if (waarschuwing := te_kort_terug(bron)) else None,
        Alinea(
            "De evaluatie zegt ook: bij signalen van Gemeentebelastingen gaat het minder vaak dan bij andere signalen "
            f"over iemand die is overleden of niet in de gemeente woont. {_uitval(per_herkomst)}"
        ),
        deeltabel("Overleden of geen inwoner, per herkomst", "herkomst", per_herkomst, "Signalen", "Valt af"),
        *_per_kwartaal(bron),
    ]
    return hoofdstuk("evaluatie", "Vergeleken met de evaluatie", blokken)


def _uitval(per: dict[str, Cijfer]) -> str:
    """Say whether signalen of Gemeentebelastingen fall off less often here too; only of what may be seen."""
    gezien = {g.naam: g for g in toon_per(per) if g.cijfer is not None}
    wij, ander = gezien.get(GEMEENTEBELASTINGEN), gezien.get(ANDEREN)
    if wij is None or ander is None:
        return "Of dat hier ook zo is, is niet te zeggen: de aantallen zijn te klein om te tonen."
    if zeker := [meer for naam, meer, *_ in opvallend(per) if naam == GEMEENTEBELASTINGEN]:
        return f"Hier is het {'vaker' if zeker[0] else 'ook minder vaak'}: {wij.deel} tegen {ander.deel}."
    return f"Hier is geen verschil dat zeker is: {wij.deel} tegen {ander.deel}."


def _rij(c: Cijfer, g: Getoond, tekst: str, laag: float, hoog: float) -> tuple[str, ...]:
    return (NAMEN[c.naam], tekst, g.waarde, g.telling, g.tussen, vergeleken(c, laag, hoog) if g.heel else NIET)


def vergeleken(c: Cijfer, laag: float, hoog: float) -> str:
    """Say on which side of an older figure the whole interval lies; of a hidden figure that would tell how many."""
    if c.onder is None or c.boven is None:
        return NIET
    return "hoger" if c.onder > hoog else "lager" if c.boven < laag else "ongeveer gelijk"


def _per_kwartaal(bron: Bron) -> list[Tabel | None]:
    figuren = (signalen.meervoudig(), signalen.opeenvolgend(), signalen.bereik())
    per = [(NAMEN[f.naam], bron.per(f, "kwartaal")) for f in figuren]
    if len(per[0][1]) < 2:
        return []
    return [deeltabel(f"{naam}, per kwartaal", "kwartaal", kwartalen, "Meldingen", "Aantal") for naam, kwartalen in per]
