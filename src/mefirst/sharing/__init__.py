"""What a leader shows to a partner, and what a partner sends back: sealed files, and nothing that was not looked at."""
