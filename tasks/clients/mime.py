"""What does one e-mail look like on the wire? The same poststuk always gives the same bytes."""

import hashlib
import re
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from tasks.kanaal import Poststuk, veilige_naam

# One plain address: nothing that could end a header, start a second recipient or add an SMTP parameter.
_ADRES = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_BESTURING = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


class OnveiligeEmail(ValueError):
    """Het e-mailadres of het onderwerp bevat tekens die niet mogen."""

    def __str__(self) -> str:
        """Return the message; the offending text itself is personal data and stays out."""
        return self.__doc__ or ""


def is_adres(adres: str) -> bool:
    """Tell whether `adres` is one bare ASCII address that is safe in a header and in an SMTP command."""
    return len(adres) <= 254 and _ADRES.fullmatch(adres) is not None and ".." not in adres


def kaal_adres(afzender: str) -> str:
    """Return the address of `Naam <adres>` or of a bare address. Raise OnveiligeEmail when there is none."""
    adres = parseaddr(afzender)[1]
    if _BESTURING.search(afzender) or not is_adres(adres):
        raise OnveiligeEmail
    return adres


def message_id(bericht_id: str, afzender: str) -> str:
    """Return the Message-ID of a bericht: deterministic, so that a double e-mail is recognisable everywhere."""
    domein = kaal_adres(afzender).rpartition("@")[2]
    return f"<{veilige_naam(bericht_id)}@{domein}>"


def bouw_email(poststuk: Poststuk, afzender: str) -> EmailMessage:
    """Return the e-mail of a poststuk: text part, html part when there is one.

    Auto-Submitted (RFC 3834) keeps out-of-office answers away. Raise OnveiligeEmail on control characters in
    recipient, subject or sender: that is how a second header or recipient would be smuggled in.
    """
    if not is_adres(poststuk.aan) or _BESTURING.search(poststuk.onderwerp):
        raise OnveiligeEmail
    email = EmailMessage(policy=policy.SMTP)
    email["Message-ID"] = message_id(poststuk.bericht_id, afzender)
    email["From"] = afzender
    email["To"] = poststuk.aan
    email["Subject"] = poststuk.onderwerp
    if poststuk.klaargezet_op is not None:
        email["Date"] = format_datetime(poststuk.klaargezet_op)
    email["Auto-Submitted"] = "auto-generated"
    # quoted-printable keeps every line 7-bit and short, whatever the relay supports
    email.set_content(poststuk.tekst, cte="quoted-printable")
    if poststuk.html:
        email.add_alternative(poststuk.html, subtype="html", cte="quoted-printable")
        # "=_" cannot occur in quoted-printable text, so this fixed boundary never meets itself in a part
        email.set_boundary(f"=_tijdig_{hashlib.sha256(poststuk.bericht_id.encode()).hexdigest()[:32]}")
    return email
