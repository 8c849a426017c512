"""From the lines around a headline to the persons who wrote the story."""
