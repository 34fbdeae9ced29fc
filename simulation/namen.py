"""Which names and streets exist in Voorbeeldstad? All invented combinations; no list of real people was used."""

VOORLETTERS = (
    "A.", "B.J.", "C.M.", "D.", "E.", "F.A.", "G.H.", "H.", "I.", "J.", "J.W.", "K.", "L.", "M.", "M.E.", "N.", "O.",
    "P.", "R.", "S.", "S.M.", "T.", "W.", "Y.", "Z.", "A.M.C.J.", "Th.", "IJ.", "Ç.", "É.",
)  # fmt: skip

ACHTERNAMEN: tuple[tuple[str, str], ...] = (
    ("", "Jansen"), ("de", "Vries"), ("van den", "Berg"), ("", "Bakker"), ("van", "Dijk"), ("", "Visser"),
    ("", "Smit"), ("de", "Boer"), ("", "Mulder"), ("de", "Groot"), ("", "Bos"), ("", "Peters"), ("", "Hendriks"),
    ("van", "Leeuwen"), ("", "Dekker"), ("", "Brouwer"), ("de", "Wit"), ("", "Dijkstra"), ("", "Smeets"),
    ("van der", "Meer"), ("van der", "Linden"), ("", "Kok"), ("", "Jacobs"), ("", "Vermeulen"), ("van 't", "Hof"),
    ("in 't", "Veld"), ("op den", "Kamp"), ("ter", "Horst"), ("ten", "Brinke"), ("von", "Grünewald"),
    ("", "Yılmaz"), ("", "Şahin"), ("", "Çelik"), ("", "Öztürk"), ("", "El Amrani"), ("", "Ben Haddou"),
    ("", "Bouzid"), ("", "Aït Lahcen"), ("", "Kowalski"), ("", "Wójcik"), ("", "Lewandowska"), ("", "Ștefănescu"),
    ("", "Horváth"), ("", "Dvořák"), ("", "Nguyễn"), ("", "Wong"), ("", "Ramdin"), ("", "Kartosen"),
    ("", "Pinas"), ("", "Martina"), ("", "da Silva"), ("", "Müller"), ("", "Björklund"), ("", "Håkansson"),
    ("", "Okonkwo"), ("", "Tesfaye"), ("", "Abdi"), ("", "Haddad"), ("", "Karimi"), ("", "Coëlho"), ("", "André"),
    ("d'", "Arnaud"), ("", "Terpstra"), ("", "Fokkema"), ("", "Ó Briain"), ("", "Achterberg-Zonneveld"),
    ("van den", "Bogaerde-Hofstra Verhoeven"),
    ("van", "Wassenhoven tot Nieuw-Ravenswaaij en Oud-Schoonderbeek-Terlingen"),
)  # fmt: skip
"""Voorvoegsel and achternaam: with and without marks on the letters, and some that are long enough to break a page."""

STRATEN = (
    "Verzonnenlaan", "Voorbeeldweg", "Bedenkstraat", "Lindenplein", "Oude Haven", "Molenpad", "Nieuwe Rijn",
    "Kastanjehof", "Spoorzicht", "Weverstraat", "Zonnewende", "Prinsessekade", "Burgemeester Fantasielaan",
    "Achter de Kerk", "Pannenkoekendijk", "Wilgenroos", "Noordersingel", "'t Hofje", "Dr. Niemandstraat", "Sterrenbos",
    "Korenbloem", "Tweede Dwarsstraat", "Plein 2000", "Café de Eendrachtpad",
)  # fmt: skip

TOEVOEGINGEN = ("A", "B", "C", "bis", "2", "hs")
