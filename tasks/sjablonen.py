"""Which words does a resident get, and from which version of which template?

A template is looked up per kanaal and doelgroep: `<naam>.<doelgroep>.j2` goes before `<naam>.j2`, for a whole bericht
and for every block in it; the variant of a proef is `<naam>.<variant>.j2`, and for that bericht nothing else will do.
A block is a file that starts with an underscore; an e-mail borrows the blocks of the letters. Templates write words,
never markup: `## ` opens a question, `- ` an item of a list, `[rekeningen]` marks the table, an empty line ends an
alinea. Above `---` stand `onderwerp:` and `actie:`, the one bold sentence on top.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    Undefined,
    UndefinedError,
    meta,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rules.woorden import Berichtsoort, Doelgroep, Kanaal
from tasks.briefgegevens import FILTERS, Briefgegevens, OntbrekendGegeven, gevuld
from tasks.fouten import PermanentFailure
from tasks.leesbaarheid import naar_gsm7, sms_bezwaren

SJABLONEN = Path(__file__).resolve().parents[1] / "templates"
_ZOEKPADEN = {Kanaal.BRIEF: ("letters",), Kanaal.SMS: ("sms",), Kanaal.EMAIL: ("email", "letters")}
_MERK = re.compile(r"\[\[blok (\w+)\]\]")
_HTML = "opmaak.html"
_NAAM = re.compile(r"[\w-]+\.j2", re.ASCII)
_REKENFOUTEN = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)
_FOUTEN = (TemplateError, *_REKENFOUTEN)
"""What a template can do wrong; the message of such an error may quote a resident, so it is never passed on."""


class GeenSjabloon(PermanentFailure):
    """Voor dit bericht is er geen tekst."""


class FoutSjabloon(PermanentFailure):
    """Het sjabloon van deze tekst is niet goed geschreven."""


class OngeschikteSms(PermanentFailure):
    """Deze sms mag zo niet weg."""


class Alineasoort(StrEnum):
    """What one piece of a bericht is."""

    VRAAG = "vraag"
    TEKST = "tekst"
    LIJST = "lijst"
    REKENINGEN = "rekeningen"


@dataclass(frozen=True)
class Alinea:
    """One piece of a bericht; a lijst has one regel per item, a tekst or vraag exactly one, the table none."""

    soort: Alineasoort
    regels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Herkomst:
    """Where words came from; `versie` is a hash of every template source that was used, so it cannot be forgotten."""

    sjabloon: str
    variant: Doelgroep
    versie: str


@dataclass(frozen=True, repr=False)
class Tekst:
    """The words of one bericht, with the proof of where they came from. No repr: it holds personal data.

    `tekstblokken` are the blocks that this bericht
    really contains, in alphabetical order (the evidence of the handover gate). `html` is filled for e-mail only.
    """

    onderwerp: str
    actie: str
    aanhef: str
    alineas: tuple[Alinea, ...]
    slot: str
    herkomst: Herkomst
    tekstblokken: tuple[str, ...] = ()
    html: str = ""

    @property
    def sjabloon(self) -> str:
        """The name of the template, such as 'letters/herinnering'."""
        return self.herkomst.sjabloon

    @property
    def versie(self) -> str:
        """The version of the template, for the log."""
        return self.herkomst.versie

    @property
    def platte_tekst(self) -> str:
        """The words without layout: the SMS, the text part of an e-mail, a letter without its table and address."""
        lijnen = [self.aanhef and f"{self.aanhef},", self.actie]
        lijnen += [_plat(alinea) for alinea in self.alineas if alinea.soort is not Alineasoort.REKENINGEN]
        return "\n\n".join(filter(None, [*lijnen, self.slot]))


def schrijf(soort: Berichtsoort, kanaal: Kanaal, gegevens: Briefgegevens, sjablonen: Path = SJABLONEN) -> Tekst:
    """Write one bericht with the templates in the folder `sjablonen`.

    Raises GeenSjabloon when this soort does not exist for this kanaal, FoutSjabloon when the template is wrong or looks
    where it may not, OntbrekendGegeven when the template asks for
    something that is not known, and OngeschikteSms when an SMS is too long or says what an SMS may not say.
    """
    bron = _Bron(sjablonen, kanaal, gegevens.doelgroep, gegevens.variant)
    ruw, reden = _vul_in(_omgeving(bron), f"{soort}.j2", gegevens)
    if reden is not None:  # raised here, so that no traceback carries the values of the template
        raise reden(f"{kanaal} {soort}")
    herkomst = Herkomst(f"{_ZOEKPADEN[kanaal][0]}/{soort}", gegevens.doelgroep, _versie(bron, f"{soort}.j2"))
    return _sms(ruw, herkomst) if kanaal is Kanaal.SMS else _brief(ruw, herkomst, gegevens, bron)


def sjabloon_versie(
    soort: Berichtsoort, kanaal: Kanaal, doelgroep: Doelgroep, variant: str = "", sjablonen: Path = SJABLONEN
) -> str:
    """Return the version of a template before it is used: the log of the zaak names it. Raises GeenSjabloon."""
    try:
        return _versie(_Bron(sjablonen, kanaal, doelgroep, variant), f"{soort}.j2")
    except TemplateNotFound:
        raise GeenSjabloon(f"{kanaal} {soort}") from None


def _vul_in(omgeving: Environment, sjabloon: str, gegevens: Briefgegevens) -> tuple[str, type[PermanentFailure] | None]:
    try:
        return omgeving.get_template(sjabloon).render(_context(gegevens)), None
    except TemplateNotFound as fout:
        return "", GeenSjabloon if fout.name == sjabloon else OntbrekendGegeven
    except (UndefinedError, OntbrekendGegeven):
        return "", OntbrekendGegeven
    except (FoutSjabloon, *_FOUTEN):
        return "", FoutSjabloon


def _sms(ruw: str, herkomst: Herkomst) -> Tekst:
    tekst = naar_gsm7(" ".join(ruw.split()))
    if redenen := sms_bezwaren(tekst):
        raise OngeschikteSms("; ".join(redenen))
    return Tekst("", "", "", (Alinea(Alineasoort.TEKST, (tekst,)),), "", herkomst)


def _brief(ruw: str, herkomst: Herkomst, gegevens: Briefgegevens, bron: "_Bron") -> Tekst:
    regels = ruw.splitlines()
    blokken = sorted({merk[1] for regel in regels if (merk := _MERK.fullmatch(regel))})
    kop, _, romp = "\n".join(regel for regel in regels if not _MERK.fullmatch(regel)).partition("\n---\n")
    hoofd = dict(regel.split(": ", 1) for regel in kop.splitlines() if ": " in regel)
    if set(hoofd) != {"onderwerp", "actie"}:
        raise FoutSjabloon(herkomst.sjabloon)
    afzender = gegevens.afzender
    wie = (f"{afzender.afdeling}, gemeente {afzender.gemeente}", afzender.medewerker_telefoon)
    slot = "\n".join(("Met vriendelijke groet,", afzender.medewerker, *wie))
    inhoud = (hoofd["onderwerp"], hoofd["actie"], gegevens.aanhef, _alineas(romp), slot)
    tekst = Tekst(*inhoud, herkomst, tuple(blokken))
    if bron.kanaal is not Kanaal.EMAIL:
        return tekst
    html = _html_omgeving(bron.map_ / "email").get_template(_HTML).render(tekst=tekst, afzender=afzender)
    return replace(tekst, html=html)


def _alineas(romp: str) -> tuple[Alinea, ...]:
    """Read the few marks that a template may use. Data never starts a line, so data never is a mark."""
    alineas: list[Alinea] = []
    vorige: Alineasoort | None = None
    for regel in map(str.strip, romp.splitlines()):
        soort, woorden = _soort_van(regel)
        if soort is Alineasoort.LIJST and vorige is soort:
            alineas.append(Alinea(soort, (*alineas.pop().regels, woorden)))
        elif soort is Alineasoort.TEKST and vorige is soort:
            alineas.append(Alinea(soort, (f"{alineas.pop().regels[0]} {woorden}",)))
        elif soort is not None:
            alineas.append(Alinea(soort, (woorden,) if woorden else ()))
        vorige = soort
    return tuple(alineas)


def _soort_van(regel: str) -> tuple[Alineasoort | None, str]:
    if not regel:
        return None, ""
    if regel == "[rekeningen]":
        return Alineasoort.REKENINGEN, ""
    if regel.startswith("## "):
        return Alineasoort.VRAAG, regel[3:]
    if regel.startswith("- "):
        return Alineasoort.LIJST, regel[2:]
    return Alineasoort.TEKST, regel


def _plat(alinea: Alinea) -> str:
    return "\n".join(f"- {regel}" if alinea.soort is Alineasoort.LIJST else regel for regel in alinea.regels)


@dataclass(frozen=True)
class _Bron:
    """Which templates one bericht may use."""

    map_: Path
    kanaal: Kanaal
    doelgroep: Doelgroep
    variant: str = ""


class _Variantlader(BaseLoader):
    """Finds the variant for one doelgroep first, and marks every block so that the bericht knows what it contains."""

    def __init__(self, bron: _Bron) -> None:
        self.mappen = tuple(bron.map_ / naam for naam in _ZOEKPADEN[bron.kanaal])
        self.doelgroep, self.variant = bron.doelgroep, bron.variant

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if not _NAAM.fullmatch(template):  # a template names its neighbours, never a place on the disk
            raise TemplateNotFound(template)
        stam = template.removesuffix(".j2")
        is_blok = stam.startswith("_")
        merk = f"\n[[blok {stam[1:]}]]\n" if is_blok else ""
        gewoon = (f"{stam}.{self.doelgroep}.j2", template)
        for naam in gewoon if is_blok or not self.variant else (f"{stam}.{self.variant}.j2",):
            for map_ in self.mappen if is_blok else self.mappen[:1]:  # only blocks are borrowed
                if (pad := map_ / naam).is_file():
                    return merk + pad.read_text(encoding="utf-8"), str(pad), lambda: True
        raise TemplateNotFound(template)


@lru_cache(maxsize=64)
def _omgeving(bron: _Bron) -> Environment:
    omgeving = ImmutableSandboxedEnvironment(
        loader=_Variantlader(bron),
        undefined=StrictUndefined,
        autoescape=False,  # words, not markup: Typst gets them as JSON, HTML escapes them in its own layout
        finalize=_woord,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    toegestaan: dict[str, Callable[..., Any]] = {**FILTERS, "length": len}
    omgeving.globals.clear()
    omgeving.filters.clear()
    omgeving.filters.update(toegestaan)
    return omgeving


def _woord(waarde: Any) -> Any:
    """Let words and numbers into a bericht, and nothing that only a programmer can read: no list, day or ja/nee."""
    if isinstance(waarde, bool) or not (waarde is None or isinstance(waarde, (str, int, Undefined))):
        raise FoutSjabloon
    return gevuld(waarde)


@lru_cache(maxsize=8)
def _html_omgeving(map_: Path) -> Environment:
    lader = FileSystemLoader(map_)
    return ImmutableSandboxedEnvironment(
        loader=lader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@lru_cache(maxsize=256)
def _versie(bron: _Bron, sjabloon: str) -> str:
    """Hash all sources that `sjabloon` uses for this variant: itself, and what it includes, however deep."""
    omgeving, lader = _omgeving(bron), _Variantlader(bron)
    bronnen: dict[str, str] = {}
    te_lezen = [sjabloon]
    while te_lezen:
        naam = te_lezen.pop()
        if naam in bronnen:
            continue
        bronnen[naam] = lader.get_source(omgeving, naam)[0]
        for gebruikt in meta.find_referenced_templates(omgeving.parse(bronnen[naam])):
            if gebruikt is None:
                raise FoutSjabloon(f"{naam} kiest een tekstblok pas tijdens het schrijven")
            te_lezen.append(gebruikt)
    if bron.kanaal is Kanaal.EMAIL:
        bronnen[_HTML] = (bron.map_ / "email" / _HTML).read_text(encoding="utf-8")
    inhoud = "\0".join(f"{naam}\0{tekst}" for naam, tekst in sorted(bronnen.items()))
    return hashlib.sha256(inhoud.encode()).hexdigest()[:12]


def _context(gegevens: Briefgegevens) -> dict[str, Any]:
    return {veld.name: getattr(gegevens, veld.name) for veld in fields(gegevens)} | {"totaal": gegevens.totaal}
