"""How is it written down that a personal contact is not tried? With the reason, and without a taak that asks for it."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from models.handelingen import actor
from models.logboek import Bijschrift, schrijf_bij
from models.register import sluit_taak
from models.taakbeheer import noteer_actie, raak
from rules.besluit import ContactOverslaan, LaatTaakVervallen, logregel
from rules.taakacties import Actie
from rules.woorden import Overslaanreden, Taaksoort


def sla_over(db: Connection, taak: Row[Any], versie: int, wie: int, reden: Overslaanreden, dag: date) -> None:
    """Take a contact off the worklist for good; whether `wie` may for this reden, the caller decides.

    Raises AndereVersie when the taak changed since `versie` was seen.
    """
    raak(db, taak.id, versie)
    soort, poging = Taaksoort(taak.soort), int(taak.poging)
    sluit_taak(db, taak.zaak_id, soort.value, poging, "vervallen", dag)
    noteer_actie(db, taak.id, wie, Actie.OVERGESLAGEN, reden=reden.value)
    stappen = (ContactOverslaan(soort, reden), LaatTaakVervallen(soort, poging, "dit contact zoeken wij niet"))
    regels = [Bijschrift(taak.zaak_id, logregel(stap, dag), actor=actor(wie)) for stap in stappen]
    schrijf_bij(db, regels, dag)
