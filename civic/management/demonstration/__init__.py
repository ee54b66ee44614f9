"""Demonstration data: facts of real listening, and invented ones marked as such.

Each module loads one part and may be run again: what is there is updated, nothing
is doubled. The texts stand in ``content/LANGUAGE/*.toml``, the structure and the
numbers in the modules.
"""
