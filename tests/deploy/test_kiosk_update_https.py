"""A kiosk's updater takes a release over https: real curl and pip, and an authority of the test's own."""

import ssl
from pathlib import Path

import pytest

from tests.deploy.kiosk_machine import WISH, Machine, write_wheel
from tests.fixtures.https import Authority, Files, serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

NEEDED = "neighbour"
"""A package that a release depends on, which pip fetches."""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine.in_folder(tmp_path)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "trusted")


def update(machine: Machine, authority: Authority) -> str:
    """On a machine that trusts this authority, and no other."""
    trusted = str(authority.certificate)
    proxies = {"no_proxy": "*", "NO_PROXY": "*"}
    return machine.update(
        absent="0", environment={"CURL_CA_BUNDLE": trusted, "REQUESTS_CA_BUNDLE": trusted} | proxies
    )


def test_a_release_is_fetched_from_a_server_whose_certificate_is_good(
    machine: Machine, authority: Authority
) -> None:
    machine.release("1.0.0")
    with serving(Files(machine.source), authority.context_for("localhost")) as port:
        machine.take_from(f"https://localhost:{port}", "--no-index")
        assert update(machine, authority) == f"{WISH} current\n"


@pytest.mark.parametrize("fault", ["another authority", "another name", "run out", "plain http behind it"])
def test_nothing_is_taken_from_a_server_that_does_not_prove_who_it_is(
    machine: Machine, authority: Authority, fault: str, tmp_path: Path
) -> None:
    machine.release("1.0.0")
    context: ssl.SSLContext | None = None
    match fault:
        case "another authority":
            context = Authority(tmp_path, "other").context_for("localhost")
        case "another name":
            context = authority.context_for("elsewhere.example")
        case "run out":
            context = authority.context_for("localhost", days=-1)
    with serving(Files(machine.source), context) as port:
        machine.take_from(f"https://localhost:{port}", "--no-index")
        assert update(machine, authority) == f"{WISH} failed\n"


def test_nobody_is_sent_on_to_plain_http(machine: Machine, authority: Authority) -> None:
    machine.release("1.0.0")
    plain = Files(machine.source)
    with serving(plain) as other:
        sends_on = Files(machine.source, elsewhere=f"http://localhost:{other}")
        with serving(sends_on, authority.context_for("localhost")) as port:
            machine.take_from(f"https://localhost:{port}", "--no-index")
            assert update(machine, authority) == f"{WISH} failed\n"
    assert sends_on.asked
    assert not plain.asked


@pytest.mark.parametrize("cut", ["SHA256SUMS", "SHA256SUMS.sig", "vagvisare-1.1.0-py3-none-any.whl"])
def test_half_a_file_is_no_release(machine: Machine, authority: Authority, cut: str) -> None:
    machine.release("1.1.0")
    with serving(Files(machine.source, frozenset({cut})), authority.context_for("localhost")) as port:
        machine.take_from(f"https://localhost:{port}", "--no-index")
        assert update(machine, authority) == f"{WISH} failed\n"
        assert machine.versions == {"1.0.0"}


@pytest.mark.parametrize("proves", [True, False])
def test_what_a_release_depends_on_is_taken_only_from_an_index_that_proves_who_it_is(
    machine: Machine, authority: Authority, tmp_path: Path, *, proves: bool
) -> None:
    """By pip, in a way of its own. No agent runs here, so a release that could be installed is taken back."""
    index = tmp_path / "index" / NEEDED
    index.mkdir(parents=True)
    wheel = write_wheel(index, "2.0", "", name=NEEDED)
    (index / "index.html").write_text(f'<!DOCTYPE html><a href="{wheel.name}">{wheel.name}</a>')
    machine.release("1.1.0", needs=NEEDED)
    of_index = authority if proves else Authority(tmp_path, "other")
    with (
        serving(Files(machine.source), authority.context_for("localhost")) as source,
        serving(Files(index.parent), of_index.context_for("localhost")) as port,
    ):
        options = f"--retries 0 --index-url https://localhost:{port}/"
        machine.take_from(f"https://localhost:{source}", options)
        assert update(machine, authority) == f"{WISH} {'went_back' if proves else 'failed'}\n"
    assert machine.installed == "1.0.0"
    assert machine.versions == ({"1.0.0", "1.1.0"} if proves else {"1.0.0"})
