"""What a person does with documents, and how lists and pages show them."""

from hub.documents.service.reading import (
    Listed,
    Order,
    Version,
    Whole,
    count,
    find,
    latest,
    listed,
    namesakes,
    owned,
    read,
    several,
)
from hub.documents.service.steps import (
    Download,
    NewFile,
    add,
    add_version,
    download,
    downloaded,
    rename,
    set_back,
)

__all__ = [
    "Download",
    "Listed",
    "NewFile",
    "Order",
    "Version",
    "Whole",
    "add",
    "add_version",
    "count",
    "download",
    "downloaded",
    "find",
    "latest",
    "listed",
    "namesakes",
    "owned",
    "read",
    "rename",
    "set_back",
    "several",
]
