"""The journal on disk: plain JSON, write-once files, nothing acknowledged ever lost."""
