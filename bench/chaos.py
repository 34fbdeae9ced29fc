# pyright: basic
"""Does any bericht get lost or arrive twice when processes and database are killed? Prints the counts.

python -m bench.chaos            5,100 berichten, 120 kills, 6 restarts of the database
python -m bench.chaos --klein    a smaller storm, as the tests run it
"""

import json
import sys
import tempfile
from pathlib import Path

from tests.kapot.chaos import Omvang, woed

GROOT = Omvang(per_kanaal=1_700, moorden=120, herstarts=6, geduld_s=1_500)
KLEIN = Omvang(per_kanaal=100, moorden=15, herstarts=1, tussen_s=(0.2, 1.0), geduld_s=240)


def main() -> int:
    """Run the storm and print its counts as JSON; exit 0 when nobody was hurt."""
    omvang = KLEIN if "--klein" in sys.argv else GROOT
    with tempfile.TemporaryDirectory(prefix="tijdig-chaos-") as map_:
        pg_map = tempfile.mkdtemp(prefix="tijdig-pg-", dir="/tmp")
        uitslag = woed(omvang, Path(map_), pg_map)
    sys.stdout.write(json.dumps(uitslag.als_dict(), ensure_ascii=False, indent=2) + "\n")
    return 0 if uitslag.goed else 1


if __name__ == "__main__":
    sys.exit(main())
