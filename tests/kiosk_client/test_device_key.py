"""The key is made here, stays here, and proves who the kiosk is."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.jwk import OKPKey

from kiosk_client.device_key import ALGORITHM, DeviceKey, DeviceKeyUnusable


def public_jwk(key: DeviceKey) -> OKPKey:
    pem = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return OKPKey.import_key(pem)


def test_a_new_machine_makes_a_key_that_only_it_can_read(tmp_path: Path) -> None:
    path = tmp_path / "state" / "device.pem"
    key = DeviceKey.load_or_create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(key.public) == 32
    assert list(path.parent.iterdir()) == [path]


def test_the_key_is_the_same_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "device.pem"
    assert DeviceKey.load_or_create(path).public == DeviceKey.load_or_create(path).public


def test_a_new_key_takes_the_old_ones_place_only_when_it_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "device.pem"
    old = DeviceKey.load_or_create(path).public
    new = DeviceKey.draft(path).public
    assert DeviceKey.load_or_create(path).public == old
    DeviceKey.keep(path)
    assert DeviceKey.load_or_create(path).public == new != old


def test_a_token_names_kiosk_audience_and_the_minute_it_is_good_for(tmp_path: Path) -> None:
    key = DeviceKey.load_or_create(tmp_path / "device.pem")
    token = jwt.decode(
        key.token("kiosk-1", now=1_000.9, run="run-1"), public_jwk(key), algorithms=[ALGORITHM]
    )
    assert token.claims["sub"] == "kiosk-1"
    assert token.claims["aud"] == "vagvisare"
    assert token.claims["run"] == "run-1"
    assert (token.claims["iat"], token.claims["exp"]) == (1_000, 1_060)


def test_no_two_tokens_have_the_same_name(tmp_path: Path) -> None:
    key = DeviceKey.load_or_create(tmp_path / "device.pem")
    names = {
        jwt.decode(key.token("k", now=0, run="run-1"), public_jwk(key), algorithms=[ALGORITHM]).claims["jti"]
        for _ in range(50)
    }
    assert len(names) == 50


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "device.pem"
    DeviceKey.load_or_create(path)
    path.chmod(0o640)
    with pytest.raises(DeviceKeyUnusable, match="chmod 600"):
        DeviceKey.load_or_create(path)


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_file_without_a_key_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "device.pem"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(DeviceKeyUnusable, match="enrol this kiosk anew"):
        DeviceKey.load_or_create(path)
    assert path.read_bytes() == content


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "device.pem"
    rsa = generate_private_key(public_exponent=65537, key_size=2048)
    path.write_bytes(rsa.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    with pytest.raises(DeviceKeyUnusable, match="Ed25519"):
        DeviceKey.load_or_create(path)
