"""Which failures are worth another try, and which need a person?"""

import inspect


class Failure(Exception):
    """Er ging iets mis."""

    def __init__(self, detail: str = "") -> None:
        """Keep `detail`: ids, codes and counts only, because messages of exceptions end up in logs and on screens."""
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        """Return the message: the docstring of the class, with the detail behind it."""
        bericht = inspect.getdoc(type(self)) or Failure.__doc__ or ""
        return f"{bericht} ({self.detail})" if self.detail else bericht


class TemporaryFailure(Failure):
    """Het lukt nu niet; een nieuwe poging heeft zin."""


class PermanentFailure(Failure):
    """Het lukt niet, ook niet met een nieuwe poging; een medewerker moet kijken."""


class OnjuisteInstelling(PermanentFailure):
    """Een instelling ontbreekt of klopt niet."""
