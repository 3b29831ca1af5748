"""The commands, each a few lines over the library, grouped by what they are about."""
