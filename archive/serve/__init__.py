"""The reader: an archive as pages for a browser and as JSON for a program. `archive serve` starts it.

It only reads. Nothing from a page is ever rendered as HTML: templates escape every value, and the policy of the
answers allows no script.
"""
