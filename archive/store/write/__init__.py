"""What is written, and by whom: one transaction a batch."""
