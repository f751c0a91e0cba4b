"""history of entries"""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from resources.encryption import EncryptedText

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "resource_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("action", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("fields_json", EncryptedText("resource_change.fields_json"), nullable=False),
        sa.Column("note", EncryptedText("resource_change.note"), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_id"],
            ["resource.id"],
            name=op.f("fk_resource_change_resource_id_resource"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_change")),
    )
    with op.batch_alter_table("resource_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_change_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_resource_change_resource_id"), ["resource_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("resource_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_change_resource_id"))
        batch_op.drop_index(batch_op.f("ix_resource_change_at"))
    op.drop_table("resource_change")
