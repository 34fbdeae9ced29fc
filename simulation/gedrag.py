"""How do residents react to a bericht, and what does staff do with a taak? Pure and seeded, for the demo.

One question, one answer: `reactie(...)` gives the facts that follow from one step, in the words of a story
(contracts: Stories), so that the demo records them as a story does. The answer depends on the seed, the key of the
person, the step and the attempt: not on the order of asking and not on the day, which only says when it happens.

Rates come from the evaluation (§2.1: 17 % of meldingen reached, 34 % of the reached accept help) or are our
assumption; each says which. None of them is a forecast.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from rules.woorden import Berichtsoort, Dagdeel, Taaksoort, Zaaksoort
from simulation.bevolking import Betaalgedrag, Bewoner
from simulation.gedragscijfers import (
    AANTAL_GESPREKKEN_GEMIST, ANTWOORD_INCASSO, ANTWOORD_VROEGSIGNALERING, BETAALT_NA_BELOFTE, BEREIKT_BIJ_BEZOEK,
    BEREIKT_BIJ_CRISIS, BEREIKT_OP_DAGDEEL, DWANGBEVEL, GESPREK, NA_BRIEF, NA_GESPREK, NUMMER_GEVONDEN, POST_RETOUR,
    REGELING_BREEKT, UITVAL_OPGELOST, VERZOEK_TOEGEKEND, WERKDAGEN,
)  # fmt: skip
from simulation.kans import dobbelsteen, kies, werkdagen_later
