"""Which signalen and meldingen has a made-up cohort? Drawn per signaal, so that every share has a known chance."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from rules.levering import Sector
from rules.log import Soort
from rules.matching import maanden_terug
from rules.resultaat import Eindresultaat
from rules.woorden import Zaaksoort
from simulation.cohort_incasso import Incassospel
from simulation.cohort_rijen import Bak, Bewoner, Rij, Zaaklog, bewoner
from simulation.cohort_vervolg import WACHT_D, Einde, Post, Vervolg
from simulation.cohort_waarheid import Geplant, Stad, Waarheid
from simulation.kans import kies

PARTNERS = {
    (Sector.ZORG, "Zorgverzekeraar"): 0.42, (Sector.ENERGIE, "Energiebedrijf"): 0.24,
    (Sector.WATER, "Waterbedrijf"): 0.18, (Sector.HUUR, "Woonstichting"): 0.16,
}  # fmt: skip
GB = "Gemeentebelastingen"
WARM = 0.02
"""Share of the handovers in which the resident asked Gemeentebelastingen for help."""
TERUG_MAANDEN = 5
"""A melding follows one of so many months before: always less than six months ago."""


@dataclass
class Adres:
    """One address with the days of its signalen."""

    b: Bewoner
    signalen: list[date] = field(default_factory=list[date])

    def eerder(self, dag: date) -> int:
        """Return how many signalen came in the six months before a day (rules/kenmerken.py)."""
        grens = maanden_terug(dag, 6)
        return sum(grens < s < dag for s in self.signalen)


@dataclass
class Vroegspel:
    """Makes the signalen of one gemeente, month by month."""

    waarheid: Waarheid
    stad: Stad
    zaad: int
    bak: Bak
    geplant: Geplant
    dobbel: Random
    incasso: Incassospel
    gebruikt: int = 0
    per_maand: dict[int, list[Adres]] = field(default_factory=lambda: defaultdict(list[Adres]))

    def nieuw(self) -> Bewoner:
        """Return a resident about whom nothing is known yet."""
        self.gebruikt += 1
        return bewoner(self.stad.naam, self.zaad, self.gebruikt, self.stad.telefoon)

    def maand(self, nummer: int) -> Iterator[None]:
        """Make the signalen of a month; gives back control after every melding."""
        if nummer in self.stad.stil_signalen:
            return
        aantal = self.stad.signalen_per_maand
        over = aantal // 3 if nummer in self.stad.schraal else aantal
        eerder = [a for n in range(nummer - TERUG_MAANDEN, nummer) for a in self.per_maand[n]]
        while over > 0:
            over -= Melding(self, nummer, eerder).speel()
            yield


@dataclass
class Melding:
    """One melding in the making, with the signalen that fall away beside it."""

    spel: Vroegspel
    nummer: int
    eerder: list[Adres]
    """Where a melding of the last months was."""
    post: list[Post] = field(default_factory=list[Post])
    gelezen: int = 0

    def __post_init__(self) -> None:
        s = self.spel
        self.stad, self.dobbel = s.stad, s.dobbel
        self.schraal = self.nummer in self.stad.schraal
        self.gb_levert = self.nummer not in self.stad.stil_belastingen

    def speel(self) -> int:
        """Write everything down; returns how many signalen it took."""
        s, dobbel, eerder = self.spel, self.dobbel, self.eerder
        kwartaal = self.nummer // 3 % len(self.stad.opeenvolgend)
        volgt_kans = self.stad.opeenvolgend[kwartaal] if eerder and not self.schraal else 0.0
        volgt = dobbel.random() < volgt_kans
        adres = dobbel.choice(eerder) if volgt else Adres(s.nieuw())
        meer_kans = 0.0 if self.schraal else self.stad.meervoudig
        hoeveel = kies(dobbel, {2: 0.8, 3: 0.2}) if dobbel.random() < meer_kans else 1
        eerste = s.waarheid.maand(self.nummer) + timedelta(days=dobbel.randint(0, 11))
        dagen = sorted([eerste, *(eerste + timedelta(days=dobbel.randint(0, 14)) for _ in range(hoeveel - 1))])
        for dag in dagen:
            self._vul(adres, dag)
        self.tel("meervoudig", meer_kans)
        self.tel("enkelvoudig", 1 - meer_kans)
        self.tel("opeenvolgend", volgt_kans)
        self.tel("meldingen", 1)
        self._schrijf(volgt)
        s.per_maand[self.nummer].append(adres)
        return self.gelezen

    def tel(self, figuur: str, kans: float) -> None:
        """Count what was planted, but not in a month of which only a part came."""
        if not self.schraal:
            self.spel.geplant.tel(self.stad.naam, figuur, kans)

    def _vul(self, adres: Adres, dag: date) -> None:
        """Draw signalen until one belongs to this melding; the others need not be taken up."""
        s = self.stad
        while True:
            self.gelezen += 1
            gb_kans = s.gemeentebelastingen if self.gb_levert else 0.0
            gb = self.dobbel.random() < gb_kans
            uitval = s.uitval_gemeentebelastingen if gb else s.uitval
            herhaald = s.herhaald if self.eerder else 0.0
            self._tel_signaal(gb, gb_kans, uitval, herhaald, adres.eerder(dag))
            worp = self.dobbel.random()
            if worp < s.bekend:
                self._val_af(gb, dag, Eindresultaat.BEKEND)
            elif worp < s.bekend + uitval:
                soorten = {Eindresultaat.GEEN_INWONER: 0.8, Eindresultaat.OVERLEDEN: 0.2}
                self._val_af(gb, dag, kies(self.dobbel, soorten))
            elif worp < s.bekend + uitval + herhaald:
                self._val_af(gb, dag, Eindresultaat.HERHAALD, self.dobbel.choice(self.eerder))
            else:
                zelfde = adres.b if not any(p.gb for p in self.post) or not gb else self._huisgenoot(adres)
                self.post.append(self._signaal(zelfde, dag, gb, adres.eerder(dag)))
                adres.signalen.append(dag)
                return

    def _tel_signaal(self, gb: bool, gb_kans: float, uitval: float, herhaald: float, eerder: int) -> None:
        s = self.stad
        self.tel("signalen", 1)
        self.tel("uitval_brp", gb_kans * s.uitval_gemeentebelastingen + (1 - gb_kans) * s.uitval)
        self.tel("bekend_bij_shv", s.bekend)
        if not self.gb_levert:
            return
        self.tel("signalen_gemeentebelastingen", gb_kans)
        if gb:
            nieuw = 1 - s.bekend - uitval - herhaald if eerder == 0 else 0.0
            self.tel("doel1_niet_bekend", uitval + nieuw)

    def _huisgenoot(self, adres: Adres) -> Bewoner:
        ander = self.spel.nieuw()
        zelfde = adres.b
        return replace(ander, adres=zelfde.adres, postcode=zelfde.postcode, huisnummer=zelfde.huisnummer)

    def _signaal(self, b: Bewoner, dag: date, gb: bool, eerder: int) -> Post:
        post = Post(dag, b, gb, eerder, self.dobbel.randint(50_00, 900_00))
        if gb:
            post.warm = self.dobbel.random() < WARM
            post.bron, post.bedrag = self.spel.incasso.overdracht(b, dag, post.warm)
            if self.dobbel.random() < self.stad.wachtlijst:
                self.spel.incasso.wachtlijst(self.spel.nieuw(), dag)
        return post

    def _val_af(self, gb: bool, dag: date, waarom: Eindresultaat, adres: Adres | None = None) -> None:
        b = adres.b if adres else self.spel.nieuw()
        post = self._signaal(b, dag, gb, adres.eerder(dag) if adres else 0)
        post.bekend = waarom == Eindresultaat.BEKEND and self.dobbel.random() < 0.8
        bak = self.spel.bak
        vlag = {Eindresultaat.OVERLEDEN: "overleden_op", Eindresultaat.GEEN_INWONER: "vertrokken_op"}.get(waarom)
        zaak = bak.zaak(Zaaksoort.VROEGSIGNALERING, b, dag, **({vlag: dag} if vlag else {}))
        self._ontvang(zaak, post, herhaald=waarom == Eindresultaat.HERHAALD)
        if adres:
            adres.signalen.append(dag)
        self.sluit(zaak, Einde(dag, waarom), [post])

    def _ontvang(self, zaak: Zaaklog, post: Post, *, herhaald: bool = False) -> None:
        sector, partner = (Sector.GEMEENTEBELASTINGEN, GB) if post.gb else kies(self.dobbel, PARTNERS)
        vlaggen: Rij = {"warme_overdracht": post.warm, "hulp_gevraagd": post.warm, "herhaald": herhaald}
        if post.bron:
            vlaggen["bron_zaak_id"] = post.bron.rij["id"]
        wat: Rij = {"sector": sector.value, "bedrag": post.bedrag}
        nummer = self.spel.bak.signaal(zaak, post.b, post.dag, partner=partner, **wat, **vlaggen)
        dagen = (post.dag - post.bron.rij["vervaldag"]).days if post.bron else None
        kenmerken = {"dagen": dagen, "eerder": post.eerder, "bekend": post.bekend} | post.b.kenmerken(post.dag)
        vast = {"signaal": nummer, **wat, "herhaald": herhaald, "crisis": False, "warm": post.warm}
        zaak.bij(Soort.SIGNAAL_ONTVANGEN, post.dag, vast | {"kenmerken": kenmerken})

    def _schrijf(self, volgt: bool) -> None:
        """Write the zaak of the melding from its first signaal to its end."""
        eerste = self.post[0]
        zaak = self.spel.bak.zaak(Zaaksoort.VROEGSIGNALERING, eerste.b, eerste.dag)
        for post in self.post:
            self._ontvang(zaak, post)
        begin = self._labels(zaak, volgt)
        vervolg = Vervolg(self.spel.waarheid, self.stad, self.dobbel, self.post, zaak, self.tel, self.schraal)
        self.sluit(zaak, vervolg.speel(begin, volgt=volgt), self.post)

    def _labels(self, zaak: Zaaklog, volgt: bool) -> date:
        """Write the label of the melding, and again when it is raised; returns when its route begins."""
        dagen = [p.dag for p in self.post]
        wacht = dagen[0] + timedelta(days=0 if any(p.warm for p in self.post) else WACHT_D)
        begin = min(wacht, dagen[1]) if len(dagen) > 1 else wacht
        zaak.bij(Soort.MELDING, begin, self._label(begin, volgt), "start_melding")
        later = [dag for dag in dagen[1:2] if dag > begin]
        for dag in later:
            zaak.bij(Soort.MELDING, dag, self._label(dag, volgt), "raise_to_meervoudig")
        return max([begin, *later])

    def _label(self, dag: date, volgt: bool) -> Rij:
        er = [p for p in self.post if p.dag <= dag]
        aantallen = {"signalen": len(er), "partners": len(er), "sectoren": len({p.gb for p in er})}
        return {"meervoudig": len(er) > 1, "opeenvolgend": volgt, **aantallen}

    def sluit(self, zaak: Zaaklog, einde: Einde, posten: list[Post]) -> None:
        """Close a zaak, and tell Gemeentebelastingen what it may know."""
        zaak.bij(Soort.GESLOTEN, einde.dag, {"resultaat": einde.waarom.value}, "close")
        self.spel.bak.bewaar(zaak)
        for bron in (post.bron for post in posten if post.bron):
            terug = {"afgesloten": True, "contact": einde.contact}
            bron.bij(Soort.TERUGKOPPELING, einde.dag, terug, "", Zaaksoort.VROEGSIGNALERING.value)
            self.spel.bak.bewaar(bron)
