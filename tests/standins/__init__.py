"""Servers that speak the protocols of the outside world, on loopback, with the faults that real ones have."""
