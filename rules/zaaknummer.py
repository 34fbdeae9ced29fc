"""By which number do people and Prefect know a zaak?"""

import re

from rules.woorden import Zaaksoort

_LETTER = {Zaaksoort.INCASSO: "I", Zaaksoort.VROEGSIGNALERING: "V"}
_VORM = re.compile(r"[IV]-?0*(\d{1,9})", re.IGNORECASE)


def zaaknummer(soort: str, zaak_id: int) -> str:
    """Return the number people use, such as I-000123: the letter tells the department, the digits are the id."""
    return f"{_LETTER[Zaaksoort(soort)]}-{zaak_id:06d}"


def zaak_id(nummer: str) -> int | None:
    """Return the id behind a zaaknummer, or None when this is not one."""
    gevonden = _VORM.fullmatch(nummer.strip())
    return int(gevonden[1]) if gevonden else None
