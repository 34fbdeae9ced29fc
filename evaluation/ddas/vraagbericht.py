"""What is asked of the API, and can it be given? (DDAS-VS.yaml, GegevensRequest)"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from evaluation.ddas.problemen import Probleem

MAX_PER_PAGINA = 50_000
"""So many vroegsignalen may stand on one page (DDAS, niet-functionele eisen)."""

ORGANISATIE = ("aanleverendeOrganisatie", "aanleverende_organisatie")
"""The field has another name in every version of the specification: both are read."""

_DAG = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Verzoek:
    """One page of a delivery over one or all gemeenten."""

    gemeenten: tuple[str, ...]
    van: date
    tot: date
    pagina: int = 1
    grootte: int = MAX_PER_PAGINA


def lees(inhoud: bytes, namen: Mapping[str, str], today: date) -> Verzoek:
    """Return what is asked; `namen` tells of every name of a gemeente its short name. Raises Probleem.

    Without days it is about the last whole calendar month. A period must be over: only then every page of it tells of
    the same signalen.
    """
    velden = _velden(inhoud)
    van, tot = _periode(velden, today)
    if van > tot:
        raise Probleem(422, "De eerste dag van de periode ligt na de laatste.")
    if tot >= today:
        raise Probleem(422, "De periode is nog niet voorbij.")
    grootte = min(_getal(velden, "pageSize", MAX_PER_PAGINA), MAX_PER_PAGINA)
    return Verzoek(_gemeenten(velden, namen), van, tot, _getal(velden, "page", 1), grootte)


VELDEN = frozenset({"aanleverperiodeStartdatum", "aanleverperiodeEinddatum", "page", "pageSize", *ORGANISATIE})


def _velden(inhoud: bytes) -> dict[str, Any]:
    try:
        gelezen: object = json.loads(inhoud.decode("utf-8") or "{}", object_pairs_hook=_eenmalig)
    except (ValueError, RecursionError):
        raise Probleem(400, "Dit is geen JSON-object met elk veld één keer.") from None
    if not isinstance(gelezen, dict):
        raise Probleem(400, "Stuur één JSON-object.")
    velden = cast(dict[str, Any], gelezen)
    if set(velden) - VELDEN:
        raise Probleem(400, f"Alleen deze velden bestaan: {', '.join(sorted(VELDEN))}.")
    return velden


def _eenmalig(paren: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({naam for naam, _ in paren}) != len(paren):
        raise ValueError
    return dict(paren)


def _periode(velden: Mapping[str, Any], today: date) -> tuple[date, date]:
    van, tot = (_dag(velden, f"aanleverperiode{welke}") for welke in ("Startdatum", "Einddatum"))
    if tot is None:
        tot = today - timedelta(days=1) if van else today.replace(day=1) - timedelta(days=1)
    return van or tot.replace(day=1), tot


def _dag(velden: Mapping[str, Any], naam: str) -> date | None:
    if naam not in velden:
        return None
    waarde: object = velden[naam]
    try:
        if isinstance(waarde, str) and _DAG.fullmatch(waarde):
            return date.fromisoformat(waarde)
    except ValueError:
        pass
    raise Probleem(400, f"{naam} moet een dag zijn, zoals 2026-01-31.")


def _getal(velden: Mapping[str, Any], naam: str, anders: int) -> int:
    waarde: object = velden.get(naam, anders)
    if not isinstance(waarde, int) or isinstance(waarde, bool) or waarde < 1:
        raise Probleem(400, f"{naam} moet een heel getal zijn, 1 of hoger.")
    return waarde


def _gemeenten(velden: Mapping[str, Any], namen: Mapping[str, str]) -> tuple[str, ...]:
    gevraagd = [velden[naam] for naam in ORGANISATIE if naam in velden]
    if len(gevraagd) > 1 or not all(isinstance(g, str) for g in gevraagd):
        raise Probleem(400, "Noem de organisatie één keer, met haar naam of code.")
    if not gevraagd:
        return tuple(dict.fromkeys(namen.values()))
    if (slug := namen.get(gevraagd[0].strip().casefold())) is None:
        raise Probleem(404, "Over deze organisatie worden hier geen gegevens geleverd.")
    return (slug,)
