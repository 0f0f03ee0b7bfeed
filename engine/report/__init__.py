"""The month's report: what an organisation wants in it, the figures and words it consists of, and the formats it is read in."""
