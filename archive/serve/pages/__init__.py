"""What each page of the reader shows, as plain data: templates, JSON, feeds and tools are made of the same."""
