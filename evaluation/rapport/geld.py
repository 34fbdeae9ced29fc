"""What did collection cost residents, what did a signaal save, and what help came after it?"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from evaluation.cijfertekst import NAMEN
from evaluation.definities.doelen import aanmelding_shv_na_signaal
from evaluation.definities.incasso import incassokosten, kwijtschelding_na_signaal
from evaluation.rapport.afdekken import WEG, dek_af
from evaluation.rapport.bron import Bron, deeltabel
from evaluation.rapport.getallen import aantal, euro, procent
from evaluation.rapport.inhoud import Alinea, Blok, Hoofdstuk, Lijst, Tabel, Tussenkop, hoofdstuk
from evaluation.statistiek.aandelen import Schatting
from evaluation.tabellen import KOSTEN
from evaluation.tellen import waar
from evaluation.vermeden import Groep, Methode, Uitkomst
from rules.kleinecijfers import GRENS

K = KOSTEN.c

SOORT = {"aanmaning": "kosten van een aanmaning", "kosten": "andere kosten, zoals van een dwangbevel"}

METHODE = (
    "Eén signaal is niet één voorkomen dwangbevel: veel inwoners hadden ook zonder signaal betaald. Daarom vergelijken "
    "wij telkens twee groepen zaken: met en zonder signalen. Dat kan op drie manieren. De eerste overtuigt het meest: "
    "daarop rust het oordeel over doel 3. De andere twee zijn er om te zien of zij hetzelfde beeld geven."
)


@dataclass(frozen=True)
class Manier:
    """How a comparison is told: its heading, how it works, its two groups, and within what it compares."""

    kop: str
    uitleg: str
    met: str
    zonder: str
    binnen: str


MANIEREN = {
    Methode.WACHTLIJST: Manier(
        "Vergeleken met wie moest wachten",
        "Op sommige dagen was het hoogste aantal signalen van die dag bereikt. Dan moest een signaal wachten.",
        "waarvan het signaal meteen overging", "waarvan het signaal moest wachten",
        "dezelfde gemeente en hetzelfde kwartaal",
    ),
    Methode.VOOR_NA: Manier(
        "Vergeleken met de tijd voor de signalen",
        "Alle zaken met een aanmaning tellen mee, ook zaken zonder signaal.",
        "met een aanmaning vanaf het eerste signaal", "met een aanmaning ruim voor het eerste signaal",
        "dezelfde gemeente",
    ),
    Methode.ANDERE_GEMEENTE: Manier(
        "Vergeleken met gemeenten zonder signalen",
        "Alle zaken met een aanmaning tellen mee, ook zaken zonder signaal.",
        "in gemeenten met signalen", "in gemeenten zonder signalen", "hetzelfde kwartaal",
    ),
}  # fmt: skip


def geldhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return the costs that were charged, and those that were avoided with the method behind it."""
    blokken: list[Blok | None] = [
        *_in_rekening(bron),
        Tussenkop("Scheelt een signaal dwangbevelen en kosten?"),
        Alinea(METHODE),
        *(blok for uitkomst in bron.vergelijkingen for blok in _vermeden(uitkomst)),
    ]
    return hoofdstuk("kosten", "Wat kostte het de inwoner?", blokken)


def _in_rekening(bron: Bron) -> list[Blok]:
    figuur = incassokosten()
    telling = select(K.soort, func.count(), func.sum(K.bedrag), func.count(distinct(K.zaak_id)))
    rijen = bron.db.execute(
        telling.where(*waar(figuur, bron.selectie, bron.selectie.gemeenten)).group_by(K.soort).order_by(K.soort)
    ).all()
    if not rijen:
        return [Alinea("In deze periode zijn geen kosten vastgelegd.")]
    if sum(r[3] for r in rijen) < GRENS:
        return [Alinea("Minder dan vijf inwoners kregen kosten. Daarom staat er geen bedrag.")]
    weg = dek_af([int(r[3]) for r in rijen])
    tabel = tuple(
        (SOORT[soort], WEG, WEG, WEG) if dicht
        else (SOORT[soort], aantal(keer), euro(bedrag), euro(bedrag / keer))
        for (soort, keer, bedrag, _), dicht in zip(rijen, weg, strict=True)
    )  # fmt: skip
    koppen = ("Soort", "Keer", "Bedrag samen", "Gemiddeld per keer")
    zin = f"Inwoners kregen in deze periode samen {bron.getoond['incassokosten'].waarde} aan kosten in rekening."
    return [Alinea(zin), Tabel("Kosten in rekening gebracht", koppen, tabel, frozenset({1, 2, 3}))]


def _vermeden(uitkomst: Uitkomst) -> list[Blok]:
    manier = MANIEREN[uitkomst.methode]
    zin = vermeden_tekst(uitkomst)
    blokken: list[Blok] = [Tussenkop(manier.kop), Alinea(zin if uitkomst.reden else f"{manier.uitleg} {zin}")]
    if uitkomst.aannames:
        blokken.append(Alinea("Dit klopt alleen als het volgende waar is:"))
        blokken.append(Lijst(tuple(("", zin) for zin in uitkomst.aannames)))
    return blokken


def vermeden_tekst(u: Uitkomst) -> str:
    """Say what the comparison found; costs and points are never written as a negative number."""
    if u.reden or not (u.met and u.zonder and u.verschil):
        return u.reden
    manier = MANIEREN[u.methode]
    zinnen = [
        _groep(u.met, manier.met, u.dagen),
        _groep(u.zonder, manier.zonder, u.dagen),
        _verschil(u.verschil, manier.binnen),
    ]
    if u.kosten is None:
        zinnen.append("Wat dit in kosten scheelt, is niet te zeggen: niet alle gemeenten legden de kosten vast.")
    else:
        zinnen.append(f"Aan kosten is het per zaak {meer_minder(u.kosten, euro)}.")
    return " ".join(zinnen)


def _groep(groep: Groep, wat: str, dagen: int) -> str:
    deel = f"minder dan {procent(GRENS / groep.aantal)}" if groep.deel is None else procent(groep.deel)
    return f"Van de {aantal(groep.aantal)} zaken {wat}, kreeg {deel} binnen {dagen} dagen een dwangbevel."


def _verschil(v: Schatting, binnen: str) -> str:
    kop = (
        f"Binnen {binnen} vergeleken, is dat {meer_minder(v, punten)}. Daarom is het "
        "niet het gewone verschil tussen deze twee percentages."
    )
    if v.onder <= 0 <= v.boven:
        return f"{kop} Dit verschil kan toeval zijn."
    laag, hoog = sorted(abs(round(100 * deel)) for deel in (v.onder, v.boven))
    woord = "minder" if v.boven < 0 else "meer"
    return f"{kop} Per 100 zaken zijn dat naar schatting {laag} tot {hoog} dwangbevelen {woord}."


def punten(deel: float) -> str:
    """Write a difference of shares (0..1) as 7,8 procentpunt."""
    return procent(deel).replace("%", "procentpunt")


def meer_minder(s: Schatting, schrijf: Callable[[float], str]) -> str:
    """Write a difference with its interval: € 4,03 minder (tussen € 7,14 minder en € 0,95 minder)."""

    def woord(getal: float) -> str:
        return f"{schrijf(abs(getal))} {'minder' if getal < 0 else 'meer'}"

    return f"{woord(s.waarde)} (met 95 % zekerheid tussen {woord(s.onder)} en {woord(s.boven)})"


def hulphoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return kwijtschelding and aanmeldingen after a signaal."""
    rijen = tuple(
        (NAMEN[naam], g.waarde, g.telling, g.tussen)
        for naam in ("kwijtschelding_na_signaal", "aanmelding_shv_na_signaal")
        if (g := bron.getoond[naam])
    )
    koppen = ("Cijfer", "Deel", "Geteld", "Ligt tussen (95 % zeker)")
    blokken: list[Blok | None] = [
        Alinea("Hoe vaak kreeg een inwoner na het signaal kwijtschelding, of meldde hij zich bij schuldhulpverlening?"),
        Tabel("Na een signaal van Gemeentebelastingen", koppen, rijen, frozenset({1, 2, 3})),
    ]
    for naam in ("kwijtschelding_na_signaal", "aanmelding_shv_na_signaal"):
        if reden := bron.cijfers[naam].reden:
            blokken.append(Alinea(f"{NAMEN[naam]}: {reden}", "uitleg"))
    blokken.append(_per(bron, "kwijtschelding"))
    blokken.append(_per(bron, "aanmelding"))
    return hoofdstuk("hulp", "Kwijtschelding en schuldhulp na een signaal", blokken)


def _per(bron: Bron, wat: str) -> Tabel | None:
    if wat == "kwijtschelding":
        per, van, wel = bron.per(kwijtschelding_na_signaal(), "doelgroep"), "Signalen", "Kreeg kwijtschelding"
        return deeltabel("Kwijtschelding na het signaal per groep", "doelgroep", per, van, wel)
    per, van, wel = bron.per(aanmelding_shv_na_signaal(), "doelgroep"), "Meldingen", "Meldde zich"
    return deeltabel("Aanmelding bij schuldhulpverlening per groep", "doelgroep", per, van, wel)
