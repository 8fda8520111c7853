"""The chores of the newsroom; `routines` is the table of them."""
