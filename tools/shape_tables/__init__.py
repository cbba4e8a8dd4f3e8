"""The parts of `build_shape_tables.py`: what the tables are made from, how alike two characters are, how a character comes apart."""
