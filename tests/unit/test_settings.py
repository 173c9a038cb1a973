from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, read_settings
from corpus.errors import SettingsError

ROOT = Path(__file__).parents[2]


def test_defaults_are_those_of_the_contract() -> None:
    settings = read_settings({}, None)
    assert settings.data_dir == Path("data")
    assert settings.database_url is None
    assert settings.embedding_model == "bundled"
    assert settings.reranker_model == settings.llm_base_url == settings.llm_model == ""
    assert settings.llm_api_key.get_secret_value() == ""
    assert settings.llm_deadline_s == 20
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_the_environment_wins_over_the_file_and_empty_means_not_set(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("POLICY_PORT=9000\nPOLICY_HOST=10.0.0.1\nOTHER_TOOL=1\n")
    settings = read_settings({"POLICY_PORT": "9001", "POLICY_LLM_MODEL": "", "PATH": "x"}, file)
    assert (settings.host, settings.port, settings.llm_model) == ("10.0.0.1", 9001, "")


@pytest.mark.parametrize("value", ["", "x"])
def test_an_unknown_name_is_refused_with_the_nearest_known_one(value: str) -> None:
    with pytest.raises(SettingsError, match=r"POLICY_LLM_MODLE.*POLICY_LLM_MODEL"):
        read_settings({"POLICY_LLM_MODLE": value}, None)


def test_an_unknown_name_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("POLICY_NOTHING=1\n")
    with pytest.raises(SettingsError, match="POLICY_NOTHING"):
        read_settings({}, tmp_path / ".env")


@pytest.mark.parametrize(
    ("name", "value"),
    [("POLICY_PORT", "70000"), ("POLICY_PORT", "secret-value"), ("POLICY_CHAT_ENABLED", "secret-value"),
     ("POLICY_LLM_DEADLINE_S", "0"), ("POLICY_RETENTION_DAYS", "181"), ("POLICY_LOG_LEVEL", "secret-value"),
     ("POLICY_OTEL_ENDPOINT", "secret-value"), ("POLICY_OTEL_ENDPOINT", "http://secret-value?x"),
     ("POLICY_OTEL_ENDPOINT", "grpc://secret-value:4317"), ("POLICY_DATABASE_URL", "secret-value"),
     ("POLICY_DATABASE_URL", "mysql://user:secret-value@host/x")],
)  # fmt: skip
def test_an_unusable_value_is_refused_by_name_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        read_settings({name: value}, None)
    assert "secret-value" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql+pymysql://h/x", "oracle://h/x", "sqlite:x.db", "postgresql"])
def test_a_database_that_the_service_is_not_written_for_is_refused_at_once(url: str) -> None:
    with pytest.raises(SettingsError, match=r"只能是 SQLite.*PostgreSQL"):
        read_settings({"POLICY_DATABASE_URL": url}, None)


@pytest.mark.parametrize(
    ("url", "name"),
    [("", "SQLite"), ("sqlite:////data/x.db", "SQLite"), ("sqlite+pysqlite:///x.db", "SQLite"),
     ("postgresql://h/x", "PostgreSQL"), ("postgresql+psycopg://h/x", "PostgreSQL"), ("postgres://h/x", "PostgreSQL")],
)  # fmt: skip
def test_the_kind_of_database_is_told_by_its_address(url: str, name: str) -> None:
    assert read_settings({"POLICY_DATABASE_URL": url}, None).database_name == name


def test_settings_take_nothing_from_the_environment_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_PORT", "9000")
    assert Settings().port == 8000


def test_a_secret_is_not_shown() -> None:
    assert "hush" not in repr(read_settings({"POLICY_LLM_API_KEY": "hush"}, None))


def test_every_setting_says_what_it_means() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_every_setting_is_documented() -> None:
    documented = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    missing = [name for name in Settings.model_fields if f"`{PREFIX}{name.upper()}`" not in documented]
    assert missing == []
