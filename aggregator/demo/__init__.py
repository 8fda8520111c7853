"""A small newsroom that ships with the product: fictional outlets on loopback, a mail sink, and a day of news run through it."""
