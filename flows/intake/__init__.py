"""From a drop to its receipt (收件): what lies in the inbox, whose it is, whether it is whole, what became of it."""
