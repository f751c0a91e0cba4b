"""towns by which addresses are located"""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    with op.batch_alter_table("resource_location", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("district_by_position", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("municipality_code", text(length=5), nullable=False, server_default=""))

    with op.batch_alter_table("import_source", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", text(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("edition", text(length=100), nullable=False, server_default=""))

    op.create_table(
        "address_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("name", text(length=300), nullable=False),
        sa.Column("edition", text(length=100), nullable=False),
        sa.Column("licence", text(length=300), nullable=False),
        sa.Column("attribution", text(length=500), nullable=False),
        sa.Column("sha256", text(length=64), nullable=False),
        sa.Column("towns", sa.Integer(), nullable=False),
        sa.Column("imported_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_source")),
        sa.UniqueConstraint("name", name=op.f("uq_address_source_name")),
    )
    op.create_table(
        "address_town",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", text(length=5), nullable=False),
        sa.Column("prefecture", text(length=10), nullable=False),
        sa.Column("county", text(length=40), nullable=False),
        sa.Column("city", text(length=60), nullable=False),
        sa.Column("ward", text(length=40), nullable=False),
        sa.Column("name", text(length=200), nullable=False),
        sa.Column("koaza", text(length=200), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["address_source.id"],
            name=op.f("fk_address_town_source_id_address_source"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_town")),
    )
    with op.batch_alter_table("address_town", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_address_town_city"), ["city"], unique=False)
        batch_op.create_index(batch_op.f("ix_address_town_source_id"), ["source_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("address_town", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_address_town_source_id"))
        batch_op.drop_index(batch_op.f("ix_address_town_city"))
    op.drop_table("address_town")
    op.drop_table("address_source")
    with op.batch_alter_table("import_source", schema=None) as batch_op:
        batch_op.drop_column("edition")
        batch_op.drop_column("name")
    with op.batch_alter_table("resource_location", schema=None) as batch_op:
        batch_op.drop_column("municipality_code")
        batch_op.drop_column("district_by_position")
