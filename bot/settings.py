"""Settings, read once at the entry point from `POLICY_*` environment variables and `.env`."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "POLICY_"


class Settings(BaseSettings):
    """Every setting with its default; an unknown `POLICY_` name is refused by `read_settings`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="forbid", frozen=True)

    data_dir: Path = Field(Path("./data"), description="数据目录：数据库、索引、上传文件都写在这里")
    database_url: str | None = Field(None, description="SQLAlchemy 数据库地址；不填用数据目录下的 SQLite")
    embedding_model: str = Field("bundled", description="向量模型：bundled 或任意 sentence-transformers 名称/目录")
    reranker_model: str = Field("", description="重排模型：sentence-transformers cross-encoder 名称/目录，空为不用")
    llm_base_url: str = Field("", description="OpenAI 兼容接口地址，空为不用语言模型")
    llm_model: str = Field("", description="语言模型名称")
    llm_api_key: SecretStr = Field(SecretStr(""), description="语言模型接口密钥")
    llm_deadline_s: float = Field(20.0, gt=0, description="超过多少秒就不等语言模型")
