"""Looking after an office: is it well, is it right, is it copied, what is erased."""
