"""Bodies, fields, credits and CPU time, beside trafilatura."""
