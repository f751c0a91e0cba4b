"""What an operator sets: environment variables with the prefix TSUNAGITE_."""

from __future__ import annotations

from pathlib import Path

from pydantic import AliasChoices, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from resources.errors import BadInput


class Settings(BaseSettings):
    """Settings of one running application; nothing here changes while it runs.

    `key_file`: the key of the encrypted columns, outside the database (may be missing for a demo only).
    `data_dir`: streets and timetables, which are too large for the database; beside a SQLite file by default.
    `tls`: browsers reach us over HTTPS; cookies then are Secure and bound to this host.
    `publish`: answer programs of other systems under /hsds/ without a sign-in; off unless set, on in a demo.
    `publish_licence`: under which the municipality gives its own entries away, printed in every export.
    `tile_url`: a map tile server inside the closed network, "http://host/{z}/{x}/{y}.png"; none by default.
    `base_layer`: a file of roads, railways, water or buildings that is drawn in pale grey under the maps;
    `base_layer_source`: who made it, printed under them.
    `max_upload_bytes`: how large the files may be that are uploaded together, for an import.
    """

    model_config = SettingsConfigDict(env_prefix="TSUNAGITE_", frozen=True, populate_by_name=True)

    database_url: str = Field(
        default="sqlite:///var/tsunagite.db",
        validation_alias=AliasChoices("TSUNAGITE_DATABASE_URL", "DATABASE_URL"),
    )
    key_file: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    data_dir: Path | None = None
    tls: bool = False
    publish: bool | None = None
    publish_licence: str = Field(default="", max_length=200)
    tile_url: str | None = None
    tile_attribution: str = ""
    base_layer: Path | None = None
    base_layer_source: str = Field(default="", max_length=200)
    max_body_bytes: int = Field(default=1_000_000, ge=10_000)
    max_upload_bytes: int = Field(default=20_000_000, ge=10_000)


def read_settings(**given: object) -> Settings:
    """Settings of the environment, with what the command line gives (None = not given).

    Raises BadInput naming the variable that cannot be used; its value is not repeated.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        variable = name if name.isupper() else f"TSUNAGITE_{name.upper()}"
        raise BadInput(
            f"設定 {variable} の値を使えません。", remedy="環境変数か、同じ名前の引数の値を直してください。"
        ) from error
