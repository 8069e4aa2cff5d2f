"""The reference lists and the knowledge kept as data: catalogue editions, law texts, the lexicon."""
