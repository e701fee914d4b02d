"""From a folder to a running portal: one process per folder, backup, migrate, serve, and say where it is."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import waitress
from flask.cli import FlaskGroup
from peewee import DatabaseError

from . import Portal, create_app
from .addresses import addresses
from .backups.upgrading import upgrade
from .foundation import disk, doubt, facts, i18n, migrating
from .foundation.codes import new_code
from .foundation.database import checkpoint, connected, is_postgres, keeper
from .foundation.qr import qr_terminal
from .foundation.refusal import Refused
from .rescue import finding
from .rescue.face import Face
from .rescue.finding import Damage
from .settings import VERSION, Settings, load_settings


def main(arguments: list[str] | None = None) -> None:
    """The command line: serve, or do one of the `flask …` commands when its name is given."""
    options, command = _parted(sys.argv[1:] if arguments is None else arguments)
    settings = _settings(options)
    os.umask(0o077)
    if command:
        group = FlaskGroup(create_app=lambda: create_app(settings), add_default_commands=False, load_dotenv=False)
        group.main(args=command, prog_name=Path(sys.argv[0]).name)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    disk.move_in(settings.data_dir, disk.Bounds(settings.disk_uploads_bytes, settings.disk_changes_bytes))
    disk.lighten()
    lock = _alone(settings.data_dir)
    try:
        damage = _damage(settings)
        if damage:
            show_face(settings, damage)
        else:
            app = prepare(settings)
            serve(app, settings)
    finally:
        lock.close()


def _damage(settings: Settings) -> Damage | None:
    """What is wrong with the database, before anything opens it; another server's is that server's business."""
    path = settings.sqlite_path
    return finding.damage_in(settings.data_dir, path) if path else None


def _parted(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The options of this machine, and the command behind them with its own."""
    at = 0
    while at < len(arguments) and arguments[at].startswith("-"):
        at += 2 if arguments[at] in ("--host", "--port", "--data") else 1
    return arguments[:at], arguments[at:]


def _beside() -> Path | None:
    """Where a one-file bundle keeps its data: on the same stick, in a folder beside it."""
    bundle = Path(sys.argv[0])
    return bundle.resolve().parent if bundle.suffix == ".pyz" and "PORTAL_DATA_DIR" not in os.environ else None


def _settings(arguments: list[str]) -> Settings:
    parser = argparse.ArgumentParser(prog="app.py", description="村口 Cunkou")
    parser.add_argument("--demo", action="store_true", default=None, help="用编造的数据演示 / demonstration data")
    parser.add_argument("--host", help="在哪个网卡上听 / address to listen on")
    parser.add_argument("--port", type=int, help="端口 / port (8080)")
    parser.add_argument("--data", dest="data_dir", type=Path, help="数据目录 / data folder")
    parser.add_argument("--version", action="version", version=VERSION)
    given = vars(parser.parse_args(arguments))
    if given["data_dir"] is None and (beside := _beside()):
        given["data_dir"] = beside / ("cunkou-demo" if given["demo"] else "cunkou-data")
    if given["demo"] and given["data_dir"] is None:
        given["data_dir"] = Path("instance") / "demo"
    return load_settings(**given)


def _stop(chinese: str, english: str) -> NoReturn:
    print(f"{chinese}\n{english}", file=sys.stderr)
    raise SystemExit(1)


def _alone(folder: Path) -> sqlite3.Connection:
    """Hold the folder; the hold ends with the process, however it ends."""
    try:
        lock = sqlite3.connect(folder / "portal.lock", timeout=0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        _stop(
            f"这个数据目录已经有一个村口在用：{folder}。请不要开两个。",
            f"Another Cunkou is already using this data folder: {folder}.",
        )
    return lock


def prepare(settings: Settings) -> Portal:
    """The application with a database of this version's shape, backed up before anything was changed."""
    app = create_app(settings)
    with app.app_context():
        _migrate()
        doubt.wake()
        with connected():
            known = facts.known()
        if settings.demo:
            _fill_demo(known)
        elif known.is_demo:
            _stop(
                "这个目录里是演示数据，不能当真的用。请用 --data 另选一个目录，或者加上 --demo。",
                "This folder holds demonstration data. Choose another with --data, or add --demo.",
            )
    return app


def _migrate() -> None:
    try:
        waiting = migrating.pending()
    except migrating.NewerDatabase as newer:
        _stop(
            f"数据是更新的版本写的（{newer}），这个版本不敢动它。请换上新版本。",
            f"The data was written by a newer version ({newer}). Please install that version.",
        )
    if not waiting:
        return
    try:
        kept = upgrade()[1]
    except Refused as refused:
        told = []
        for language in i18n.LANGUAGES:
            i18n.speak(language)
            told.append(i18n.sentence(refused.key, refused.facts))
        i18n.speak("zh")
        _stop(*told)
    if kept:
        print(f"升级以前已经备份 / backed up before upgrading: {kept}")


def _fill_demo(known: facts.Known) -> None:
    from .demo import fill

    if known.is_set_up and not known.is_demo:
        _stop(
            "这个目录里是真的数据，演示不能用它。请用 --data 另选一个目录。",
            "This folder holds real data; the demonstration will not touch it. Choose another with --data.",
        )
    if not known.is_set_up:
        print("正在准备演示数据 / preparing the demonstration …")
        with connected():
            fill()
    print("六个登录名 / six sign-ins: clerk secretary supervisor grid township admin  密码 / password: demo")


def _listen(app: Any, settings: Settings) -> Any:
    listener: dict[str, Any] = {
        "listen": f"{settings.host}:{settings.port}", "threads": settings.threads, "connection_limit": 1000,
        "asyncore_use_poll": True, "channel_timeout": 15, "ident": None,
        "max_request_body_size": settings.upload_bytes + 2 * 1024 * 1024, "clear_untrusted_proxy_headers": True,
    }
    if settings.trusted_proxy:
        listener |= {
            "trusted_proxy": settings.trusted_proxy,
            "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto x-forwarded-host",
        }
    try:
        server = waitress.create_server(app, **listener)
    except OSError as error:
        _stop(
            f"端口 {settings.port} 打不开（{error.strerror}）。请用 --port 换一个。",
            f"Cannot listen on port {settings.port} ({error.strerror}). Choose another with --port.",
        )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    return server


def serve(app: Portal, settings: Settings) -> None:
    """Serve until told to stop; SIGTERM finishes what is under way."""
    server = _listen(app, settings)
    mark = finding.running_mark(settings.data_dir)
    with suppress(OSError):
        mark.touch()
    keeper.hold()
    app.ticker.start()
    _tell(app, settings)
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        logging.getLogger("portal").info("stopping")
    finally:
        server.close()
        app.ticker.stop()
        # On a full disk the log cannot be folded back; it is whole, and the next start folds it.
        with suppress(DatabaseError), connected():
            checkpoint("TRUNCATE")
        keeper.release()
        mark.unlink(missing_ok=True)


def show_face(settings: Settings, damage: Damage) -> None:
    """One plain page at every address until somebody has rescued the database."""
    server = _listen(Face(settings.data_dir, settings.sqlite_path or Path(), damage), settings)
    print(
        f"\n数据库坏了，现在什么都不写。请按 Ctrl+C 关掉，再运行 flask rescue。\n"
        f"The database is damaged; nothing is written. Press Ctrl+C, then run: flask rescue\n"
        f"  http://127.0.0.1:{settings.port}", flush=True,
    )
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        server.close()


def _tell(app: Portal, settings: Settings) -> None:
    found = addresses(settings.host, settings.port)
    lasting = settings.public_url or (found[0] if found else f"http://127.0.0.1:{settings.port}")
    app.config["PUBLIC_URL"] = lasting
    print(f"\n村口已经打开 / Cunkou is open\n  这台电脑 / this machine:  http://127.0.0.1:{settings.port}")
    for address in found:
        print(f"  别的手机和电脑 / others:   {address}")
    if found:
        print(qr_terminal(lasting))
    with app.app_context(), connected():
        if not facts.known().is_set_up:
            app.config["SETUP_CODE"] = new_code(8)
            print(f"第一次设置 / first set-up:  http://127.0.0.1:{settings.port}/setup/")
            print(f"一次性号码 / one-time code:  {app.config['SETUP_CODE']}")
    engine = "PostgreSQL" if is_postgres() else f"SQLite {sqlite3.sqlite_version}"
    print(f"{engine} · {settings.data_dir}\n按 Ctrl+C 关闭 / Ctrl+C stops it", flush=True)
