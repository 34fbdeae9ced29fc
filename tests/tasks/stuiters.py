"""What does a bounce look like? Builders for the tests of dsn: tidy ones, and those that real mail servers send."""

import quopri
from base64 import b64encode

AFZENDER = "Gemeente Voorbeeldstad <vroeg@voorbeeldstad.example>"
NAAM = "<V-000002-hulpaanbod-1-email@voorbeeldstad.example>"
BERT = "bert.jansen@post.example"


def ontvanger(actie: str = "failed", status: str = "5.1.1", aan: str = BERT, uitleg: str = "") -> str:
    """The block of one recipient; `uitleg` is the Diagnostic-Code."""
    regels = [f"Final-Recipient: rfc822; {aan}", f"Action: {actie}", f"Status: {status}"]
    return "\n".join([*regels, *([f"Diagnostic-Code: {uitleg}"] if uitleg else [])])


def stuiter(
    *ontvangers: str,
    naam: str = NAAM,
    aan: str = BERT,
    envelop: str = "",
    statussoort: str = "message/delivery-status",
    terugsoort: str = "text/rfc822-headers",
    codering: str = "",
) -> bytes:
    """A multipart/report with these recipients and the headers of our e-mail; `codering` is of both."""
    status = "\n\n".join(
        ["Reporting-MTA: dns; mx.post.example" + (f"\nOriginal-Envelope-Id: {envelop}" * bool(envelop))]
    )
    status += "\n\n" + "\n\n".join(ontvangers or (ontvanger(),)) + "\n"
    terug = f"From: {AFZENDER}\nTo: {aan}\nSubject: Wij willen u helpen\n" + f"Message-ID: {naam}\n" * bool(naam)
    return rapport(deel(statussoort, status, codering), *([deel(terugsoort, terug, codering)] if terugsoort else []))


def deel(soort: str, tekst: str, codering: str = "") -> str:
    """One part of a mail."""
    if codering == "base64":
        tekst = b64encode(tekst.encode()).decode()
    if codering == "quoted-printable":
        tekst = quopri.encodestring(tekst.encode(), quotetabs=True).decode()
    return f"Content-Type: {soort}\n" + f"Content-Transfer-Encoding: {codering}\n" * bool(codering) + f"\n{tekst}"


def rapport(*delen: str, grens: str = "grens", soort: str = "multipart/report; report-type=delivery-status") -> bytes:
    """A bounce of these parts, after a text for people."""
    kop = (
        f"From: MAILER-DAEMON@mx.post.example\nTo: vroeg@voorbeeldstad.example\nContent-Type: {soort}; boundary={grens}"
    )
    alles = [deel("text/plain", f"Sorry, {BERT} is onbekend bij ons."), *delen]
    return (f"{kop}\n\n" + "".join(f"--{grens}\n{d}\n" for d in alles) + f"--{grens}--\n").encode()


POSTFIX = f"""Return-Path: <>
Received: by mx.voorbeeldstad.example (Postfix) id 4X; Mon, 20 Jul 2026 08:00:02 +0200 (CEST)
From: MAILER-DAEMON@mx.voorbeeldstad.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: vroeg@voorbeeldstad.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="4XbR2k1Zz.1784527202/mx.voorbeeldstad.example"

This is a MIME-encapsulated message.

--4XbR2k1Zz.1784527202/mx.voorbeeldstad.example
Content-Description: Notification
Content-Type: text/plain; charset=utf-8

<{BERT}>: host mx.post.example[192.0.2.25] said: 550 5.1.1
    <{BERT}>: Recipient address rejected: User unknown (in reply to RCPT TO command)

--4XbR2k1Zz.1784527202/mx.voorbeeldstad.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.voorbeeldstad.example
X-Postfix-Queue-ID: 4XbR2k1Zz
X-Postfix-Sender: rfc822; vroeg@voorbeeldstad.example
Arrival-Date: Mon, 20 Jul 2026 08:00:01 +0200 (CEST)

Final-Recipient: rfc822; {BERT}
Original-Recipient: rfc822;{BERT}
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.post.example
Diagnostic-Code: smtp; 550 5.1.1 <{BERT}>: Recipient address rejected:
    User unknown

--4XbR2k1Zz.1784527202/mx.voorbeeldstad.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <vroeg@voorbeeldstad.example>
Message-ID: {NAAM}
From: {AFZENDER}
To: {BERT}
Subject: Wij willen u helpen

--4XbR2k1Zz.1784527202/mx.voorbeeldstad.example--
"""

EXCHANGE = f"""From: <postmaster@post.example>
To: <vroeg@voorbeeldstad.example>
Content-Type: multipart/report; report-type=delivery-status; boundary="b1_=5F"
Subject: Onbestelbaar: Wij willen u helpen

--b1_=5F
Content-Type: multipart/alternative; boundary="b2"

--b2
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Het bericht aan {BERT} is niet bezorgd =E9=E9n keer.
--b2
Content-Type: text/html; charset="us-ascii"

<p>Onbestelbaar</p>
--b2--

--b1_=5F
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01.eurprd01.prod.exchangelabs.com
Received-From-MTA: dns;mx.voorbeeldstad.example
Arrival-Date: Mon, 20 Jul 2026 06:00:02 +0000

Final-Recipient: rfc822;{BERT}
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--b1_=5F
Content-Type: message/rfc822

Received: from mx.voorbeeldstad.example (192.0.2.10)
From: {AFZENDER}
To: {BERT}
Message-ID: {NAAM}
Content-Type: multipart/alternative; boundary="=_tijdig_1"

--=_tijdig_1
Content-Type: text/plain

Beste Bert
--=_tijdig_1--

--b1_=5F--
"""
