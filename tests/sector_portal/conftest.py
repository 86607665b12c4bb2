from tests.workers import queue

__all__ = ["queue"]
