"""``s2s train`` as a script."""

from s2s.commands.train import main

if __name__ == "__main__":
    main()
