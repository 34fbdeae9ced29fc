"""What does the page of a zaak show beside its timeline? Who it is, how to reach him, what happens next and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from models import tijdlijn as bron
from models.dossier import Contact, Persoonsbeeld, persoon
from models.tijdlijn import Signaalbeeld, Sporen
from rules.bezorging import Status
from rules.correctie import lees_log
from rules.log import Log, Logregel, Soort
from rules.rollen import Blik
from rules.woorden import Taaksoort, Zaaksoort
from tasks.uitleg import Stand
from worklist.regelwoorden import REGEL, VOORWAARDE
from worklist.reislijn import Reislijn, reislijn
from worklist.sjabloon import datum
from worklist.tijdlijn import Post, tijdlijn
from worklist.verhaal import antwoord, bewijs, vertel
from worklist.woorden import BERICHT, BRON, CONTACTSOORT, KANAAL, LET_OP, REDEN, woord


@dataclass(frozen=True, repr=False)
class Contactregel:
    """One way to reach the resident, in words. No repr: personal data."""

    soort: str
    waarde: str
    bron: str
    ontvangen_op: date
    onbruikbaar_op: date | None
    bevestigd: str


@dataclass(frozen=True)
class Regeluitleg:
    """One rule in Dutch with its answer; `beslist`: this one decides."""

    wat: str
    antwoord: str
    beslist: bool


@dataclass(frozen=True)
class Voorwaarderegel:
    """One voorwaarde of the handover in Dutch."""

    wat: str
    voldaan: bool
    bewijs: str


@dataclass(frozen=True, repr=False)
class Zaakbeeld:
    """Everything on the page of a zaak. No repr: personal data."""

    persoon: Persoonsbeeld
    let_op: str
    vlaggen: tuple[str, ...]
    contact: tuple[Contactregel, ...]
    toestemmingen: tuple[str, ...]
    afmeldingen: tuple[str, ...]
    signalen: tuple[Signaalbeeld, ...]
    vorderingen: tuple[Row[Any], ...]
    andere: tuple[Row[Any], ...]
    open_taken: tuple[Row[Any], ...]
    posten: tuple[Post, ...]
    reis: Reislijn | None


def zaakbeeld(db: Connection, blik: Blik, zaak: Row[Any], stand: Stand | None, today: date) -> Zaakbeeld:
    """Load and put in words what is known of a zaak that this blik may see."""
    wie, sporen = persoon(db, zaak.inwoner_id), bron.sporen(db, blik, zaak.id)
    signalen = bron.signalen(db, blik, zaak)
    huisgenoten = frozenset(s.id for s in signalen if s.huisgenoot)
    rust = stand.opschortingen if stand else ()
    volgende = stand.verwacht.dag if stand and stand.verwacht else zaak.volgende_toets
    return Zaakbeeld(
        persoon=wie,
        let_op=woord(LET_OP, wie.let_op) if wie.let_op else "",
        vlaggen=tuple(_vlaggen(wie)),
        contact=tuple(_contact(wie, sporen)),
        toestemmingen=tuple(_toestemmingen(wie)),
        afmeldingen=tuple(_afmeldingen(wie)),
        signalen=tuple(signalen),
        vorderingen=tuple(bron.vorderingen(db, blik, zaak)),
        andere=tuple(bron.andere_zaken(db, blik, zaak)),
        open_taken=tuple(t for t in sporen.taken.values() if t.status == "open"),
        posten=tuple(tijdlijn(zaak, sporen, huisgenoten)),
        reis=reislijn(sporen, rust, volgende, today),
    )


def _vlaggen(p: Persoonsbeeld) -> Iterable[str]:
    """What holds for the person; each department reads only what is its own or everybody's."""
    vroeg = p.afdeling == Zaaksoort.VROEGSIGNALERING
    dagen: Mapping[str, date | None] = {
        "Overleden, bekend sinds": p.overleden_op,
        "Woont niet meer in de gemeente, bekend sinds": p.vertrokken_op,
        "Bekend bij schuldhulp sinds": p.bekend_bij_schuldhulp_op if vroeg else None,
        "Wil geen contact sinds": p.geen_contact_op if vroeg else None,
        "Wil niet dat wij gegevens delen, sinds": None if vroeg else p.bezwaar_delen_op,
    }
    yield from (f"{wat} {datum(dag)}" for wat, dag in dagen.items() if dag)
    yield from (wat for wat, geldt in (("Ondernemer", p.ondernemer), ("Bedrijf", p.rechtspersoon)) if geldt)


def _contact(p: Persoonsbeeld, sporen: Sporen) -> Iterable[Contactregel]:
    log = lees_log((r.volgnr, Logregel(Soort(r.soort), r.dag, r.gegevens)) for r in sporen.log)
    for c in p.contact:
        soort, herkomst = woord(CONTACTSOORT, c.soort), woord(BRON, c.bron)
        yield Contactregel(soort, c.waarde, herkomst, c.ontvangen_op, c.onbruikbaar_op, _bevestigd(c, p, sporen, log))


def _bevestigd(c: Contact, p: Persoonsbeeld, sporen: Sporen, log: Log) -> str:
    """Tell how we know that somebody is reached here: an sms or e-mail that arrived, or a call that was answered."""
    if c.onbruikbaar_op or c != next((x for x in p.contact if x.soort == c.soort and not x.onbruikbaar_op), None):
        return ""
    kanaal = {"mobiel": "sms", "email": "email"}.get(c.soort)
    aan = [b.dag for b in sporen.berichten.values() if b.kanaal == kanaal and b.status == Status.BEZORGD]
    if dagen := [dag for dag in aan if dag >= c.ontvangen_op]:
        return f"{woord(KANAAL, kanaal)} kwam aan op {datum(max(dagen))}"
    gebeld = [r for s in (Taaksoort.BELLEN, Taaksoort.CRISIS) for r in log.alle(Soort.TAAK_AFGEROND, soort=s.value)]
    gesproken = [r.dag for r in gebeld if r.zegt(bereikt=True) and r.dag >= c.ontvangen_op]
    return f"gesproken op {datum(max(gesproken))}" if gesproken and p.telefoons == (c,) else ""


def _toestemmingen(p: Persoonsbeeld) -> Iterable[str]:
    """One line per kanaal, day and source: for which berichten the resident agreed."""
    per: dict[tuple[str, date, str], list[str]] = {}
    for kanaal, soort, op, van in p.toestemmingen:
        per.setdefault((kanaal, op, van), []).append(woord(BERICHT, soort).lower())
    for (kanaal, op, van), soorten in per.items():
        yield f"{woord(KANAAL, kanaal)} mag sinds {datum(op)} ({woord(BRON, van)}): {', '.join(soorten)}"


def _afmeldingen(p: Persoonsbeeld) -> Iterable[str]:
    yield from (f"geen {woord(KANAAL, k)} sinds {datum(op)} ({woord(BRON, van)})" for k, op, van in p.afmeldingen)


@dataclass(frozen=True)
class Waarom:
    """What the rules say now and what comes next, in Dutch; nothing here is personal data."""

    besluit: str
    antwoord: str
    beleid: str
    rust: tuple[tuple[str, date, date | None, str], ...]
    """(why, since, until, legal basis) of every rest that runs."""
    regels: tuple[Regeluitleg, ...]
    voorwaarden: tuple[Voorwaarderegel, ...]
    verwacht_op: date | None
    verwacht: tuple[tuple[str, tuple[str, ...], str], ...]
    """(step, its lines, the rule) of what is expected then; empty: only another look."""


def waarom(stand: Stand, today: date) -> Waarom:
    """Put in words where a zaak stands."""
    regels = [Regeluitleg(woord(REGEL, n), antwoord(a, today), n == stand.besluit) for n, _, a in stand.regels]
    verwacht = stand.verwacht
    stappen = verwacht.stappen if verwacht else ()
    return Waarom(
        besluit=woord(REGEL, stand.besluit),
        antwoord=antwoord(stand.antwoord, today),
        beleid=stand.beleid,
        rust=tuple((woord(REDEN, o.reden), o.van, o.tot, o.grondslag) for o in stand.opschortingen),
        regels=tuple(regels),
        voorwaarden=tuple(
            Voorwaarderegel(woord(VOORWAARDE, t.voorwaarde), t.voldaan, bewijs(t.voorwaarde, t.bewijs))
            for t in stand.voorwaarden
        ),
        verwacht_op=verwacht.dag if verwacht else None,
        verwacht=tuple((*vertel(g.logregel), woord(REGEL, g.regel)) for g in stappen),
    )
