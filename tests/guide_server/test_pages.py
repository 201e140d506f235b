"""The built pages, and what every response tells the browser."""

from pathlib import Path

import pytest

from guide_server.http.pages import FOLDER
from tests.guide_server.office import Office, office_at


async def test_a_page_and_its_assets_are_served_with_their_types(office: Office) -> None:
    guide = await office.signed_in("guide-1")
    page = await guide.ask("GET", "/desk/")
    asset = await guide.ask("GET", "/desk/assets/page-0a1b2c3d.js")
    assert (page.content_type, page.headers["Cache-Control"]) == ("text/html", "no-cache")
    assert (asset.content_type, asset.headers["Cache-Control"]) == (
        "text/javascript", "public, max-age=31536000, immutable",
    )  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        "/signin/../secret.json",
        "/signin/..%2fsecret.json",
        "/signin/%2e%2e/secret.json",
        "/signin/..%5csecret.json",
        "/signin//etc/passwd",
        "/signin/%2fetc%2fpasswd",
        "/signin/assets",
        "/signin/assets/",
        "/signin/index.html%00.js",
        "/signin/INDEX.HTML",
        "/signin/index.html/",
        "/secret.json",
        "/pages/secret.json",
    ],
)
async def test_nothing_but_the_pages_own_files_is_served(office: Office, path: str) -> None:
    answer = await office.browser().ask("GET", path)
    assert answer.status == 404, await answer.text()


async def test_a_link_out_of_the_folder_is_not_followed(office: Office) -> None:
    assert (await (await office.signed_in("admin-1")).ask("GET", "/admin/leak.json")).status == 404


@pytest.mark.parametrize("value", ["bytes=0-0,1-1,2-2,3-3", "bytes=9999999999-", "bytes=5-1", "lines=1-2"])
async def test_odd_ranges_do_no_harm(office: Office, value: str) -> None:
    answer = await office.browser().ask("GET", "/signin/", headers={"Range": value})
    assert answer.status in {200, 206, 416}


async def test_pages_that_were_not_built_are_unavailable(sqlite_store: str, tmp_path: Path) -> None:
    async with office_at(sqlite_store, pages=tmp_path / "none") as office:
        answer = await office.browser().ask("GET", "/signin/")
        assert (answer.status, (await answer.json())["id"]) == (503, "unavailable")


async def test_a_page_that_is_built_anew_meanwhile_is_served_whole(sqlite_store: str, tmp_path: Path) -> None:
    """Its first file names others than before."""
    pages, built = tmp_path / "pages", tmp_path / "built"
    async with office_at(sqlite_store, pages=pages) as office:
        for hashed in ("0a1b2c3d", "4e5f6a7b"):
            (built / "assets").mkdir(parents=True)
            (built / "index.html").write_text(f'<script src="assets/page-{hashed}.js"></script>')
            (built / f"assets/page-{hashed}.js").write_text(f"// {hashed}")
            if (pages / "signin").exists():
                (pages / "signin").rename(tmp_path / "old")
            pages.mkdir(exist_ok=True)
            built.rename(pages / "signin")
            assert hashed in await (await office.browser().ask("GET", "/signin/")).text()
            asset = await office.browser().ask("GET", f"/signin/assets/page-{hashed}.js")
            assert await asset.text() == f"// {hashed}"
        old = await office.browser().ask("GET", "/signin/assets/page-0a1b2c3d.js")
        assert old.status == 404


def test_pages_are_looked_for_in_the_package() -> None:
    assert FOLDER.parent.name == "guide_server"


@pytest.mark.parametrize("path", ["/signin/", "/api/me", "/api/nothing", "/desk/", "/", "/nowhere"])
async def test_every_response_carries_the_security_headers(office: Office, path: str) -> None:
    headers = (await office.browser().ask("GET", path)).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


async def test_over_tls_browsers_are_told_to_stay_there(sqlite_store: str) -> None:
    async with office_at(sqlite_store, public_url="https://desk.example") as office:
        answer = await office.browser().ask("GET", "/api/me")
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


async def test_the_desk_alone_may_use_camera_and_microphone(office: Office) -> None:
    guide, admin = await office.signed_in("guide-1"), await office.signed_in("admin-1")
    assert (
        "camera=(self), microphone=(self)" in (await guide.ask("GET", "/desk/")).headers["Permissions-Policy"]
    )
    for path in ("/admin/", "/signin/", "/api/me"):
        assert "camera=(), microphone=()" in (await admin.ask("GET", path)).headers["Permissions-Policy"]


async def test_what_is_private_is_not_kept(office: Office) -> None:
    admin = await office.signed_in("admin-1")
    for path in ("/api/me", "/api/log", "/api/log.csv", "/api/directory"):
        assert (await admin.ask("GET", path)).headers["Cache-Control"] == "no-store"
