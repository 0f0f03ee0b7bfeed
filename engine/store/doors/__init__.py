"""One file per part of the store's door; engine/store/store.py puts them together."""
