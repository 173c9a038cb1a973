"""`python -m eval`."""

import typer

from eval.command import evaluate

if __name__ == "__main__":
    typer.run(evaluate)
