"""Tests of who hears of what and why."""
