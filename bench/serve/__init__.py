"""What the reader costs: a large invented archive, clients that ask it, and what it took."""
