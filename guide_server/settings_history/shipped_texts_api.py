"""The words that the kiosk's page comes with, for whoever writes the municipality's own beside them."""

from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint
from guide_server.settings_history.models import ShippedTexts, ShippedTextsQuery
from signaling.own_texts import OF_THE_LANGUAGE, REFERENCE, texts_of_this_version


class ShippedTextsApi:
    async def read_shipped_texts(self, asked: Asked[ShippedTextsQuery]) -> ShippedTexts:
        """Show the kiosk's words in one language, as this version of the program has them."""
        shipped = texts_of_this_version()
        language = asked.question.language
        if language in shipped:
            return ShippedTexts(languages=tuple(shipped), said_in=language, texts=dict(shipped[language]))
        unsaid = dict.fromkeys(sorted(OF_THE_LANGUAGE), "")
        return ShippedTexts(
            languages=tuple(shipped), said_in=REFERENCE, texts=unsaid | dict(shipped[REFERENCE])
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (Endpoint("GET", "/api/settings/texts/shipped", Access.ADMIN, self.read_shipped_texts),)
