"""When is a figure so small that it could tell of one resident? Then it is shown as 'less than', also in a sum."""

from collections.abc import Sequence

GRENS = 5
"""A count below this is not shown."""


def cijfer(aantal: int) -> str:
    """Return a count as it may be shown."""
    return str(aantal) if aantal >= GRENS else f"< {GRENS}"


def som(aantallen: Sequence[int]) -> str:
    """Return the sum of counts that stand beside it: what is not shown cannot be found by subtracting."""
    zichtbaar = [aantal for aantal in aantallen if aantal >= GRENS]
    if len(zichtbaar) == len(aantallen):
        return str(sum(zichtbaar))
    return f"ten minste {sum(zichtbaar)}" if zichtbaar else f"< {GRENS * len(aantallen)}"
