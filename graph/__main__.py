"""Run the command line as ``python -m laborgraph``."""

from laborgraph.cli import main

if __name__ == "__main__":
    main()
