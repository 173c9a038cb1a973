"""What the journeys do in the chat."""

from playwright.sync_api import Locator, Page, expect

FIELD = ".composer__field"
ANSWERED = "高级工能评什么职称？"


def ask(page: Page, question: str) -> Locator:
    """Sends a question with Enter and returns its finished answer card."""
    before = page.locator(".tools").count()
    page.fill(FIELD, question)
    page.press(FIELD, "Enter")
    expect(page.locator(".tools")).to_have_count(before + 1)
    return page.locator(".row_bot").last


def settle(page: Page) -> None:
    """Waits until the page has been drawn with what it loads."""
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("正在读取…")).to_have_count(0)


def overflows(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"))


def in_view(target: Locator) -> bool:
    """Whether the middle of the element is inside the window."""
    return bool(
        target.evaluate(
            """element => {
              const box = element.getBoundingClientRect();
              const middle = box.top + Math.min(box.height, 60) / 2;
              return middle > 0 && middle < window.innerHeight;
            }"""
        )
    )
