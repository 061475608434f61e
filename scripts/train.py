"""Train a translator: ``python scripts/train.py [OPTION=VALUE …]``; ``--help`` lists the options."""

from s2s.commands.train import main

if __name__ == "__main__":
    main()
