"""The slow reader: a sentence-embedding model with a head trained on our own sentences."""

from __future__ import annotations

from shared.ai.risk_model.semantic import Prototype, SemanticRisk

__all__ = ["Prototype", "SemanticRisk"]
