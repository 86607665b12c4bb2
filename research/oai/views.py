"""The one address of the provider, by GET and by POST."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from groundwork.cleaning import check_query
from research.oai.answers import ANSWERS, NAMESPACE, E, in_utc
from research.oai.arguments import checked_arguments
from research.oai.errors import OaiError
from research.oai.oai_dc import XSI

SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
SHOWS_NO_ARGUMENTS = {"badVerb", "badArgument"}  # section 3.2: what could not be read is not repeated


@csrf_exempt  # whoever asks changes nothing
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    query = request.POST if request.method == "POST" else request.GET
    check_query(query)
    root = etree.Element(f"{{{NAMESPACE}}}OAI-PMH", nsmap={None: NAMESPACE, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    root.append(E.responseDate(in_utc(timezone.now())))
    asked = etree.SubElement(root, f"{{{NAMESPACE}}}request")
    asked.text = request.build_absolute_uri(request.path)
    with override("en"):  # names of sets and subjects are those of the one list that is harvested
        _answer(root, asked, query, request)
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return HttpResponse(xml, content_type="text/xml; charset=utf-8")


def _answer(root: etree._Element, asked: etree._Element, query: dict, request: HttpRequest) -> None:
    try:
        arguments = checked_arguments(query)
        answer = E(arguments["verb"], *ANSWERS[arguments["verb"]](arguments, request.build_absolute_uri))
    except OaiError as error:
        answer = E.error(error.text, code=error.code)
        arguments = {} if error.code in SHOWS_NO_ARGUMENTS else {name: query[name] for name in query}
    for name, value in arguments.items():
        asked.set(name, value)
    root.append(answer)
