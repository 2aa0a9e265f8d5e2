"""mefirst as a program of its own, whose new slots cost little to open."""

from mefirst.__main__ import run
from mefirst.vault import passphrase
from sealing import CHEAP

if __name__ == "__main__":
    for _name, _value in CHEAP.items():
        setattr(passphrase, _name, _value)
    run()
