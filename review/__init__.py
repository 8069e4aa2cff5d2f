"""The door for reviewers: their web page."""
