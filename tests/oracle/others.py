"""Which rows of the tables that hold no access and no spine somebody sees."""

from uuid import UUID

from tests.oracle.model import View


def visible(view: View, table: str) -> set[tuple[UUID, ...]]:
    """Rows of the tables that hold no access and no spine; each begins with what its reader is decided by."""
    rows, of = view.hub.rows[table], view.administers
    match table:
        case "audit":
            pass
        case "invitation":
            return {row for row in rows if row[0] in of or row[1] in view.staff}
        case "agreement" | "agreement_party":
            of = {row[0] for row in view.hub.rows["agreement_party"] if row[1] in view.administers}
        case "proposal":
            of = view.stewards
        case "copy":
            of = view.active
        case "draft_file":  # one's own, as an affiliation that counts
            return {row for row in rows if row[0] in view.active and row[2] == view.person}
        case "affiliation_address":
            of = view.mine
        case "person" | "once" | "draft" | "space_read" | "thread_read":
            of = {view.person}
        case "preview" | "preview_page" | "attachment" | "item_past" | "mention":
            return {row for row in rows if _shows(view, table, row)}
        case _:
            of = view.sees
    return {row for row in rows if row[0] in of}


def _shows(view: View, table: str, row: tuple[UUID, ...]) -> bool:
    """Words and what stands with them go with their item, the second column; previews with what shows the file."""
    if table in {"preview", "preview_page"}:
        return any(content == str(row[0]) and view.reads(item) for content, item in view.hub.contents)
    return view.reads(row[1])
