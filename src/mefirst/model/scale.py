"""The one scale on which intended, seen, predicted and reported effects are put: −3 … +3."""

LOWEST = -3
HIGHEST = 3
POINTS = tuple(range(LOWEST, HIGHEST + 1))

LABELS = {
    -3: "strongly damaged",
    -2: "clearly lowered",
    -1: "slightly lowered",
    0: "no effect",
    1: "slightly raised",
    2: "clearly raised",
    3: "strongly raised",
}

Number = int | float


def plain(value: Number) -> int | float:
    """Return a value as JSON shall say it: whole numbers without a point, halves and means with one."""
    number = float(value)
    return int(number) if number.is_integer() else number


def signed(value: Number, digits: int = 1) -> str:
    """Return `+2`, `−2`, `0`, `−1.5`: a true minus sign, halves only where there are any."""
    number = round(float(value), digits)
    if number == 0:
        return "0"
    size = f"{abs(number):.{digits}f}".rstrip("0").rstrip(".") if digits else f"{abs(number):.0f}"
    return f"{'+' if number > 0 else '−'}{size}"


def spoken(value: Number, digits: int = 1) -> str:
    """Return `plus 2`, `minus 2`, `0`: for screen readers and e-mail."""
    return signed(value, digits).replace("+", "plus ").replace("−", "minus ")


def parse_point(typed: str) -> int:
    """Read a point of the scale, with any of the minus signs people type; ValueError when off the scale."""
    cleaned = typed.strip().casefold()
    for sign in ("−", "–", "—", "minus "):
        cleaned = cleaned.replace(sign, "-")
    value = int(cleaned.replace("plus ", "+"))
    if not LOWEST <= value <= HIGHEST:
        msg = f"{value} is off the scale"
        raise ValueError(msg)
    return value
