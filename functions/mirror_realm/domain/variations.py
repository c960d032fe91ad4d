"""Variations: the hundred variations of one recipe, each a pose of the hands and a view of the camera.

They do not change face, shoulders or place, which the stage decides, nor the visible part of the body (the style).
"""

POSES: dict[str, str] = {
    "at rest": "hands resting loosely, nothing held",
    "warm cup": "both hands around a plain cup",
    "folded": "hands lightly folded in front",
    "small wave": "one hand raised in a small wave",
    "thinking": "one hand lightly touching the chin",
    "open palms": "both palms turned up in an easy, open gesture",
    "arms crossed": "arms loosely crossed",
    "notebook": "one hand holding a closed, plain notebook",
    "collar": "one hand adjusting the collar",
    "hand on heart": "one hand resting on the heart",
}
"""Name and wording, chosen by the last digit of the variation."""

VIEWS: dict[str, str] = {
    "straight": "camera straight on at eye level",
    "from the left": "camera slightly from the left, the body turned a little to the right",
    "from the right": "camera slightly from the right, the body turned a little to the left",
    "from below": "camera a touch below eye level",
    "from above": "camera a touch above eye level",
    "key light left": "camera straight on, the main light from the left",
    "key light right": "camera straight on, the main light from the right",
    "deep background": "camera straight on, the background deeper and softer",
    "near background": "camera straight on, the background nearer and crisper",
    "mirrored": "camera straight on, the surroundings arranged the other way round",
}
"""Name and wording, chosen by the first digit of the variation."""

COUNT = len(POSES) * len(VIEWS)


def pose_and_view(variation: int) -> tuple[str, str]:
    """Return the names of the pose and the view of a variation; 0 is the plainest. Raises ValueError if not 0 to 99."""
    if not 0 <= variation < COUNT:
        raise ValueError(f"a variation is 0 to {COUNT - 1}, not {variation}")
    view, pose = divmod(variation, len(POSES))
    return tuple(POSES)[pose], tuple(VIEWS)[view]


def numbers_of_set(first: int, most: int, count: int = COUNT) -> tuple[int, ...]:
    """Return the numbers of a set's variations: `first`, then others far from it and from each other.

    count: the number of variations to choose from, 0 to `count` - 1. Of all hundred, no two of a set of four have the
    same pose or the same view. A larger set begins with the numbers of a smaller one.

    Raises ValueError if there are not so many variations, or `first` is none of them.
    """
    if not 0 <= first < count or not 1 <= most <= count:
        raise ValueError(f"there are no {most} of {count} variations from {first} on")
    step = max(1, round(count * 0.37))
    numbers: list[int] = []
    for number in (*((first + place * step) % count for place in range(most)), *range(count)):
        if number not in numbers:
            numbers.append(number)
    return tuple(numbers[:most])
