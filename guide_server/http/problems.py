"""Why a request was not done. Answered as JSON `{"id", "message"}`; clients decide by `id` and status.

Problem
├── Malformed · WrongContentType · TooLarge
├── WrongCredentials · SecondStepNeeded · WrongCode · SignedOut · WrongToken · NotAllowed · ForeignRequest
├── NotFound · MethodNotAllowed · AlreadyExists · TooMany
├── KioskNotInUse · KioskUnable
├── NoSharedLanguage · NotNow · NotesNotKept · PersonalData
├── TooMuch · WholeMonthsOnly
├── SecondPairNeeded · OwnRequest · Erased
├── TooLittleKnown · TrialRuns
├── InvalidSettings · SettingsChanged · GuideChanged
├── RateLimited
└── Busy · Unavailable · InternalFault
"""

from http import HTTPStatus
from typing import ClassVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError


class FieldProblem(BaseModel):
    model_config = ConfigDict(frozen=True)

    field: str
    message: str
    reason: str | None = None
    """A stable id, where there is one."""


class ProblemBody(BaseModel):
    """What every refused request is answered with."""

    model_config = ConfigDict(frozen=True)

    id: str
    message: str
    fields: tuple[FieldProblem, ...] = ()
    """Where a request could not be read: which of its fields and why."""


class Problem(Exception):
    """The request was refused and changed nothing."""

    id: ClassVar[str]
    status: ClassVar[HTTPStatus]

    def __init__(self, *fields: FieldProblem, retry_after: int | None = None) -> None:
        super().__init__((type(self).__doc__ or "").strip())
        self.fields = fields
        self.retry_after = retry_after
        """Seconds, where waiting helps."""

    def response(self) -> web.Response:
        body = ProblemBody(id=self.id, message=str(self), fields=self.fields)
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return web.Response(
            status=self.status, text=body.model_dump_json(), content_type="application/json", headers=headers
        )


class Malformed(Problem):
    """The request could not be read."""

    id = "malformed"
    status = HTTPStatus.BAD_REQUEST

    @classmethod
    def because(cls, error: ValidationError) -> "Malformed":
        """The fields at fault and why; never what was sent, which may be a password."""
        return cls(
            *(
                FieldProblem(field=".".join(str(part) for part in found["loc"]), message=found["msg"])
                for found in error.errors(include_url=False, include_input=False, include_context=False)[:20]
            )
        )


class WrongCredentials(Problem):
    """The login or the password is wrong."""

    id = "wrong_credentials"
    status = HTTPStatus.UNAUTHORIZED


class SecondStepNeeded(Problem):
    """The password is right. Send it again with a code."""

    id = "second_step_needed"
    status = HTTPStatus.UNAUTHORIZED


class WrongCode(Problem):
    """The code is wrong, or was used before."""

    id = "wrong_code"
    status = HTTPStatus.UNAUTHORIZED


class SignedOut(Problem):
    """You are not signed in."""

    id = "signed_out"
    status = HTTPStatus.UNAUTHORIZED


class WrongToken(Problem):
    """The token is not known here, is over, or was revoked."""

    id = "wrong_token"
    status = HTTPStatus.UNAUTHORIZED

    def response(self) -> web.Response:
        response = super().response()
        response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'  # RFC 6750 section 3.1
        return response


class NotAllowed(Problem):
    """Your role may not do this."""

    id = "not_allowed"
    status = HTTPStatus.FORBIDDEN


class ForeignRequest(Problem):
    """The request did not come from one of our own pages."""

    id = "foreign_request"
    status = HTTPStatus.FORBIDDEN


class NotFound(Problem):
    """There is nothing here."""

    id = "not_found"
    status = HTTPStatus.NOT_FOUND


class MethodNotAllowed(Problem):
    """This cannot be done here."""

    id = "method_not_allowed"
    status = HTTPStatus.METHOD_NOT_ALLOWED


class AlreadyExists(Problem):
    """There already is one with this name or login."""

    id = "already_exists"
    status = HTTPStatus.CONFLICT


class TooMany(Problem):
    """There are as many of these as there may be."""

    id = "too_many"
    status = HTTPStatus.CONFLICT


class KioskNotInUse(Problem):
    """This kiosk is revoked: it would never hear of it."""

    id = "kiosk_not_in_use"
    status = HTTPStatus.CONFLICT


class KioskUnable(Problem):
    """This kiosk's software cannot do that from afar."""

    id = "kiosk_unable"
    status = HTTPStatus.CONFLICT


class NoSharedLanguage(Problem):
    """The guide speaks nothing that the resident asked for or agreed to."""

    id = "no_shared_language"
    status = HTTPStatus.CONFLICT


class NotNow(Problem):
    """This cannot be done any more, or not yet: look at how things stand now."""

    id = "not_now"
    status = HTTPStatus.CONFLICT


class NotesNotKept(Problem):
    """No free text is kept in this municipality."""

    id = "notes_not_kept"
    status = HTTPStatus.FORBIDDEN


class PersonalData(Problem):
    """The note holds something that identifies or reaches a person. `fields` say what."""

    id = "personal_data"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class SecondPairNeeded(Problem):
    """Another admin has to approve this first: ask for it."""

    id = "second_pair_needed"
    status = HTTPStatus.FORBIDDEN


class OwnRequest(Problem):
    """Somebody else has to do this: it is your own request, or your own account."""

    id = "own_request"
    status = HTTPStatus.FORBIDDEN


class Erased(Problem):
    """The call was erased. Its receipt is kept."""

    id = "erased"
    status = HTTPStatus.GONE


class TooLittleKnown(Problem):
    """The period holds too few calls, or nobody was at work: choose a longer one."""

    id = "too_little_known"
    status = HTTPStatus.CONFLICT


class TrialRuns(Problem):
    """A trial runs already. Wait for it, or cancel it."""

    id = "trial_runs"
    status = HTTPStatus.CONFLICT


class InvalidSettings(Problem):
    """These settings cannot be used. `fields` say where, and why by a stable id."""

    id = "invalid_settings"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class SettingsChanged(Problem):
    """Somebody else changed these settings meanwhile. Look at theirs before you change them."""

    id = "settings_changed"
    status = HTTPStatus.CONFLICT


class GuideChanged(Problem):
    """Somebody else changed this account meanwhile. Look at theirs before you change it."""

    id = "guide_changed"
    status = HTTPStatus.CONFLICT


class TooMuch(Problem):
    """More is selected than fits. Choose less."""

    id = "too_much"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class WholeMonthsOnly(Problem):
    """Choose whole months that are over. Only who may read the log sees other days."""

    id = "whole_months_only"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooLarge(Problem):
    """The request is too large."""

    id = "too_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class WrongContentType(Problem):
    """The body must be plain application/json."""

    id = "wrong_content_type"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class RateLimited(Problem):
    """Too many attempts. Wait a little and try again."""

    id = "rate_limited"
    status = HTTPStatus.TOO_MANY_REQUESTS


class Busy(Problem):
    """Too much is asked of the server at this moment. Try again soon."""

    id = "busy"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class Unavailable(Problem):
    """The records cannot be reached at this moment. Try again soon."""

    id = "unavailable"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class InternalFault(Problem):
    """Something went wrong on our side. It has been noted."""

    id = "internal_fault"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
