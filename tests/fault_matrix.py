"""The whole matrix of interruptions: every change of a journal, killed and refused at every call it makes.

    uv run python tests/fault_matrix.py

prints a line for each change: how many calls, and what an interruption at any of them did that it must not.
"""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from interrupting import CHANGES, Interrupted


def main() -> int:
    """Print the matrix; 1 where anything was wrong."""
    print(f"{'change':<10}{'calls':>7}{'killed':>9}{'refused':>9}   problems")
    worst = 0
    for name in CHANGES:
        counts = []
        problems: list[tuple[str, str]] = []
        for refuse in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder) / "home"
                os.environ["MEFIRST_HOME"] = str(home)
                one = Interrupted(home, name)
                problems += one.problems(refuse=refuse)
                counts.append(one.calls)
        print(f"{name:<10}{counts[0]:>7}{counts[0]:>9}{counts[1]:>9}   {len(problems)}", flush=True)
        for at, problem in problems:
            print(f"    {at}: {problem}")
        worst = max(worst, bool(problems))
    return worst


if __name__ == "__main__":
    sys.exit(main())
