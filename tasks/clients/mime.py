"""What does one e-mail look like on the wire? The same poststuk always gives the same bytes."""

import hashlib
import re
from email import policy
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from typing import Any
from urllib.parse import quote

from tasks.kanaal import Poststuk, veilige_naam

# One plain address: nothing that could end a header, start a second recipient or add an SMTP parameter.
_ADRES = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_BESTURING = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
# Visible ASCII without the signs that would end one <url> and begin another.
_URL = re.compile(r"https?://[!-+\--;=?-~]+")
MAX_URL = 900
"""So long a line may be in an e-mail is 998 characters (RFC 5322 §2.1.1)."""


class OnveiligeEmail(ValueError):
    """Het adres of de tekst bevat tekens die niet mogen."""

    def __str__(self) -> str:
        """Return the message; the offending text itself is personal data and stays out."""
        return self.__doc__ or ""


class _Letterlijk(UnstructuredHeader):
    """A header of addresses between < and >: long ones stay as they are, on a line each, where others are encoded."""

    def fold(self, *, policy: Any) -> str:
        """Return the header as it goes on the wire."""
        kop: Any = self
        einde: str = policy.linesep
        return f"{kop.name}: {str(kop).replace(', ', f',{einde} ')}{einde}"


_KOPPEN: Any = HeaderRegistry()
_KOPPEN.map_to_type("list-unsubscribe", _Letterlijk)
_VORM = policy.SMTP.clone(header_factory=_KOPPEN)


def is_adres(adres: str) -> bool:
    """Tell whether `adres` is one bare ASCII address that is safe in a header and in an SMTP command."""
    return len(adres) <= 254 and _ADRES.fullmatch(adres) is not None and ".." not in adres


def kaal_adres(afzender: str) -> str:
    """Return the address of `Naam <adres>` or of a bare address. Raise OnveiligeEmail when there is not just one."""
    adressen = [adres for _, adres in getaddresses([afzender])]
    if _BESTURING.search(afzender) or len(adressen) != 1 or not is_adres(adressen[0]):
        raise OnveiligeEmail
    return adressen[0]


def message_id(bericht_id: str, afzender: str) -> str:
    """Return the Message-ID of a bericht: deterministic, so that a double e-mail is recognisable everywhere."""
    domein = kaal_adres(afzender).rpartition("@")[2]
    return f"<{veilige_naam(bericht_id)}@{domein}>"


def bouw_email(poststuk: Poststuk, afzender: str) -> EmailMessage:
    """Return the e-mail of a poststuk: text part, html part when there is one.

    Auto-Submitted (RFC 3834) keeps out-of-office answers away. Raise OnveiligeEmail on control characters in
    recipient, subject, sender or a way to stop: that is how a second header or recipient would be smuggled in. Also on
    text that no e-mail can hold.
    """
    if not is_adres(poststuk.aan) or _BESTURING.search(poststuk.onderwerp) or not _is_tekst(poststuk):
        raise OnveiligeEmail
    email = EmailMessage(policy=_VORM)
    email["Message-ID"] = message_id(poststuk.bericht_id, afzender)
    email["From"] = afzender
    email["To"] = poststuk.aan
    if poststuk.antwoord_adres:
        email["Reply-To"] = _veilig(poststuk.antwoord_adres)
    email["Subject"] = poststuk.onderwerp
    if poststuk.klaargezet_op is not None:
        email["Date"] = format_datetime(poststuk.klaargezet_op)
    email["Auto-Submitted"] = "auto-generated"
    for naam, waarde in afmeldkoppen(poststuk):
        email[naam] = waarde
    # quoted-printable keeps every line 7-bit and short, whatever the relay supports
    email.set_content(poststuk.tekst, cte="quoted-printable")
    if poststuk.html:
        email.add_alternative(poststuk.html, subtype="html", cte="quoted-printable")
        # "=_" cannot occur in quoted-printable text, so this fixed boundary never meets itself in a part
        email.set_boundary(f"=_tijdig_{hashlib.sha256(poststuk.bericht_id.encode()).hexdigest()[:32]}")
    return email


def afmeldkoppen(poststuk: Poststuk) -> list[tuple[str, str]]:
    """Return the headers by which a mail program shows a button to stop (RFC 2369); none without a way to stop.

    One-Click (RFC 8058) only over https: then the mail program itself asks, with a POST and without a page.
    """
    wegen: list[str] = []
    if poststuk.afmeld_url:
        if len(poststuk.afmeld_url) > MAX_URL or not _URL.fullmatch(poststuk.afmeld_url):
            raise OnveiligeEmail
        wegen.append(f"<{poststuk.afmeld_url}>")
    if poststuk.afmeld_adres:
        adres = quote(_veilig(poststuk.afmeld_adres), safe="@")
        wegen.append(f"<mailto:{adres}?subject=afmelden%20{quote(poststuk.bericht_id, safe='')}>")
    koppen = [("List-Unsubscribe", ", ".join(wegen))] if wegen else []
    if poststuk.afmeld_url.startswith("https://"):
        koppen.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return koppen


def _is_tekst(poststuk: Poststuk) -> bool:
    """Tell whether every character can be written down: half a pair of surrogates cannot."""
    try:
        f"{poststuk.onderwerp}{poststuk.tekst}{poststuk.html}".encode()
    except UnicodeEncodeError:
        return False
    return True


def _veilig(adres: str) -> str:
    if not is_adres(adres):
        raise OnveiligeEmail
    return adres
