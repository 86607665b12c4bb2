import re

from sector_portal.pages.glance import at_a_glance


def test_what_there_is_none_of_is_left_out_and_one_is_not_many():
    figures = at_a_glance(research=2, practices=1, outcomes=0)
    assert [(one["number"], one["words"]) for one in figures] == [(2, "research records"), (1, "good practice")]
    assert at_a_glance(research=2, practices=0) == []


def test_every_number_leads_to_a_part_of_its_page(filled, client):
    for address in ("/sectors/mining/", "/themes/skills/", "/countries/tha/"):
        response = client.get(address)
        strip = re.search(r'<ul class="figs".*?</ul>', response.text, re.DOTALL)[0]
        anchors = re.findall(r'href="#([\w-]+)"', strip)
        assert len(anchors) == len(response.context["glance"]) >= 4
        assert all(f'id="{anchor}"' in response.text for anchor in anchors)
