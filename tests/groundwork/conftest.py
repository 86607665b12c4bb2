from tests.mail_server import mail_server
from tests.workers import queue

__all__ = ["mail_server", "queue"]
