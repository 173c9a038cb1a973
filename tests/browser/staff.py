"""Members of staff in browsers of their own."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import ADMIN, PASSWORD, Visitor


@dataclass
class Staff:
    """A signed-in member of staff in a browser of his own."""

    visitor: Visitor
    headers: dict[str, str]

    def post(self, path: str, body: Any) -> Any:
        response = self.visitor.context.request.post(self.visitor.base + path, data=body, headers=self.headers)
        assert response.ok, response.text()
        return response.json() if response.status != 204 else None

    def open(self, path: str) -> Page:
        """A page with all that it loads."""
        return settled(self.visitor.open(path))


def signed_in(visitor: Visitor, name: str = ADMIN, password: str = PASSWORD) -> Staff:
    """The visitor as a member of staff."""
    address = f"{visitor.base}/api/desk/session"
    body = {"name": name, "password": password}
    response = visitor.context.request.post(address, data=body, headers={"X-CSRF-Token": "none"})
    assert response.ok, response.text()
    return Staff(visitor, {"X-CSRF-Token": response.json()["csrf"]})


def settled(page: Page) -> Page:
    """The page when it has been drawn with what it loads."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("正在读取…")).to_have_count(0)
    return page
