"""The spoken language of a tag (RFC 5646)."""

import pytest

from signaling.core.languages import spoken


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("sv", "sv"),
        ("SV", "sv"),
        ("sr-Cyrl", "sr"),
        ("sr-Latn-RS", "sr"),
        ("sr_Latn_RS", "sr"),
        ("ckb-IQ", "ckb"),
        ("zh-yue-HK", "yue"),
        ("de-1996", "de"),
        ("sl-rozaj-biske", "sl"),
        ("es-419", "es"),
        ("en-u-co-phonebk-x-kiosk", "en"),
        ("iw", "he"),
        ("swl", "swl"),
        ("sgn-SE", "swl"),
        ("sgn-FI", "fse"),
        ("sgn-swl", "swl"),
        ("aii-Syrc", "aii"),
    ],
)
def test_script_region_and_case_do_not_matter(tag: str, language: str) -> None:
    assert spoken(tag) == language


NO_LANGUAGE = ["und", "mul", "zxx", "sgn", "sgn-XX", "x-foo", "i-klingon"]
NO_TAG = [
    "",
    "x",
    "e",
    "../",
    "sv-",
    "-sv",
    "sv--SE",
    "sv-x",
    "sv\x00",
    "sv\n",
    " sv",
    "ſv",
    "\u212aur",
    "svenska",
]
TOO_LONG = ["sv" * 60, "sv-SE-" + "a" * 200]


@pytest.mark.parametrize("tag", NO_LANGUAGE + NO_TAG + TOO_LONG)
def test_what_names_no_language_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="tag"):
        spoken(tag)
