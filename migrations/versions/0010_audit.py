"""The audit log sealed: a chain for each organisation, and what the self-check found.

Why: an auditor must be able to see that nothing was altered, removed, put in or cut off.
"""

from migrations.files import drop_functions, run, run_files, settle, take_back

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

PARTS: tuple[str, ...] = ("verbs", "seal", "isolation")
INTERNAL: tuple[str, ...] = ("person_mark", "canonical", "waits_for_seal")


def upgrade() -> None:
    """Makes it."""
    run_files("0010", *PARTS)
    settle(INTERNAL)


def downgrade() -> None:
    """Takes it back."""
    run("DROP TRIGGER waits_for_seal ON plein.audit")
    drop_functions(
        "audit_head", "audit_seals", "own_audit", "work_mail_heads", "work_published", "work_heads", "work_seal",
        "waits_for_seal", "canonical", "person_mark", "ask_check", "last_check", "work_keep_check",
    )  # fmt: skip
    run(
        "DROP TABLE plein.audit_seal, plein.audit_unsealed, plein.audit_published, plein.self_check;"
        " DROP INDEX plein.audit_affiliation, plein.audit_thing; REVOKE SELECT ON plein.audit FROM plein_door"
    )
    take_back("0001", "doors_base", "audit")
