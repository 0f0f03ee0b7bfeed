"""Accounts in the store."""
