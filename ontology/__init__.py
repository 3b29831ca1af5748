"""The vocabulary, its shapes and the registry of known entities; imports nothing of ours but the errors."""
