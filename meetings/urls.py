from django.urls import path

from meetings import views
from sectors.views import following_successions

urlpatterns = [
    path("meetings/", views.MeetingList.as_view(), name="meetings"),
    path("meetings/calendar.ics", views.MeetingsCalendar.as_view(), name="meetings-calendar"),
    path("meetings/<slug:slug>/", views.MeetingDetail.as_view(), name="meeting"),
    path("meetings/<slug:slug>/calendar.ics", views.MeetingCalendar.as_view(), name="meeting-calendar"),
    path("meetings/<slug:slug>/documents/<int:pk>/", views.document_file, name="meeting-document"),
    path(
        "sectors/<slug:slug>/calendar.ics",
        following_successions(views.SectorCalendar.as_view()),
        name="sector-calendar",
    ),
    path("follow-up/", views.OutcomeList.as_view(), name="follow-up"),
    path("follow-up/<int:pk>/", views.OutcomeDetail.as_view(), name="outcome"),
]
