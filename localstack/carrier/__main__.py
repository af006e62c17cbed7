"""`python -m localstack.carrier --port 8081 --config PATH`"""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from pathlib import Path

from aiohttp import web

from localstack.carrier.app import RECEIPT_DELAY_SECONDS, build_app
from localstack.carrier.carrier import log_event
from localstack.carrier.listener import Listener


async def _serve(config: Path, receipt_delay: float, port: int) -> None:
    stop = asyncio.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(ending, stop.set)
    listener = Listener()
    # No access log: its query strings would hold numbers.
    runner = web.AppRunner(build_app(config, receipt_delay, listener), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        listener.open(runner, port)
        await stop.wait()
    finally:
        listener.close()
        await runner.cleanup()


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m localstack.carrier",
        description="A pretend Twilio, a pretend AWS End User Messaging SMS and a pretend partner, loopback only",
    )
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--config", type=Path, required=True, help="JSON; read again when it changes; may come later")
    parser.add_argument("--receipt-delay", type=float, default=RECEIPT_DELAY_SECONDS, help="seconds between receipts")
    options = parser.parse_args()
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
    log_event("starting", port=options.port)
    asyncio.run(_serve(options.config, options.receipt_delay, options.port))


if __name__ == "__main__":
    main()
