"""How does everything about one zaak become one timeline? Newest first, with who did it and what he may still do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from models.handelingen import medewerker_van
from models.tijdlijn import ONBEKEND, VAN_VROEGSIGNALERING, Sporen
from rules.bezorging import REDENEN
from rules.correctie import REDEN, Genummerd, waarom_niet
from rules.log import Logregel, Soort
from rules.woorden import Taaksoort, Zaaksoort
from rules.zaaknummer import zaaknummer
from tasks.klok import dag_van
from worklist.regelwoorden import REGEL
from worklist.verhaal import Woorden, vertel
from worklist.woorden import (
    AFDELING,
    AFSPRAAK,
    DAGDEEL,
    PROVIDER,
    REACTIE,
    STATUS,
    woord,
)

GROEPEN: dict[str, str] = {
    "berichten": "Brieven en berichten",
    "contact": "Contact",
    "taken": "Taken",
    "notities": "Notities",
    "rust": "Rust en verzoeken",
    "geld": "Geld en signalen",
    "verloop": "Verloop",
}
"""By what the timeline can be narrowed; every post belongs to at least one."""

_GROEP: dict[str, frozenset[Soort]] = {
    "berichten": frozenset(
        {Soort.BERICHT, Soort.BERICHT_VERVALLEN, Soort.BERICHT_MISLUKT, Soort.BERICHT_LATER, Soort.POST_RETOUR,
         Soort.AFGEMELD, Soort.AANGEMELD}
    ),
    "taken": frozenset({Soort.TAAK, Soort.TAAK_VERVALLEN, Soort.TAAK_AFGEROND}),
    "contact": frozenset({Soort.CONTACT_OVERGESLAGEN}),
    "rust": frozenset(
        {Soort.OPGESCHORT, Soort.UITSTEL_AANGEVRAAGD, Soort.UITSTEL_VERLEEND, Soort.UITSTEL_AFGEWEZEN,
         Soort.REGELING_GETROFFEN, Soort.REGELING_GEBROKEN, Soort.KWIJTSCHELDING_AANGEVRAAGD,
         Soort.KWIJTSCHELDING_TOEGEKEND, Soort.KWIJTSCHELDING_AFGEWEZEN, Soort.BEZWAAR_INGEDIEND,
         Soort.BEZWAAR_AFGEDAAN, Soort.MORATORIUM}
    ),
    "geld": frozenset(
        {Soort.AANSLAG, Soort.BETALING, Soort.STORNO, Soort.VERMINDERING, Soort.KOSTEN, Soort.SIGNAAL_ONTVANGEN,
         Soort.SIGNAAL_VOLDAAN}
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Herstel:
    """That a post does not hold (any more) as it was written: who said so, when and why, and what holds now."""

    wie: str
    dag: date
    waarom: str
    nu: Woorden | None
    """None: it was withdrawn."""


@dataclass(frozen=True, repr=False)
class Post:
    """One entry of the timeline. No repr: notes and replies are personal data."""

    anker: str
    groepen: frozenset[str]
    dag: date
    op: datetime
    volgnr: int
    kop: str
    regels: tuple[str, ...] = ()
    wie: str = "Tijdig"
    waarom: str = ""
    beleid: str = ""
    links: tuple[tuple[str, str], ...] = ()
    tekst: str = ""
    """Free words of a colleague or a resident."""
    notities: tuple[tuple[str, datetime, str], ...] = ()
    """(who, when, words) of the notes that belong to an outcome."""
    hersteld: Herstel | None = None
    herstel_zelf: bool = False
    """A person may put this right."""
    streep: bool = field(default=False)
    """It was withdrawn: shown struck through."""


def tijdlijn(zaak: Row[Any], sporen: Sporen, huisgenoten: frozenset[int] = frozenset()) -> list[Post]:
    """Return every post of a zaak, newest first; `huisgenoten` are signalen of which no amount may be told."""
    bouwer = _Bouwer(zaak, sporen, huisgenoten)
    return sorted(bouwer.alle(), key=lambda post: (post.dag, post.op, post.volgnr), reverse=True)


def kies(posten: Iterable[Post], groep: str) -> list[Post]:
    """Return the posts of one group; an unknown group is all of them."""
    return [post for post in posten if groep not in GROEPEN or groep in post.groepen]


class _Bouwer:
    """Puts the rows of one zaak in words."""

    def __init__(self, zaak: Row[Any], sporen: Sporen, huisgenoten: frozenset[int]) -> None:
        self.nummer, self.sporen, self.huisgenoten = zaaknummer(zaak.soort, zaak.id), sporen, huisgenoten
        self.genummerd = [Genummerd(r.volgnr, _logregel(r), r.regel, r.actor) for r in sporen.log]
        self.correcties = {int(r.gegevens["van"]): r for r in sporen.log if r.soort == Soort.CORRECTIE}
        self.bij_taak = self._notities_per_taak()
        getoond = {r.soort for r in sporen.log}
        incasso = zaak.soort == Zaaksoort.INCASSO
        self.geheim = {REDENEN.get(s) for s in VAN_VROEGSIGNALERING if incasso and s not in getoond} - {None}

    def alle(self) -> Iterator[Post]:
        bij_uitkomst: set[int] = set()
        for rij in self.sporen.log:
            if rij.soort == Soort.TAAK_AFGEROND and (taak := self._taak(rij)) is not None:
                bij_uitkomst.add(taak.id)
            yield self._gebeurtenis(rij)
        yield from (self._notitie(n) for n in self.sporen.aantekeningen if n.taak_id not in bij_uitkomst)
        yield from (self._reactie(r) for r in self.sporen.reacties)
        yield from (self._afspraak(a) for a in self.sporen.afspraken)

    def _gebeurtenis(self, rij: Row[Any]) -> Post:
        regel, taak = self._wat_mag(_logregel(rij)), self._taak(rij)
        hersteld = self._herstel(rij)
        weg = hersteld is not None and hersteld.nu is None
        kop, regels = self._vertel(rij, regel)
        notities = self.bij_taak.get(taak.id, ()) if taak is not None and rij.soort == Soort.TAAK_AFGEROND else ()
        return Post(
            f"g{rij.volgnr}", _groepen(regel, met_notities=bool(notities)), rij.dag, rij.op, rij.volgnr, kop,
            (*regels, *self._bezorging(rij)), self._wie(rij.actor, rij.soort),
            woord(REGEL, rij.regel) if rij.regel else "", rij.beleid_versie, self._links(rij, taak), notities=notities,
            hersteld=hersteld, streep=weg, herstel_zelf=not waarom_niet(self.genummerd, rij.volgnr),
        )  # fmt: skip

    def _vertel(self, rij: Row[Any], regel: Logregel) -> Woorden:
        if rij.soort != Soort.CORRECTIE:
            return vertel(regel)
        van = int(regel.gegevens["van"])
        kop = next((self._kop_van(r) for r in self.sporen.log if r.volgnr == van), "")
        wat = "Ingetrokken" if regel.gegevens.get("ingetrokken") else "Veranderd"
        return "Fout hersteld", (f"{wat}: {kop}", f"Reden: {_reden(regel.gegevens)}")

    def _kop_van(self, rij: Row[Any]) -> str:
        return vertel(self._wat_mag(_logregel(rij)))[0]

    def _herstel(self, rij: Row[Any]) -> Herstel | None:
        """The newest correction says how this gebeurtenis must be read now."""
        gevonden = self.correcties.get(rij.volgnr)
        if gevonden is None:
            return None
        g = gevonden.gegevens
        nu = None if g.get("ingetrokken") else vertel(Logregel(Soort(rij.soort), rij.dag, g["nieuw"]))
        return Herstel(self._wie(gevonden.actor), gevonden.dag, _reden(g), nu)

    def _wat_mag(self, regel: Logregel) -> Logregel:
        """Leave out what a house-mate owes, and why a bericht was cancelled when the reason itself is not shown."""
        g = dict(regel.gegevens)
        if g.get("signaal") in self.huisgenoten:
            g.pop("bedrag", None)
        if g.get("reden") in self.geheim:
            g["reden"] = ""
        return Logregel(regel.soort, regel.dag, g)

    def _taak(self, rij: Row[Any]) -> Row[Any] | None:
        if rij.soort not in _GROEP["taken"]:
            return None
        return self.sporen.taken.get((str(rij.gegevens["soort"]), int(rij.gegevens["poging"])))

    def _bericht(self, rij: Row[Any]) -> Row[Any] | None:
        if rij.soort != Soort.BERICHT:
            return None
        g = rij.gegevens
        return self.sporen.berichten.get(f"{self.nummer}-{g['soort']}-{g['poging']}-{g['kanaal']}")

    def _bezorging(self, rij: Row[Any]) -> tuple[str, ...]:
        """What became of a bericht, and everything that the provider told about it."""
        bericht = self._bericht(rij)
        if bericht is None:
            return ()
        meldingen = self.sporen.statusmeldingen.get(bericht.id, [])
        gehoord = dict.fromkeys(woord(PROVIDER, m.status) + (f" (code {m.code})" if m.code else "") for m in meldingen)
        provider = (f"De provider meldde: {', '.join(gehoord)}",) if gehoord else ()
        reden = f": {bericht.reden}" if bericht.reden and bericht.reden not in self.geheim else ""
        return (f"Nu: {woord(STATUS, bericht.status)}{reden}", *provider)

    def _links(self, rij: Row[Any], taak: Row[Any] | None) -> tuple[tuple[str, str], ...]:
        if taak is not None:
            return ((f"/taak/{taak.id}", "Naar de taak"),)
        bericht = self._bericht(rij)
        if bericht is None:
            return ()
        pad = f"/zaak/{self.nummer}/bericht/{bericht.id}"
        pdf = ((f"{pad}.pdf", "Brief als PDF"),) if bericht.kanaal == "brief" else ()
        return (*pdf, (pad, "Lees de tekst"))

    def _wie(self, actor: str, soort: str = "") -> str:
        """A fact of the other department does not tell that it knows the resident too; only what it fed back does."""
        if actor == "systeem" or (actor in AFDELING and soort != Soort.TERUGKOPPELING):
            return "Tijdig"
        wie = medewerker_van(actor)
        return self._naam(wie) if wie else AFDELING.get(actor, ONBEKEND)

    def _naam(self, wie: int | None) -> str:
        return self.sporen.namen.get(wie or 0, ONBEKEND)

    def _notities_per_taak(self) -> Mapping[int, tuple[tuple[str, datetime, str], ...]]:
        per_taak: dict[int, tuple[tuple[str, datetime, str], ...]] = {}
        for n in self.sporen.aantekeningen:
            if n.taak_id is not None:
                regel = (self._naam(n.medewerker_id), n.op, n.tekst)
                per_taak[n.taak_id] = (*per_taak.get(n.taak_id, ()), regel)
        return per_taak

    def _notitie(self, n: Row[Any]) -> Post:
        links = ((f"/taak/{n.taak_id}", "Naar de taak"),) if n.taak_id else ()
        wie = self._naam(n.medewerker_id)
        groep = frozenset({"notities"})
        return Post(f"n{n.id}", groep, dag_van(n.op), n.op, 0, "Notitie", wie=wie, tekst=n.tekst, links=links)

    def _reactie(self, r: Row[Any]) -> Post:
        lezen = [t for (soort, _), t in self.sporen.taken.items() if soort == Taaksoort.REACTIE_LEZEN]
        taak = tuple((f"/taak/{t.id}", "Naar de taak") for t in lezen if t.status == "open")
        groepen = frozenset({"berichten", "contact"})
        wat = (woord(REACTIE, r.soort),) if r.soort in REACTIE else ()
        return Post(
            f"r{r.id}", groepen, dag_van(r.op), r.op, 0, "Sms van de inwoner", wat, "de inwoner", tekst=r.tekst,
            links=taak,
        )  # fmt: skip

    def _afspraak(self, a: Row[Any]) -> Post:
        """An appointment stands on the day on which it is, or was to be."""
        wie = [self._naam(lid) for lid in (a.eerste_id, a.tweede_id) if lid]
        wanneer = f"Om {a.tijd} uur" if a.tijd else f"In de {woord(DAGDEEL, a.dagdeel)}"
        kop = f"{woord(AFSPRAAK, a.soort)} {woord(AFSPRAAK, a.status)}"
        regels = (wanneer, f"Door: {' en '.join(wie)}")
        links = ((f"/taak/{a.taak_id}", "Naar de taak"),)
        return Post(f"a{a.id}", frozenset({"contact"}), a.dag, a.op, 0, kop, regels, wie[0], links=links)


def _logregel(rij: Row[Any]) -> Logregel:
    return Logregel(Soort(rij.soort), rij.dag, rij.gegevens)


def _reden(gegevens: Mapping[str, Any]) -> str:
    """Why something was put right; a step that followed from it has no reason of a person."""
    return {**{k.value: v for k, v in REDEN.items()}, "gevolg": "dit volgde uit iets dat is hersteld"}.get(
        str(gegevens.get("reden")), "niet bekend"
    )


def _groepen(regel: Logregel, *, met_notities: bool) -> frozenset[str]:
    gevonden = {groep for groep, soorten in _GROEP.items() if regel.soort in soorten}
    if met_notities:
        gevonden.add("notities")
    if regel.soort == Soort.TAAK_AFGEROND and ("bereikt" in regel.gegevens or _is_gesprek(regel)):
        gevonden.add("contact")
    return frozenset(gevonden or {"verloop"})


def _is_gesprek(regel: Logregel) -> bool:
    return regel.gegevens.get("soort") == Taaksoort.GESPREK_PLANNEN
