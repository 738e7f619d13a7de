"""Every route for every role: `routes.csv` says what each answers, and a walk through a small site holds it.

A new route needs a row. `python -m tests.routes --missing` prints those that are missing, to be appended to the table.
"""
