"""What do the figures stand on? The log as tables with one row per signaal, melding, poging and incassozaak.

The tables are temporary: they live in one connection and are made anew for every evaluation, so that a figure never
says something else than the log. `maand` is always the first day of a month; amounts are cents.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, MetaData, String, Table

from models.tabellen import Feiten

TIJDELIJK = MetaData()

ONBEKEND = "onbekend"
"""What a table says where nobody recorded a fact by which figures are split."""


def _tabel(naam: str, **kolommen: Any) -> Table:
    velden = [Column(kolom, soort) for kolom, soort in kolommen.items()]
    return Table(naam, TIJDELIJK, *velden, prefixes=["TEMPORARY"])


LOG = _tabel(
    "ev_log", zaak_id=BigInteger, volgnr=Integer, afdeling=String, gemeente=String, soort=String, dag=Date, wat=String,
    poging=Integer, kanaal=String, bereikt=Boolean, dagdeel=String, vervolg=String, uitkomst=String, resultaat=String,
    meervoudig=Boolean, opeenvolgend=Boolean, bedrag=BigInteger, kosten=BigInteger, reden=String, variant=String,
    minuten=Integer, gegevens=Feiten,
)  # fmt: skip
"""Every gebeurtenis as corrected, with the facts that figures ask for; `gegevens` only where there are kenmerken."""

POGING = _tabel(
    "ev_poging", zaak_id=BigInteger, volgnr=Integer, afdeling=String, gemeente=String, maand=Date, dag=Date,
    kanaal=String, soort=String, nummer=Integer, dagdeel=String, bereikt=Boolean, hulp=Boolean, variant=String,
    minuten=Integer,
)  # fmt: skip
"""Every contactpoging: what left (bereikt is null) and what people did. `nummer` counts only what people did."""

SIGNAAL = _tabel(
    "ev_signaal", id=BigInteger, zaak_id=BigInteger, gemeente=String, maand=Date, ontvangen_op=Date, sector=String,
    gb=Boolean, bedrag=BigInteger, dagen=Integer, eerder=Integer, bekend=Boolean, crisis=Boolean, warm=Boolean,
    hulp_gevraagd=Boolean, doelgroep=String, leeftijd=String, telefoon=Boolean, email=Boolean, melding_op=Date,
    resultaat=String, bron_zaak_id=BigInteger, plaats=Integer,
)  # fmt: skip
"""Every signaal; `plaats` is 1 for the first of its zaak."""

MELDING = _tabel(
    "ev_melding", zaak_id=BigInteger, gemeente=String, pseudoniem=String, maand=Date, dag=Date, sector=String,
    gb=Boolean, aantal_signalen=Integer, aantal_sectoren=Integer, bedrag=BigInteger, dagen=Integer, eerder=Integer,
    meervoudig=Boolean, opeenvolgend=Boolean, crisis=Boolean, route=String, doelgroep=String, leeftijd=String,
    telefoon=Boolean, belastingsoort=String, variant=String, pogingen=Integer, bereikt=Boolean, bereikt_op=Date,
    bereikt_kanaal=String, hulp=Boolean, hulp_op=Date, gesprek_op=Date, resultaat=String, gesloten_op=Date,
    aanmelding_op=Date, minuten=Integer, bron_zaak_id=BigInteger,
)  # fmt: skip
"""Every vroegsignaalzaak that was taken up; `dag` is the day of its first melding."""

INCASSO = _tabel(
    "ev_incasso", zaak_id=BigInteger, gemeente=String, pseudoniem=String, maand=Date, vervaldag=Date,
    belastingsoort=String, bedrag=BigInteger, doelgroep=String, leeftijd=String, telefoon=Boolean, herinnering_op=Date,
    aanmaning_op=Date, eerste_poging_op=Date, bereikt_op=Date, overgedragen_op=Date, overdracht_maand=Date,
    niet_overgedragen_op=Date, wacht_op=Date, capaciteit=Boolean, beoordeeld_op=Date, uitgevaardigd_op=Date,
    betekend_op=Date, kwijtschelding_op=Date, regeling_op=Date, betaald_op=Date, gesloten_op=Date, resultaat=String,
    kosten=BigInteger, effort=Boolean, afwijkingen=Integer,
)  # fmt: skip
"""Every incassozaak whose vervaldag has passed, with the first day on which each step happened."""

STILTE = _tabel(
    "ev_stilte", zaak_id=BigInteger, gemeente=String, maand=Date, dag=Date, dagen=Integer, belastingsoort=String,
    doelgroep=String,
)  # fmt: skip
"""The calendar days between two moments of an incassozaak; `dag` is the day on which the silence ended."""

KOSTEN = _tabel(
    "ev_kosten", zaak_id=BigInteger, gemeente=String, maand=Date, dag=Date, soort=String, bedrag=BigInteger,
)  # fmt: skip
"""Every amount that was charged to a resident for collection."""

GAT = _tabel("ev_gat", gemeente=String, bron=String, maand=Date, reden=String)
"""Months in which a source was silent: they are taken out of the figures that need it."""

Index("ix_ev_log_soort", LOG.c.soort, LOG.c.zaak_id)
Index("ix_ev_log_zaak", LOG.c.zaak_id, LOG.c.volgnr)
Index("ix_ev_poging_zaak", POGING.c.zaak_id, POGING.c.nummer)
Index("ix_ev_signaal_zaak", SIGNAAL.c.zaak_id)
Index("ix_ev_incasso_zaak", INCASSO.c.zaak_id)
Index("ix_ev_melding_zaak", MELDING.c.zaak_id)
