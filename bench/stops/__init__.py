"""Runs that are killed, stopped, crowded or out of disk, and what is left of their archives."""
