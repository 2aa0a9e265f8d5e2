"""`python -m mefirst`: the same as `mefirst`."""

from mefirst.cli.main import run

run()
