"""Builders for the tests of proeven: one sound plan on top of Voorbeeldstad, with one thing changed."""

import copy
from datetime import date
from typing import Any

from models.beleidsbestand import feestdagen
from rules.beleid import Beleid, parse_beleid
from rules.proef import Proef
from tests.rules.beleidsbouwer import DATA

GEWOON: dict[str, Any] = {"naam": "gewoon"}
SNELLER: dict[str, Any] = {"naam": "sneller", "incasso": {"reactietermijn_herinnering_d": 10}}
KORT: dict[str, Any] = {"naam": "kort", "variant": {"herinnering": "kort"}}

PLAN: dict[str, Any] = {
    "naam": "korter-wachten", "traject": "incasso", "start": date(2026, 6, 1), "einde": date(2026, 12, 31),
    "vastgesteld_op": date(2026, 5, 1), "zaad": 20260501, "uitkomst": "betaald_14d", "basis": 30, "effect": 5,
    "onderscheid": 80, "stopregel": "vast", "omvang": 1377, "strata": ["doelgroep", "telefoon"],
    "arm": [GEWOON, SNELLER],
}  # fmt: skip


def data_met(*plannen: dict[str, Any], **parameters: Any) -> dict[str, Any]:
    """Return the TOML data of Voorbeeldstad with these proeven; parameters as in beleid_met."""
    data: dict[str, Any] = copy.deepcopy(DATA) | {"proef": [copy.deepcopy(plan) for plan in plannen]}
    for sleutel, waarde in parameters.items():
        sectie, _, veld = sleutel.partition("__")
        data.setdefault(sectie, {})[veld] = waarde
    return data


def proefbeleid(**anders: Any) -> Beleid:
    """Return Voorbeeldstad with the plan, of which these keys are others."""
    return parse_beleid(data_met(PLAN | anders), feestdagen())


def proef(**anders: Any) -> Proef:
    """Return the plan itself."""
    return proefbeleid(**anders).proeven[0]
