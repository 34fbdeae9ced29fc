"""What may an operator fill in? The types of the parameters of our flows, from which Prefect makes its forms."""

from typing import Annotated

from pydantic import Field

Gemeentenaam = Annotated[
    str,
    Field(
        title="Gemeente", pattern=r"^[\w-]{1,64}$", description="De naam van het beleid.", examples=["voorbeeldstad"]
    ),
]
Leveranciernaam = Annotated[
    str,
    Field(title="Leverancier", pattern=r"^[a-z0-9][a-z0-9-]{1,39}$", description="De naam van zijn map in het beleid."),
]
Afdruk = Annotated[
    str,
    Field(title="Levering", pattern=r"^[0-9a-f]{16}$", description="De naam van het bestand in de map bezig."),
]
