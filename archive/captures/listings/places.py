"""Where sites put what lists their articles, if they tell nobody; and the types of answers that may be a listing."""

from archive.captures.listings import site_links
from archive.captures.web.answers import Kinds

LISTINGS = Kinds(
    "feed or sitemap",
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    site_links.FEED_TYPES
    | {"application/xml", "text/xml", "application/json", "text/html", "application/xhtml+xml", "text/plain"}
    | {"application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream"},
    begins=lambda payload: True,  # whatever it is called: what is none is told when it is read
)
# where sites put them that tell nobody; the systems that use each are named
USUAL_FEEDS = ("/feed", "/rss.xml", "/rss", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")  # WordPress, Hugo, …
NEWS_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml")  # Yoast, Arc, …
USUAL_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml", "/sitemap.xml.gz")  # of everything
