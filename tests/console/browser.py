"""Chromium for the tests of the console: the system's own, without errands of its own, and what its page says."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),)
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio"),
)
FOCUSED = "document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText ?? ''"
UNKNOWN_VISITOR = "401 (Unauthorized)"  # the page asks who is signed in, and the browser notes the answer


def chromium() -> str | None:
    """The path of the program; CHROMIUM names another one."""
    found = (shutil.which(name) for name in (os.environ.get("CHROMIUM", ""), *NAMES) if name)
    return next(filter(None, found), next((str(path) for path in APPLICATIONS if path.exists()), None))


@dataclass
class Visitor:
    """A browser with cookies of its own, at the console of a world."""

    page: Any
    url: str
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"} and UNKNOWN_VISITOR not in message.text:
            self.complaints.append(message.text)

    def excuse(self, status: str) -> None:
        """For a test that was refused on purpose."""
        self.complaints[:] = [text for text in self.complaints if f"a status of {status}" not in text]

    async def sign_in(self, key: str) -> None:
        await self.page.goto(self.url)
        await self.page.get_by_label("Your key").fill(key)
        await self.page.keyboard.press("Enter")
        await self.page.get_by_role("heading", level=1, name="Calls").wait_for()

    async def go(self, place: str) -> None:
        """To a screen by its address, once it has come to rest."""
        await self.page.goto(f"{self.url}#/{place}")
        await self.settle()

    async def settle(self) -> None:
        await self.page.locator("main h1").wait_for()
        await self.page.locator("main .loading").first.wait_for(state="detached")

    # -- by the keyboard alone

    async def sign_in_by_keyboard(self, key: str) -> None:
        await self.page.goto(self.url)
        await self.page.get_by_label("Your key").wait_for()
        await self.page.keyboard.type(key)
        await self.page.keyboard.press("Enter")
        await self.page.get_by_role("heading", level=1, name="Calls").wait_for()

    async def tab_to(self, words: str, most: int = 60) -> None:
        """To what has these words, or a label with them."""
        await self.page.get_by_text(words, exact=True).first.wait_for()
        for _ in range(most):
            await self.page.keyboard.press("Tab")
            if (await self.page.evaluate(FOCUSED)).strip() == words:
                return
        raise AssertionError(f"no way to {words!r} by keyboard")

    async def enter(self, words: str) -> None:
        await self.tab_to(words)
        await self.page.keyboard.press("Enter")
