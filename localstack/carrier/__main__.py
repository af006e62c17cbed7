"""`python -m localstack.carrier --port 8081 --config PATH`"""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

from aiohttp import web

from localstack.carrier.app import RECEIPT_DELAY_SECONDS, build_app
from localstack.carrier.carrier import log_event


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m localstack.carrier", description="A pretend Twilio, loopback only")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--config", type=Path, required=True, help="JSON; read again when it changes; may come later")
    parser.add_argument("--receipt-delay", type=float, default=RECEIPT_DELAY_SECONDS, help="seconds between receipts")
    options = parser.parse_args()
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
    log_event("starting", port=options.port)
    # No access log: its query strings would hold numbers.
    web.run_app(
        build_app(options.config, options.receipt_delay),
        host="127.0.0.1",
        port=options.port,
        access_log=None,
        print=None,
        shutdown_timeout=1,
    )


if __name__ == "__main__":
    main()
