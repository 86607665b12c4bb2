from django.urls import path

from meetings.views import follow_up, meetings, programme, reviews, tables
from sectors.views import following_successions

urlpatterns = [
    path("meetings/", meetings.MeetingList.as_view(), name="meetings"),
    path("meetings/calendar.ics", meetings.MeetingsCalendar.as_view(), name="meetings-calendar"),
    path("meetings/programme/", programme.Programme.as_view(), name="programme"),
    path("meetings/<slug:slug>/", meetings.MeetingDetail.as_view(), name="meeting"),
    path("meetings/<slug:slug>/calendar.ics", meetings.MeetingCalendar.as_view(), name="meeting-calendar"),
    path("meetings/<slug:slug>/documents/<int:pk>/", meetings.document_file, name="meeting-document"),
    path(
        "sectors/<slug:slug>/calendar.ics",
        following_successions(meetings.SectorCalendar.as_view()),
        name="sector-calendar",
    ),
    path("reviews/<slug:slug>/", reviews.ReviewDetail.as_view(), name="review"),
    path("follow-up/", follow_up.OutcomeList.as_view(), name="follow-up"),
    path("follow-up/export.csv", follow_up.FollowUpCsv.as_view(), name="follow-up-csv"),
    path("follow-up/calendar.ics", follow_up.FollowUpCalendar.as_view(), name="follow-up-calendar"),
    path("follow-up/definition/", follow_up.FollowUpDefinition.as_view(), name="follow-up-definition"),
    path("follow-up/tables/", tables.TablePage.as_view(), name="follow-up-tables"),
    path("follow-up/tables.docx", tables.TableWord.as_view(), name="follow-up-tables-docx"),
    path("follow-up/tables.csv", tables.TableCsv.as_view(), name="follow-up-tables-csv"),
    path("follow-up/tables/<slug:slug>/", tables.TablePage.as_view(), name="follow-up-table"),
    path("follow-up/tables/<slug:slug>.docx", tables.TableWord.as_view(), name="follow-up-table-docx"),
    path("follow-up/tables/<slug:slug>.csv", tables.TableCsv.as_view(), name="follow-up-table-csv"),
    path("follow-up/evidence/<int:pk>/", follow_up.evidence_file, name="evidence"),
    path("follow-up/<int:pk>/calendar.ics", follow_up.OutcomeCalendar.as_view(), name="outcome-calendar"),
    path("follow-up/<int:pk>/", follow_up.OutcomeDetail.as_view(), name="outcome"),
]
