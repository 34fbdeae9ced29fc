"""How is a beleid divided? One frozen dataclass per section; names, defaults and limits stand in parametertabel.py.

Units stand in the names: _d calendar days, _wd working days, _mnd months, _jaar years, _uur hours, _eur whole euros,
_ct cents, _pct percent. The properties that end in _cent are the same amounts in cents.
"""

from dataclasses import dataclass

from rules.levering import Belastingsoort

CENT = 100
"""Cents in a euro."""

UUR_S = 3600
"""Seconds in an hour."""


@dataclass(frozen=True)
class Incassobeleid:
    """[incasso]: the journey at Gemeentebelastingen."""

    herinnering_kosteloos: bool
    herinnering_na_vervaldag_d: int
    reactietermijn_herinnering_d: int
    max_stilte_d: int
    aanmaning_termijn_d: int
    aanmaning_marge_d: int
    minimum_bedrag_aanmaning: int
    belpogingen_max: int
    belpogingen_dagdelen: int
    belpoging_avond: bool
    belpoging_tussen_d: int
    bellen_voor_aanmaning: bool
    bel_min_bedrag: int
    zonder_telefoonnummer: str
    contactbrief_reactie_d: int
    huisbezoek: bool
    betaalbelofte_d: int
    hertoets_d: int
    taak_termijn_wd: int
    dwangbevel_vier_ogen: bool

    @property
    def minimum_bedrag_aanmaning_cent(self) -> int:
        """Below this open amount no aanmaning goes out."""
        return self.minimum_bedrag_aanmaning * CENT

    @property
    def bel_min_bedrag_cent(self) -> int:
        """Below this open amount nobody is called."""
        return self.bel_min_bedrag * CENT


@dataclass(frozen=True)
class Signaalbeleid:
    """[signaal]: the handover from Gemeentebelastingen to Vroegsignalering."""

    grondslag: str
    drempel_eur: int
    moment: str
    doelgroep: str
    parkeren: str
    max_per_dag: int
    max_per_maand: int
    wacht_op_hulp_d: int
    herhaal_venster_mnd: int

    @property
    def drempel_cent(self) -> int:
        """The hoofdsom must be higher than this."""
        return self.drempel_eur * CENT


@dataclass(frozen=True)
class Vroegsignaleringbeleid:
    """[vs]: the journey at Vroegsignalering."""

    drempel_eur: int
    wacht_op_match_d: int
    matchperiode: str
    match_sleutel: str
    match_max_personen: int
    meervoudig_regel: str
    route_enkelvoudig: str
    route_meervoudig: str
    escaleer_bij_opeenvolgend: str
    jongeren_max_leeftijd: int
    aow_apart: bool
    aow_leeftijd: int
    kinderen_route: str
    opt_out_mnd: int
    auto_sluit_bij_betaling: bool
    pauze_na_acceptatie_d: int
    terugkoppeling_binnen_d: int
    eerste_contact_na_opgepakt_wd: int
    reactietermijn_brief_d: int
    herhaling_brief: int
    sms_na_brief_d: int
    sms_toegestaan: str
    belpogingen_max: int
    belpoging_tussen_d: int
    huisbezoek_aankondigen: bool
    bezoek_na_aankondiging_d: int
    max_bezoeken: int
    tussen_bezoeken_d: int
    huisbezoek_personen: int
    huisbezoek_vensters: tuple[str, ...]
    sluit_na_laatste_poging_d: int
    taak_termijn_wd: int

    @property
    def drempel_cent(self) -> int:
        """A signaal below this amount is onterecht."""
        return self.drempel_eur * CENT


@dataclass(frozen=True)
class Uitstelbeleid:
    """[uitstel]: short postponement without research (Leidraad 25.5.3)."""

    kort_max_mnd: int
    grens_eur: int

    @property
    def grens_cent(self) -> int:
        """The total debt must stay below this."""
        return self.grens_eur * CENT


@dataclass(frozen=True)
class Regelingbeleid:
    """[regeling]: payment by instalments (Leidraad 25.5.1, 25.1.5)."""

    max_mnd: int
    herstel_d: int


@dataclass(frozen=True)
class Kwijtscheldingbeleid:
    """[kwijtschelding]: which taxes and which norm (Gemeentewet art. 255)."""

    norm_pct: int
    belastingsoorten: tuple[Belastingsoort, ...]


@dataclass(frozen=True)
class Dwangbevelbeleid:
    """[dwangbevel]: always decided by a person (AVG art. 22)."""

    menselijke_toets: str
    betekening_per_post_d: int


@dataclass(frozen=True)
class Bewaarbeleid:
    """[bewaar]: how long identifying data stay."""

    niet_opgepakt_mnd: int
    zonder_contact_mnd: int
    met_hulp_jaar: int


@dataclass(frozen=True)
class Brpbeleid:
    """[brp]: the address check before anything is sent (Leidraad 13.1.1)."""

    controle_voor_verzending: str


@dataclass(frozen=True)
class Verzendbeleid:
    """[verzending]: when berichten may leave, which of them a person releases first, and what they cost."""

    sms_vensters: tuple[str, ...]
    sms_geldig_uur: int
    druk_sluit: str
    vrijgave_berichten: int
    vrijgave_eur: int
    vrijgave_personen: int
    kosten_brief_ct: int
    kosten_sms_ct: int
    kosten_email_ct: int

    @property
    def vrijgave_cent(self) -> int:
        """A zending that costs more than this waits until people release it."""
        return self.vrijgave_eur * CENT

    @property
    def sms_geldig_s(self) -> int:
        """So many seconds may the provider keep trying to deliver an sms."""
        return self.sms_geldig_uur * UUR_S


@dataclass(frozen=True)
class Werkbeleid:
    """[werk]: when a taak that stays behind is shown to the team and to the team lead."""

    waarschuw_vooraf_wd: int
    teamleiding_na_wd: int
    taken_per_dag: int
