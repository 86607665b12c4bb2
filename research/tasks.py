"""What the worker does for the research floor."""

from procrastinate.contrib.django import app

from groundwork import jobs
from research.models import SectorTag
from research.search.index import reindex
from sectors.models import Sector


@app.task(retry=jobs.RETRY)
def recount_sectors(sector_ids: list[int]) -> None:
    """Write anew the search rows of what is filed under these sectors, or under what counts for them."""
    filed = SectorTag.objects.filter(sector__in=Sector.objects.counted_for(sector_ids))
    reindex(filed.values_list("publication", flat=True))
