"""keeping the catalogue true"""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from resources.encryption import EncryptedText

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _limits_and_checks()
    _pairs_and_calls()
    _merges()


def _limits_and_checks() -> None:
    op.create_table(
        "staleness_limit",
        *_row(),
        _text("applies_to", 20),
        _text("code", 60),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staleness_limit")),
        sa.UniqueConstraint("applies_to", "code", name=op.f("uq_staleness_limit_applies_to_code")),
    )
    op.create_table(
        "catalogue_check",
        *_row(),
        sa.Column("catalogue_version", sa.Integer(), nullable=False),
        sa.Column("checked_at", _UTC(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_check")),
    )
    op.create_table(
        "found_doubt",
        *_row(),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        _text("cause", 40),
        _of_resource("found_doubt", "resource_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_doubt")),
        sa.UniqueConstraint("resource_id", "cause", name=op.f("uq_found_doubt_resource_id_cause")),
    )
    _index("found_doubt", "cause")
    _index("found_doubt", "resource_id")


def _pairs_and_calls() -> None:
    op.create_table(
        "duplicate_candidate",
        *_row(),
        sa.Column("a_id", sa.Integer(), nullable=False),
        sa.Column("b_id", sa.Integer(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        _text("evidence", None),
        _text("verdict", 20),
        _text("verdict_by", 200),
        sa.Column("verdict_at", _UTC(), nullable=True),
        _of_resource("duplicate_candidate", "a_id"),
        _of_resource("duplicate_candidate", "b_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_candidate")),
        sa.UniqueConstraint("a_id", "b_id", name=op.f("uq_duplicate_candidate_a_id_b_id")),
    )
    _index("duplicate_candidate", "a_id")
    _index("duplicate_candidate", "b_id")
    op.create_table(
        "call_claim",
        *_row(),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        _text("holder", 12),
        sa.Column("until", _UTC(), nullable=False),
        _of_resource("call_claim", "resource_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_claim")),
        sa.UniqueConstraint("resource_id", name=op.f("uq_call_claim_resource_id")),
    )


def _merges() -> None:
    op.create_table(
        "resource_merge",
        *_row(),
        _text("public_id", 12),
        sa.Column("updated_at", _UTC(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("absorbed_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", _UTC(), nullable=False),
        _text("merged_by", 200),
        sa.Column("before_json", EncryptedText("resource_merge.before_json"), nullable=False),
        sa.Column("after_json", EncryptedText("resource_merge.after_json"), nullable=False),
        _text("link_ids", None),
        sa.Column("undone_at", _UTC(), nullable=True),
        _text("undone_by", 200),
        _of_resource("resource_merge", "kept_id"),
        _of_resource("resource_merge", "absorbed_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_merge")),
        sa.UniqueConstraint("public_id", name=op.f("uq_resource_merge_public_id")),
    )
    _index("resource_merge", "absorbed_id")
    _index("resource_merge", "kept_id")


_UTC = sqlmodel.sql.sqltypes.UTCDateTime


def _row() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", _UTC(), nullable=False),
    ]


def _text(name: str, length: int | None) -> sa.Column[str]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=False)


def _of_resource(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["resource.id"], name=op.f(f"fk_{table}_{column}_resource"), ondelete="CASCADE"
    )


def _index(table: str, column: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    for table in ("resource_merge", "call_claim", "duplicate_candidate"):
        op.drop_table(table)
    for table in ("found_doubt", "catalogue_check", "staleness_limit"):
        op.drop_table(table)
