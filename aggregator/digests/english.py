"""What the digest says in English, sentence by sentence as in Korean. Headlines and names stay as they were published."""

from datetime import date

from aggregator.digests.edition import Collection, Edition, Trouble
from aggregator.digests.korean import Korean
from aggregator.digests.phrases import change_of, count_of, failure_words, stamp, wall_clock, zone_name
from aggregator.digests.words import EN_BADGES, EN_DAYS, EN_FAILURES, EN_LONG_DAYS, EN_MONTHS, FEW, NEAR, Labels
from aggregator.model import HealthStatus


class English(Korean):
    """Sentences in English. Headlines and names stay as they were published."""

    code = "en"
    labels = Labels(
        first_look="First look",
        volume="Articles by watchlist",
        volume_note="The tick is the usual for this weekday (median); what exceeds it is orange.",
        trend="Last two weeks",
        short="In brief",
        apart="Set apart",
        share="Share of coverage",
        share_note="An article on several counts for each. In brackets: daily average of the past week.",
        health="Collection",
        quiet="No new articles",
        why="Why it is here",
        first="First report",
        reprints="Reprints",
        web="View on the web",
        archive="Past issues",
        unsubscribe="Unsubscribe",
        no_tracking="Links lead straight to the outlets; neither opening nor clicking is tracked.",
        see_top="↑ First look",
        press_release="Press release",
        opinion="Opinion",
        personnel="People",
        photo="Photos",
        alert="Alert",
        last_bracket="last success in brackets",
    )

    def day(self, value: date) -> str:
        return f"{EN_LONG_DAYS[value.weekday()]}, {value.day} {EN_MONTHS[value.month - 1]}"

    def short_day(self, value: date) -> str:
        return f"{EN_DAYS[value.weekday()]} {value.day} {EN_MONTHS[value.month - 1]}"

    def weekday(self, value: date) -> str:
        return EN_DAYS[value.weekday()]

    def badge(self, badge: str) -> str:
        if badge.endswith("보"):
            return "Roundup" if badge.startswith("종합") else f"Take {badge[0]}"
        return EN_BADGES.get(badge, badge)

    def title(self, name: str, issue_date: date) -> str:
        return f"{name} — {self.day(issue_date)}"

    def subject_head(self, edition: Edition) -> str:
        return f"{edition.name}, {self.short_day(edition.issue_date)}"

    def subject_facts(self, edition: Edition) -> str:
        if edition.collection.nothing:
            return "nothing could be collected"
        if not edition.clippings:
            return "no new articles"
        exclusive = f", {count_of(edition.exclusives, 'exclusive')}" if edition.exclusives else ""
        articles, stories = count_of(edition.clippings, "article"), count_of(edition.stories, "story", "stories")
        return f"{articles} in {stories}{exclusive}"

    def subject_warning(self, collection: Collection) -> str:
        return f"{count_of(collection.down, 'outlet')} not collected"

    def summary(self, edition: Edition) -> str:
        collection = edition.collection
        if collection.nothing:
            return self._nothing(collection)
        if not edition.clippings:
            return self._quiet(edition)
        told = f"{count_of(edition.clippings, 'article')} in {count_of(edition.stories, 'story', 'stories')}"
        if collection.poor:
            return (
                f"{told}, as far as could be collected. {collection.down} of {collection.outlets} outlets could not be read,"
                " so no comparison with the usual is made."
            )
        return f"{told}. {self._compared(edition)}".strip()

    def _nothing(self, collection: Collection) -> str:
        asked = f"None of {collection.outlets} outlets answered." if collection.outlets else "No outlet was asked yet."
        return f"Nothing could be collected. {asked} This does not mean that nothing was published."

    def _quiet(self, edition: Edition) -> str:
        collection = edition.collection
        if collection.failing:
            return (
                f"No new article on your watchlists, but {collection.failing} of {collection.outlets} outlets had failures:"
                " some may be missing."
            )
        usual = f" A usual {self._weekday_of(edition)} has {edition.usual}." if edition.usual else ""
        return (
            f"No new article on your watchlists. {count_of(collection.entries, 'article')} from"
            f" {count_of(collection.outlets, 'outlet')} were looked at.{usual}"
        )

    def _weekday_of(self, edition: Edition) -> str:
        days = edition.days_covered
        return EN_LONG_DAYS[edition.issue_date.weekday()] if days == 1 else f"{days} days"

    def _compared(self, edition: Edition) -> str:
        usual = edition.usual
        if usual is None:
            return ""
        label = f"usual {self._weekday_of(edition)} ({usual:,})"
        if usual < FEW:
            return f"A {label}."
        change = (edition.clippings - usual) / usual
        if abs(change) < NEAR:
            return f"About as many as on a {label}."
        if change >= 2:
            return f"{edition.clippings / usual:.1f} times a {label}."
        return f"{abs(change):.0%} {'more' if change > 0 else 'fewer'} than on a {label}."

    def exclusives(self, count: int) -> str:
        return count_of(count, "exclusive")

    def reading_time(self, minutes: int) -> str:
        return f"about {minutes} min to read"

    def late(self, edition: Edition) -> str:
        return f"Collection ran late: sent at {wall_clock(edition.frozen_at, edition)}."

    def missed(self, edition: Edition) -> str:
        return f"Includes the issues not sent on {', '.join(self.short_day(day) for day in edition.missed)}."

    def warning(self, collection: Collection) -> str:
        return (
            f"{collection.down} of {collection.outlets} outlets could not be collected. Their articles may be missing."
        )

    def failing(self, collection: Collection) -> str:
        return f"{collection.failing} of {collection.outlets} outlets had failures. Articles may be missing."

    def collected(self, collection: Collection) -> str:
        return (
            f"{count_of(collection.entries, 'article')} from {collection.reached} of {collection.outlets} outlets"
            " were looked at for this issue."
        )

    def held_letters(self, count: int) -> str:
        return f"{count_of(count, 'letter')} of earlier issues may not have arrived; the sender should look."

    def trouble_kind(self, trouble: Trouble) -> str:
        some = f"{trouble.feeds} of {trouble.of} feeds: " if trouble.feeds < trouble.of else ""
        match trouble.status:
            case HealthStatus.NEW:
                return f"{some}never collected yet"
            case HealthStatus.FROZEN:
                return f"{some}no new articles appear"
            case HealthStatus.GAP:
                return f"{some}articles may have been missed between polls"
            case _:
                return some + (failure_words(trouble, EN_FAILURES) or "failed")

    def last_success(self, trouble: Trouble, edition: Edition) -> str:
        if trouble.status is HealthStatus.NEW:
            return ""
        if trouble.status is HealthStatus.FROZEN:
            return f"last new article {stamp(trouble.last_new_at, edition)}" if trouble.last_new_at else ""
        return f"last success {stamp(trouble.last_ok_at, edition)}" if trouble.last_ok_at else "never succeeded"

    def more_outlets(self, count: int) -> str:
        return f"and {count} more"

    def others(self, count: int) -> str:
        return f"+{count_of(count, 'outlet')}"

    def entries(self, count: int) -> str:
        return f"{count:,}"

    def articles(self, count: int) -> str:
        return count_of(count, "article")

    def pictures(self, count: int) -> str:
        return count_of(count, "picture")

    def continuing(self, day: int) -> str:
        return f"Continuing · day {day}"

    def grown(self, added: int, edition: Edition) -> str:
        since = "since yesterday" if edition.days_covered == 1 and not edition.missed else "since the last issue"
        return f"+{count_of(added, 'outlet')} {since}" if added else f"no more outlets {since}"

    def folded(self, count: int) -> str:
        return f"updates {count_of(count, 'earlier report')}"

    def releases(self, count: int) -> str:
        return count_of(count, "press release copy", "press release copies")

    def sections_left_out(self, count: int, names: str, web: bool) -> str:
        where = "on the web" if web else "left out for space"
        return f"{count_of(count, 'more watchlist')} {where}: {names}"

    def for_watchlist(self, terms: str, name: str) -> str:
        return f"{terms} (watchlist “{name}”)"

    def in_body(self, terms: str) -> str:
        return f"{terms} in the text" if terms else ""

    def section_counts(self, *, stories: int, new: int, clippings: int, usual: int | None) -> str:
        kinds = f" ({new} new, {stories - new} continuing)" if new < stories else ""
        known = f" · usual {usual:,}" if usual is not None else ""
        return f"{count_of(stories, 'story', 'stories')}{kinds} · {count_of(clippings, 'article')}{known}"

    def told_in(self, name: str) -> str:
        return f"→ told under “{name}”"

    def left_out(self, count: int, web: bool) -> str:
        where = "on the web" if web else "left out for space"
        return f"{count_of(count, 'more story', 'more stories')} {where}."

    def quiet_note(self, failing: bool) -> str:
        return "No new article. Failures may have hidden some." if failing else "No new article."

    def trend_facts(self, today: int, known: list[int]) -> str:
        if not known:
            return f"this issue {today:,} · no history to compare with yet"
        middle = sorted(known)[len(known) // 2]
        return f"this issue {today:,} · median of the days before {middle:,} · lowest {min(known):,} · highest {max(known):,}"

    def addressed(self, edition: Edition) -> str:
        return f"{edition.name} closes at {wall_clock(edition.end, edition)} ({zone_name(edition)})."

    def made(self, edition: Edition) -> str:
        return f"Made {stamp(edition.frozen_at, edition)} · {edition.issue_date:%Y%m%d}-{edition.digest}"

    def other_language(self) -> str:
        return "한국어"

    def delta(self, count: int, usual: int | None) -> str:
        return change_of(count, usual, "new", "{:.0f}×")
