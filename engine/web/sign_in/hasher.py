"""How slow a password is to try: argon2id with twice what OWASP's Password Storage Cheat Sheet asks (46 MiB, one pass)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """One lane: with Django's eight, fifty who sign in at eight o'clock take 800 MB and every core from those who work.

    Hashes that were made otherwise stay good, and are made anew at the next sign-in.
    """

    time_cost = 2
    memory_cost = 46 * 1024
    parallelism = 1
