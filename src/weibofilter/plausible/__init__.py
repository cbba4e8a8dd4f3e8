"""How implausible a text is as written, beside the reading that it is suspected of."""
