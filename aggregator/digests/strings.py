"""Which language's sentences a letter speaks. Korean's are the pattern that every language follows."""

from aggregator.digests.english import English
from aggregator.digests.korean import Korean

Strings = Korean
LANGUAGES: dict[str, Strings] = {"ko": Korean(), "en": English()}


def strings_for(language: str | None) -> Strings:
    """The sentences of a language; Korean for one that is not there."""
    return LANGUAGES.get((language or "ko").split("-")[0].lower(), LANGUAGES["ko"])
