"""The machine room: keeps the parts of Tijdig running on one machine. It knows processes, not zaken, and no Prefect."""
