"""Who comes in: an account with password and code app, the organisation's own sign-in, or a one-time link.

allauth does the work; here is what it may do: nobody signs up, nobody is told whether an address is known.
"""
