"""Pictures of many screens joined on one sheet."""

import sys
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, ViewportSize

from tests.web.kiosk_walk import ROOT

GAP: Final = 16
"""Pixels between two."""


async def join(chromium: Browser, screens: Sequence[bytes], sheet: Path, *, a_row: int, tile: int) -> None:
    width = a_row * (tile + GAP) + GAP
    page = await chromium.new_page(viewport=ViewportSize(width=width, height=800))
    pictures = "".join(f'<img src="data:image/png;base64,{b64encode(png).decode()}">' for png in screens)
    style = f"""
      body {{ margin: 0; padding: {GAP}px; background: #4a5752; display: grid; gap: {GAP}px;
        grid-template-columns: repeat({a_row}, {tile}px); }}
      img {{ width: 100%; display: block; }}
    """
    await page.set_content(f"<style>{style}</style>{pictures}")
    sheet.parent.mkdir(exist_ok=True)
    await page.screenshot(path=sheet, full_page=True)
    await page.close()
    sys.stdout.write(f"{len(screens)} screens in {sheet.relative_to(ROOT)}\n")
