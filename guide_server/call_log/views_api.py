"""Selections of the log that admins keep under a name, for themselves or for each other."""

from pydantic import ValidationError

from guide_server.call_log.models import LogQuery, LogView, LogViews, NewLogView
from guide_server.http.access import Access
from guide_server.http.endpoint import Asked, Endpoint, Nothing
from guide_server.http.problems import NotFound, TooMany
from signaling.store.session_log.saved_views import SavedView, SavedViews, TooManyViews
from signaling.store.staff import Staff


class ViewsApi:
    def __init__(self, *, views: SavedViews, staff: Staff) -> None:
        self._views = views
        self._staff = staff

    async def read(self, asked: Asked[Nothing]) -> LogViews:
        """Read the saved views: one's own, and those that others share."""
        reader = asked.who.staff
        people = {account.id: account.name for account in await self._staff.accounts()}
        views = await self._views.seen_by(reader)
        return LogViews(views=tuple(_view(view, reader, people.get(view.owner, "")) for view in views))

    async def save(self, asked: Asked[NewLogView]) -> LogViews:
        """Save a view, in the place of one's own of that name, and read all."""
        new = asked.question
        selection = new.selection.model_dump(
            mode="json", by_alias=True, exclude_defaults=True, exclude={"page", "why"}
        )
        texts = {name: str(value) for name, value in selection.items()}
        try:
            await self._views.save(asked.who.staff, new.name, texts, shared=new.shared)
        except TooManyViews:
            raise TooMany from None
        return await self.read(Asked(asked.request, Nothing()))

    async def forget(self, asked: Asked[Nothing]) -> Nothing:
        """Forget one of one's own views."""
        if not await self._views.forget(asked.who.staff, int(asked.path("view"))):
            raise NotFound
        return Nothing()

    def endpoints(self) -> tuple[Endpoint, ...]:
        return (
            Endpoint("GET", "/api/log-views", Access.ADMIN, self.read),
            Endpoint("POST", "/api/log-views", Access.ADMIN, self.save),
            Endpoint("DELETE", "/api/log-views/{view:[0-9]{1,9}}", Access.ADMIN, self.forget),
        )


def _view(view: SavedView, reader: str, owner_name: str) -> LogView:
    return LogView(
        id=view.id,
        name=view.name,
        shared=view.shared,
        own=view.owner == reader,
        owner_name=owner_name,
        selection=_selection(view),
    )


def _selection(view: SavedView) -> LogQuery:
    """As it was saved, or all calls where this version does not know what was saved."""
    try:
        return LogQuery.model_validate(dict(view.selection))
    except ValidationError:
        return LogQuery()
