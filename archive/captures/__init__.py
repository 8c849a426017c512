"""Captures: pages from files, archive files and the web, and the listings that name them."""
