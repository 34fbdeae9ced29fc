"""Which parameters exist? One row per choice of a gemeente: default, range, meaning and source.

The rows drive the reading of a beleid, its defaults, its limits, and the comments in `beleid/voorbeeldstad.toml`.

`signaal.grondslag` deserves a word. Its legal basis lapsed in 2025 (Stcrt. 2025, 17636), so the safe default is "no
handover". That default is realised as "no record": the value "register" hands over only while a dated [[grondslag]]
record of the gemeente is valid, and a beleid without such a record hands nothing over. A gemeente thus switches the
handover on by naming its legal basis and the dates, never by flipping a switch; "uit" closes it even with a record.
"""

from rules.kalender import Stilte
from rules.levering import Belastingsoort
from rules.parameters import Parameter
from rules.venster import bezoekvenster, sluittijd, smsvenster

EIGEN = "eigen beleid"
LCV = "Landelijk Convenant Vroegsignalering"
DIVOSA = "definitie Divosa"
AVG_22 = "AVG artikel 22"
EXPERIMENT = "afspraken experiment gemeentebelastingen"


def getal(sleutel: str, standaard: int, grenzen: str, betekenis: str, artikel: str = EIGEN) -> Parameter:
    """A whole number; grenzen reads "laagste..hoogste eenheid", both limits allowed."""
    bereik, eenheid = grenzen.split()
    laagste, hoogste = (int(grens) for grens in bereik.split(".."))
    return Parameter(sleutel, standaard, betekenis, "getal", laagste, hoogste, eenheid=eenheid, artikel=artikel)


def wettelijk(sleutel: str, grenzen: str, betekenis: str, artikel: str) -> Parameter:
    """A whole number whose lowest value stands in law and is the default."""
    p = getal(sleutel, 0, grenzen, betekenis, artikel)
    args = (sleutel, p.laagste, betekenis, p.soort, p.laagste, p.hoogste)
    return Parameter(*args, eenheid=p.eenheid, artikel=artikel, wettelijk_minimum=p.laagste)


def ja_nee(sleutel: str, standaard: bool, betekenis: str, artikel: str = EIGEN) -> Parameter:
    """Yes or no."""
    return Parameter(sleutel, standaard, betekenis, "ja/nee", artikel=artikel)


def keuze(sleutel: str, keuzes: tuple[str, ...], betekenis: str, artikel: str = EIGEN) -> Parameter:
    """One of a few words; the first is the default."""
    return Parameter(sleutel, keuzes[0], betekenis, "keuze", keuzes=keuzes, artikel=artikel)


def stiltemoment(tekst: str) -> str:
    """Check one stiltemoment; raises StilteFout."""
    return str(Stilte.parse(tekst))


ALGEMEEN = (
    wettelijk("wachttijd_na_afwijzing_d", "10..60 dagen",
              "Zo lang rust de invordering na een afwijzing of na het einde van uitstel.", "Leidraad 25.1.8"),
)  # fmt: skip

INCASSO = (
    ja_nee("incasso.herinnering_kosteloos", True,
           "Stuurt de gemeente eerst een herinnering zonder kosten?", "Leidraad 11.5"),
    getal("incasso.herinnering_na_vervaldag_d", 5, "0..21 dagen",
          "Zo lang na de vervaldag gaat de herinnering weg; betalingen zijn dan geboekt."),
    getal("incasso.reactietermijn_herinnering_d", 14, "7..28 dagen",
          "Zo lang heeft de inwoner om op de herinnering te reageren."),
    getal("incasso.max_stilte_d", 35, "14..60 dagen",
          "Hoort de inwoner langer niets, dan waarschuwt de toets van het beleid."),
    wettelijk("incasso.aanmaning_termijn_d", "14..28 dagen",
              "Zo lang heeft de inwoner om na de aanmaning te betalen.", "Invorderingswet artikel 11"),
    getal("incasso.aanmaning_marge_d", 5, "2..14 dagen",
          "Extra dagen na de termijn van de aanmaning, voor post en boeking."),
    getal("incasso.minimum_bedrag_aanmaning", 10, "0..50 euro",
          "Onder dit bedrag stuurt de gemeente geen aanmaning.", "Leidraad 11.3"),
    getal("incasso.belpogingen_max", 3, "1..6 keer",
          "Zo vaak probeert een medewerker te bellen."),
    getal("incasso.belpogingen_dagdelen", 2, "1..3 dagdelen",
          "Op zoveel verschillende dagdelen wordt gebeld."),
    ja_nee("incasso.belpoging_avond", True, "Is één van de belpogingen in de avond?"),
    getal("incasso.belpoging_tussen_d", 1, "1..14 dagen", "Zo lang zit er tussen twee belpogingen."),
    ja_nee("incasso.bellen_voor_aanmaning", False,
           "Belt de gemeente al na de herinnering, dus voor de aanmaning?"),
    getal("incasso.bel_min_bedrag", 0, "0..500 euro", "Onder dit bedrag belt de gemeente niet."),
    keuze("incasso.zonder_telefoonnummer", ("contactbrief", "zoeken", "geen"),
          "Wat gebeurt er als er geen telefoonnummer is: een contactbrief, laten zoeken, of niets?"),
    getal("incasso.contactbrief_reactie_d", 10, "7..28 dagen",
          "Zo lang heeft de inwoner om op de contactbrief te reageren."),
    ja_nee("incasso.huisbezoek", False, "Gaat de invordering op huisbezoek als bellen niet lukt?"),
    getal("incasso.betaalbelofte_d", 14, "7..14 dagen",
          "Zo lang wacht de gemeente na een betaalbelofte zonder datum."),
    getal("incasso.hertoets_d", 30, "1..60 dagen",
          "Een zaak die op een mens of een onbekende datum wacht, wordt na zoveel dagen opnieuw bekeken."),
    getal("incasso.taak_termijn_wd", 5, "1..20 werkdagen", "Binnen deze tijd hoort een taak klaar te zijn."),
    ja_nee("incasso.dwangbevel_vier_ogen", False,
           "Moet een tweede medewerker de beslissing over een dwangbevel bevestigen?", AVG_22),
)  # fmt: skip

SIGNAAL = (
    keuze("signaal.grondslag", ("register", "uit", "toestemming", "tijdelijke regeling", "Bgs"),
          "Mag het signaal worden overgedragen? register: alleen met een geldige [[grondslag]] hieronder; "
          "uit: nooit; toestemming: alleen als de inwoner ja zei; anders: alleen een grondslag van die soort.",
          "Wgs artikel 3; Stcrt. 2025, 17636"),
    getal("signaal.drempel_eur", 300, "0..1000 euro", "De hoofdsom moet hoger zijn dan dit bedrag.", EXPERIMENT),
    keuze("signaal.moment", ("voor dwangbevel", "na betekening"),
          "Gaat het signaal voor het dwangbevel, of pas na de betekening?", EXPERIMENT),
    keuze("signaal.doelgroep", ("allen", "gebroken regeling", "restant na kwijtschelding"),
          "Voor welke inwoners is het signaal?", EXPERIMENT),
    keuze("signaal.parkeren", ("alleen in combinatie", "uit"),
          "Telt een parkeernaheffing mee: alleen naast een andere belasting, of nooit?", EXPERIMENT),
    getal("signaal.max_per_dag", 50, "1..5000 signalen", "Zoveel signalen gaan er per dag hoogstens over."),
    getal("signaal.max_per_maand", 5000, "1..5000 signalen", "Zoveel signalen gaan er per maand hoogstens over."),
    getal("signaal.wacht_op_hulp_d", 30, "0..60 dagen",
          "Zo lang rust de invordering na de overdracht, zodat hulp een kans krijgt.", LCV),
    getal("signaal.herhaal_venster_mnd", 6, "1..12 maanden",
          "Binnen deze tijd is een signaal over dezelfde achterstand een herhaling.", DIVOSA),
)  # fmt: skip

UITSTEL_EN_VERDER = (
    getal("uitstel.kort_max_mnd", 4, "1..6 maanden", "Kort uitstel duurt hoogstens zo lang.", "Leidraad 25.5.3"),
    getal("uitstel.grens_eur", 20000, "0..20000 euro",
          "Onder deze totale schuld mag kort uitstel zonder onderzoek.", "Leidraad 25.5.3"),
    getal("regeling.max_mnd", 12, "6..36 maanden", "Een betalingsregeling duurt hoogstens zo lang.",
          "Leidraad 25.5.1"),
    getal("regeling.herstel_d", 10, "7..14 dagen",
          "Zo lang mag de inwoner een gemiste termijn inhalen.", "Leidraad 25.1.5"),
    getal("kwijtschelding.norm_pct", 100, "90..100 procent",
          "De kosten van bestaan, als deel van de bijstandsnorm.", "Gemeentewet artikel 255; BWBR0008024"),
    Parameter("kwijtschelding.belastingsoorten", ("afvalstoffenheffing", "rioolheffing"),
              "Voor deze belastingen kan een inwoner kwijtschelding krijgen.", "lijst",
              keuzes=tuple(s.value for s in Belastingsoort if s is not Belastingsoort.PARKEERBELASTING),
              artikel="Gemeentewet artikel 255", element=Belastingsoort),
    keuze("dwangbevel.menselijke_toets", ("verplicht",), "Een mens beslist over elk dwangbevel.", AVG_22),
    wettelijk("dwangbevel.betekening_per_post_d", "2..14 dagen",
              "Zo lang na verzending geldt een dwangbevel per post als betekend.", "Invorderingswet artikel 13 lid 5"),
    getal("bewaar.niet_opgepakt_mnd", 6, "1..12 maanden", "Zo lang blijft een niet opgepakt signaal bewaard."),
    getal("bewaar.zonder_contact_mnd", 6, "1..12 maanden",
          "Zo lang blijft een melding bewaard waarbij geen contact kwam."),
    getal("bewaar.met_hulp_jaar", 5, "5..5 jaar", "Zo lang blijft een melding bewaard die tot hulp leidde.",
          "Selectielijst gemeenten"),
    keuze("brp.controle_voor_verzending", ("altijd",),
          "Het adres wordt voor elke verzending in de BRP nagekeken.", "Leidraad 13.1.1"),
    Parameter("kalender.stiltemomenten", ("12-20/01-02",),
              "Op deze dagen doet de gemeente niets naar inwoners, naast weekend en feestdagen.", "lijst",
              eenheid='een lijst met dagen als "12-20/01-02", "2026-05-05" of "2026-07-01/2026-07-05"',
              artikel=EIGEN, element=stiltemoment),
)  # fmt: skip

VERZENDING = (
    Parameter("verzending.sms_vensters", ("ma-vr 09:00-20:00",),
              "Op deze tijden mag een sms weg, en alleen op een werkdag.", "lijst", artikel=EIGEN,
              element=smsvenster, minstens=1,
              eenheid='een lijst met tijden op ma tot en met vr als "ma-vr 09:00-20:00"'),
    getal("verzending.sms_geldig_uur", 4, "1..10 uur",
          "Is een sms dan nog niet bezorgd, dan probeert niemand het meer."),
    Parameter("verzending.druk_sluit", "", "Tot deze tijd is een brief van die dag nog tegen te houden.", "tekst",
              artikel=EIGEN, element=sluittijd, eenheid='een tijd als "16:00", of "" voor meteen drukken'),
    getal("verzending.vrijgave_berichten", 2500, "1..1000000 berichten",
          "Gaan er meer dan zoveel berichten in één keer weg, dan geeft een mens ze eerst vrij."),
    getal("verzending.vrijgave_eur", 2500, "0..1000000 euro",
          "Kost een zending meer dan dit bedrag, dan geeft een mens hem eerst vrij."),
    getal("verzending.vrijgave_personen", 2, "1..3 personen", "Zoveel verschillende mensen geven een zending vrij."),
    getal("verzending.kosten_brief_ct", 95, "0..1000 cent", "Zoveel kost een brief: papier, druk en porto."),
    getal("verzending.kosten_sms_ct", 8, "0..200 cent", "Zoveel kost elk deel van een sms."),
    getal("verzending.kosten_email_ct", 0, "0..100 cent", "Zoveel kost een e-mail."),
)  # fmt: skip

WERK = (
    getal("werk.waarschuw_vooraf_wd", 1, "0..10 werkdagen",
          "Heeft niemand een taak op zo veel werkdagen voor de laatste dag, dan waarschuwt Tijdig het team."),
    getal("werk.teamleiding_na_wd", 2, "1..20 werkdagen",
          "Is een taak zo lang te laat, dan ziet de teamleiding hem."),
    getal("werk.taken_per_dag", 5000, "1..100000 taken",
          "Zoveel taken om te bellen of langs te gaan komen er per dag hoogstens bij, per afdeling."),
)  # fmt: skip

VS_MELDING = (
    getal("vs.drempel_eur", 50, "0..250 euro", "Een signaal onder dit bedrag is onterecht.", DIVOSA),
    getal("vs.wacht_op_match_d", 5, "0..31 dagen",
          "Zo lang wacht een signaal op een tweede signaal op hetzelfde adres."),
    keuze("vs.matchperiode", ("kalendermaand", "week"), "Binnen welke tijd horen signalen bij elkaar?", DIVOSA),
    keuze("vs.match_sleutel", ("adres + persoon", "adres", "persoon", "huishouden"),
          "Waarop horen signalen bij elkaar?", DIVOSA),
    getal("vs.match_max_personen", 8, "2..100 personen",
          "Een adres met meer bekende personen is een instelling: dan telt alleen de persoon."),
    keuze("vs.meervoudig_regel", ("twee signalen", "twee sectoren"), "Wanneer is een melding meervoudig?", DIVOSA),
    keuze("vs.route_enkelvoudig", ("brief", "sms", "email", "bellen"), "Zo begint een enkelvoudige melding."),
    keuze("vs.route_meervoudig", ("bezoek", "bellen"), "Zo begint een meervoudige melding."),
    keuze("vs.escaleer_bij_opeenvolgend", ("bellen", "geen", "bezoek"),
          "Welke stap krijgt een melding die op een eerdere volgt?"),
    getal("vs.jongeren_max_leeftijd", 27, "18..35 jaar", "Tot deze leeftijd krijgt de inwoner de brief voor jongeren."),
    ja_nee("vs.aow_apart", True, "Krijgen inwoners met AOW een eigen brief?"),
    getal("vs.aow_leeftijd", 67, "65..70 jaar", "Vanaf deze leeftijd krijgt een inwoner AOW.", "AOW artikel 7a"),
    keuze("vs.kinderen_route", ("bezoek", "bellen", "uit"), "De route als er kinderen in huis zijn."),
    getal("vs.opt_out_mnd", 12, "1..60 maanden", "Zo lang geldt 'ik wil geen contact'."),
    ja_nee("vs.auto_sluit_bij_betaling", True, "Sluit de melding vanzelf als de achterstand is betaald?"),
    getal("vs.pauze_na_acceptatie_d", 30, "30..30 dagen", "Zo lang rust de incasso nadat de inwoner hulp aanneemt.",
          LCV),
    getal("vs.terugkoppeling_binnen_d", 28, "7..35 dagen", "Binnen deze tijd hoort de partner iets terug."),
)  # fmt: skip

VS_CONTACT = (
    getal("vs.eerste_contact_na_opgepakt_wd", 5, "1..20 werkdagen",
          "Binnen deze tijd is er een eerste poging tot contact.", "Wgs artikel 4"),
    getal("vs.reactietermijn_brief_d", 14, "10..21 dagen", "Zo lang heeft de inwoner om op de brief te reageren."),
    getal("vs.herhaling_brief", 1, "0..1 keer", "Zo vaak wordt de brief herhaald."),
    getal("vs.sms_na_brief_d", 2, "0..14 dagen", "Zo lang na de eerste brief gaat de sms 'brief onderweg'."),
    keuze("vs.sms_toegestaan", ("toestemming of service", "toestemming", "nooit"),
          "Wanneer mag een sms? service: een sms zonder inhoud over schulden.", "Awb artikel 2:8"),
    getal("vs.belpogingen_max", 3, "1..6 keer", "Zo vaak probeert een medewerker te bellen."),
    getal("vs.belpoging_tussen_d", 1, "1..14 dagen", "Zo lang zit er tussen twee belpogingen."),
    ja_nee("vs.huisbezoek_aankondigen", True, "Gaat er eerst een brief die het bezoek aankondigt?"),
    getal("vs.bezoek_na_aankondiging_d", 5, "3..7 dagen", "Zo lang na de aankondiging is het bezoek."),
    getal("vs.max_bezoeken", 2, "0..3 keer", "Zo vaak gaat een medewerker langs."),
    getal("vs.tussen_bezoeken_d", 7, "1..28 dagen", "Zo lang zit er tussen twee bezoeken."),
    getal("vs.huisbezoek_personen", 2, "1..2 personen", "Met zoveel medewerkers is een bezoek."),
    Parameter("vs.huisbezoek_vensters", ("ma-vr 09:00-16:00", "do 18:00-20:00"),
              "Op deze tijden kan een bezoek.", "lijst", artikel=EIGEN, element=bezoekvenster,
              eenheid='een lijst met tijden als "ma-vr 09:00-16:00"'),
    getal("vs.sluit_na_laatste_poging_d", 14, "7..42 dagen",
          "Zo lang na de laatste poging sluit de melding zonder contact."),
    getal("vs.taak_termijn_wd", 5, "1..20 werkdagen", "Binnen deze tijd hoort een taak klaar te zijn."),
)  # fmt: skip

PARAMETERS: tuple[Parameter, ...] = (
    ALGEMEEN + INCASSO + SIGNAAL + VS_MELDING + VS_CONTACT + UITSTEL_EN_VERDER + VERZENDING + WERK
)
PER_SLEUTEL: dict[str, Parameter] = {parameter.sleutel: parameter for parameter in PARAMETERS}
SECTIES: tuple[str, ...] = tuple(dict.fromkeys(p.sectie for p in PARAMETERS if p.sectie))
