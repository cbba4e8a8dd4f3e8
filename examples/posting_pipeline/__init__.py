"""A small posting service: posts come in, are allowed, deleted or queued for people, and whoever is judged is told why.

Read ``store`` (what is kept, and how), then ``app`` (what is asked), then ``pages`` (what is shown).
"""
