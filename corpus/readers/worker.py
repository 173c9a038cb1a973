"""The child process that reads one file: `python -m corpus.readers.worker PATH LIMITS`."""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from corpus.errors import DocumentError
from corpus.readers.files import read_file
from corpus.readers.models import ExtractedText, Limits

_BROKEN = "文件已损坏或内容异常，读取失败，请换一份文件或另存后再试。"
_MEMORY = "文件内容过大，超出读取一份文件允许的内存，请拆分后再导入。"


def main() -> int:
    """Reads the file named on the command line and writes the outcome to stdout as JSON."""
    limits = Limits(**json.loads(sys.argv[2]))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    outcome = _outcome(Path(sys.argv[1]), limits)
    sys.stdout.buffer.write(json.dumps(outcome).encode("ascii"))
    return 0


def _outcome(path: Path, limits: Limits) -> dict[str, object]:
    try:
        extracted: ExtractedText = read_file(path, limits)
    except DocumentError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"error": _MEMORY}
    except RecursionError:
        return {"error": _BROKEN}
    except Exception as error:  # noqa: BLE001 - the boundary of this process: parsers raise anything on damaged files
        return {"error": _MEMORY if "bad_alloc" in str(error) else _BROKEN}
    return asdict(extracted)


if __name__ == "__main__":
    sys.exit(main())
