"""AML: breaches of the Working Environment Act found in work records. Pure; one file per type of breach in breaches/."""
