"""A delivery of Gemeentebelastingen arrives: vorderingen and mutaties find their zaak, once."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from models.bulk import voeg_toe
from models.database import tabel
from models.logboek import Bijschrift, schrijf_bij
from models.personen import pseudoniem, vind_of_maak
from models.tabellen import Gebeurtenis, Inwoner, Mutatie, Vordering, Zaak
from rules.levering import Belastingsoort, MutatieRij, Mutatiesoort, VorderingRij
from rules.log import Logregel, Soort
from rules.mutatie import verdeel
from rules.woorden import Berichtsoort, Zaaksoort

ZAAK, INWONER, LOG = tabel(Zaak), tabel(Inwoner), tabel(Gebeurtenis)
VORDERING, MUTATIE = tabel(Vordering), tabel(Mutatie)

INCASSO = Zaaksoort.INCASSO.value
GELD = frozenset({Mutatiesoort.BETALING, Mutatiesoort.STORNO, Mutatiesoort.VERMINDERING, Mutatiesoort.KOSTEN})
"""Bookings touch the regels whose amount they change; what else is told about an aanslag holds for all its zaken."""


class Uitkomst(StrEnum):
    """What became of one row."""

    AANVAARD = "aanvaard"
    BEKEND = "bekend"
    ANDER_PERSOON = "deze aanslagregel is bekend bij een andere persoon: klopt het BSN?"
    ANDER_SIGNAAL = "dit kenmerk is bekend met een ander bedrag: geef een nieuw signaal een nieuw kenmerk"
    DUBBEL = "deze aanslagregel staat al eerder in dit bestand, met een ander bedrag"
    ONBEKENDE_BRIEF = "deze brief is niet bekend bij deze gemeente: neem het nummer over uit manifest.csv"
    GEEN_BRIEF = "dit bericht ging niet per brief weg: alleen een brief kan retour komen"
    NIET_VERSTUURD = "deze brief is nooit verstuurd: klopt het nummer?"
    NOG_BIJ_DE_DRUKKER = "deze brief is nog niet als verzonden gemeld: lever hem later opnieuw aan"
    TE_VROEG = "datum ligt voor de dag van de brief: klopt de datum?"
    GEEN_SIGNAAL = "voor deze inwoner was er op die dag nog geen signaal: hiervan is niets bewaard"
    ONBEKENDE_AANSLAG = "aanslagnummer is niet bekend: lever eerst de vordering aan"


def neem_vorderingen_op(
    db: Connection, gemeente: str, rijen: Sequence[VorderingRij], today: date, levering_id: int
) -> list[Uitkomst]:
    """Take in a set of aanslagregels; the same regel twice in one levering counts once.

    A known regel with another open amount in a newer extract is a fact (the suite owns the ledger); else it has no
    effect.
    """
    bekend = _bekende_regels(db, gemeente, rijen)
    nieuw: dict[tuple[str, str], VorderingRij] = {}
    saldi: dict[tuple[str, str], tuple[Row[Any], VorderingRij]] = {}
    uitkomsten: list[Uitkomst] = []
    for rij in rijen:
        sleutel = (rij.aanslagnummer, rij.regel)
        oud = bekend.get(sleutel)
        if oud is not None and oud.pseudoniem != pseudoniem(gemeente, rij.persoon):
            uitkomsten.append(Uitkomst.ANDER_PERSOON)
            continue
        eerder = nieuw.get(sleutel) or (saldi[sleutel][1] if sleutel in saldi else None)
        if eerder or (oud is not None and oud.levering_id == levering_id):
            stand = eerder.openstaand if eerder else oud.extract_openstaand  # type: ignore[union-attr]
            uitkomsten.append(Uitkomst.BEKEND if rij.openstaand == stand else Uitkomst.DUBBEL)
        elif oud is None:
            nieuw[sleutel] = rij
            uitkomsten.append(Uitkomst.AANVAARD)
        elif oud.extract_openstaand != rij.openstaand:
            saldi[sleutel] = (oud, rij)
            uitkomsten.append(Uitkomst.AANVAARD)
        else:
            uitkomsten.append(Uitkomst.BEKEND)
    if nieuw:
        _voeg_toe(db, gemeente, list(nieuw.values()), today, levering_id)
    _werk_saldi_bij(db, list(saldi.values()), today, levering_id)
    return uitkomsten


def herken_vorderingen(
    db: Connection, gemeente: str, rijen: Sequence[VorderingRij], levering_id: int
) -> list[Uitkomst]:
    """Judge rows of a levering that were taken in before, without any effect: a newer extract may have passed it."""
    bekend = _bekende_regels(db, gemeente, rijen)
    uitkomsten: list[Uitkomst] = []
    for rij in rijen:
        oud = bekend.get((rij.aanslagnummer, rij.regel))
        anders = oud is not None and oud.levering_id == levering_id and oud.extract_openstaand != rij.openstaand
        uitkomsten.append(Uitkomst.DUBBEL if anders else Uitkomst.BEKEND)
    return uitkomsten


def _bekende_regels(db: Connection, gemeente: str, rijen: Sequence[VorderingRij]) -> dict[tuple[str, str], Row[Any]]:
    v = VORDERING.c
    vraag = (
        select(v.id, v.zaak_id, v.aanslagnummer, v.regel, v.bedrag, v.openstaand, v.afgelost, v.extract_openstaand,
               v.levering_id, INWONER.c.pseudoniem)
        .join(ZAAK, ZAAK.c.id == v.zaak_id)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(v.gemeente == gemeente, v.aanslagnummer.in_({r.aanslagnummer for r in rijen}))
    )  # fmt: skip
    rijen_ = cast(Sequence[Row[Any]], db.execute(vraag).all())
    return {(r.aanslagnummer, r.regel): r for r in rijen_}


def _voeg_toe(db: Connection, gemeente: str, rijen: list[VorderingRij], today: date, levering_id: int) -> None:
    wie = vind_of_maak(db, gemeente, INCASSO, [r.persoon for r in rijen], "belastingaangifte", today)
    inwoners = [wie[pseudoniem(gemeente, r.persoon)] for r in rijen]
    _merk_eigenaren(db, [i for i, r in zip(inwoners, rijen, strict=True) if _eigenaar(r)])
    zaken = _zaken_voor(db, gemeente, list(zip(inwoners, (r.vervaldag for r in rijen), strict=True)), today)
    sleutels = [(i, r.vervaldag) for i, r in zip(inwoners, rijen, strict=True)]
    voeg_toe(db, VORDERING, [_rij(gemeente, r, zaken[s], levering_id) for r, s in zip(rijen, sleutels, strict=True)])
    regels = [
        Bijschrift(zaken[s], Logregel(Soort.AANSLAG, today, _aanslagfeiten(r)))
        for r, s in zip(rijen, sleutels, strict=True)
    ]
    schrijf_bij(db, regels, today)


def _eigenaar(rij: VorderingRij) -> bool:
    return rij.belastingsoort == Belastingsoort.OZB_EIGENAAR


def _merk_eigenaren(db: Connection, inwoners: list[int]) -> None:
    """Who pays ozb as owner owns a home: the letters speak to that."""
    if inwoners:
        db.execute(update(INWONER).where(INWONER.c.id.in_(inwoners)).values(huiseigenaar=True))


def _aanslagfeiten(rij: VorderingRij) -> dict[str, Any]:
    return {"belastingsoort": rij.belastingsoort.value, "bedrag": rij.bedrag, "vervaldag": rij.vervaldag.isoformat()}


def _zaken_voor(
    db: Connection, gemeente: str, sleutels: list[tuple[int, date]], today: date
) -> dict[tuple[int, date], int]:
    """Return the zaak of each (inwoner, vervaldag): one that has not sent anything yet, or a new one."""
    gevonden = _open_zaken(db, sleutels)
    nieuw = [s for s in dict.fromkeys(sleutels) if s not in gevonden]
    if nieuw:
        vraag = select(INWONER.c.id, INWONER.c.adres_sleutel).where(INWONER.c.id.in_({i for i, _ in nieuw}))
        adres = {inwoner: sleutel for inwoner, sleutel in db.execute(vraag)}
        rijen = [_zaakrij(gemeente, i, dag, adres[i], today) for i, dag in nieuw]
        opdracht = insert(ZAAK).returning(ZAAK.c.inwoner_id, ZAAK.c.vervaldag, ZAAK.c.id)
        gevonden |= {(inwoner, dag): zaak for inwoner, dag, zaak in db.execute(opdracht, rijen)}
    return gevonden


def _open_zaken(db: Connection, sleutels: list[tuple[int, date]]) -> dict[tuple[int, date], int]:
    """A zaak takes a new aanslag with the same vervaldag until its herinnering: after that, its own journey starts."""
    begonnen = (
        select(LOG.c.dag)
        .where(LOG.c.zaak_id == ZAAK.c.id, LOG.c.soort == Soort.BERICHT.value)
        .where(LOG.c.gegevens["soort"].as_string().in_([Berichtsoort.HERINNERING, Berichtsoort.AANMANING]))
        .exists()
    )
    vraag = (
        select(ZAAK.c.inwoner_id, ZAAK.c.vervaldag, ZAAK.c.id)
        .where(ZAAK.c.inwoner_id.in_({i for i, _ in sleutels}), ZAAK.c.soort == INCASSO)
        .where(ZAAK.c.volgende_toets.is_not(None), ~begonnen)
    )
    return {(inwoner, dag): zaak for inwoner, dag, zaak in db.execute(vraag)}


def _zaakrij(gemeente: str, inwoner_id: int, vervaldag: date, adres: str, today: date) -> dict[str, Any]:
    return {
        "gemeente": gemeente,
        "soort": INCASSO,
        "inwoner_id": inwoner_id,
        "adres_sleutel": adres,
        "vervaldag": vervaldag,
        "geopend_op": today,
        "volgende_toets": today,
        "versie": 0,
    }


def _rij(gemeente: str, r: VorderingRij, zaak_id: int, levering_id: int) -> dict[str, Any]:
    return {
        "zaak_id": zaak_id,
        "gemeente": gemeente,
        "aanslagnummer": r.aanslagnummer,
        "regel": r.regel,
        "belastingsoort": r.belastingsoort.value,
        "belastingjaar": r.belastingjaar,
        "bedrag": r.bedrag,
        "openstaand": r.openstaand,
        "afgelost": max(r.bedrag - r.openstaand, 0),
        "extract_openstaand": r.openstaand,
        "levering_id": levering_id,
        "dagtekening": r.dagtekening,
        "vervaldag": r.vervaldag,
    }


def _werk_saldi_bij(db: Connection, saldi: list[tuple[Row[Any], VorderingRij]], today: date, levering_id: int) -> None:
    """The newest extract tells another balance: a payment or a storno that no mutatie told us of."""
    regels: list[Bijschrift] = []
    for oud, rij in saldi:
        verschil = rij.openstaand - oud.openstaand
        waarden = {"bedrag": rij.bedrag, "openstaand": rij.openstaand, "extract_openstaand": rij.openstaand}
        waarden |= {"afgelost": max(oud.afgelost - verschil, 0), "levering_id": levering_id}
        db.execute(update(VORDERING).where(VORDERING.c.id == oud.id).values(waarden))
        if verschil:
            verhoogd = rij.bedrag > oud.bedrag
            soort = Soort.BETALING if verschil < 0 else Soort.AANSLAG if verhoogd else Soort.STORNO
            gegevens = {"bedrag": abs(verschil), "bron": "extract"}
            regels.append(Bijschrift(oud.zaak_id, Logregel(soort, today, gegevens)))
    schrijf_bij(db, regels, today)


def neem_mutaties_op(db: Connection, gemeente: str, rijen: Sequence[MutatieRij], today: date) -> list[Uitkomst]:
    """Take in a set of mutaties in file order; one that was taken in before has no effect."""
    sleutels = [mutatiesleutel(r) for r in rijen]
    vraag = select(MUTATIE.c.sleutel).where(MUTATIE.c.gemeente == gemeente, MUTATIE.c.sleutel.in_(sleutels))
    gezien = set(db.execute(vraag).scalars())
    aanslagen = _aanslagen(db, gemeente, {r.aanslagnummer for r in rijen})
    uitkomsten: list[Uitkomst] = []
    regels: list[Bijschrift] = []
    for rij, sleutel in zip(rijen, sleutels, strict=True):
        vorderingen = aanslagen.get(rij.aanslagnummer)
        if vorderingen is None:
            uitkomsten.append(Uitkomst.ONBEKENDE_AANSLAG)
        elif sleutel in gezien:
            uitkomsten.append(Uitkomst.BEKEND)
        else:
            gezien.add(sleutel)
            regels.extend(_verwerk(db, gemeente, rij, sleutel, vorderingen))
            uitkomsten.append(Uitkomst.AANVAARD)
    schrijf_bij(db, regels, today)
    return uitkomsten


def mutatiesleutel(rij: MutatieRij) -> str:
    """Return what makes a mutatie the same one: everything the row says."""
    delen = (rij.aanslagnummer, rij.soort.value, rij.datum.isoformat(), str(rij.bedrag), rij.kenmerk, str(rij.tot))
    return hashlib.sha256("\x1f".join(delen).encode()).hexdigest()


def _aanslagen(db: Connection, gemeente: str, nummers: set[str]) -> dict[str, list[dict[str, Any]]]:
    v = VORDERING.c
    vraag = (
        select(v.id, v.zaak_id, v.aanslagnummer, v.openstaand, v.afgelost)
        .where(v.gemeente == gemeente, v.aanslagnummer.in_(nummers))
        .order_by(v.id)
    )
    gevonden: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for r in db.execute(vraag).mappings():
        gevonden[r["aanslagnummer"]].append(dict(r))
    return gevonden


def _verwerk(
    db: Connection, gemeente: str, rij: MutatieRij, sleutel: str, vorderingen: list[dict[str, Any]]
) -> list[Bijschrift]:
    """Book a mutatie on the regels of its aanslag and return what the log of each zaak tells."""
    stand = [(v["openstaand"] + v["afgelost"], v["openstaand"]) for v in vorderingen]
    nieuw = verdeel(rij.soort, rij.bedrag, stand)
    geraakt = [v for v, open_ in zip(vorderingen, nieuw, strict=True) if open_ != v["openstaand"]] or vorderingen[:1]
    if rij.soort not in GELD:
        geraakt = vorderingen
    for v, open_ in zip(vorderingen, nieuw, strict=True):
        if rij.soort in (Mutatiesoort.BETALING, Mutatiesoort.STORNO):
            v["afgelost"] += v["openstaand"] - open_
        v["openstaand"] = open_
    velden: dict[str, Any] = {"openstaand": bindparam("open_"), "afgelost": bindparam("af_")}
    db.execute(
        update(VORDERING).where(VORDERING.c.id == bindparam("regel_id")).values(velden),
        [{"regel_id": v["id"], "open_": v["openstaand"], "af_": v["afgelost"]} for v in vorderingen],
    )
    zaken = sorted({v["zaak_id"] for v in geraakt})
    vast = {"gemeente": gemeente, "soort": rij.soort.value, "datum": rij.datum, "bedrag": rij.bedrag}
    db.execute(insert(MUTATIE).values(vast | {"sleutel": sleutel, "zaak_id": zaken[0]}))
    gegevens: dict[str, Any] = {"bedrag": rij.bedrag}
    if rij.tot:
        gegevens["tot"] = rij.tot.isoformat()
    return [Bijschrift(z, Logregel(Soort(rij.soort.value), rij.datum, gegevens)) for z in zaken]
