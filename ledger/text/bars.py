"""Draws how much of a cap is used: as many full cells of a bar as its share."""

_FULL, _EMPTY = "█", "░"


def bar(used: int, cap: int, width: int = 20) -> str:
    """A bar of `width` cells; full only when all is used, empty only when nothing is."""
    if cap <= 0 or used >= cap:
        return _FULL * width
    cells = used * width // cap
    filled = max(cells, 1) if used > 0 else 0
    return _FULL * filled + _EMPTY * (width - filled)
