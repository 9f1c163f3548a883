"""The product as an enemy with access to the source meets it: what it gives away and takes."""
