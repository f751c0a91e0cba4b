"""the searched text with 異体字 folded"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from geo.addresses.folding import variants

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_RESOURCE = sa.table("resource", sa.column("id", sa.Integer), sa.column("search_text", sa.String))


def upgrade() -> None:
    connection = op.get_bind()
    for key, text in connection.execute(sa.select(_RESOURCE.c.id, _RESOURCE.c.search_text)).all():
        folded = text.translate(variants())
        if folded != text:
            row = sa.update(_RESOURCE).where(_RESOURCE.c.id == key)
            connection.execute(row.values(search_text=folded))


def downgrade() -> None:
    """An older program finds the folded text too, unless somebody types the old character."""
