"""How do words form a Dutch sentence? What letters, screens and reports all need."""

from collections.abc import Iterable


def opsomming(delen: Iterable[str], voegwoord: str = "en") -> str:
    """Return 'a, b en c'; nothing for nothing."""
    *eerste, laatste = [*delen] or [""]
    return f"{', '.join(eerste)} {voegwoord} {laatste}" if eerste else laatste
