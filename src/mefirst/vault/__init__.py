"""Sealing: what keeps words from everybody but their owner, and the only room that knows how it is done."""
