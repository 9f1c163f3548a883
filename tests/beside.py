"""What stands beside what the cast wrote: for every clause that guards it somebody whom that lets in or keeps out."""

from tests.world import World

WHERE = {  # a space with its message, its question and who wrote both
    "visie": ("bericht-visie", "vraag-visie", "sanne"),
    "tender": ("bericht-tender", "vraag-tender", "sanne"),
    "kamer-a": ("bericht-kamer-a", "vraag-kamer-a", "karin"),
    "intern": ("bericht-intern", "vraag-intern", "fatima"),
    "elders": ("bericht-elders", "vraag-elders", "joost"),
    "oud": ("post-oud", "question-oud", "sanne"),
}


def lay_beside(world: World) -> None:
    """All of it."""
    for space, (post, question, who) in WHERE.items():
        _of_message(world, space, post, who)
        _of_question(world, space, question, who)
        _of_documents(world, space, who)
    _own(world)
    _rooms_to_move_from(world)
    _veiled(world)
    _same_contents(world)


def _file(world: World, space: str, item: str, who: str, sha256: str) -> None:
    affiliation = world[who].affiliation
    world.lay(
        "attachment",
        id=world.one("SELECT plein.new_id()"),
        space_id=world.spaces[space],
        item_id=world.items[item],
        author_id=affiliation,
        owner_id=world.one("SELECT organisation_id FROM plein.affiliation WHERE id = %s", affiliation),
        sha256=sha256,
        size=1,
        media_type="text/plain",
        file_name="x.txt",
        created_at=world.now,
    )


def _of_message(world: World, space: str, post: str, who: str) -> None:
    spine = {"space_id": world.spaces[space], "item_id": world.items[post]}
    author, steward = world[who].affiliation, world["joost" if space == "elders" else "fatima"].affiliation
    _file(world, space, post, who, world.items[post].hex * 2)  # a content that no version shows
    world.lay("mention", **spine, author_id=author, affiliation_id=world["kees"].affiliation, shown="Kees Prins")
    world.lay(
        "item_past", **spine, number=1, author_id=author, title="", body="Eerst stond er dit", replaced_at=world.now
    )
    world.lay("pin", **spine, author_id=steward, created_at=world.now)


def _of_question(world: World, space: str, question: str, who: str) -> None:
    author = world[who].affiliation
    world.item(f"nog-een-{space}", space, who, "question")  # so that one can become the other
    answer = world.item(f"goed-{space}", space, who, "answer", parent=question)
    world.lay(
        "good_answer",
        space_id=world.spaces[space],
        question_id=world.items[question],
        answer_id=answer,
        marked_by=author,
        marked_at=world.now,
    )
    world.lay("item_tag", space_id=world.spaces[space], item_id=world.items[question], tag="verkeer")


def _of_documents(world: World, space: str, who: str) -> None:
    world.item(f"map-{space}", space, who, "folder")
    if space in {"tender", "oud"}:
        headless = world.item(f"kop-{space}", space, who, "document")  # its head can be written once more
        world.keeper.execute("DELETE FROM plein.document_head WHERE document_id = %s", (headless,))


def _own(world: World) -> None:
    for who, space, post in (("fatima", "intern", "bericht-intern"), ("joost", "elders", "bericht-elders")):
        person, thing, place = world[who].person_id, world.items[post], world.spaces[space]
        draft = world.one("SELECT plein.new_id()")
        world.lay("draft", id=draft, person_id=person, place="comment", thing_id=thing, saved_at=world.now)
        # The file that waits as an affiliation of somebody else is nobody's.
        for as_whom, name in ((world[who].affiliation, "wacht.txt"), (world["kees"].affiliation, "vreemd.txt")):
            world.lay(
                "draft_file",
                id=world.one("SELECT plein.new_id()"),
                draft_id=draft,
                person_id=person,
                affiliation_id=as_whom,
                owner_id=world.one("SELECT organisation_id FROM plein.affiliation WHERE id = %s", as_whom),
                sha256="0" * 64,
                size=1,
                media_type="text/plain",
                file_name=name,
            )
        world.lay("space_read", person_id=person, space_id=place, upto=thing)
        world.lay("thread_read", person_id=person, space_id=place, item_id=thing, upto=thing)


def _rooms_to_move_from(world: World) -> None:
    """Whoever wrote in these is a member of the group too, but for one thing: what they wrote does not move there."""
    world.person("poort", "Piet Poort", "zandwijk")  # a steward of a room who does not see its group
    world.room("doos-tender", "tender", "Kamer om uit te verhuizen", founder="poort")
    world.member("doos-tender", "fatima", "steward")
    # Waits in that room, so that its stewards alone know this firm: who sees the group knows all its parties.
    world.organisation("wachters", "Wachters BV", firm=True, listed=False)
    world.person("wachters", "Iemand van wachters", "wachters")
    world.lay(
        "party",
        group_id=world.spaces["tender"],
        organisation_id=world.organisations["wachters"],
        role="participant",
        reach="named",
        since=world.now,
    )
    world.member("doos-tender", "wachters", confirmed=False)
    for who, of in (
        *(("dubbel", of) for of in ("zandwijk", "weg", "straks", "meerbergen")),
        *((who, "") for who in ("schreef", "later", "eerder", "slaap")),
        ("tweede", "meerbergen"),
    ):
        world.member("doos-tender", who, of=of)
        world.item(f"uit-de-doos-{who}-{of}", "doos-tender", who, of=of)
    world.room("doos-visie", "visie", "Kamer om uit te verhuizen", founder="fatima")
    for who in ("zelf", "lezer"):  # one is in the group by openness alone, one reads there and writes here
        world.member("doos-visie", who)
        world.item(f"uit-de-doos-{who}", "doos-visie", who)
    world.member("doos-visie", "tekent-niet", sponsor="dirk")  # owes terms, and is a member of both all the same
    world.item("uit-de-doos-tekent-niet", "doos-visie", "tekent-niet")
    world.room("doos-genoemd", "genoemd", "Kamer om uit te verhuizen", founder="fatima")
    world.member("doos-genoemd", "wachter")
    world.item("uit-de-doos-wachter", "doos-genoemd", "wachter")
    world.item("bericht-oud-dicht", "oud-dicht", "fatima")  # lies in an archived room of a group in use
    world.item("bericht-naar-oud-dicht", "visie", "fatima")


def _veiled(world: World) -> None:
    """Was in the bin when its thread moved: by its author, by a steward, and a steward's by who was one then."""
    for key, who, by in (
        ("sluier", "sanne", "sanne"),
        ("sluier-genomen", "sanne", "fatima"),
        ("sluier-ooit", "fatima", "sanne"),
    ):
        item = world.item(key, "tender", who, "comment", parent="bericht-tender")
        spine = {"space_id": world.spaces["tender"], "item_id": item, "author_id": world[who].affiliation}
        world.lay("item_past", **spine, number=1, title="", body="Eerst stond er dit", replaced_at=world.now)
        world.lay("mention", **spine, affiliation_id=world["kees"].affiliation, shown="Kees Prins")
        _file(world, "tender", key, who, item.hex * 2)
        world.keeper.execute(
            "UPDATE plein.item SET deleted_at = %s, deleted_by = %s, veiled = true WHERE id = %s",
            (world.now, world[by].affiliation, item),
        )


def _same_contents(world: World) -> None:
    """The same bytes at two organisations are two contents, each with its preview."""
    for space, who in (("intern", "fatima"), ("elders", "joost")):
        world.item(f"gelijk-{space}", space, who, "document", text="overal gelijk")
        _file(world, space, f"reactie-{space}", who, "f" * 64)
    world.keeper.execute(
        "INSERT INTO plein.preview_page (owner_id, sha256, number) SELECT owner_id, sha256, 1 FROM plein.preview"
    )
