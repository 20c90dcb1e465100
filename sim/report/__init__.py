"""How we tell it: verdicts in words, tables, charts, the page and the results folder, in Dutch and English."""
