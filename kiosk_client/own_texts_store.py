"""The municipality's own words as the server last gave them, for a page that starts without it."""

from pathlib import Path

from kiosk_client.kept import Kept
from signaling.own_texts import Shipped
from signaling.wire.http import OwnTexts


class OwnTextsStore:
    def __init__(self, path: Path) -> None:
        self._kept = Kept(path, OwnTexts)

    @property
    def texts(self) -> Shipped:
        """Empty before the server gave any."""
        return {} if self._kept.value is None else self._kept.value.texts

    def keep(self, texts: OwnTexts) -> None:
        """Use these from now on."""
        self._kept.keep(texts)
