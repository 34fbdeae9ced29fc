"""Which taken stay behind, and who must see that? Asked once a working day, of every taak that is near its last day."""

from dataclasses import dataclass
from datetime import date

from rules.beleid import Beleid
from rules.taakacties import BIJ_TEAMLEIDING, GEWAARSCHUWD, Actie
from rules.taakwoorden import werkdagen_tot


@dataclass(frozen=True)
class Stand:
    """What decides about one open taak. `verdeeld_op`: when a team lead last gave it to somebody."""

    uiterste_dag: date
    vrij: bool
    escalatie: int = 0
    wacht_tot: date | None = None
    verdeeld_op: date | None = None


def stappen(stand: Stand, beleid: Beleid, today: date) -> tuple[Actie, ...]:
    """Return what happens to a taak today: it returns to the lists, and it is shown to its team or to the team lead."""
    terug = stand.wacht_tot is not None and stand.wacht_tot <= today
    gevonden = [Actie.TERUG_IN_LIJST] if terug else []
    if stand.escalatie < BIJ_TEAMLEIDING and is_te_lang_te_laat(stand, beleid, today):
        gevonden.append(Actie.NAAR_TEAMLEIDING)
    elif stand.escalatie < GEWAARSCHUWD and vraagt_aandacht(stand, beleid, today):
        gevonden.append(Actie.GEWAARSCHUWD)
    return tuple(gevonden)


def is_te_lang_te_laat(stand: Stand, beleid: Beleid, today: date) -> bool:
    """Past its last day for werk.teamleiding_na_wd working days; who got it from the team lead has as long again."""
    sinds = max(stand.uiterste_dag, stand.verdeeld_op or stand.uiterste_dag)
    te_laat = stand.uiterste_dag < today
    return te_laat and werkdagen_tot(beleid.kalender, today, sinds) <= -beleid.werk.teamleiding_na_wd


def vraagt_aandacht(stand: Stand, beleid: Beleid, today: date) -> bool:
    """Past its last day, or so near to it while nobody has it (werk.waarschuw_vooraf_wd); put away is in hand."""
    if stand.uiterste_dag < today:
        return True
    weg = stand.wacht_tot is not None and stand.wacht_tot > today
    over = werkdagen_tot(beleid.kalender, today, stand.uiterste_dag)
    return stand.vrij and not weg and over <= beleid.werk.waarschuw_vooraf_wd


def laatste_dag_in_zicht(beleid: Beleid, today: date) -> date:
    """Return up to which last day a taak may need attention today: later ones need not be looked at."""
    vooraf = beleid.werk.waarschuw_vooraf_wd
    return beleid.kalender.werkdagen_na(today, vooraf + 1)
