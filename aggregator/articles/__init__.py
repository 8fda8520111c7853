"""The web page behind an entry, read: which text is the article, who wrote it, when. Pure: no network, disk, clock or log."""
