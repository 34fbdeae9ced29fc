"""How long is waited before a part that fell is started again? Pure; moments are seconds of a monotonic clock."""

from dataclasses import dataclass

LANGSTE_S = 60.0
GEZOND_S = 60.0
"""A part that was healthy for so long is as good as new: its next fall is its first."""


@dataclass
class Terugval:
    """Waits 1, 2, 4 … 60 seconds between starts, and begins again at 1 after a minute of health."""

    gevallen: int = 0
    gezond_sinds: float | None = None

    def is_gezond(self, nu: float) -> None:
        """Take note that the part is healthy now."""
        if self.gezond_sinds is None:
            self.gezond_sinds = nu
        if nu - self.gezond_sinds >= GEZOND_S:
            self.gevallen = 0

    def is_ziek(self) -> None:
        """Take note that the part does not answer as it should."""
        self.gezond_sinds = None

    def viel(self) -> float:
        """Count a fall and return after how many seconds the part may start again."""
        self.gezond_sinds = None
        self.gevallen += 1
        return min(2.0 ** min(self.gevallen - 1, 10), LANGSTE_S)
