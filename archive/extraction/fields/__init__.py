"""What a page says of itself: title, dates, language, metadata."""
