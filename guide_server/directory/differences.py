"""What differs between two states of an account, field by field."""

from collections.abc import Mapping
from typing import Any

from guide_server.directory.models import GuideDifference, GuideField


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[GuideDifference, ...]:
    """`before` and `after` as the store tells of accounts; a field that only `before` has did not change."""
    return tuple(
        GuideDifference(field=field, before=before.get(field), after=after[field])
        for field in GuideField
        if field in after and before.get(field) != after[field]
    )
