"""areas and population"""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TEXTS = (("municipality_code", 5), ("edition", 100), ("licence", 300), ("note", 500))


def upgrade() -> None:
    with op.batch_alter_table("district", schema=None) as batch_op:
        for name, length in _TEXTS:
            text = sqlmodel.sql.sqltypes.AutoString(length=length)
            batch_op.add_column(sa.Column(name, text, nullable=False, server_default=""))
        # Every district of an older database is the city's own.
        batch_op.add_column(sa.Column("own", sa.Boolean(), nullable=False, server_default=sa.true()))

    op.create_table(
        "population_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("edition", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("licence", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("age_bands", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("has_singles", sa.Boolean(), nullable=False),
        sa.Column("districts_stated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_source")),
    )
    op.create_table(
        "population_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("district_code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("total", sa.Float(), nullable=True),
        sa.Column("counts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("singles", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["population_source.id"],
            name=op.f("fk_population_cell_source_id_population_source"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_cell")),
        sa.UniqueConstraint("source_id", "position", name=op.f("uq_population_cell_source_id_position")),
    )
    with op.batch_alter_table("population_cell", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_population_cell_district_code"), ["district_code"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("population_cell", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_population_cell_district_code"))

    op.drop_table("population_cell")
    op.drop_table("population_source")
    with op.batch_alter_table("district", schema=None) as batch_op:
        batch_op.drop_column("own")
        for name, _ in reversed(_TEXTS):
            batch_op.drop_column(name)
