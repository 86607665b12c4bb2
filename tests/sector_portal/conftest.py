from tests.sector_portal.filled import filled
from tests.workers import queue

__all__ = ["filled", "queue"]
