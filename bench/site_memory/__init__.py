"""What site memory is worth."""
