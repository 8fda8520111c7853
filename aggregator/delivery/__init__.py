"""How letters leave the house: exact bytes, then mail, a directory or a chat service. It decides nothing about content."""
