"""What does every figure mean? One function per figure; evaluation/cijfer.py holds the version of all of them."""

from evaluation.definities import doelen, incasso, signalen
from evaluation.figuur import Figuur

FIGUREN: tuple[Figuur, ...] = (
    signalen.signalen(),
    signalen.signalen_gemeentebelastingen(),
    signalen.meldingen(),
    signalen.uitval_brp(),
    signalen.bekend_bij_shv(),
    signalen.enkelvoudig(),
    signalen.meervoudig(),
    signalen.opeenvolgend(),
    signalen.bereik(),
    signalen.hulpacceptatie(),
    doelen.doel1_niet_bekend(),
    doelen.doel2_bereik(),
    incasso.kwijtschelding_na_signaal(),
    doelen.aanmelding_shv_na_signaal(),
    incasso.incassokosten(),
    incasso.gemiddelde_stilte(),
    incasso.langste_stilte(),
    incasso.effort_volledig(),
    incasso.afwijkingen(),
)
"""Every figure of contracts.md §5 but doel3_dwangbevelen: that one compares two groups (evaluation/vermeden.py)."""
