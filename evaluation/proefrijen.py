"""What happened to the participants of a proef? Read from the log as corrected, each within his own follow-up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from evaluation.gaten import BRON_VAN
from models.database import tabel
from models.logboek import geldig_log
from models.tabellen import Gebeurtenis, Inwoner, Levering, Signaal, Vordering, Zaak
from models.tabellen_beheer import Leveringsmaand
from rules.kenmerken import leeftijdsband
from rules.log import Soort
from rules.proef import Maat, Proef
from rules.resultaat import HULP
from rules.woorden import Zaaksoort

ZAAK, LOG, INWONER, SIGNAAL = tabel(Zaak), tabel(Gebeurtenis), tabel(Inwoner), tabel(Signaal)
VORDERING, LEVERING, MAAND = tabel(Vordering), tabel(Levering), tabel(Leveringsmaand)

KLASSEN = ((100_00, "tot 100 euro"), (300_00, "100 tot 300 euro"), (600_00, "300 tot 600 euro"))
UITKOMSTEN = (Soort.GESLOTEN, Soort.STORNO, Soort.TAAK_AFGEROND, Soort.BERICHT)


@dataclass(frozen=True)
class Deelnemer:
    """One participant: what he drew, and whether he had the outcome within the follow-up. `plaats` 0 is not counted."""

    zaak_id: int
    dag: date
    arm: str
    stratum: str
    plaats: int
    uitkomst: bool
    kenmerken: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was known of him at the draw, in bands; to see whether the arms are alike."""
    overgestapt: bool = False
    """He also got what another arm, or no arm, would have got."""


@dataclass(frozen=True)
class Verloop:
    """What happened in a proef up to and with a day."""

    deelnemers: tuple[Deelnemer, ...]
    onder_ander_plan: int = 0
    """So many draws name another plan than the beleid has now."""
    andere_tekst: tuple[str, ...] = ()
    """The letters that were compared and whose words changed on the way."""
    gaten: tuple[date, ...] = ()
    """Months in which the deliveries that tell the outcome were not whole."""


@dataclass(frozen=True)
class _Trekking:
    zaak_id: int
    volgnr: int
    dag: date
    gegevens: Mapping[str, Any]


def lees_verloop(db: Connection, gemeente: str, proef: Proef, tot: date) -> Verloop:
    """Return what happened in a proef of a gemeente; nothing after `tot` counts."""
    alle = [_Trekking(*rij) for rij in db.execute(_trekkingen(gemeente, tot)) if rij.gegevens["proef"] == proef.naam]
    eigen = [t for t in alle if t.gegevens["plan"] == proef.plan]
    gebeurd, stappen = _per_zaak(db, _gebeurd(gemeente, tot)), _per_zaak(db, _stappen(gemeente, tot))
    kenmerken = _kenmerken(db, gemeente, proef, eigen)
    deelnemers = tuple(
        Deelnemer(
            t.zaak_id, t.dag, str(t.gegevens["arm"]), str(t.gegevens["stratum"]), int(t.gegevens.get("plaats", 0)),
            _heeft_uitkomst(proef, t, _binnen(proef, t, gebeurd[t.zaak_id])), kenmerken[t.zaak_id],
            _is_overgestapt(proef, t, _binnen(proef, t, stappen[t.zaak_id])),
        )
        for t in eigen
    )  # fmt: skip
    tekst = _andere_tekst(proef, [(t, _binnen(proef, t, gebeurd[t.zaak_id])) for t in eigen])
    return Verloop(deelnemers, len(alle) - len(eigen), tekst, _gaten(db, gemeente, proef, eigen, tot))


def namen_in_log(db: Connection, gemeente: str, tot: date) -> frozenset[str]:
    """Return the proeven in which somebody of a gemeente was drawn."""
    return frozenset(str(rij.gegevens["proef"]) for rij in db.execute(_trekkingen(gemeente, tot)))


def _trekkingen(gemeente: str, tot: date) -> Select[Any]:
    waar = (LOG.c.soort == Soort.PROEF.value, LOG.c.dag <= tot, ZAAK.c.gemeente == gemeente)
    velden = (LOG.c.zaak_id, LOG.c.volgnr, LOG.c.dag, LOG.c.gegevens)
    return select(*velden).join(ZAAK, ZAAK.c.id == LOG.c.zaak_id).where(*waar).order_by(LOG.c.zaak_id)


def _deelname(gemeente: str, tot: date) -> Select[Any]:
    return _trekkingen(gemeente, tot).with_only_columns(LOG.c.zaak_id).order_by(None)


def _gebeurd(gemeente: str, tot: date) -> Select[Any]:
    """Everything from which an outcome follows, as corrected."""
    g = geldig_log()
    waar = (g.c.zaak_id.in_(_deelname(gemeente, tot)), g.c.soort.in_([s.value for s in UITKOMSTEN]), g.c.dag <= tot)
    return select(g.c.zaak_id, g.c.volgnr, g.c.soort, g.c.dag, g.c.gegevens).where(*waar).order_by(g.c.volgnr)


def _stappen(gemeente: str, tot: date) -> Select[Any]:
    """Every step of the rules, with the beleid under which it was taken."""
    alle = LOG.alias()
    waar = (alle.c.zaak_id.in_(_deelname(gemeente, tot)), alle.c.beleid_versie != "", alle.c.dag <= tot)
    velden = (alle.c.zaak_id, alle.c.volgnr, alle.c.soort, alle.c.dag, alle.c.beleid_versie)
    return select(*velden).where(*waar, alle.c.soort != Soort.PROEF.value).order_by(alle.c.volgnr)


def _per_zaak(db: Connection, vraag: Select[Any]) -> dict[int, list[Row[Any]]]:
    per_zaak: dict[int, list[Row[Any]]] = defaultdict(list)
    for rij in db.execute(vraag):
        per_zaak[rij.zaak_id].append(rij)
    return per_zaak


def _binnen(proef: Proef, t: _Trekking, rijen: Iterable[Row[Any]]) -> list[Row[Any]]:
    """Return what happened after the draw and within the follow-up."""
    return [r for r in rijen if r.volgnr > t.volgnr and r.dag <= proef.rijp_op(t.dag)]


def _heeft_uitkomst(proef: Proef, t: _Trekking, rijen: Sequence[Row[Any]]) -> bool:
    match proef.uitkomst:
        case Maat.BETAALD_14D:
            geld = [r for r in rijen if r.soort == Soort.STORNO or r.gegevens.get("resultaat") == "betaald"]
            return bool(geld) and geld[-1].soort == Soort.GESLOTEN
        case Maat.CONTACT_21D | Maat.BEREIKT:
            gedaan = [r.gegevens for r in rijen if r.soort == Soort.TAAK_AFGEROND]
            return any(g.get("bereikt") is True or g.get("uitkomst") == "gesprek gevoerd" for g in gedaan)
        case Maat.HULP:
            return any(r.gegevens.get("vervolg") == "wil hulp" or r.gegevens.get("resultaat") in HULP for r in rijen)


def _is_overgestapt(proef: Proef, t: _Trekking, stappen: Iterable[Row[Any]]) -> bool:
    nummer = next((n for n, arm in enumerate(proef.armen, 1) if arm.naam == t.gegevens["arm"]), 0)
    return any(not r.beleid_versie.endswith(f"-arm{nummer}") for r in stappen)


def _andere_tekst(proef: Proef, rijen: Iterable[tuple[_Trekking, Sequence[Row[Any]]]]) -> tuple[str, ...]:
    """Return which of the letters that differ between the arms got other words while the proef ran."""
    soorten = {soort.value for arm in proef.armen for soort, _ in arm.varianten}
    versies: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for t, gebeurd in rijen:
        for g in (r.gegevens for r in gebeurd if r.soort == Soort.BERICHT):
            if g["soort"] in soorten:
                versies[g["soort"], t.gegevens["arm"], g["kanaal"], str(g.get("doelgroep"))].add(
                    str(g.get("sjabloon_versie"))
                )
    return tuple(sorted({sleutel[0] for sleutel, gezien in versies.items() if len(gezien) > 1}))


def _gaten(db: Connection, gemeente: str, proef: Proef, trekkingen: Sequence[_Trekking], tot: date) -> tuple[date, ...]:
    """Return the months without whole deliveries while somebody was followed; only payments come from deliveries."""
    if proef.uitkomst is not Maat.BETAALD_14D or not trekkingen:
        return ()
    van = min(t.dag for t in trekkingen).replace(day=1)
    eind = min(tot, proef.rijp_op(max(t.dag for t in trekkingen)))
    soorten = [soort for soort, bron in BRON_VAN.items() if bron == BRON_VAN["mutaties"]]
    levert = select(LEVERING.c.leverancier).where(LEVERING.c.gemeente == gemeente, LEVERING.c.soort.in_(soorten))
    waar = (MAAND.c.gemeente == gemeente, ~MAAND.c.volledig, MAAND.c.leverancier.in_(levert))
    binnen = MAAND.c.maand.between(van, eind)
    return tuple(db.execute(select(MAAND.c.maand).where(*waar, binnen).distinct().order_by(MAAND.c.maand)).scalars())


def _kenmerken(
    db: Connection, gemeente: str, proef: Proef, trekkingen: Sequence[_Trekking]
) -> dict[int, dict[str, str]]:
    """Return what was known of each participant at the draw: class of the amount, age band, and his stratum."""
    if not trekkingen:
        return {}
    eerste, laatste = min(t.dag for t in trekkingen), max(t.dag for t in trekkingen)
    bedrag = dict(db.execute(_bedragen(gemeente, proef, laatste)).tuples().all())
    geboren = select(ZAAK.c.id, INWONER.c.geboortedatum).join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
    leeftijd = dict(db.execute(geboren.where(ZAAK.c.id.in_(_deelname(gemeente, laatste)))).tuples().all())
    midden = eerste + (laatste - eerste) / 2
    return {
        t.zaak_id: {
            "bedrag": _klasse(int(bedrag.get(t.zaak_id) or 0)),
            "leeftijd": leeftijdsband(leeftijd.get(t.zaak_id), t.dag).value,
            "stratum": str(t.gegevens["stratum"]),
            "tijd": "eerste helft" if t.dag <= midden else "tweede helft",
        }
        for t in trekkingen
    }


def _bedragen(gemeente: str, proef: Proef, laatste: date) -> Select[Any]:
    """Return the amount per zaak: of its aanslagen, or (the last row of a zaak) of its first signaal."""
    deelname = _deelname(gemeente, laatste)
    if proef.traject is Zaaksoort.INCASSO:
        v = VORDERING.c
        return select(v.zaak_id, func.sum(v.bedrag)).where(v.zaak_id.in_(deelname)).group_by(v.zaak_id)
    return (
        select(SIGNAAL.c.zaak_id, SIGNAAL.c.bedrag).where(SIGNAAL.c.zaak_id.in_(deelname)).order_by(SIGNAAL.c.id.desc())
    )


def _klasse(bedrag: int) -> str:
    return next((naam for grens, naam in KLASSEN if bedrag < grens), "600 euro of meer")
