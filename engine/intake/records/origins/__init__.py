"""Where records come from: files, a database, an address on the web."""
