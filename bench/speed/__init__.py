"""How fast pages are read, beside what others take for them."""
