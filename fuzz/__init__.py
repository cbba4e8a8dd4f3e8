"""Coverage-guided fuzzing: ``python -m fuzz posts``, ``python -m fuzz rules``, ``python -m fuzz compiled``.

Each target turns bytes into something hostile, gives it to weibofilter, and holds the answer to what is promised
(``docs/reliability.md``). ``corpus/`` keeps the inputs that reached something new; the tests run them without the fuzzer.
"""
