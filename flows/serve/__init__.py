"""`quanze serve`: what runs all day, on a schedule, watched and recorded."""
