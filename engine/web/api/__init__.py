"""The API for scripts and systems: what the pages show and do, as JSON, under the same rights.

caller.py     who asks: a token, or a session whose writes carry the CSRF token
wants.py      what an operation needs: a scope of the token, and a right
problems.py   what went wrong, as problem+json (RFC 9457)
root.py       every operation under /api
"""
