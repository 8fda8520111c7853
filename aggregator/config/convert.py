"""From the keys of feeds.yaml, read and checked, to the nouns of the model: names become ids, groups become their people."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel

from aggregator.config.checks import make_id
from aggregator.config.schema import (
    AlertKeys,
    DigestKeys,
    FeedKeys,
    NewsfileKeys,
    OutletKeys,
    RecipientKeys,
    TermKeys,
    WatchlistKeys,
)
from aggregator.model import (
    Alerts,
    Channel,
    Digest,
    Feed,
    Gathering,
    Newsfile,
    Outlet,
    Polling,
    Recipient,
    Retention,
    Term,
    Watchlist,
)

Groups = dict[str, tuple[Recipient, ...]]


def make_newsfile(keys: NewsfileKeys, folder: Path) -> Newsfile:
    """Relative directories are meant from `folder`, where feeds.yaml lies."""
    outlets = tuple(_outlet(outlet) for outlet in keys.outlets)
    outlet_ids = {word: outlet.id for outlet in outlets for word in (outlet.name, outlet.id)}
    watchlists = tuple(_watchlist(watchlist, outlet_ids) for watchlist in keys.watchlists)
    groups: Groups = {name: _recipients(members, {}, folder) for name, members in keys.groups.items()}
    return Newsfile(
        outlets=outlets,
        watchlists=watchlists,
        digests=tuple(_digest(digest, watchlists, groups, folder) for digest in keys.digests),
        polling=Polling(**_given(keys.polling)),
        stories=Gathering(**_given(keys.stories)),
        retention=Retention(**_given(keys.retention)),
        groups=tuple(groups.items()),
    )


def _outlet(keys: OutletKeys) -> Outlet:
    own = keys.id or make_id(keys.name)
    return Outlet(
        id=own,
        name=keys.name,
        type=keys.type,
        tier=keys.tier,
        timezone=keys.timezone,
        language=keys.language,
        user_agent=keys.user_agent,
        headers=tuple(keys.headers.items()),
        charset=keys.charset,
        proxy=keys.proxy,
        full_text=keys.full_text,
        feeds=tuple(_feed(feed, own) for feed in keys.feeds),
    )


def _feed(keys: FeedKeys, outlet: str) -> Feed:
    return Feed(url=keys.url, outlet=outlet, section=keys.section, interval=keys.interval)


def _watchlist(keys: WatchlistKeys, outlets: dict[str, str]) -> Watchlist:
    return Watchlist(
        id=keys.id or make_id(keys.name),
        name=keys.name,
        section=keys.section,
        any=tuple(_term(term) for term in keys.any),
        all=tuple(_term(term) for term in keys.all),
        none=tuple(_term(term) for term in keys.none),
        query=keys.query,
        outlets=tuple(outlets[name] for name in keys.outlets),
        hanja=keys.hanja,
        urgent=keys.urgent,
        full_text=keys.full_text,
    )


def _term(keys: TermKeys) -> Term:
    return Term(**dict(keys))


def _digest(keys: DigestKeys, watchlists: tuple[Watchlist, ...], groups: Groups, folder: Path) -> Digest:
    ids = {word: watchlist.id for watchlist in watchlists for word in (watchlist.name, watchlist.id)}
    wanted = tuple(ids[name] for name in keys.watchlists) or tuple(watchlist.id for watchlist in watchlists)
    return Digest(
        id=keys.id or make_id(keys.name),
        name=keys.name,
        watchlists=wanted,
        at=keys.at,
        timezone=keys.timezone,
        days=keys.days,
        holidays=keys.holidays,
        language=keys.language,
        recipients=_recipients(keys.recipients, groups, folder),
        sections=keys.sections,
        templates=str(folder / keys.templates) if keys.templates else None,
        excerpt_chars=keys.excerpt_chars,
        send_empty=keys.send_empty,
        demote=keys.demote,
        subject=keys.subject,
        sender=_mailbox(keys.sender),
        reply_to=_mailbox(keys.reply_to),
        resend_unknown=keys.resend_unknown,
        alerts=_alerts(keys.alerts, groups, folder),
    )


def _alerts(keys: AlertKeys | None, groups: Groups, folder: Path) -> Alerts:
    if keys is None:
        return Alerts()
    return Alerts(
        recipients=_recipients(keys.recipients, groups, folder),
        quiet_from=keys.quiet.start if keys.quiet else None,
        quiet_until=keys.quiet.until if keys.quiet else None,
        hourly_cap=keys.hourly_cap,
    )


def _recipients(keys: tuple[RecipientKeys, ...], groups: Groups, folder: Path) -> tuple[Recipient, ...]:
    """Somebody who is named twice, himself and through a group, gets one letter."""
    found: dict[tuple[Channel, str], Recipient] = {}
    for item in keys:
        people = groups[item.group] if item.group else (_recipient(item, folder),)
        for person in people:
            found.setdefault((person.channel, person.address), person)
    return tuple(found.values())


def _recipient(keys: RecipientKeys, folder: Path) -> Recipient:
    name = keys.name or ""
    if keys.email is not None:
        address, own_name = keys.email
        return Recipient(channel=Channel.EMAIL, address=address, name=name or own_name, language=keys.language)
    if keys.directory is not None:
        where = str(folder / keys.directory)
        return Recipient(channel=Channel.DIRECTORY, address=where, name=name, language=keys.language)
    return Recipient(channel=Channel.CHAT, address=keys.chat or "", name=name, language=keys.language)


def _mailbox(pair: tuple[str, str] | None) -> str | None:
    """As it is written in a header, without encoding: `name <address>`."""
    if pair is None:
        return None
    address, name = pair
    return f"{name} <{address}>" if name else address


def _given(keys: BaseModel | None) -> dict[str, Any]:
    """What the file says; for the rest the model's own defaults hold."""
    return {name: value for name, value in keys or () if value is not None}
