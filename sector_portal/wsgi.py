import os

from django.core.wsgi import get_wsgi_application

from sector_portal import database
from sector_portal.warm_up import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sector_portal.settings")
os.environ.setdefault("BOUNDED", "true")  # a web process: see sector_portal/bounded.py
database.ensure_running()
application = get_wsgi_application()
warm_up()
