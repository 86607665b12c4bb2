from django.urls import path

from research import views

urlpatterns = [path("", views.PublicationList.as_view(), name="research")]
