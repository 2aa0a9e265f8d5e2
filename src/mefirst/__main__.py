"""The program's entry point: `mefirst`, and `python -m mefirst`."""

import gc
import os
import sys


def run() -> None:
    """Run the command line and exit.

    A command lives for a moment: collecting garbage while thousands of objects of imported modules are made,
    none of which will ever be freed, costs a fifteenth of the start for nothing.
    """
    gc.disable()
    # A plugin that happens to be installed would see every entry, and looking for one takes time.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from mefirst.cli.main import main  # noqa: PLC0415 after the line above

    sys.exit(main())


if __name__ == "__main__":
    run()
