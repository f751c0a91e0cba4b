"""Every table of the application, for the migrations: importing this module makes the metadata complete."""

import api.accounts.tables  # noqa: F401
import resources.tables  # noqa: F401
