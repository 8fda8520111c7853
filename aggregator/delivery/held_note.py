"""The sentence under an instant alert: how many stories it tells besides the first, and what was held back and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

HELD_FOR_QUIET, HELD_FOR_CAP = "quiet", "cap"


@dataclass(frozen=True, slots=True)
class _Words:
    beside: str
    held: str
    joint: str
    quiet: str
    cap: str
    left_out: str


_KO = _Words(
    beside="함께 알리는 기사 {n}건.",
    held="{parts} 미뤄 두었다가 이제 알립니다.",
    joint=", ",
    quiet="{n}건은 조용한 시간({hours})이라",
    cap="{n}건은 시간당 알림 한도({cap}회)가 차서",
    left_out="그 밖에 {n}건은 다음 브리핑에서 볼 수 있습니다.",
)
_EN = _Words(
    beside="Told with it: {n}.",
    held="Held back until now: {parts}.",
    joint=", ",
    quiet="{n} for quiet hours ({hours})",
    cap="{n} for the cap of {cap} alerts an hour",
    left_out="{n} more are in the next digest.",
)


def held_note(
    reasons: Sequence[str], *, language: str, quiet_hours: str = "", hourly_cap: int = 0, left_out: int = 0
) -> str:
    """`reasons` has one item for each story told: HELD_FOR_QUIET, HELD_FOR_CAP, or empty for one told at once.

    `left_out` of them are counted but not listed. Empty when a single story was told at once.
    """
    words = _KO if language == "ko" else _EN
    sentences = [words.beside.format(n=len(reasons) - 1)] if len(reasons) > 1 else []
    held = Counter(reasons)
    parts = [
        form.format(n=held[reason], hours=quiet_hours, cap=hourly_cap)
        for reason, form in ((HELD_FOR_QUIET, words.quiet), (HELD_FOR_CAP, words.cap))
        if held[reason]
    ]
    if parts:
        sentences.append(words.held.format(parts=words.joint.join(parts)))
    if left_out:
        sentences.append(words.left_out.format(n=left_out))
    return " ".join(sentences)
