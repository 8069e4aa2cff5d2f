"""What each command of `quanze` does; the words and the help are in `flows.cli`."""
