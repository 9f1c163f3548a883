"""The life of an external, whole: terms of use by version, another sponsor, the end and what is kept.

Why: an external's access always has somebody who vouches for it, and an end.
"""

from migrations.files import drop_functions, run, run_files, settle

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("terms",)
INTERNAL: tuple[str, ...] = ("has_agreed", "terms_number")

# The clause that the one rule gains, whoever changed it before: an external counts who accepted the terms in force.
COUNTS = "o.status = 'active' AND a.since <= t AND a.until > t),"
COUNTS_AGREED = COUNTS.replace(
    "),", "\n           AND (a.kind <> 'external' OR plein.has_agreed(a.id, a.organisation_id))),"
)
CHANGE = """
GRANT CREATE ON SCHEMA plein TO plein_door; SET ROLE plein_door;
DO $do$
DECLARE body text := pg_get_functiondef('plein.compute(uuid,uuid,uuid)'::regprocedure);
BEGIN
  IF (length(body) - length(replace(body, $old${old}$old$, ''))) <> length($old${old}$old$) THEN
    RAISE EXCEPTION 'the one rule does not have the clause once: %', $old${old}$old$;
  END IF;
  EXECUTE replace(body, $old${old}$old$, $new${new}$new$);
END $do$;
RESET ROLE; REVOKE CREATE ON SCHEMA plein FROM plein_door;
"""


def upgrade() -> None:
    """Makes it."""
    run_files("0008", *PARTS)
    settle(INTERNAL)
    run(CHANGE.format(old=COUNTS, new=COUNTS_AGREED))


def downgrade() -> None:
    """Takes it back."""
    run(CHANGE.format(old=COUNTS_AGREED, new=COUNTS))
    drop_functions(
        "publish_terms",
        "terms_of",
        "terms_takers",
        "current_terms",
        "owed_terms",
        "accept_terms",
        "has_agreed",
        "terms_number",
    )
    run("DROP TABLE plein.terms_accepted, plein.terms")
