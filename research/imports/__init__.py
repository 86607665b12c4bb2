"""From the rows of a source to records, and from records to works: reading, cleaning, matching, suggesting tags.

Nothing here touches the database. `records.py` names the shapes that go in and out.
"""
