"""imports that wait, saved mappings of columns"""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from resources.encryption import EncryptedText

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    _add_saved_mappings()
    _add_pending_imports()
    _add_pending_files()


def _add_saved_mappings() -> None:
    op.create_table(
        "saved_mapping",
        *_of_a_versioned_row(),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("fingerprint", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("mapping_json", EncryptedText("saved_mapping.mapping_json"), nullable=False),
        sa.Column("created_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("used_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_saved_mapping_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_mapping")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_saved_mapping_organisation_id_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_saved_mapping_public_id")),
    )
    with op.batch_alter_table("saved_mapping", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_mapping_fingerprint"), ["fingerprint"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_saved_mapping_organisation_id"), ["organisation_id"], unique=False
        )


def _add_pending_imports() -> None:
    op.create_table(
        "pending_import",
        *_of_a_versioned_row(),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("outcome_json", EncryptedText("pending_import.outcome_json"), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_pending_import_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pending_import_public_id")),
    )
    with op.batch_alter_table("pending_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pending_import_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pending_import_expires_at"), ["expires_at"], unique=False)


def _add_pending_files() -> None:
    op.create_table(
        "pending_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("pending_import_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("file_name", EncryptedText("pending_file.file_name"), nullable=False),
        sa.Column("content", EncryptedText("pending_file.content"), nullable=False),
        sa.Column("mapping_json", EncryptedText("pending_file.mapping_json"), nullable=False),
        sa.ForeignKeyConstraint(
            ["pending_import_id"],
            ["pending_import.id"],
            name=op.f("fk_pending_file_pending_import_id_pending_import"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_file")),
    )
    with op.batch_alter_table("pending_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_pending_file_pending_import_id"), ["pending_import_id"], unique=False
        )


def _of_a_versioned_row() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("public_id", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    for table in ("pending_file", "pending_import", "saved_mapping"):
        op.drop_table(table)
