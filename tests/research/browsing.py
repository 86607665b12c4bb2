"""Reading the repository's page in tests."""

import re


def found(client, query=""):
    """Titles of the first page, sorted."""
    response = client.get(f"/research/?{query}")
    assert response.status_code == 200
    return sorted(re.sub("</?mark>", "", result["title"]) for result in response.context["results"])


def options(response, facet):
    """Counts by value, those of the values within a value after it."""
    columns = {column["name"]: column["options"] for column in response.context["forms"]["filters"]["facets"]}
    return {option["value"]: option["count"] for option in flat(columns.get(facet, []))}


def flat(tree):
    return [option for one in tree for option in (one, *one.get("within", ()))]


def title(response):
    return re.search("<title>(.*?)</title>", response.text, re.DOTALL)[1].strip()
