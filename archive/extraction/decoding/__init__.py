"""From bytes to blocks: charset, tree or text, the ordered list of visible runs."""
