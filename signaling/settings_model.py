"""A settings file read into a strict pydantic model: what is wrong is one plain sentence with its line."""

import difflib
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from signaling.settings_file import SettingsError, line_of, read_settings_file

M = TypeVar("M", bound=BaseModel)


class Part(BaseModel):
    """One block of a settings file: closed, and the same for as long as it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read_model(path: Path, model: type[M]) -> M:
    """The file's content. Raises `SettingsError` with file, line, key and reason."""
    content = read_settings_file(path)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise fault(error, model, path) from error


def fault(error: ValidationError, model: type[BaseModel], path: Path | None = None) -> SettingsError:
    """The first thing that is wrong, for the person who wrote it: a misspelt key before the one it lacks."""
    errors = error.errors(include_url=False)
    first = next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])
    location = tuple(part for part in first["loc"] if part != "[key]")
    written = location[:-1] if first["type"] == "missing" else location
    line = None if path is None else line_of(path, written)
    where = "The settings" if path is None else str(path)
    key = ".".join(str(part) for part in location)
    if first["type"] == "extra_forbidden":
        sentence = f"there is no setting {key!r}{_nearest(model, location)}"
    else:
        reason = first["msg"].removeprefix("Value error, ")
        sentence = f"{key}: {reason[0].lower()}{reason[1:]}" if key else reason
    return SettingsError(f"{where}{'' if line is None else f', line {line}'}: {sentence}.")


def _nearest(model: type[BaseModel], location: tuple[int | str, ...]) -> str:
    known: type[BaseModel] | None = model
    for part in location[:-1]:
        if known is not None and part in known.model_fields:
            known = _model_in(known.model_fields[str(part)].annotation)
    near = difflib.get_close_matches(str(location[-1]), known.model_fields if known is not None else (), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation such as `dict[str, Model]` or `tuple[Model, ...]` holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _model_in(each)) is not None), None)
