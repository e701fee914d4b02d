"""What this machine decides: PORTAL_* in the environment, else instance/config.toml, else the default."""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass, fields
from dataclasses import field as with_default
from pathlib import Path
from typing import Any

VERSION = "0.1.0"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting of the machine. Sizes are bytes, times are seconds or minutes as named."""

    data_dir: Path = Path("instance")
    database_url: str = ""
    host: str = "0.0.0.0"
    port: int = 8080
    threads: int = 8
    secret_key: str = ""
    public_url: str = ""
    trusted_proxy: str = ""
    session_idle_minutes: int = 60
    session_hours: int = 12
    upload_bytes: int = 8 * 1024 * 1024
    page_cache_bytes: int = 16 * 1024 * 1024
    log_bytes: int = 1024 * 1024
    log_files: int = 5
    backups_kept: int = 10
    backup_folder: str = ""
    backup_second: str = ""
    backup_stick: str = ""
    backup_passphrase: str = with_default(default="", repr=False)
    backup_hours: int = 1
    backup_hourly: int = 24
    backup_daily: int = 7
    backup_weekly: int = 4
    backup_monthly: int = 12
    disk_uploads_bytes: int = 200 * 1024 * 1024
    disk_changes_bytes: int = 50 * 1024 * 1024
    demo: bool = False

    @property
    def url(self) -> str:
        """The database's address; SQLite inside the data folder unless another is set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'portal.sqlite3'}"

    @property
    def sqlite_path(self) -> Path | None:
        """The database's file; None when a server keeps it."""
        kind, _, path = self.url.partition(":///")
        return Path(path.partition("?")[0]) if kind == "sqlite" else None


def _typed(kind: str, text: object, name: str) -> object:
    try:
        if kind == "Path":
            return Path(str(text))
        if kind == "int":
            return int(str(text))
        if kind == "bool":
            return text if isinstance(text, bool) else str(text).strip().lower() in ("1", "true", "yes", "on")
    except ValueError:
        raise SystemExit(f"设置 {name} 不对 / bad setting {name}: {text!r}") from None
    return str(text)


def _from_file(data_dir: Path) -> dict[str, object]:
    path = data_dir / "config.toml"
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SystemExit(f"设置文件读不懂 / cannot read config.toml: {error}") from None


def load_settings(**given: object) -> Settings:
    """Settings as given by the caller, else the environment, else the file, else the default."""
    data_dir = Path(str(given.get("data_dir") or os.environ.get("PORTAL_DATA_DIR") or "instance"))
    chosen: dict[str, object] = dict(_from_file(data_dir))
    for field in fields(Settings):
        from_environment = os.environ.get(f"PORTAL_{field.name.upper()}")
        if from_environment is not None:
            chosen[field.name] = from_environment
        if given.get(field.name) is not None:
            chosen[field.name] = given[field.name]
    unknown = sorted(set(chosen) - {field.name for field in fields(Settings)})
    if unknown:
        raise SystemExit(f"没有这样的设置 / no such setting: {', '.join(unknown)}")
    chosen["data_dir"] = data_dir
    typed: dict[str, Any] = {
        field.name: _typed(str(field.type), chosen[field.name], field.name)
        for field in fields(Settings) if field.name in chosen
    }
    return Settings(**typed)


def secret_key(settings: Settings) -> str:
    """The key that signs sessions and slips: from the settings, else made once and kept with mode 0600."""
    if settings.secret_key:
        return settings.secret_key
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    path = settings.data_dir / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text(encoding="ascii").strip()
        if kept:
            return kept
        raise SystemExit("密钥文件是空的，请从备份里恢复 secret.key / secret.key is empty: restore it") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_hex(32)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key
