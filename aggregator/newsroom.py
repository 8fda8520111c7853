"""Everything a job needs, in one place: the newsroom's file, its settings, its database and its clock."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from aggregator.clock import Clock
from aggregator.config.feedsfile import read_newsfile
from aggregator.config.settings import Settings
from aggregator.fetch.parser import ParserProcess
from aggregator.match.matcher import Matcher
from aggregator.model import Feed, Newsfile, Outlet, Watchlist
from aggregator.store.engine import Database
from aggregator.store.migrate import upgrade


@dataclass(frozen=True)
class Newsroom:
    """Opened once per command; jobs get it with each piece of work. Derived parts are made when first asked for."""

    newsfile: Newsfile
    settings: Settings
    database: Database
    clock: Clock = field(default_factory=Clock)
    stopping: threading.Event = field(default_factory=threading.Event)  # set once the process has been asked to end

    @classmethod
    def open(cls, settings: Settings, clock: Clock) -> Self:
        """Reads the file, then opens and upgrades the database: a mistake in feeds.yaml changes nothing on disk."""
        newsfile = read_newsfile(settings.config)
        database = Database.open(settings.database_url.get_secret_value())
        upgrade(database)
        return cls(newsfile, settings, database, clock)

    @cached_property
    def outlets(self) -> Mapping[str, Outlet]:
        return {outlet.id: outlet for outlet in self.newsfile.outlets}

    @cached_property
    def feeds(self) -> Mapping[str, Feed]:
        return {feed.url: feed for outlet in self.newsfile.outlets for feed in outlet.feeds}

    @cached_property
    def watchlists(self) -> Mapping[str, Watchlist]:
        return {watchlist.id: watchlist for watchlist in self.newsfile.watchlists}

    @cached_property
    def parser(self) -> ParserProcess:
        return ParserProcess(stopping=self.stopping)

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.newsfile.watchlists)

    def close(self) -> None:
        if "parser" in vars(self):
            self.parser.close()
        self.database.close()
