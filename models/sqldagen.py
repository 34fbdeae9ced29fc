"""How does SQL count days, months and lists? The same on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import ColumnElement, Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class dagen(FunctionElement[int]):
    """The calendar days from the first date to the second."""

    type = Integer()
    inherit_cache = True

    def __init__(self, van: ColumnElement[Any], tot: ColumnElement[Any]) -> None:
        super().__init__(van, tot)


class maand(FunctionElement[Any]):
    """The first day of the month of a date."""

    type = Date()
    inherit_cache = True

    def __init__(self, dag: ColumnElement[Any]) -> None:
        super().__init__(dag)


class lengte(FunctionElement[int]):
    """How many values a list in JSON holds."""

    type = Integer()
    inherit_cache = True

    def __init__(self, lijst: ColumnElement[Any]) -> None:
        super().__init__(lijst)


@compiles(lengte)
def _lengte(element: lengte, compiler: Any, **opties: Any) -> str:
    (lijst,) = (compiler.process(deel, **opties) for deel in element.clauses)
    return f"jsonb_array_length({lijst})"


@compiles(lengte, "sqlite")
def _lengte_sqlite(element: lengte, compiler: Any, **opties: Any) -> str:
    (lijst,) = (compiler.process(deel, **opties) for deel in element.clauses)
    return f"json_array_length({lijst})"


@compiles(dagen)
def _dagen(element: dagen, compiler: Any, **opties: Any) -> str:
    van, tot = (compiler.process(deel, **opties) for deel in element.clauses)
    return f"(({tot}) - ({van}))"


@compiles(dagen, "sqlite")
def _dagen_sqlite(element: dagen, compiler: Any, **opties: Any) -> str:
    van, tot = (compiler.process(deel, **opties) for deel in element.clauses)
    return f"CAST(julianday({tot}) - julianday({van}) AS INTEGER)"


@compiles(maand)
def _maand(element: maand, compiler: Any, **opties: Any) -> str:
    (dag,) = (compiler.process(deel, **opties) for deel in element.clauses)
    return f"CAST(date_trunc('month', {dag}) AS DATE)"


@compiles(maand, "sqlite")
def _maand_sqlite(element: maand, compiler: Any, **opties: Any) -> str:
    (dag,) = (compiler.process(deel, **opties) for deel in element.clauses)
    return f"date({dag}, 'start of month')"
