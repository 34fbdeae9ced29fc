"""How sure is a figure? Pure functions over counts and arrays: no database, no clock, no chance without a seed."""
