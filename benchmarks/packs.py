"""Measures reading packs, from the bytes of a pack.yaml to the validated model, and prints Markdown.

python benchmarks/packs.py
"""

import subprocess
import sys
from statistics import median

QUESTIONS = 200
LIMIT = 60
"""Milliseconds of processor time, beyond imports."""
ROUNDS = 15

_MEASURED = """\
import os, sys, time
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"  # as the program does
from mefirst.packs import yamltree
from mefirst.packs.reader import read_pack
import yaml
data = sys.stdin.buffer.read()
times = []
for _ in range(2):
    before = time.process_time()
    read_pack(data)
    times.append(time.process_time() - before)
before = time.process_time()
yamltree.read(data)
print(*times, time.process_time() - before)
"""

_KINDS = (
    "type: long\n    help: Stay with what a camera would have caught; leave out what it meant.",
    "type: scale\n    from: 1\n    to: 5\n    labels: {1: Hardly, 3: Somewhat, 5: Very much}",
    "type: choice\n    options:\n      often: More often than I like\n      once: This once\n      no: Not that I know",
    "type: yes_no\n    default: no",
    "type: short\n    vary: [What else did you notice about it?, What would you add to it today?]",
    "type: people\n    up_to: 3",
    "type: number\n    min: 0\n    max: 100",
)


def pack_of(count: int) -> bytes:
    """Return a pack of `count` questions: every type of answer, conditions and quotations."""
    lines = [
        "mefirst_pack: 1",
        "id: large",
        "version: 1.0.0",
        "title: Two hundred questions",
        "for: entry",
        "questions:",
    ]
    lines += [
        "  - id: hope\n    type: long\n    ask: What were you hoping for?\n    fills: intent\n    required: yes"
    ]
    lines += ["  - id: landed\n    type: long\n    ask: What came back?\n    fills: impact"]
    for number in range(2, count):
        kind = _KINDS[number % len(_KINDS)]
        lines.append(f"  - id: question_{number}\n    {kind}")
        lines.append(
            f'    ask: "You hoped for {{hope}}. Looking at it from side {number}, what do you see in it?"'
        )
        lines.append(f"    heading: Side number {number} of what happened, as far as you remember it today")
        if number % 3 == 0:
            lines.append("    when: {landed: {answered: yes}, any_of: [{hope: calm}, {hope: {is_not: war}}]}")
    return ("\n".join(lines) + "\n").encode()


def main() -> None:
    """Read it in fresh processes and print the medians."""
    data = pack_of(QUESTIONS)
    rounds = []
    for _ in range(ROUNDS):
        done = subprocess.run([sys.executable, "-c", _MEASURED], input=data, capture_output=True, check=True)
        rounds.append([float(seconds) * 1000 for seconds in done.stdout.split()])
    first, again, yaml = (median(times) for times in zip(*rounds, strict=True))
    print(
        f"A pack of {QUESTIONS} questions, {len(data) / 1000:.0f} KB, in a process that has imported what it needs,"
    )
    print(f"median of {ROUNDS} processes, processor time:\n")
    print("| | ms | limit |\n|---|--:|--:|")
    met = "" if first <= LIMIT else ": **not met**"
    print(f"| the first pack of a process, its models built on the way | {first:.1f} | ≤ {LIMIT}{met} |")
    print(f"| the same once more | {again:.1f} |  |")
    print(f"| of that, YAML with positions | {yaml:.1f} |  |")


if __name__ == "__main__":
    main()
