"""Sample lists of four departments, made by a script from real public rows; never imported by the product."""
