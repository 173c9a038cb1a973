"""Many clients over plain sockets, in a process of their own: the load costs the machine as little as it can."""

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

QUESTIONS = (
    "企业办学徒制培训政府补多少钱",
    "招12个学徒，培养一年，补贴多少",
    "技师能评什么职称",
    "职工教育经费多少要用在一线",
    "公办技校绩效工资能涨多少",
    "特级技师享受什么待遇",
    "今天天气怎么样",
    "补贴去哪里领",
    "企业可以自己评技能等级吗",
    "你好",
)


@dataclass
class Tally:
    """What the clients saw: answers by HTTP status, seconds per answer, refusals without a time to come back."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    without_retry: int = 0
    began: float = field(default_factory=time.monotonic)
    per_second: Counter[int] = field(default_factory=Counter)

    def percentile(self, share: float) -> float:
        """The seconds within which that share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, question: str) -> tuple[str, dict[str, str]]:
    body = json.dumps({"question": question}).encode()
    head = f"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    await writer.drain()
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:] if line)}
    await reader.readexactly(int(headers.get("content-length", "0")))
    return lines[0].split(" ")[1], headers


async def _client(port: int, number: int, until: float, tally: Tally) -> None:
    asked = 0
    while time.monotonic() < until:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            while time.monotonic() < until:
                began = time.monotonic()
                status, headers = await _ask(reader, writer, f"{QUESTIONS[(number + asked) % len(QUESTIONS)]}")
                tally.statuses[status] += 1
                tally.seconds.append(time.monotonic() - began)
                tally.per_second[int(time.monotonic() - tally.began)] += status == "200"
                tally.without_retry += status in {"429", "503"} and "retry-after" not in headers
                asked += 1
                if status in {"429", "503"}:
                    await asyncio.sleep(0.5)
            writer.close()
        except (OSError, asyncio.IncompleteReadError):
            tally.statuses["dropped"] += 1
            await asyncio.sleep(0.2)


async def drive(port: int, clients: int, seconds: float) -> Tally:
    """The tally of so many clients asking for so long."""
    tally = Tally()
    until = time.monotonic() + seconds
    await asyncio.gather(*(_client(port, number, until, tally) for number in range(clients)))
    return tally


if __name__ == "__main__":
    found = asyncio.run(drive(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
    summary = {
        "statuses": dict(found.statuses),
        "without_retry": found.without_retry,
        "answers": len(found.seconds),
        "p50_s": round(found.percentile(0.5), 3),
        "p95_s": round(found.percentile(0.95), 3),
        "per_second": [found.per_second[second] for second in range(int(float(sys.argv[3])))],
    }
    sys.stdout.write(json.dumps(summary))
