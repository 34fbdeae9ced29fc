"""How does a number look in a Dutch sentence or table?"""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from evaluation.cijfer import Vorm
from evaluation.cijfertekst import getal

TAAL = "nl_NL"


def aantal(hoeveel: float) -> str:
    """Write a whole number: 1.234."""
    return getal(round(hoeveel), Vorm.AANTAL)


def ongeveer(hoeveel: int) -> str:
    """Write a count in tens: the steps follow each other, so exact counts would tell how few fell off in between."""
    return f"ongeveer {aantal(max(10, round(hoeveel, -1)))}"


def procent(deel: float) -> str:
    """Write a share (0..1) as 17,3 %."""
    return getal(deel, Vorm.AANDEEL).replace("-", "−")


def dagen(hoeveel: float) -> str:
    """Write a number of days: 1 dag, 9,5 dagen."""
    afgerond = round(hoeveel, 1)
    return (
        f"{aantal(afgerond) if afgerond == int(afgerond) else _komma(afgerond)} {'dag' if afgerond == 1 else 'dagen'}"
    )


def _komma(hoeveel: float) -> str:
    return format_decimal(hoeveel, format="#,##0.0", locale=TAAL)


def euro(centen: float) -> str:
    """Write cents as € 1.234,56."""
    return format_currency(Decimal(round(centen)) / 100, "EUR", locale=TAAL)


def datum(dag: date) -> str:
    """Write 5 juni 2026."""
    return format_date(dag, "d MMMM y", locale=TAAL)


def maand(dag: date) -> str:
    """Write juni 2026."""
    return format_date(dag, "MMMM y", locale=TAAL)
