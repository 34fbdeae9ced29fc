"""What has this gemeente chosen? Reads a beleid, refuses what the law or the limits forbid, and names its version."""

import copy
import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, cast

from rules.beleidsdelen import (
    Bewaarbeleid,
    Brpbeleid,
    Dwangbevelbeleid,
    Incassobeleid,
    Kwijtscheldingbeleid,
    Regelingbeleid,
    Signaalbeleid,
    Uitstelbeleid,
    Verzendbeleid,
    Vroegsignaleringbeleid,
    Werkbeleid,
)
from rules.beleidstoets import toets
from rules.gemeente import Gemeente, Grondslag, Lezer, lees_gemeente, lees_grondslagen
from rules.kalender import Kalender, Stilte
from rules.leverancier import Leverancier, lees_leveranciers
from rules.parameters import Bevinding, Parameter, Waarde, toon
from rules.parametertabel import PARAMETERS, PER_SLEUTEL, SECTIES
from rules.proef import Proef, ingedeeld, kan_meedoen
from rules.proefplan import lees_proeven, toets_armen
from rules.woorden import Berichtsoort
from rules.zaak import Zaak

__all__ = ["Beleid", "BeleidFout", "Bevinding", "met_parameter", "parse_beleid", "toets"]

LANGSTE_RUST_D = 60
"""No gemeente may be shut for longer than the highest incasso.max_stilte_d, in calendar days."""

DELEN: dict[str, type] = {
    "incasso": Incassobeleid,
    "signaal": Signaalbeleid,
    "vs": Vroegsignaleringbeleid,
    "uitstel": Uitstelbeleid,
    "regeling": Regelingbeleid,
    "kwijtschelding": Kwijtscheldingbeleid,
    "dwangbevel": Dwangbevelbeleid,
    "bewaar": Bewaarbeleid,
    "brp": Brpbeleid,
    "verzending": Verzendbeleid,
    "werk": Werkbeleid,
}
"""The dataclass of each section of the file."""

TABELLEN = ("gemeente", "grondslag", "leverancier", "proef")
"""The tables of the file that are no section of parameters."""

REGISTER, UIT, TOESTEMMING = "register", "uit", "toestemming"


class BeleidFout(ValueError):
    """Dit beleid kan niet worden gebruikt."""

    def __init__(self, bevindingen: tuple[Bevinding, ...]) -> None:
        """Keep every Bevinding; at least one."""
        super().__init__(bevindingen)
        self.bevindingen = bevindingen

    def __str__(self) -> str:
        """Say every problem, one per line."""
        return "\n".join([self.__doc__ or "", *(f"- {bevinding}" for bevinding in self.bevindingen)])


@dataclass(frozen=True)
class Beleid:
    """Every choice of one gemeente, in force as one version (domain.md §8.4)."""

    gemeente: Gemeente
    grondslagen: tuple[Grondslag, ...]
    leveranciers: tuple[Leverancier, ...]
    incasso: Incassobeleid
    signaal: Signaalbeleid
    vs: Vroegsignaleringbeleid
    uitstel: Uitstelbeleid
    regeling: Regelingbeleid
    kwijtschelding: Kwijtscheldingbeleid
    dwangbevel: Dwangbevelbeleid
    bewaar: Bewaarbeleid
    brp: Brpbeleid
    verzending: Verzendbeleid
    werk: Werkbeleid
    kalender: Kalender
    wachttijd_na_afwijzing_d: int
    versie: str
    proeven: tuple[Proef, ...] = ()
    varianten: tuple[tuple[Berichtsoort, str], ...] = ()
    """The letters that have other words in this arm of a proef; empty in the beleid itself."""
    armen: Mapping[tuple[str, str], "Beleid"] = field(
        default_factory=dict[tuple[str, str], "Beleid"], repr=False, compare=False
    )
    """The beleid as each arm of each proef sees it, by plan and name of the arm."""

    def voor(self, zaak: Zaak) -> "Beleid":
        """Return the beleid as it holds for one zaak: with what its arm changes, when it takes part in a proef.

        A proef that was changed or taken out has another plan: its zaken go on under the beleid itself.
        """
        deelname = ingedeeld(zaak.log) if self.armen else None
        return self.armen.get(deelname, self) if deelname else self

    def proef_voor(self, zaak: Zaak, today: date) -> Proef | None:
        """Return the proef in which a zaak may still be drawn today."""
        return next((proef for proef in self.proeven if kan_meedoen(zaak, proef, today)), None)

    def armen_van(self, proef: Proef) -> tuple["Beleid", ...]:
        """Return the beleid of every arm, in the order of the plan; the first does what the beleid itself does."""
        return tuple(self.armen[proef.plan, arm.naam] for arm in proef.armen)

    def variant(self, soort: Berichtsoort) -> str:
        """Return the variant in which a letter is worded; empty for the ordinary words."""
        return dict(self.varianten).get(soort, "")

    def geldige_grondslag(self, dag: date) -> Grondslag | None:
        """Return the legal basis for a handover on a day, or None: then nothing goes without consent.

        `signaal.grondslag` narrows the records: "uit" and "toestemming" accept none, "tijdelijke regeling" and "Bgs"
        only records of that soort, "register" every record.
        """
        keuze = self.signaal.grondslag
        if keuze in (UIT, TOESTEMMING):
            return None
        passend = (g for g in self.grondslagen if keuze == REGISTER or g.is_van(keuze))
        return next((grondslag for grondslag in passend if grondslag.geldt_op(dag)), None)

    @property
    def overdracht_met_toestemming(self) -> bool:
        """A resident's recorded consent opens the handover unless the gemeente has shut it altogether."""
        return self.signaal.grondslag != UIT


def parse_beleid(data: Mapping[str, Any], feestdagen: frozenset[date]) -> Beleid:
    """Return the beleid of one TOML document; raises BeleidFout with every problem at once."""
    lezer = Lezer()
    _weiger_onbekende(lezer, data)
    waarden = _lees_parameters(lezer, data)
    gemeente = lees_gemeente(lezer, data.get("gemeente"))
    grondslagen = lees_grondslagen(lezer, data.get("grondslag", []))
    leveranciers = lees_leveranciers(lezer, data.get("leverancier", []))
    kalender = _kalender(lezer, waarden, feestdagen)
    proeven = lees_proeven(lezer, data.get("proef", []), gemeente.slug if gemeente else "", waarden)
    if lezer.bevindingen or gemeente is None:
        raise BeleidFout(tuple(lezer.bevindingen))
    versie = _versie(gemeente, grondslagen, waarden, proeven)
    vast: dict[str, Any] = {"gemeente": gemeente, "grondslagen": grondslagen, "leveranciers": leveranciers}
    vast |= {"kalender": kalender, "versie": versie}
    return _met_armen(Beleid(**vast, **_delen(waarden)), proeven, waarden)


def _delen(waarden: Mapping[str, Waarde]) -> dict[str, Any]:
    """Return every section of parameters as its dataclass, by name."""
    return _sectie(waarden, "") | {sectie: deel(**_sectie(waarden, sectie)) for sectie, deel in DELEN.items()}


def _met_armen(beleid: Beleid, proeven: tuple[Proef, ...], waarden: Mapping[str, Waarde]) -> Beleid:
    """Return the beleid with that of every arm; raises BeleidFout for an arm that breaks a promise."""
    armen: dict[tuple[str, str], Beleid] = {}
    for proef in proeven:
        for nummer, arm in enumerate(proef.armen, 1):
            delen = _delen({**waarden, **dict(arm.wijzigingen)})
            versie = f"{beleid.versie}-arm{nummer}"
            armen[proef.plan, arm.naam] = replace(beleid, **delen, versie=versie, varianten=arm.varianten)
    compleet = replace(beleid, proeven=proeven, armen=armen)
    fouten = [fout for p in proeven for fout in toets_armen(beleid, p, compleet.armen_van(p))]
    if fouten:
        raise BeleidFout(tuple(fouten))
    return compleet


def met_parameter(data: Mapping[str, Any], sleutel: str, tekst: str) -> dict[str, Any]:
    """Return a copy of a TOML document in which one parameter has another value, as a story asks for.

    The text is read as TOML ("21", "true", a list) and else taken as a bare word ("nee", "zoeken"). Raises BeleidFout
    for a key that does not exist and for a value that its parameter refuses.
    """
    if (parameter := PER_SLEUTEL.get(sleutel)) is None:
        raise BeleidFout((_onbekend(sleutel, tekst),))
    waarde = parameter.lees(_lees_tekst(tekst))
    if isinstance(waarde, Bevinding):
        raise BeleidFout((waarde,))
    nieuw = copy.deepcopy(dict(data))
    tabel = nieuw.setdefault(parameter.sectie, {}) if parameter.sectie else nieuw
    tabel[parameter.veld] = list(waarde) if isinstance(waarde, tuple) else waarde
    return nieuw


def _lees_tekst(tekst: str) -> object:
    """Read one value as TOML; what is not TOML is a bare word."""
    try:
        return tomllib.loads(f"waarde = {tekst.strip()}")["waarde"]
    except tomllib.TOMLDecodeError:
        return tekst.strip()


def _weiger_onbekende(lezer: Lezer, data: Mapping[str, Any]) -> None:
    """Write down every section and key that no parameter knows."""
    for naam, inhoud in data.items():
        if naam in TABELLEN or naam in PER_SLEUTEL:
            continue
        if naam not in SECTIES:
            lezer.bevindingen.append(_onbekend(naam, inhoud))
        elif not isinstance(inhoud, Mapping):
            lezer.fout(naam, inhoud, f"een tabel [{naam}]", "dit moet een tabel zijn")
        else:
            sleutels = ((f"{naam}.{veld}", waarde) for veld, waarde in cast(Mapping[str, Any], inhoud).items())
            lezer.bevindingen += [
                _onbekend(sleutel, waarde) for sleutel, waarde in sleutels if sleutel not in PER_SLEUTEL
            ]


def _onbekend(sleutel: str, waarde: object) -> Bevinding:
    """Refuse a key that does not exist, and name the keys that do."""
    sectie = sleutel.rpartition(".")[0]
    velden = [p.veld for p in PARAMETERS if sectie and p.sectie == sectie]
    bekend = velden or [*TABELLEN, *(p.sleutel for p in PARAMETERS if not p.sectie), *SECTIES]
    return Bevinding(sleutel, toon(waarde), ", ".join(bekend), "", "deze sleutel bestaat niet")


def _lees_parameters(lezer: Lezer, data: Mapping[str, Any]) -> dict[str, Waarde]:
    """Return the value of every parameter; a missing or refused one keeps its default."""
    waarden: dict[str, Waarde] = {}
    for parameter in PARAMETERS:
        gelezen = parameter.lees(_ruw(data, parameter))
        if isinstance(gelezen, Bevinding):
            lezer.bevindingen.append(gelezen)
            gelezen = parameter.standaard
        waarden[parameter.sleutel] = gelezen
    return waarden


def _ruw(data: Mapping[str, Any], parameter: Parameter) -> object:
    """Return what the document says for a parameter, else its default."""
    tabel = data.get(parameter.sectie) if parameter.sectie else data
    if not isinstance(tabel, Mapping):
        return parameter.standaard
    return cast(Mapping[str, object], tabel).get(parameter.veld, parameter.standaard)


def _kalender(lezer: Lezer, waarden: Mapping[str, Waarde], feestdagen: frozenset[date]) -> Kalender:
    """Build the calendar; a gemeente that shuts its doors for months cannot keep any term."""
    sleutel = "kalender.stiltemomenten"
    teksten = cast(tuple[str, ...], waarden[sleutel])
    kalender = _bouw_kalender(feestdagen, teksten)
    if (rust := kalender.langste_rust_d) > LANGSTE_RUST_D:
        uitleg = f"zo is er {rust} dagen achter elkaar geen werkdag"
        lezer.fout(sleutel, teksten, f"hoogstens {LANGSTE_RUST_D} dagen achter elkaar zonder werkdag", uitleg)
    return kalender


@lru_cache(maxsize=64)
def _bouw_kalender(feestdagen: frozenset[date], teksten: tuple[str, ...]) -> Kalender:
    """Return one calendar for the same days, so that variants of a beleid share what it remembers."""
    return Kalender(feestdagen, tuple(Stilte.parse(tekst) for tekst in teksten))


def _sectie(waarden: Mapping[str, Waarde], sectie: str) -> dict[str, Any]:
    """Return the values of one section by attribute name."""
    return {p.veld: waarden[p.sleutel] for p in PARAMETERS if p.sectie == sectie}


def _versie(
    gemeente: Gemeente, grondslagen: tuple[Grondslag, ...], waarden: Mapping[str, Waarde], proeven: tuple[Proef, ...]
) -> str:
    """Name the version: the gemeente and a fingerprint of everything that a decision can depend on."""
    gronden = [[g.soort, g.omschrijving, g.geldig_van.isoformat(), g.geldig_tot.isoformat()] for g in grondslagen]
    alles: dict[str, Any] = {"parameters": dict(waarden), "grondslagen": gronden}
    if proeven:
        alles["proeven"] = [proef.plan for proef in proeven]
    inhoud = json.dumps(alles, sort_keys=True, ensure_ascii=True)
    return f"{gemeente.slug}-{hashlib.sha256(inhoud.encode()).hexdigest()[:8]}"
