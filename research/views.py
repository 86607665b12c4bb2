from django.views.generic import TemplateView


class PublicationList(TemplateView):
    """The repository's search."""

    template_name = "research/publication_list.html"
