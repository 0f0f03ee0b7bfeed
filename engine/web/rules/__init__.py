"""The rules: as they are written, as sentences, with what each has said so far and why."""
