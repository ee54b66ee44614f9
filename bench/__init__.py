"""Benchmarks: each figure beside its ceiling, measured in the same run.

``make bench`` prints a table and writes ``var/bench.json``. A bare Django program
(``bare.py``) does only what the row needs: it gives out the same bytes, validates the
same form, writes one row. Both stand on the same server, workers and database.
"""
