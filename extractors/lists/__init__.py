"""Lists (清单): the rows of a table under its heading → drafts, with the account of every row."""
