"""PROOF: what happened, how sure we are, and what may be concluded. Reads the log; never changes anything.

- the facts: `feiten` fills the tables of `tabellen` from the log (`logfeiten`, `incassofeiten`, `zaakfeiten`, `gaten`);
- the figures: `definities/` says what each means, `tellen` counts them, `cijfers` gives them all, `cijfer` is one;
- how sure: `statistiek/` holds the formulas and knows nothing of zaken;
- the questions: `moment` (when), `voorspellers` (which signalen), `vermeden` (dwangbevelen; `vermedenkeuze`
  says with whom may be compared), `proefuitslag` (trials);
- who may compare: `certificaat`, `benchmark`;
- who gets to know: `rapport/` (who governs), `terugblik` (each department), `reis` (one signaal as a story),
  `uitkomsten` (the screens), `ddas/` (the national delivery).
"""
