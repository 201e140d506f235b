"""What differs between two contents of an area, key by key."""

from collections.abc import Iterator, Mapping
from typing import Any

from guide_server.settings_history.models import SettingsDifference


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[SettingsDifference, ...]:
    """One for each value that differs; a list is one value, for its order counts."""
    return tuple(_walk("", before, after))


def _walk(path: str, before: Any, after: Any) -> Iterator[SettingsDifference]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from _walk(f"{path}.{key}" if path else key, before.get(key), after.get(key))
    else:
        yield SettingsDifference(path=path, before=before, after=after)
