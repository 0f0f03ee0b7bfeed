"""YAML → rules: files with true positions, strict schemas, lint, and the target that holds in a period."""
