"""The avvik: what the machine raises from verdicts and what people do with it, as entries in a log."""
