"""May a dwangbevel be served by post on this resident? (Invorderingswet art. 13 lid 3 to 5)

By post only when the aanmaning reached the resident and we know where he lives: otherwise a belastingdeurwaarder
serves it in person. The invorderingsambtenaar decides; this says what stands in the way, in Dutch.
"""

from rules.log import Logregel, Soort
from rules.woorden import Berichtsoort, Kanaal, Taaksoort
from rules.zaak import Incassozaak

AANMANING_RETOUR = "de aanmaning kwam terug en er ging geen nieuwe (Invorderingswet artikel 13 lid 4)"
POST_RETOUR = "er kwam post terug en er is geen nieuw adres"
NIET_GEMAAKT = "een brief kon niet worden gemaakt en er is geen nieuw adres"
NIET_GEVONDEN = "niemand weet waar de inwoner woont"


def bezwaren_tegen_post(zaak: Incassozaak) -> tuple[str, ...]:
    """Return why the dwangbevel may not be served by post; empty means that it may."""
    bekend = _adres_bekend(zaak)
    gevonden = (
        (AANMANING_RETOUR, _aanmaning_kwam_terug(zaak)),
        (POST_RETOUR, zaak.log.positie(Soort.POST_RETOUR) > bekend),
        (NIET_GEMAAKT, _brief_mislukt(zaak) > bekend),
        (NIET_GEVONDEN, _niet_gevonden(zaak) > bekend),
    )
    return tuple(bezwaar for bezwaar, geldt in gevonden if geldt)


def _adres_bekend(zaak: Incassozaak) -> int:
    """The place in the log since which the address is right: a move, or a person who found that it was right."""
    opgelost = {"soort": Taaksoort.UITVAL_UITZOEKEN.value, "uitkomst": "opgelost"}
    verhuisd = zaak.log.positie(Soort.VERHUISD_BINNEN, Soort.VERHUISD_BUITEN)
    return max(verhuisd, zaak.log.positie(Soort.TAAK_AFGEROND, **opgelost))


def _aanmaning_kwam_terug(zaak: Incassozaak) -> bool:
    """A new address does not heal this, a new aanmaning does: art. 13 lid 4 asks whether the aanmaning arrived."""
    aanmaning = zaak.brief(Berichtsoort.AANMANING)
    if aanmaning is None:
        return False
    deze = (aanmaning.gegevens["soort"], aanmaning.gegevens["poging"])
    regels = enumerate(zaak.log.regels)
    return any(r.soort == Soort.POST_RETOUR and _welke(zaak, plaats, r) == deze for plaats, r in regels)


def _welke(zaak: Incassozaak, plaats: int, retour: Logregel) -> tuple[object, object]:
    """Return soort and poging of the letter that came back.

    A letter of another zaak of the same resident has none; when nobody said which letter, it is the newest on paper.
    """
    if "bericht" in retour.gegevens:
        return retour.gegevens.get("soort"), retour.gegevens.get("poging")
    brieven = (r for r in reversed(zaak.log.regels[:plaats]) if r.soort == Soort.BERICHT)
    laatste = next((r for r in brieven if r.gegevens["kanaal"] == Kanaal.BRIEF), None)
    return (laatste.gegevens["soort"], laatste.gegevens["poging"]) if laatste else ("", 0)


def _brief_mislukt(zaak: Incassozaak) -> int:
    return zaak.log.positie(Soort.BERICHT_MISLUKT, kanaal=Kanaal.BRIEF)


def _niet_gevonden(zaak: Incassozaak) -> int:
    gezocht = {"soort": Taaksoort.UITVAL_UITZOEKEN.value, "uitkomst": "niet gevonden"}
    return zaak.log.positie(Soort.TAAK_AFGEROND, **gezocht)
