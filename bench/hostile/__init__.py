"""Pages made to cost more than their length, and what extraction spends on them."""
