"""`python -m generator` is the command `fenji`."""

from generator.start import main

if __name__ == "__main__":
    main()
