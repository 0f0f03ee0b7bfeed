"""Accounts, the rights that they were given and the duties that they took on: its own tables, its own door.

A grant or a duty is given and ended, never rewritten: who could see what on which day stays on record.
"""
