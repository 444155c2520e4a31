"""`python -m huiqi`."""

from huiqi.cli import main

if __name__ == "__main__":
    main()
