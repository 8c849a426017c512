"""From blocks to labels: trafilatura's votes, the learned forest, the second pass, refusals."""
