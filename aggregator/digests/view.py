"""A page of an edition in one language at one level of detail, ready for templates: every text made, every number chosen.

Templates for HTML and for plain text print the same page. Own templates get it too, so its names are part of the product
(docs/digest.md lists them). Nothing here knows markup.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from aggregator.digests.charts import bar, columns, share
from aggregator.digests.compose import home_of
from aggregator.digests.edition import Card, Edition, Report, Section
from aggregator.digests.history import FEWEST_DAYS
from aggregator.digests.page import (
    Badge,
    BarView,
    Group,
    LetterOptions,
    Level,
    LineView,
    Link,
    Page,
    SectionView,
    StoryView,
    TroubleView,
)
from aggregator.digests.strings import Strings, strings_for
from aggregator.digests.subject import make_subject
from aggregator.text.titles import HeadlineKind

LATE = timedelta(minutes=20)  # after the cut; a poll that was under way then may take that long
READ_PER_MINUTE = 700  # characters of headlines and excerpts that are skimmed in a minute
RIVALS = frozenset(("경쟁사", "경쟁", "competitors", "competition", "rivals"))
TROUBLES_SHOWN = 12
NAMED_SECTIONS = 40  # of those left out


def make_page(edition: Edition, options: LetterOptions, level: Level) -> Page:
    """The page of an edition."""
    return _Maker(edition, options, level).page()


def first_level(edition: Edition) -> Level:
    """All there is to say, with as many full stories as a reader takes in: few in each of many sections."""
    live = sum(bool(section.stories) for section in edition.sections) or 1
    return Level(cards=min(8, max(3, 16 // live)))


@dataclass(frozen=True)
class _Maker:
    edition: Edition
    options: LetterOptions
    level: Level

    @cached_property
    def say(self) -> Strings:
        return strings_for(self.options.language)

    def page(self) -> Page:
        edition, say = self.edition, self.say
        live = [section for section in edition.sections if _has_news(section)]
        sections = tuple(self._section(section) for section in live[: self.level.sections])
        leads = tuple(self._story(self._cards[story], number) for number, story in enumerate(edition.leads, 1))
        quiet = tuple(section.name for section in edition.sections if not section.clippings)
        past = [day.count for day in edition.trend if day.count is not None and not day.current]
        page = Page(
            language=say.code,
            subject=make_subject(edition, say, self.options.subject),
            title=say.title(edition.name, edition.issue_date),
            name=edition.name,
            date=say.day(edition.issue_date),
            summary=say.summary(edition),
            exclusives=say.exclusives(edition.exclusives) if edition.exclusives else "",
            warnings=self._warnings(),
            byline=(say.window(edition),),
            links=self._links(),
            leads=leads,
            bars=self._bars() if edition.clippings or not edition.collection.nothing else (),
            compared=any(section.usual is not None for section in edition.sections),
            trend=columns(edition.trend) if len(past) >= FEWEST_DAYS else (),
            trend_facts=say.trend_facts(edition.clippings, past if len(past) >= FEWEST_DAYS else []),
            sections=sections,
            sections_left_out=self._sections_left_out(live[len(sections) :]),
            apart=self._apart(),
            quiet=quiet if sections or edition.apart else (),
            quiet_note=say.quiet_note(edition.collection.failing > 0),
            shares=self._shares(),
            failing=say.failing(edition.collection) if edition.collection.failing else "",
            collected=say.collected(edition.collection) if edition.collection.outlets else "",
            troubles=self._troubles(),
            held=say.held_letters(edition.held_letters) if edition.held_letters else "",
            addressed=say.addressed(edition),
            made=say.made(edition),
            footer_links=self._footer_links(),
            columns=self.level.columns,
            line_links=self.level.line_links,
            t=say.labels,
        )
        return replace(page, byline=(*page.byline, say.reading_time(_minutes(page))) if edition.cards else page.byline)

    @cached_property
    def _cards(self) -> dict[int, Card]:
        return {card.story: card for card in self.edition.cards}

    @cached_property
    def _told(self) -> frozenset[int]:
        """The stories that this page tells in a section: nothing may point to one that was left out."""
        live = [section for section in self.edition.sections if _has_news(section)][: self.level.sections]
        most = None if self.level.lines is None else self.level.cards + self.level.lines
        return frozenset(story for section in live for story in section.stories[:most])

    @cached_property
    def _homes(self) -> Mapping[int, Section]:
        return home_of(self.edition)

    def _warnings(self) -> tuple[str, ...]:
        edition, say = self.edition, self.say
        said = []
        if edition.frozen_at - edition.end > LATE:
            said.append(say.late(edition))
        if edition.missed:
            said.append(say.missed(edition))
        if edition.collection.poor and not edition.collection.nothing:
            said.append(say.warning(edition.collection))
        return tuple(said)

    def _links(self) -> tuple[Link, ...]:
        links = (
            Link(self.say.labels.web, self.options.web_url),
            Link(self.say.other_language(), self.options.other_url),
        )
        return tuple(link for link in links if link.url)

    def _footer_links(self) -> tuple[Link, ...]:
        links = (
            Link(self.say.labels.archive, self.options.archive_url),
            Link(self.say.labels.unsubscribe, self.options.unsubscribe_url),
        )
        return tuple(link for link in links if link.url)

    def _section(self, section: Section) -> SectionView:
        say, level, cards = self.say, self.level, self._cards
        told = [cards[story] for story in section.stories]
        full, rest = told[: level.cards], told[level.cards :]
        lines = rest if level.lines is None else rest[: level.lines]
        numbers = {story: number for number, story in enumerate(self.edition.leads, 1)}
        pointers = [replace(self._line(cards[s], numbers[s]), note=say.labels.see_top) for s in section.leads]
        elsewhere = [
            replace(self._line(cards[s]), note=say.told_in(self._homes[s].name), outlet="", plus="")
            for s in [story for story in section.elsewhere if story in self._told][: level.pointers]
        ]
        every = [cards[story] for story in (*section.stories, *section.leads, *section.elsewhere)]
        return SectionView(
            name=section.name,
            group=section.group if section.group != section.name else "",
            own=section.own,
            counts=say.section_counts(
                stories=len(every),
                new=sum(card.day == 1 for card in every),
                clippings=section.clippings,
                usual=section.usual,
            ),
            pointers=tuple(pointers),
            stories=tuple(self._story(card, excerpt=place < level.excerpts) for place, card in enumerate(full)),
            lines=(*(self._line(card) for card in lines), *elsewhere),
            left_out=self._left_out(len(rest) - len(lines)),
        )

    def _story(self, card: Card, number: int | None = None, *, excerpt: bool = True) -> StoryView:
        edition, say = self.edition, self.say
        also = [report for report in card.others if not (report.copy or report.press_release)]
        reprints = [report for report in card.others if report.copy or report.press_release]
        names = self.level.names
        shown = also[:names]
        reprinted = reprints[: max(names - len(shown), 1)] if names else []
        hidden = len(also) + len(reprints) - len(shown) - len(reprinted)
        continuing = card.day > 1
        return StoryView(
            number=number,
            badges=self._badges(card),
            continuing=say.continuing(card.day) if continuing else "",
            grown=say.grown(card.outlets_added, edition) if continuing else "",
            headline=card.headline,
            url=card.lead.url,
            language=self._language(card.lead),
            outlet=card.lead.name,
            when=say.when(card.lead, edition),
            byline=card.lead.byline or "",
            starter=say.labels.first if card.first.entry == card.lead.entry and card.outlets > 1 else "",
            first=self._first(card) if card.first.entry != card.lead.entry else "",
            others=say.others(card.outlets - 1) if card.outlets > 1 else "",
            entries=say.articles(card.entries) if card.entries > card.outlets else "",
            notes=self._notes(card),
            excerpt=card.excerpt if excerpt else (),
            also=_links(shown),
            reprints=_links(reprinted),
            more=_more(hidden, say.more_outlets),
            why=self._why(card) if card.only_body else "",
        )

    def _first(self, card: Card) -> str:
        name = card.first.name if card.first.outlet != card.lead.outlet else ""
        return " ".join(part for part in (self.say.labels.first, name, self.say.when(card.first, self.edition)) if part)

    def _badges(self, card: Card) -> tuple[Badge, ...]:
        """Badges of the headline; [광고], which press releases carry, gives way to saying what they are."""
        released = card.press_releases * 2 > card.entries or "광고" in card.badges
        badges = [Badge(self.say.badge(b), "red" if b == "단독" else "grey") for b in card.badges if b != "광고"]
        if released:
            badges.insert(0, Badge(self.say.labels.press_release, "grey"))
        return tuple(badges)

    def _notes(self, card: Card) -> tuple[str, ...]:
        notes = (
            self.say.releases(card.press_releases) if card.press_releases > 1 else "",
            self.say.folded(card.folded) if card.folded else "",
        )
        return tuple(note for note in notes if note)

    def _why(self, card: Card) -> str:
        """Which terms stand in the body, and for which watchlist where the term is not its very name."""
        names = {section.watchlist: section.name for section in self.edition.sections}
        said = []
        for watchlist in card.watchlists:
            terms = tuple(dict.fromkeys(reason.variant for reason in card.reasons if reason.watchlist == watchlist))[:3]
            if terms:
                shown = ", ".join(f"‘{term}’" for term in terms)
                name = names.get(watchlist, watchlist)
                said.append(shown if terms == (name,) else self.say.for_watchlist(shown, name))
        return self.say.in_body(", ".join(said[:3]))

    def _body_terms(self, card: Card) -> str:
        return ", ".join(tuple(dict.fromkeys(f"‘{reason.variant}’" for reason in card.reasons))[:2])

    def _line(self, card: Card, number: int | None = None) -> LineView:
        return LineView(
            number=number,
            badges=self._badges(card),
            title="".join(piece.text for piece in card.headline),
            url=card.lead.url,
            language=self._language(card.lead),
            outlet=card.lead.name,
            plus=f"+{card.outlets - 1}" if card.outlets > 1 else "",
            note=self._note(card),
        )

    def _note(self, card: Card) -> str:
        """How many pictures one line stands for, and which words of the text the headline does not show."""
        pictures = self.say.pictures(card.entries) if card.kind is HeadlineKind.PHOTO and card.entries > 1 else ""
        found = self.say.in_body(self._body_terms(card)) if card.only_body else ""
        return " · ".join(filter(None, (pictures, found)))

    def _language(self, report: Report) -> str | None:
        return report.language if report.language != self.say.code else None

    def _left_out(self, count: int) -> Link | None:
        web = self.options.web_url
        return Link(self.say.left_out(count, web is not None), web) if count > 0 else None

    def _sections_left_out(self, sections: list[Section]) -> Link | None:
        if not sections:
            return None
        names = ", ".join(
            f"{section.name} {self.say.entries(section.clippings)}" for section in sections[:NAMED_SECTIONS]
        )
        web = self.options.web_url
        return Link(self.say.sections_left_out(len(sections), names, web is not None), web)

    def _apart(self) -> tuple[Group, ...]:
        labels = self.say.labels
        kinds = (
            (HeadlineKind.OPINION, labels.opinion),
            (HeadlineKind.PERSONNEL, labels.personnel),
            (HeadlineKind.PHOTO, labels.photo),
        )
        groups = []
        for kind, name in kinds:
            cards = [self._cards[story] for story in self.edition.apart if self._cards[story].kind is kind]
            shown = cards if self.level.lines is None else cards[: max(self.level.lines // 2, 1)]
            if cards:
                lines = tuple(self._line(card) for card in shown)
                groups.append(Group(name, lines, self._left_out(len(cards) - len(shown))))
        return tuple(groups)

    def _bars(self) -> tuple[BarView, ...]:
        sections = self.edition.sections
        scale = max((max(s.clippings, s.usual or 0) for s in sections), default=0)
        compare = not self.edition.collection.poor
        return tuple(
            BarView(
                name=section.name,
                cells=bar(section.clippings, section.usual, scale),
                figure=self.say.entries(section.clippings),
                delta=self.say.delta(section.clippings, section.usual) if compare and section.clippings else "",
                up=section.usual is not None and section.clippings > section.usual,
            )
            for section in self._charted(sections)
        )

    def _charted(self, sections: tuple[Section, ...]) -> list[Section]:
        """The sections with most articles, in reading order."""
        largest = sorted(sections, key=lambda section: -section.clippings)[: self.level.bars]
        return [section for section in sections if section in largest]

    def _shares(self) -> tuple[BarView, ...]:
        """Who among us and our rivals was written about; without a group of either, nobody is compared."""
        compared = [s for s in self.edition.sections if s.own or s.group.casefold() in RIVALS]
        total = sum(section.clippings for section in compared)
        if len(compared) < 2 or not total:
            return ()
        most = max(section.clippings for section in compared)
        return tuple(
            BarView(
                name=section.name,
                cells=share(section.clippings, most, own=section.own),
                figure=f"{section.clippings / total:.0%}",
                delta=f"{self.say.entries(section.clippings)} {self.say.average(section.average)}".strip(),
                up=False,
            )
            for section in sorted(compared, key=lambda s: (-s.clippings, s.watchlist))[: self.level.bars]
        )

    def _troubles(self) -> tuple[TroubleView, ...]:
        """Every source with trouble by name: one line each, or, when they are many, one for each kind of trouble."""
        say, edition = self.say, self.edition
        troubles = edition.collection.troubles
        if len(troubles) <= TROUBLES_SHOWN:
            return tuple(TroubleView(t.name, say.trouble(t, edition)) for t in troubles)
        kinds: dict[str, list[str]] = {}
        for trouble in troubles:
            kind, at = say.trouble_kind(trouble), say.last_time(trouble, edition)
            kinds.setdefault(f"{kind} ({say.labels.last_bracket})" if at else kind, []).append(
                f"{trouble.name}({at})" if at else trouble.name
            )
        return tuple(TroubleView(kind, ", ".join(names)) for kind, names in kinds.items())


def _has_news(section: Section) -> bool:
    return bool(section.stories or section.leads or section.elsewhere)


def _links(reports: Iterable[Report]) -> tuple[Link, ...]:
    return tuple(Link(report.name, report.url) for report in reports)


def _more(count: int, say: Callable[[int], str]) -> str:
    return say(count) if count > 0 else ""


def _minutes(page: Page) -> int:
    stories = [*page.leads, *(story for section in page.sections for story in section.stories)]
    lines = [line for section in page.sections for line in section.lines]
    letters = sum(len(s.title) + len(s.summary) for s in stories) + sum(len(line.title) for line in lines)
    return max(1, round(letters / READ_PER_MINUTE))
