"""The report of an evaluation: one content, written as a page (HTML) and on paper (PDF/UA)."""
