"""Words of languages that extraction and judgement look for: one file a language (see README.md), read by `loader`."""
