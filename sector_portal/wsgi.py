import os

from django.core.wsgi import get_wsgi_application

from sector_portal import database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sector_portal.settings")
database.ensure_running()
application = get_wsgi_application()
