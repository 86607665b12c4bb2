"""How XML of strangers is read with lxml: nothing is replaced or loaded; depth and size are libxml2's limits."""

from lxml import etree

SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False, "remove_comments": True}


def declares_type(root: etree._Element) -> bool:
    """Whether its document has a document type, in which harm may hide: no reader here takes one."""
    return bool(root.getroottree().docinfo.doctype)
