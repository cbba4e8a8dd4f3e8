"""Benchmarks: what they measure is defined in ``definitions.toml``, what they found stands in ``results``."""
