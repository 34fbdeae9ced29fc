"""The web pages of the people who do the work: lists, a taak, a zaak, and what may be decided there."""
