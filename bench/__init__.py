"""Benchmarks anyone can rerun: each prints what it measured and next to what."""
