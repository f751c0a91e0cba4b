"""weeks, months and exceptions of a schedule rule"""

from collections.abc import Sequence

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TEXTS = {"weeks": 20, "month_days": 100, "months": 40, "occasion": 40, "exceptions": None}


def upgrade() -> None:
    with op.batch_alter_table("resource_schedule", schema=None) as batch_op:
        for name, length in _TEXTS.items():
            kind = sqlmodel.sql.sqltypes.AutoString(length=length)
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=""))
        batch_op.add_column(sa.Column("doubtful", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("resource_schedule", schema=None) as batch_op:
        for name in (*_TEXTS, "doubtful"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("resource_schedule", schema=None) as batch_op:
        for name in ("doubtful", *reversed(_TEXTS)):
            batch_op.drop_column(name)
