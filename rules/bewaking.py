"""What is wrong now? Facts of one gemeente or of the machine, the beleid and the moment; nothing is done here."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from rules.alarmen import Alarmsoort, Mankement
from rules.bewakingsfeiten import Gemeentestand, Machinestand
from rules.kalender import DAG, ZOEKGRENS_D, Kalender
from rules.leverancier import Leverancier
from rules.levermaand import Geleverd

RONDE_UITERLIJK = time(9)
"""By this hour (Dutch time) the round of a working day must have run; it starts at six."""
BAND_D = 14
"""So many days a strange number of rows is shown: after that nobody does anything about it any more."""
HALF_NA = timedelta(hours=1)
"""A delivery of which so long only a part was taken in stays behind."""
ZENDING_WD = 2
"""So many working days people have to release a large zending."""
PAUZE_LANG = timedelta(days=3)
"""After so long it is asked whether a pause is still wanted."""
GROEI_DEEL = 0.25
"""Growth within a week by this part of what Prefect's database may be is much more than usual."""
BEWAKING_UITERLIJK = timedelta(minutes=45)
"""The bewaking runs every quarter of an hour; after three that did not come it stands still."""
PORTIER_UITERLIJK = timedelta(minutes=15)
"""The portier shows every minute that it lives."""
EERSTE = 10
"""So many zaken are named in one alarm; the rest is a count."""


def beoordeel_gemeente(stand: Gemeentestand) -> tuple[Mankement, ...]:
    """Return everything that is wrong in one gemeente."""
    return tuple(mankement for regel in GEMEENTEREGELS for mankement in regel(stand))


def beoordeel_machine(stand: Machinestand) -> tuple[Mankement, ...]:
    """Return everything that is wrong with the machine."""
    return tuple(mankement for regel in MACHINEREGELS for mankement in regel(stand))


def leverancier_is_stil(stand: Gemeentestand) -> Iterator[Mankement]:
    """Longer than leverancier.elke_d days without a file; who never delivered counts from the first file of anybody."""
    eerste = min((g.dag for lijst in stand.geleverd.values() for g in lijst), default=None)
    for leverancier in stand.beleid.leveranciers:
        dagen = [g.dag for g in stand.geleverd.get(leverancier.naam, ())]
        sinds = max(dagen) if dagen else eerste
        if not leverancier.elke_d or sinds is None or (stand.dag - sinds).days <= leverancier.elke_d:
            continue
        gegevens = {"laatste": max(dagen).isoformat() if dagen else "", "elke_d": leverancier.elke_d}
        stil = {"dagen_stil": (stand.dag - sinds).days}
        yield Mankement(Alarmsoort.LEVERANCIER_STIL, stand.naam, leverancier.naam, gegevens | stil)


def aantal_ligt_buiten_de_band(stand: Gemeentestand) -> Iterator[Mankement]:
    """The newest delivery has more rows or fewer than leverancier.min_rijen and max_rijen allow; shown for BAND_D."""
    for leverancier in stand.beleid.leveranciers:
        if not (lijst := stand.geleverd.get(leverancier.naam)):
            continue
        nieuwste = max(lijst, key=lambda g: (g.dag, g.levering_id))
        if leverancier.buiten_band(nieuwste.rijen) and (stand.dag - nieuwste.dag).days <= BAND_D:
            yield _buiten_band(stand.naam, leverancier, nieuwste)


def _buiten_band(gemeente: str, leverancier: Leverancier, nieuwste: Geleverd) -> Mankement:
    gegevens = {"levering": nieuwste.levering_id, "dag": nieuwste.dag.isoformat(), "rijen": nieuwste.rijen}
    band = {"min_rijen": leverancier.min_rijen, "max_rijen": leverancier.max_rijen}
    return Mankement(Alarmsoort.AANTAL_BUITEN_BAND, gemeente, leverancier.naam, gegevens | band)


def levering_is_geweigerd(stand: Gemeentestand) -> Iterator[Mankement]:
    """A file was refused as a whole, and no good one of this leverancier came after it."""
    for deel in stand.mappen:
        if deel.geweigerd:
            gegevens = {"bestanden": deel.geweigerd}
            yield Mankement(Alarmsoort.LEVERING_GEWEIGERD, stand.naam, deel.leverancier, gegevens)


def levering_blijft_liggen(stand: Gemeentestand) -> Iterator[Mankement]:
    """A file lies in the folder bezig for longer than HALF_NA, or only a part of a delivery was taken in."""
    namen = dict.fromkeys([m.leverancier for m in stand.mappen] + [h.leverancier for h in stand.halve])
    for naam in namen:
        oud = sum(m.bezig for m in stand.mappen if m.leverancier == naam and _te_oud(m.bezig_sinds, stand.nu))
        half = [h.levering_id for h in stand.halve if h.leverancier == naam and _te_oud(h.sinds, stand.nu)]
        if oud or half:
            gegevens = {"bestanden": oud, "leveringen": half[:EERSTE]}
            yield Mankement(Alarmsoort.LEVERING_BLIJFT_LIGGEN, stand.naam, naam, gegevens)


def _te_oud(sinds: datetime | None, nu: datetime) -> bool:
    return sinds is not None and nu - sinds > HALF_NA


def wettelijke_termijn_loopt_af(stand: Gemeentestand) -> Iterator[Mankement]:
    """Taken with a term of the law whose last day is the next working day, or today, or past. One alarm per day."""
    for termijn in stand.termijnen:
        gegevens = {"aantal": len(termijn.zaken), "uiterlijk": termijn.dag.isoformat(), **_zaken(termijn.zaken)}
        onderwerp = f"{termijn.afdeling} {termijn.dag.isoformat()}"
        yield Mankement(Alarmsoort.WETTELIJKE_TERMIJN, stand.naam, onderwerp, gegevens)


def zaak_heeft_geen_datum(stand: Gemeentestand) -> Iterator[Mankement]:
    """An open zaak at which nobody will ever look again: there must be none."""
    for soort, zaken in stand.zonder_datum.items():
        gegevens = {"aantal": len(zaken), **_zaken(zaken)}
        yield Mankement(Alarmsoort.ZAAK_ZONDER_DATUM, stand.naam, soort, gegevens)


def zaak_is_te_stil(stand: Gemeentestand) -> Iterator[Mankement]:
    """Longer than incasso.max_stilte_d days no contact with a resident whose zaak does not rest."""
    if stand.te_stil and not stand.gepauzeerd:
        gegevens = {"aantal": len(stand.te_stil), "max_stilte_d": stand.beleid.incasso.max_stilte_d}
        yield Mankement(Alarmsoort.ZAAK_TE_STIL, stand.naam, "incasso", gegevens | _zaken(stand.te_stil))


def _zaken(zaken: tuple[str, ...]) -> dict[str, Any]:
    return {"zaken": list(zaken[:EERSTE])}


def post_blijft_liggen(stand: Gemeentestand) -> Iterator[Mankement]:
    """Berichten that are ready longer than a working day, in hand without an answer, or uncertain for days."""
    for post in stand.post:
        aantallen = {"klaargezet": post.klaargezet, "bezig": post.bezig, "onbekend": post.onbekend}
        if not stand.gepauzeerd and any(aantallen.values()):
            oudste = {"oudste": post.oudste.isoformat() if post.oudste else ""}
            yield Mankement(Alarmsoort.POST_TE_OUD, stand.naam, post.kanaal, aantallen | oudste)


def zending_wacht_te_lang(stand: Gemeentestand) -> Iterator[Mankement]:
    """A large zending that people have not released for ZENDING_WD working days."""
    for zending in stand.wachtend:
        if not stand.gepauzeerd and stand.beleid.kalender.werkdagen_na(zending.dag, ZENDING_WD) <= stand.dag:
            gegevens = {"kanaal": zending.kanaal, "aantal": zending.aantal, "dag": zending.dag.isoformat()}
            yield Mankement(Alarmsoort.ZENDING_WACHT, stand.naam, f"zending {zending.zending_id}", gegevens)


def ronde_is_niet_gedraaid(stand: Gemeentestand) -> Iterator[Mankement]:
    """No round on the last working day that should have had one; without any round: zaken that should have moved."""
    verwacht = dag_van_ronde(stand.beleid.kalender, stand.nu)
    laatste = stand.ronde.op.date() if stand.ronde else None
    te_laat = laatste < verwacht if laatste else stand.zaken_achter > 0
    if te_laat and not stand.gepauzeerd:
        gegevens = {"verwacht": verwacht.isoformat(), "laatste": laatste.isoformat() if laatste else ""}
        yield Mankement(Alarmsoort.RONDE_NIET_GEDRAAID, stand.naam, "dagronde", gegevens)


def ronde_is_niet_heel(stand: Gemeentestand) -> Iterator[Mankement]:
    """In the newest round a zaak could not go on."""
    if stand.ronde and not stand.ronde.goed:
        aantallen = {n: w for n, w in stand.ronde.gegevens.items() if isinstance(w, int | str)}
        yield Mankement(Alarmsoort.RONDE_NIET_HEEL, stand.naam, "dagronde", aantallen)


def dag_van_ronde(kalender: Kalender, nu: datetime) -> date:
    """Return the newest working day whose round must have run at this moment (Dutch time)."""
    vandaag = nu.date()
    if kalender.is_werkdag(vandaag) and nu.time() >= RONDE_UITERLIJK:
        return vandaag
    return vorige_werkdag(kalender, vandaag)


def vorige_werkdag(kalender: Kalender, dag: date) -> date:
    """Return the newest working day before a day; the day itself when there is none in more than a year."""
    return next((d for n in range(1, ZOEKGRENS_D) if kalender.is_werkdag(d := dag - n * DAG)), dag)


def pauze_duurt_lang(stand: Machinestand) -> Iterator[Mankement]:
    """A pause of more than PAUZE_LANG: perhaps it was forgotten."""
    for pauze in stand.pauzes:
        if stand.nu - pauze.sinds > PAUZE_LANG:
            onderwerp = f"{pauze.soort} {pauze.waarde}".strip()
            gegevens = {"dagen": (stand.nu - pauze.sinds).days}
            yield Mankement(Alarmsoort.PAUZE_DUURT_LANG, pauze.gemeente, onderwerp, gegevens)


def werker_is_weg(stand: Machinestand) -> Iterator[Mankement]:
    """Fewer workers than this installation has."""
    if stand.prefect and stand.prefect.werkers < stand.prefect.verwacht:
        gegevens = {"werkers": stand.prefect.werkers, "verwacht": stand.prefect.verwacht}
        yield Mankement(Alarmsoort.WERKER_WEG, "", "werkers", gegevens)


def schema_staat_stil(stand: Machinestand) -> Iterator[Mankement]:
    """A schedule that is off or gives no more runs, or runs that wait far too long to start."""
    if stand.prefect is None:
        return
    for naam in sorted({*stand.prefect.zonder_schema, *stand.prefect.te_laat}):
        gegevens = {"uit": naam in stand.prefect.zonder_schema, "te_laat": stand.prefect.te_laat.get(naam, 0)}
        yield Mankement(Alarmsoort.SCHEMA_STIL, "", naam[:80], gegevens)


def prefect_groeit_hard(stand: Machinestand) -> Iterator[Mankement]:
    """Prefect's database is larger than the setting allows, or grew by GROEI_DEEL of that within a week."""
    if not stand.maten:
        return
    dagen = sorted(stand.maten)
    week_terug = (date.fromisoformat(dagen[-1]) - timedelta(days=7)).isoformat()
    nu_mb = stand.maten[dagen[-1]]
    groei = nu_mb - min(stand.maten[dag] for dag in dagen if dag >= week_terug)
    if nu_mb > stand.grens_mb or groei > GROEI_DEEL * stand.grens_mb:
        gegevens = {"mb": round(nu_mb), "grens_mb": stand.grens_mb, "groei_week_mb": round(groei)}
        yield Mankement(Alarmsoort.PREFECT_GROEIT, "", "prefect", gegevens)


def portier_staat_stil(stand: Machinestand) -> Iterator[Mankement]:
    """The portier gave a sign before, and none for PORTIER_UITERLIJK."""
    if stand.portier and stand.nu - stand.portier > PORTIER_UITERLIJK:
        gegevens = {"laatste": stand.portier.isoformat(timespec="minutes")}
        yield Mankement(Alarmsoort.PORTIER_STIL, "", "portier", gegevens)


def bewaking_staat_stil(laatste: datetime | None, sinds: datetime, nu: datetime) -> Mankement | None:
    """The bewaking has not finished for BEWAKING_UITERLIJK; before its first time that counts from a start `sinds`."""
    if nu - max(laatste or sinds, sinds) <= BEWAKING_UITERLIJK:
        return None
    gegevens = {"laatste": laatste.isoformat(timespec="minutes") if laatste else ""}
    return Mankement(Alarmsoort.BEWAKING_STIL, "", "bewaking", gegevens)


GEMEENTEREGELS: tuple[Callable[[Gemeentestand], Iterator[Mankement]], ...] = (
    leverancier_is_stil, aantal_ligt_buiten_de_band, levering_is_geweigerd, levering_blijft_liggen,
    wettelijke_termijn_loopt_af, zaak_heeft_geen_datum, zaak_is_te_stil, post_blijft_liggen, zending_wacht_te_lang,
    ronde_is_niet_gedraaid, ronde_is_niet_heel,
)  # fmt: skip
MACHINEREGELS: tuple[Callable[[Machinestand], Iterator[Mankement]], ...] = (
    pauze_duurt_lang, werker_is_weg, schema_staat_stil, prefect_groeit_hard, portier_staat_stil,
)  # fmt: skip
