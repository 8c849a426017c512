"""How the labeller learns."""
