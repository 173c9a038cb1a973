"""The report as one HTML file that needs nothing else."""

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from eval.report.sections import Section
from eval.store import Head


def render_page(head: Head, sections: Sequence[Section]) -> str:
    """The page; everything but the charts is escaped."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    return environment.get_template("page.html").render(head=head, sections=sections)
