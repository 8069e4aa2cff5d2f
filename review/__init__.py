"""The door for reviewers (审核页): their web application. It imports the rooms, never `flows`."""
