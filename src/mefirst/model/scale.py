"""The one scale on which intended, seen, predicted and reported effects are put: −3 … +3."""

from mefirst.speech import marked

LOWEST = -3
HIGHEST = 3
POINTS = tuple(range(LOWEST, HIGHEST + 1))

LABELS = {
    -3: marked("strongly damaged"),
    -2: marked("clearly lowered"),
    -1: marked("slightly lowered"),
    0: marked("no effect"),
    1: marked("slightly raised"),
    2: marked("clearly raised"),
    3: marked("strongly raised"),
}

ALOUD = {
    -3: marked("minus 3"),
    -2: marked("minus 2"),
    -1: marked("minus 1"),
    0: marked("0"),
    1: marked("plus 1"),
    2: marked("plus 2"),
    3: marked("plus 3"),
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
