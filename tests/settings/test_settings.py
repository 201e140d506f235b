"""Settings come from a file and the environment, and say in one sentence what is wrong with them."""

from pathlib import Path

import pytest

from signaling.settings import load_settings, redacted
from signaling.settings_file import SettingsError


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "settings.yaml"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o640)
    return path


def test_without_a_file_the_defaults_make_a_running_server() -> None:
    settings = load_settings(None)
    assert settings.server.host == "127.0.0.1"
    assert settings.pool.core().ring == 25_000


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "pool:\n  ring_seconds: 20\n  hold_seconds: 15\n")
    monkeypatch.setenv("VAGVISARE_POOL__RING_SECONDS", "30")
    monkeypatch.setenv("VAGVISARE_POOL__LANGUAGES", '["sv", "ar"]')
    core = load_settings(path).pool.core()
    assert (core.ring, core.hold, core.languages) == (30_000, 15_000, ("sv", "ar"))


def test_topics_in_no_group_follow_in_a_last_one(tmp_path: Path) -> None:
    path = written(
        tmp_path, "pool:\n  topics: [school, money, form]\n  topic_groups: {paper: [form, gone]}\n"
    )
    groups = load_settings(path).pool.core().topic_groups
    assert groups == (("paper", ("form",)), ("other", ("school", "money")))


def test_a_secret_may_lie_in_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "database"
    secret.write_text("postgresql+psycopg://app:sesame@db/vagvisare\n", encoding="utf-8")
    monkeypatch.setenv("VAGVISARE_STORE__URL_FILE", str(secret))
    settings = load_settings(None)
    assert settings.store.url.get_secret_value().endswith("@db/vagvisare")
    assert "sesame" not in str(redacted(settings))


def test_an_identity_provider_is_set_with_its_secret_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "client"
    secret.write_text("sesame\n", encoding="utf-8")
    monkeypatch.setenv("VAGVISARE_SIGN_IN__OIDC__CLIENT_SECRET_FILE", str(secret))
    part = "issuer: 'https://idp.example/', client_id: v, roles_claim: groups, roles: {admin: [boss]}"
    settings = load_settings(written(tmp_path, f"sign_in:\n  oidc: {{{part}}}\n"))
    oidc = settings.sign_in.oidc
    assert (oidc.issuer, oidc.client_secret.get_secret_value()) == ("https://idp.example/", "sesame")
    assert oidc.roles.admin == ("boss",)
    assert "sesame" not in str(redacted(settings))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("pool:\n  ring_second: 20\n", r"no setting 'pool\.ring_second'; did you mean 'ring_seconds'"),
        ("pol: {}\n", "no setting 'pol'; did you mean 'pool'"),
        ("pool:\n  ring_seconds: -1\n", r"pool\.ring_seconds: input should be greater"),
        ("pool:\n  ring_seconds: soon\n", r"pool\.ring_seconds"),
        ("pool:\n  languages: [sv, '../x']\n", r"\.\./x"),
        ("pool:\n  topics: ['Drop table']\n", r"pool\.topics\.0"),
        ("server:\n  port: 70000\n", r"server\.port"),
        ("server:\n  public_url: ftp://x\n", r"server\.public_url"),
        ("pool:\n  topic_groups: {a: [school], b: [school]}\n", "'school' stands in two groups"),
        ("notes:\n  keep: true\n", "notes are kept only under a decision"),
        ("pool: 3\n", "pool"),
        ("sign_in:\n  oidc: {issuer: 'http://idp.example'}\n", r"sign_in\.oidc\.issuer"),
        ("sign_in:\n  oidc: {issuer: 'https://idp.example'}\n", r"sign_in\.oidc: .*client_id"),
        ("sign_in:\n  oidc: {scopes: [profile]}\n", r"sign_in\.oidc: openid"),
        ("sign_in:\n  oidc: {roles_claim: groups}\n", r"sign_in\.oidc: roles_claim and roles"),
        ("sign_in:\n  oidc: {roles: {guide: [a]}}\n", r"sign_in\.oidc: roles_claim and roles"),
        ("sign_in:\n  oidc: {create_accounts: true}\n", r"sign_in\.oidc: create_accounts needs"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as refusal:
        load_settings(written(tmp_path, content))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "content",
    [
        "turn:\n  secrets: [abc]\n",
        "store:\n  url: postgresql+psycopg://a:b@c/d\n",
        "sign_in:\n  oidc: {client_secret: abc}\n",
    ],
)
def test_secrets_in_a_file_that_everyone_can_read_are_refused(tmp_path: Path, content: str) -> None:
    path = written(tmp_path, content)
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="holds secrets"):
        load_settings(path)


def test_an_unreadable_secret_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAGVISARE_STORE__URL_FILE", "/nonexistent")
    with pytest.raises(SettingsError, match="VAGVISARE_STORE__URL_FILE"):
        load_settings(None)


MAIL = "host: mail.example.org, sender: v@example.org, recipients: [drift@example.org]"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("mail: {host: mail.example.org}", "there must be a sender and recipients"),
        (f"mail: {{{MAIL}, login: v, security: none}}", "a login is not sent without TLS"),
        (f"mail: {{{MAIL}, certificates: /nowhere.pem}}", "cannot be read as certificates"),
        ("mail: {recipients: ['a@b, c@d']}", "mail.recipients"),
        ("webhooks: {networks: [10.0.0.1/8]}", "has host bits set"),
        ("webhooks: {networks: [inside]}", "does not appear to be"),
        ("alarms: {languages: [klingonish]}", "alarms.languages"),
        ("alarms: {dark_kiosk_minutes: 0}", "dark_kiosk_minutes"),
    ],
)
def test_what_tells_others_is_judged_before_the_start(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        load_settings(written(tmp_path, f"{content}\n"))


def test_the_mail_servers_password_is_a_secret(tmp_path: Path) -> None:
    path = written(tmp_path, f"mail: {{{MAIL}, login: v, password: sesame}}\n")
    assert "sesame" not in str(redacted(load_settings(path)))
    path.chmod(0o644)
    with pytest.raises(SettingsError):
        load_settings(path)
