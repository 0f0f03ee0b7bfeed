"""The demo's own way in: accounts for its roles and links that sign in, on this machine and for the demo's database alone.

`malvakt demo --serve` chooses these addresses; the workplace itself does not have them.
"""
