"""Every address of the portal. English has no prefix; /fr/ and /es/ are the same pages."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
