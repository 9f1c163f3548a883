"""Questions that look like what somebody is typing: by the words of their titles, in spaces that the actor sees."""

from uuid import UUID

from sqlalchemy import text

from hub.questions.service.lists import NIL, Line, lines
from tenants.actor import Actor
from tenants.db import session

MOST = 5
"""So many are shown."""
SPACES = 200
"""So many spaces are asked: the one of the question, then those with the latest news."""
EACH = 50
"""So many questions of a space with one word count, the newest."""
CONSIDERED = 100
"""Of so many questions, those that look most like it, we look whether they are still there."""
WORDS = 12
"""So many words of what is typed are looked up."""

# A word is worth more where fewer titles have it; at least so many words agree, where so many were said.
_ALIKE = text("""
WITH said AS (SELECT w FROM plein.stems(:said) w LIMIT :words),
asked AS (SELECT a.space_id FROM plein.space_activity a WHERE a.space_id = ANY (cast(:spaces AS uuid[]))
  ORDER BY a.space_id = :here DESC, a.last_item_id DESC NULLS LAST LIMIT :most_spaces),
hits AS (SELECT found.item_id, said.w FROM asked CROSS JOIN said CROSS JOIN LATERAL (
  SELECT q.item_id FROM plein.question_word q WHERE q.space_id = asked.space_id AND q.word = said.w
   ORDER BY q.item_id DESC LIMIT :each) found),
worth AS (SELECT h.w, 1.0 / count(*) AS rare FROM hits h GROUP BY h.w),
ranked AS (SELECT h.item_id, sum(worth.rare) AS worth, count(*) AS shared FROM hits h JOIN worth USING (w)
  WHERE h.item_id <> :besides GROUP BY h.item_id
  HAVING count(*) >= least(:least, (SELECT count(*) FROM said))
  ORDER BY sum(worth.rare) DESC, count(*) DESC, h.item_id DESC LIMIT :considered)
SELECT r.item_id FROM ranked r CROSS JOIN LATERAL (
  SELECT q.accepted_id FROM plein.question q JOIN plein.item i ON i.space_id = q.space_id AND i.id = q.item_id
   WHERE q.item_id = r.item_id AND i.kind = 'question' AND i.deleted_at IS NULL AND q.merged_into IS NULL LIMIT 1) q
 ORDER BY r.worth DESC, r.shared DESC, q.accepted_id IS NULL, r.item_id DESC LIMIT :most
""")


def alike(
    actor: Actor,
    said: str,
    *,
    here: UUID | None = None,
    besides: UUID | None = None,
    only_here: bool = False,
    most: int = MOST,
) -> list[Line]:
    """The questions most like these words, those with an answer first.

    What the actor does not see is neither found nor counted. `here`: the space in which one asks, looked in first (or
    alone: then one word in common is enough); `besides`: the question that is not meant.
    """
    wanted = {here} & actor.sees if only_here else actor.sees
    if not said.strip() or not wanted:
        return []
    values = {
        "said": said,
        "words": WORDS,
        "spaces": sorted(one for one in wanted if one is not None),
        "here": here or NIL,
        "most_spaces": SPACES,
        "each": EACH,
        "besides": besides or NIL,
        "considered": CONSIDERED,
        "least": 1 if only_here else 2,
        "most": most,
    }
    ids = list(session().scalars(_ALIKE, values))
    found = lines(actor, ids)
    return sorted((found[one] for one in ids if one in found), key=lambda line: not line.is_answered)
