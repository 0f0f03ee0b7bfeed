"""Målvakt keeps an organisation's stated targets: figures in, rules in YAML, avvik out."""
