"""What the pages of `/m` are made from, and the page that tells of trouble there."""

from functools import lru_cache
from pathlib import Path

from fastapi.templating import Jinja2Templates

PREFIX = "/m"
FOLDER = Path(__file__).parent / "templates"


def plain_url(url: str) -> str:
    """The script-free address of a citation: `/clause/p/4#1` is `/m/clause/p/4#c-4-1`."""
    clause, _, n = url.partition("#")
    return f"{PREFIX}{clause}" + (f"#c-{clause.split('/')[-1]}-{n}" if n else "")


@lru_cache(maxsize=1)
def templates() -> Jinja2Templates:
    """The templates, read once."""
    found = Jinja2Templates(directory=FOLDER)
    found.env.globals["plain_url"] = plain_url
    return found


def is_plain(path: str) -> bool:
    """Whether the address belongs to these pages, which people read as they come."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def trouble_page(title: str, message: str) -> str:
    """The page that says what went wrong and what to do, with the way back."""
    return str(templates().get_template("trouble.html").render(title=title, message=message))
