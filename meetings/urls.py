from django.urls import path

from meetings import views

urlpatterns = [
    path("meetings/", views.MeetingList.as_view(), name="meetings"),
    path("meetings/<slug:slug>/", views.MeetingDetail.as_view(), name="meeting"),
    path("follow-up/", views.OutcomeList.as_view(), name="follow-up"),
    path("follow-up/<int:pk>/", views.OutcomeDetail.as_view(), name="outcome"),
]
