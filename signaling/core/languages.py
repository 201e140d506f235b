"""From a language tag to the language that is spoken or signed (RFC 5646).

Speech has no script and residents are not matched by country: `sr-Cyrl` and `sr-Latn-RS` are one spoken
language. What decides is the primary subtag, or the extended one where a tag has it (`zh-yue` is `yue`,
RFC 5646 §4.5). The old `sgn-` tags with a country name a sign language of their own.
"""

import re

from signaling.core.ids import Language

_TAG = re.compile(
    r"""(?P<primary>[a-z]{2,3})
        (?:-(?P<extended>[a-z]{3}))?
        (?:-[a-z]{4})?                                # script
        (?:-(?P<region>[a-z]{2}|[0-9]{3}))?
        (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*      # variants
        (?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*          # extensions
        (?:-x(?:-[a-z0-9]{1,8})+)?                    # private use
    """,
    re.VERBOSE,
)
_LONGEST = 100
"""Characters. No sensible tag comes near it."""
_NO_LANGUAGE = frozenset({"mis", "mul", "und", "zxx", "sgn"})
_RENAMED = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro"}
"""Primary subtags that the registry has replaced."""
_SIGNED = {
    "br": "bzs",
    "co": "csn",
    "de": "gsg",
    "dk": "dsl",
    "es": "ssp",
    "fi": "fse",
    "fr": "fsl",
    "gb": "bfi",
    "gr": "gss",
    "ie": "isg",
    "it": "ise",
    "jp": "jsl",
    "mx": "mfs",
    "ni": "ncs",
    "nl": "dse",
    "no": "nsl",
    "pt": "psr",
    "se": "swl",
    "us": "ase",
    "za": "sfs",
}
"""The sign language of `sgn-<region>`."""
SIGN_LANGUAGES = frozenset(_SIGNED.values())
"""Those that have an old tag of their own; `swl` among them."""


def is_signed(language: Language) -> bool:
    return language in SIGN_LANGUAGES


def spoken(tag: str) -> Language:
    """The spoken or signed language of a BCP 47 tag, in lower case.

    Raises `ValueError` where the tag is malformed or names no single language.
    """
    sane = len(tag) <= _LONGEST and tag.isascii()
    parts = _TAG.fullmatch(tag.replace("_", "-").lower()) if sane else None
    if parts is None:
        raise ValueError(f"not a language tag: {tag[:_LONGEST]!r}")
    primary, region = parts["primary"], parts["region"]
    if primary == "sgn" and parts["extended"] is None and region in _SIGNED:
        return Language(_SIGNED[region])
    language = parts["extended"] or _RENAMED.get(primary, primary)
    if language in _NO_LANGUAGE:
        raise ValueError(f"this tag names no single language: {tag!r}")
    return Language(language)
