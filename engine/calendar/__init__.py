"""When figures are due and when rounds run, in the words that people use, on Norwegian working days. Pure."""
