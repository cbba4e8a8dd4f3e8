"""The generator of the fold's tables. Read in this order:

- `sources`: the packages and files that everything is made from
- `unicode_steps`, `han_steps`: the steps, each a table from code point to text
- `compose`: the recipe (the order of the steps) and its fixpoint
- `alternatives`: symbols that are filler and reading at once
- `regional`: vocabulary that differs by region
- `write`: the file
"""
