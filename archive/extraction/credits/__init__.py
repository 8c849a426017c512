"""From blocks and markup to the organisations a story comes from."""
