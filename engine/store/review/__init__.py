"""The review queue's read model: one card per avvik, derived from its entries and written in the same transaction as they are.

models.py       the tables; nothing in them is a record, `rebuild` makes them anew from the log
cards.py        an avvik becomes its card
index.py        written with the log, compared with its head, made anew where it is behind
queue.py        pages of cards and how many there are, for the rows that somebody may see
attachments.py  the bytes of files beside their entries
"""
