"""One PostgreSQL of Debian and one running production for all tests of this package."""

from tests.productie.opstelling import cluster, productie, verwacht

__all__ = ["cluster", "productie", "verwacht"]
