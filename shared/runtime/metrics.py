"""CloudWatch metrics through the log (embedded metric format): no call, no wait, few dimensions."""

from __future__ import annotations

import json
import time

NAMESPACE = "Holdfast"


def count(name: str, **dimensions: str) -> None:
    """Count `name` once. Dimensions are enums, never ids: each combination costs money."""
    _emit(name, 1, "Count", dimensions)


def gauge(name: str, value: float, unit: str) -> None:
    """Record how much of `name` there is now; `unit` is one of CloudWatch's."""
    _emit(name, value, unit, {})


def _emit(name: str, value: float, unit: str, dimensions: dict[str, str]) -> None:
    print(
        json.dumps(
            {
                "_aws": {
                    "Timestamp": int(time.time() * 1000),
                    "CloudWatchMetrics": [
                        {
                            "Namespace": NAMESPACE,
                            "Dimensions": [sorted(dimensions)],
                            "Metrics": [{"Name": name, "Unit": unit}],
                        }
                    ],
                },
                name: value,
                **dimensions,
            },
            separators=(",", ":"),
        ),
        flush=True,
    )
