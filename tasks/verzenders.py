"""Which wire serves a kanaal? The settings choose: files by default, the real provider in production."""

from rules.woorden import Kanaal
from tasks.clients.bestand import BestandEmail, BestandSms
from tasks.kanaal import Verzender
from tasks.omgeving import Omgeving


def verzender(kanaal: Kanaal, omgeving: Omgeving) -> Verzender:
    """Return the wire for sms or e-mail, not yet opened. Raises OnjuisteInstelling when a setting is missing."""
    if kanaal == Kanaal.SMS:
        return _sms(omgeving)
    return _email(omgeving)


def _sms(omgeving: Omgeving) -> Verzender:
    gekozen = omgeving.settings
    if gekozen.sms == "bestand":
        return BestandSms(omgeving.uitgang)
    from tasks.clients.twilio_sms import TwilioInstellingen, TwilioSms  # the twilio package takes a second to import

    return TwilioSms(
        TwilioInstellingen(
            account_sid=gekozen.twilio_account_sid,
            auth_token=gekozen.twilio_auth_token.get_secret_value(),
            messaging_service_sid=gekozen.twilio_messaging_service_sid,
            afzender=gekozen.twilio_from,
            basis=gekozen.twilio_api_base,
            bedenktijd_s=gekozen.twilio_bedenktijd_s,
        )
    )


def _email(omgeving: Omgeving) -> Verzender:
    gekozen = omgeving.settings
    if gekozen.email == "bestand":
        return BestandEmail(omgeving.uitgang)
    from tasks.clients.smtp_mail import SmtpInstellingen, Tls
    from tasks.clients.smtp_pool import SmtpPool

    return SmtpPool(
        SmtpInstellingen(
            host=gekozen.smtp_host,
            poort=gekozen.smtp_port,
            gebruiker=gekozen.smtp_user,
            wachtwoord=gekozen.smtp_password.get_secret_value(),
            tls=Tls(gekozen.smtp_tls),
            afzender=gekozen.smtp_from,
            verbindingen=gekozen.smtp_verbindingen,
        )
    )
