"""One tree of errors for the whole project, rooted at `PolicyAssistantError`.

The message of each error is Chinese, plain, and says what to do: it may be shown to a user as it is.
It never holds what the user sent.
"""


class PolicyAssistantError(Exception):
    """The root of every error that this project raises on purpose."""


class DataError(PolicyAssistantError):
    """A file of the corpus is not what it should be; names file, place and value."""


class DocumentError(PolicyAssistantError):
    """A document could not be read; says why in one sentence."""


class NotFoundError(PolicyAssistantError):
    """A policy, clause, sentence, calculator or answer of that name is not held."""


class InputError(PolicyAssistantError):
    """What a user gave cannot be used.

    Attributes:
        field: The name of the input at fault, or None where it is the whole.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class OutOfPeriodError(PolicyAssistantError):
    """A parameter has no value on the date asked for."""


class SettingsError(PolicyAssistantError):
    """A setting is unknown or has an unusable value."""


class StorageError(PolicyAssistantError):
    """The database or the data folder cannot be used: in use, not writable, from a newer version."""


class IndexUnavailableError(PolicyAssistantError):
    """The vector index is missing or damaged; lexical answers go on."""


class ModelUnavailableError(PolicyAssistantError):
    """An embedding, reranking or language model cannot be used."""
