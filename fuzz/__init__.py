"""Fuzzing: ``python -m fuzz posts``, guided by coverage, and ``python -m fuzz.sweep``, many posts a second without.

Bytes become hostile posts, and the answers are held to what is promised (``docs/reliability.md``). ``corpus/`` keeps the inputs that
reached something new; the tests run them without the fuzzer.
"""
