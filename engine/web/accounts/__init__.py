"""The accounts as administrators see them: who has which rights, since when and by whom, and what may be done about it."""
