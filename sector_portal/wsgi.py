import os

from django.core.wsgi import get_wsgi_application

from sector_portal import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sector_portal.settings")
os.environ.setdefault("BOUNDED", "true")  # a web process: see sector_portal/bounded.py
database.ensure_running()
application = get_wsgi_application()
