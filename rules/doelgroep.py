"""For whom is a letter worded?

One letter for everybody reaches few people (evaluatie §5.1). The doelgroep only changes the words of a bericht and
the help that it names; it never changes a term, an amount or a right.
"""

from datetime import date

from rules.woorden import Doelgroep

JONGERE_TOT = 27
AOW_VANAF = 67


def doelgroep(
    geboortedatum: date | None,
    ondernemer: bool,
    huiseigenaar: bool,
    today: date,
    *,
    jongere_tot: int = JONGERE_TOT,
    aow_vanaf: int = AOW_VANAF,
) -> Doelgroep:
    """Return the first doelgroep that applies, in the order of `Doelgroep`.

    1. ondernemer: other help exists (Bbz), whatever the age;
    2. jongere: younger than `jongere_tot` years on `today`;
    3. AOW: `aow_vanaf` years or older on `today`;
    4. huiseigenaar: kwijtschelding is often impossible, an arrangement is not;
    5. huurder: everybody else. These words suit everyone, so they also serve where little is known.

    An unknown geboortedatum, or one after `today`, says nothing about age.
    """
    if ondernemer:
        return Doelgroep.ONDERNEMER
    jaren = leeftijd(geboortedatum, today)
    if jaren is not None and jaren < jongere_tot:
        return Doelgroep.JONGERE
    if jaren is not None and jaren >= aow_vanaf:
        return Doelgroep.AOW
    return Doelgroep.HUISEIGENAAR if huiseigenaar else Doelgroep.HUURDER


def leeftijd(geboortedatum: date | None, today: date) -> int | None:
    """Age in whole years on `today`; None when it cannot be known. Born on 29 February: a year older on 1 March."""
    if geboortedatum is None or geboortedatum > today:
        return None
    had_birthday = (today.month, today.day) >= (geboortedatum.month, geboortedatum.day)
    return today.year - geboortedatum.year - (not had_birthday)
