"""Words for templates that are about one part of the pages; what every template uses is in engine/web/tags.py."""
