"""How often does a simulated resident do what? Every rate with its source; the rest is our assumption.

Evaluatie: the evaluation of the experiment Gemeentebelastingen, §2.1: 17 % of the meldingen reached, 34 % of the
reached accept help. The chances per attempt are set so that whole meldingen come out there; the tests keep them there.
"""

from rules.uitkomst import GESPREK as GESPREKSUITKOMSTEN
from rules.woorden import Berichtsoort, Dagdeel
from simulation.bevolking import Betaalgedrag

SLORDIG, KRAP, VAST = Betaalgedrag.SLORDIG, Betaalgedrag.KRAP, Betaalgedrag.VASTGELOPEN

Kansen = dict[str, float]

_HULP: Kansen = {"geen contact": 0.02, "betaalt": 0.05, "niets": 0.93}
"""A letter with an offer of help is seldom answered; our assumption, after domain reference §7.1."""

NA_BRIEF: dict[Berichtsoort, dict[Betaalgedrag, Kansen]] = {
    # 60-70 % pays after the free herinnering; our assumption (an RCT with Belgian aanmaningen found 53-62 %).
    Berichtsoort.HERINNERING: {
        SLORDIG: {"betaalt": 0.88, "deel": 0.02, "regeling": 0.01, "uitstel": 0.01, "niets": 0.08},
        KRAP: {"betaalt": 0.57, "deel": 0.06, "kwijtschelding": 0.06, "regeling": 0.05, "uitstel": 0.03, "niets": 0.23},
        VAST: {"betaalt": 0.26, "deel": 0.05, "kwijtschelding": 0.03, "regeling": 0.02, "niets": 0.64},
    },
    # Half of the rest pays after the aanmaning; our assumption.
    Berichtsoort.AANMANING: {
        SLORDIG: {"betaalt": 0.85, "regeling": 0.03, "bezwaar": 0.01, "niets": 0.11},
        KRAP: {"betaalt": 0.62, "deel": 0.04, "kwijtschelding": 0.06, "regeling": 0.06, "uitstel": 0.03, "niets": 0.19},
        VAST: {"betaalt": 0.37, "deel": 0.04, "kwijtschelding": 0.03, "regeling": 0.02, "niets": 0.54},
    },
    Berichtsoort.CONTACTVERZOEK: {
        SLORDIG: {"betaalt": 0.40, "regeling": 0.05, "niets": 0.55},
        KRAP: {"betaalt": 0.12, "kwijtschelding": 0.06, "regeling": 0.08, "niets": 0.74},
        VAST: {"betaalt": 0.04, "kwijtschelding": 0.03, "regeling": 0.03, "niets": 0.90},
    },
    Berichtsoort.HULPAANBOD: {SLORDIG: _HULP, KRAP: _HULP, VAST: _HULP},
    Berichtsoort.HULPAANBOD_HERHALING: {SLORDIG: _HULP, KRAP: _HULP, VAST: _HULP},
    Berichtsoort.AANKONDIGING_HUISBEZOEK: {SLORDIG: _HULP, KRAP: _HULP, VAST: _HULP},
}

REACTIEDAGEN: dict[Berichtsoort, tuple[int, int]] = {
    Berichtsoort.HERINNERING: (3, 12),
    Berichtsoort.AANMANING: (3, 16),
    Berichtsoort.CONTACTVERZOEK: (2, 8),
}
"""After how many calendar days somebody reacts: within the term of the letter. Our assumption."""
ANDERE_REACTIEDAGEN = (2, 10)

POST_RETOUR = {False: 0.01, True: 0.75}
"""Share of letters that come back, by whether the resident has left the address; our assumption."""

VERZOEK_TOEGEKEND = 0.5
"""Kwijtschelding granted after a request; our assumption. Half of it is refused, so that resting and resuming shows."""
UITSTEL_VERLEEND = 0.8
BETAALT_NA_UITSTEL = 0.6
REGELING_BREEKT = 0.35
BETAALT_NA_BELOFTE = 0.65
"""Our assumptions."""

BEREIKT_OP_DAGDEEL = {Dagdeel.OCHTEND: 0.10, Dagdeel.MIDDAG: 0.10, Dagdeel.AVOND: 0.17}
"""One call; set for 17 % of meldingen reached (evaluatie §2.1) when only some of them are called or visited."""
BEREIKT_BIJ_BEZOEK = {Dagdeel.OCHTEND: 0.20, Dagdeel.MIDDAG: 0.20, Dagdeel.AVOND: 0.28}
BEREIKT_BIJ_CRISIS = 0.33
NEEMT_OP = {SLORDIG: 1.2, KRAP: 1.0, VAST: 0.8}
"""Who is stuck answers less; our assumption."""

ANTWOORD_VROEGSIGNALERING: Kansen = {
    "wil hulp": 0.34, "wil geen hulp": 0.22, "regelt zelf": 0.24, "al betaald": 0.10, "betaalbelofte": 0.10,
}  # fmt: skip
"""34 % of the reached accepts help (evaluatie §2.1); the split of the others is our assumption."""

ANTWOORD_INCASSO: Kansen = {
    "wil hulp": 0.12, "wil geen hulp": 0.10, "regelt zelf": 0.24, "al betaald": 0.12, "betaalbelofte": 0.42,
}  # fmt: skip
"""What somebody says to Gemeentebelastingen; our assumption."""

NIET_VERSCHENEN = 0.12
GESPREK: Kansen = dict(zip(GESPREKSUITKOMSTEN, (0.35, 0.50, 0.15), strict=True))
"""What a first conversation leads to; our assumption."""
NA_GESPREK: Kansen = {"regeling": 0.35, "kwijtschelding": 0.25, "niets": 0.40}
"""What the helper arranges with Gemeentebelastingen when something is open there; our assumption."""
AANMELDING_SCHULDHULP = 0.35
"""After vervolghulp financieel; our assumption."""

NUMMER_GEVONDEN = 0.30
UITVAL_OPGELOST = 0.60
DWANGBEVEL_UITGEVAARDIGD = 0.55
"""The invorderingsambtenaar decides; our assumption."""

GEEN_AVOND = 0.05
"""Share of third calls for which nobody has an evening shift: then the gate of the handover stays shut."""

WERKDAGEN = {0: 0.35, 1: 0.40, 2: 0.17, 3: 0.08}
WERKDAGEN_CRISIS = {0: 0.7, 1: 0.3}
WERKDAGEN_GESPREK = (4, 12)
WERKDAGEN_GESPREK_CRISIS = (1, 3)
"""After how many working days staff has done a taak; within the legal terms (Wgs art. 4). Our assumption."""
