"""Settings, read once at the entry point from `POLICY_*` environment variables and `.env`."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.validation import describe
from corpus.errors import SettingsError

PREFIX = "POLICY_"
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "postgres": "PostgreSQL"}
"""The databases that the service is written and tested for, by the first word of their addresses."""
LLM_USES = frozenset({"wording", "follow_ups", "routing", "suggestions"})


class Settings(BaseSettings):
    """Every setting with its default; an unknown `POLICY_` name is refused by `read_settings`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data_dir: Path = Field(Path("./data"), description="数据目录：数据库、索引、上传文件都写在这里")
    database_url: str | None = Field(
        None, description="SQLite 或 PostgreSQL 的 SQLAlchemy 地址；不填用数据目录下的 SQLite"
    )
    embedding_model: str = Field("bundled", description="向量模型：bundled 或任意 sentence-transformers 名称/目录")
    model_dir: Path | None = Field(
        None, description="内置向量模型装配到哪里；不填用用户缓存目录下的 policy-assistant/models"
    )
    reranker_model: str = Field("", description="重排模型：sentence-transformers cross-encoder 名称/目录，空为不用")
    llm_base_url: str = Field("", description="OpenAI 兼容接口地址，空为不用语言模型")
    llm_model: str = Field("", description="语言模型名称")
    llm_api_key: SecretStr = Field(SecretStr(""), description="语言模型接口密钥")
    llm_deadline_s: float = Field(20.0, gt=0, description="超过多少秒就不等语言模型")
    llm_model_label: str = Field("", description="向用户说明的模型名称；不填用 POLICY_LLM_MODEL")
    llm_filing_number: str = Field("", description="模型的备案号，与模型名称一起显示")
    llm_never_send: str = Field(
        "", description="绝不发给语言模型的词，逗号或换行分隔；re: 开头的是正则表达式。含有这些词的原文整句不发"
    )
    llm_max_tokens: int = Field(1500, ge=0, description="语言模型一次最多写多少 token；0 为不限制")
    llm_output: Literal["tools", "json_schema", "text", "plain"] = Field(
        "tools",
        description="模型怎样交回答：tools 用工具，能检索和计算；json_schema 由接口约束格式；text 只凭提示词；"
        "plain 只写白话，由程序找依据，给很小的模型用",
    )
    llm_uses: str = Field(
        "wording,follow_ups,routing,suggestions",
        description="语言模型用在哪里，逗号分隔：wording 改写答复，follow_ups 补全追问，"
        "routing 给拿不准的问题归类，suggestions 推荐接着问的问题",
    )
    llm_max_steps: int = Field(4, ge=1, le=12, description="语言模型一次回答最多想几轮（每轮可用工具）")
    host: str = Field("127.0.0.1", description="服务监听的地址")
    port: int = Field(8000, ge=1, le=65535, description="服务监听的端口")
    trusted_proxies: str = Field("127.0.0.1", description="可信的反向代理地址，逗号分隔；只采信它们转来的客户端地址")
    rate_limit_per_client: str = Field("120/minute", description="每个客户端的请求上限，off 为不限；本机直接访问不计")
    rate_limit_total: str = Field("12000/minute", description="全部客户端合计的请求上限，off 为不限")
    rate_limit_storage: str = Field(
        "", description="限流计数放在哪里：memory、database 或 redis://…；空为 SQLite 用 memory、其他数据库用 database"
    )
    max_concurrent: int = Field(256, ge=1, description="同时处理的问题数上限，超出的请求稍后重试")
    worker_threads: int = Field(4, ge=1, le=64, description="回答问题的线程数")
    stop_timeout_s: float = Field(8.0, gt=0, le=60, description="停止服务时最多等待多少秒")
    chat_enabled: bool = Field(True, description="是否开放问答；关闭后只显示公告")
    generation_enabled: bool = Field(True, description="是否允许语言模型改写；关闭后只用政策原文")
    chat_notice: str = Field("智能问答暂停服务，请拨打12333咨询。", description="问答关闭时显示的公告")
    conversation_idle_h: float = Field(24.0, gt=0, description="对话多少小时没有新问题就过期")
    two_person_approval: bool = Field(False, description="编辑写的答复等内容是否要另一位编辑批准才生效")
    api_keys_required: bool = Field(False, description="OpenAI 兼容接口 /v1 是否必须带密钥（ask 权限）才能使用")
    oidc_issuer: str = Field("", description="统一身份认证（OIDC）的地址，空为不用；填了以后工作人员可以用它登录")
    oidc_client_id: str = Field("", description="在统一身份认证登记的应用编号")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="在统一身份认证登记的应用密钥")
    oidc_role: Literal["none", "agent", "editor", "admin"] = Field(
        "agent", description="第一次用统一身份认证登录的人得到的角色；none 为只允许已有的用户"
    )
    public_url: str = Field("", description="用户打开本服务的地址，如 https://zc.example.gov.cn；统一身份认证回调用")
    retention_days: int = Field(180, ge=1, le=180, description="脱敏后的问答记录最多保留多少天")
    otel_endpoint: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+[^\s?#]*)?$",
        description="OpenTelemetry 收集器地址（OTLP/HTTP），如 http://127.0.0.1:4318，空为不用；只发送耗时，不含问题内容",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="日志级别")

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str | None) -> str | None:
        if url is not None and _database_of(url) is None:
            raise ValueError("只能是 SQLite（sqlite:///…）或 PostgreSQL（postgresql://…）的地址")
        return url

    @property
    def database_name(self) -> str:
        """The kind of database that is used, as a reader is told it."""
        return (self.database_url and _database_of(self.database_url)) or DATABASES["sqlite"]

    @field_validator("llm_uses")
    @classmethod
    def _known_uses(cls, uses: str) -> str:
        unknown = {use.strip() for use in uses.split(",")} - LLM_USES
        if unknown:
            raise ValueError(f"只能是{'、'.join(sorted(LLM_USES))}，用逗号分隔")
        return uses

    def uses_llm_for(self, use: str) -> bool:
        """Whether the language model is to be used for one of `LLM_USES`."""
        return use in {name.strip() for name in self.llm_uses.split(",")}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is passed in: the environment is read in one place, `read_settings`."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


def read_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = Path(".env")) -> Settings:
    """The settings of this process; the environment wins over `.env`, and an empty value counts as not set.

    Raises:
        SettingsError: A `POLICY_` name is unknown or its value cannot be used. The value is not repeated.
    """
    given = {**_from_file(env_file), **(os.environ if environ is None else environ)}
    values: dict[str, str] = {}
    for name, value in given.items():
        field = name.removeprefix(PREFIX).lower()
        if not name.startswith(PREFIX):
            continue
        if field not in Settings.model_fields:
            raise SettingsError(_unknown(name))
        if value:
            values[field] = value
    try:
        return Settings(**values)  # type: ignore[arg-type]  # text from the environment, validated here
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(f"设置 {name} 的值不可用：{describe(first)}。") from None


def _database_of(url: str) -> str | None:
    """`sqlite` of `sqlite:///x` and `postgresql` of `postgresql+psycopg://x`, by their names."""
    dialect, separator, _ = url.partition("://")
    return DATABASES.get(dialect.partition("+")[0]) if separator else None


def _from_file(env_file: Path | None) -> dict[str, str]:
    if env_file is None or not env_file.is_file():
        return {}
    return {name: value for name, value in dotenv_values(env_file).items() if value is not None}


def _unknown(name: str) -> str:
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    close = get_close_matches(name, known, n=1)
    hint = f"是不是 {close[0]}？" if close else "全部设置见 README 的“设置”一节。"
    return f"没有名为 {name} 的设置，请检查环境变量和 .env 文件。{hint}"
