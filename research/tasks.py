"""What the worker does for the research floor."""

from procrastinate.contrib.django import app

from groundwork import jobs
from research import services
from research.models import PublicationFile


@app.task(name=services.READ_FULL_TEXT, retry=jobs.RETRY)
def read_full_text(file_id: int) -> None:
    file = PublicationFile.objects.filter(pk=file_id).first()
    if file:  # else it was taken away meanwhile
        services.read_full_text(file)
