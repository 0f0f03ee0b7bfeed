"""The overview: every target of a chosen period and organisation."""
