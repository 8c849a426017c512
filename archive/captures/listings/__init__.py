"""Listings of a site's articles: feeds, sitemaps, and the pages that lead to them."""
