"""The interview: a pack, somebody who answers, a clock; out comes an entry. Knows no terminal."""
