"""Tests of how messages leave."""
