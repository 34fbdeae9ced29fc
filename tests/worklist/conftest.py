# pyright: basic
"""Tests of the werkvoorraad work on a fresh database, like those of the memory."""

from tests.models.conftest import *  # noqa: F403
