"""Where people look and type: streams, colors, prompters, the editor."""
