"""The command line, one file a noun: unpack, call, render."""
