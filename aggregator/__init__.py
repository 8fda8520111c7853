"""A media-monitoring product, Korean first: polls feeds, matches watchlists, gathers stories, mails digests."""
