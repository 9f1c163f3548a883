"""Emergency access: two administrators, a reason, a few hours, and everybody told.

Why: somebody must be able to look when nobody is left to open, and never in silence.
"""

from migrations.files import drop_functions, run, run_files, settle

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("emergency",)
INTERNAL: tuple[str, ...] = (
    *("emergency_owners", "emergency_needs", "stays_put_out"),
    *("cut_emergency", "ends_emergencies", "ends_owners_emergencies"),
)


def upgrade() -> None:
    """Makes it."""
    run_files("0011", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    run("DROP TRIGGER ends_emergencies ON plein.affiliation; DROP TRIGGER stays_put_out ON plein.membership")
    run("DROP TRIGGER ends_owners_emergencies ON plein.party")
    drop_functions(
        "work_emergency", "emergency_terms", "admin_emergencies", "space_emergencies", "emergency_read",
        "own_emergencies", "ends_owners_emergencies", "ends_emergencies", "cut_emergency",
        "end_emergency", "answer_emergency", "ask_emergency", "emergency_needs",
        "emergency_owners", "stays_put_out",
    )  # fmt: skip
    run(
        "DROP TABLE plein.emergency_consent, plein.emergency; DROP INDEX plein.membership_emergency;"
        " UPDATE plein.membership SET came = 'added' WHERE came = 'emergency';"
        " ALTER TABLE plein.membership DROP CONSTRAINT membership_emergency_check,"
        " DROP CONSTRAINT membership_came_check,"
        " ADD CONSTRAINT membership_came_check CHECK (came IN ('founded', 'self', 'added', 'invited'))"
    )
