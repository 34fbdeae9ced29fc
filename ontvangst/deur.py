"""What does the outside need of the inside? The few things that a callback may set in motion."""

from typing import Protocol

from tasks.clients.twilio_terugmelding import Besluit, Inkomend, Statusbericht


class Deur(Protocol):
    """The inside of the house, as the receiver sees it. Its methods run in threads, several at a time.

    Whatever they raise (a database that is away) becomes an answer after which the other side may try again, so they
    write everything or nothing. `sleutel` is the same for the same callback, however often it comes.
    """

    def neem_status(self, bericht_id: str, melding: Statusbericht, sleutel: str) -> Besluit:
        """Write down what became of an sms; only a step forward changes the bericht."""
        ...

    def neem_sms(self, sms: Inkomend, sleutel: str) -> Besluit:
        """Write down an sms of a resident, and act on STOP."""
        ...

    def meld_af(self, token: str) -> bool:
        """Stop the e-mails that this token is about; False for a token that is not ours. Twice is as once."""
        ...
