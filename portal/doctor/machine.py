"""Checks of the machine: room on the disk, who may read the folder, settings, the port, and parts of the program."""

from __future__ import annotations

import json
import os
import platform
import socket
import urllib.error
import urllib.request
from importlib.util import find_spec
from pathlib import Path

from flask import current_app

from portal.addresses import EVERYWHERE, addresses
from portal.foundation import health, i18n, migrating, web
from portal.foundation.checkups import Found, Level, checkup
from portal.foundation.i18n import N_, _
from portal.settings import Settings

from .rules import SERIOUS, Worry, lets_others_in, worries

MEGABYTE = 1024 * 1024
PRIVATE = ("secret.key", "parcel.key", "portal.sqlite3", "config.toml", "logs", "backups", "attachments", "parcels")
"""What in the data folder nobody else on the computer may read."""

WORRIES = {
    Worry.SHORT_KEY: (
        N_("PORTAL_SECRET_KEY 太短。"), N_("请去掉这个设置，程序会自己生成一个够长的，放在 secret.key 里。"),
    ),
    Worry.OWN_ADDRESS: (
        N_("印在公开榜上的网址只有这台电脑自己打得开。"), N_("请把 PORTAL_PUBLIC_URL 改成别的手机也能打开的网址。"),
    ),
    Worry.CHOSEN_ADDRESS: (
        N_("印在公开榜上的网址是自动选的，换了路由器可能就变了。"),
        N_("请给这台电脑一个固定地址，再把它写进 PORTAL_PUBLIC_URL。"),
    ),
    Worry.ALONE: (
        N_("只有这台电脑自己打得开。"), N_("要让别人看，请把 PORTAL_HOST 改成 0.0.0.0，再在防火墙里放行端口。"),
    ),
    Worry.LARGE_UPLOADS: (N_("一个文件可以传得很大，磁盘容易满。"), N_("请把 PORTAL_UPLOAD_BYTES 改小。")),
    Worry.LONG_SITTINGS: (
        N_("登录一次管得太久，别人坐下来就能用。"),
        N_("请把 PORTAL_SESSION_IDLE_MINUTES 和 PORTAL_SESSION_HOURS 改小。"),
    ),
    Worry.THREADS: (N_("同时服务的请求太少或者太多。"), N_("请把 PORTAL_THREADS 改回 8。")),
    Worry.PROXY: (
        N_("前面有代理，可是网址不是 https 的。"), N_("请在代理上装好证书，把 PORTAL_PUBLIC_URL 写成 https 开头。"),
    ),
}

EXTRAS = (
    ("PIL", N_("照片"), N_("照片传不上来。要用就装 cunkou[photos]。")),
    ("python_calamine", N_("Excel 表格"), N_("表格要先另存为 CSV。要用就装 cunkou[office]。")),
    ("pypdf", N_("PDF"), N_("每个 PDF 都要有人打开看过。要用就装 cunkou[office]。")),
)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@checkup("disk", turn=21, of_the_machine=True)
def disk() -> list[Found]:
    """How much room is left."""
    free = health.free_bytes()
    words = _("还剩 {megabytes} MB。").format(megabytes=free // MEGABYTE)
    if free > health.LOW_DISK:
        return [Found(_("磁盘"), Level.WELL, words)]
    level = Level.BAD if free < health.LOW_DISK // 10 else Level.WARNING
    return [Found(_("磁盘"), level, words, _("请清空回收站，删掉这台电脑上不要的大文件；不要动数据文件夹。"))]


@checkup("permissions", turn=30, of_the_machine=True)
def permissions() -> list[Found]:
    """Who else on this computer may read what is kept; Windows keeps no such bits."""
    if os.name == "nt":
        words = _("Windows 上请看文件夹的“安全”一页，只留管理员和运行程序的账户。")
        return [Found(_("文件权限"), Level.WELL, words)]
    folder = Path(current_app.config["DATA_DIR"])
    open_ones = [name for name in PRIVATE if (path := folder / name).exists() and lets_others_in(path.stat().st_mode)]
    if (folder.exists() and not lets_others_in(folder.stat().st_mode)) or not open_ones:
        return [Found(_("文件权限"), Level.WELL, _("别的用户读不到数据文件夹。"))]
    words = _("这台电脑上别的用户也读得到：{names}。").format(names="、".join(open_ones))
    return [Found(_("文件权限"), Level.BAD, words, _("请在数据文件夹外面运行：chmod -R go= 数据文件夹。"))]


@checkup("settings", turn=31, of_the_machine=True)
def settings() -> list[Found]:
    """What is worrying about the settings."""
    found = [
        Found(_("设置"), Level.BAD if worry in SERIOUS else Level.WARNING, *(_(words) for words in WORRIES[worry]))
        for worry in worries(_settings())
    ]
    return found or [Found(_("设置"), Level.WELL, _("没有要改的。"))]


@checkup("network", turn=32, of_the_machine=True)
def network() -> list[Found]:
    """Under which addresses others reach this machine."""
    found = addresses(_settings().host, _settings().port)
    if found:
        return [Found(_("网址"), Level.WELL, _("别人可以打开：{addresses}").format(addresses=" ".join(found)))]
    words = _("现在没有连着别的网络。")
    return [Found(_("网址"), Level.WARNING, words, _("要让别人看，请接上网线或者无线网。只在这台电脑上用，可以不管。"))]


@checkup("port", turn=33, thorough=True, of_the_machine=True)
def port() -> list[Found]:
    """Whether the portal answers at its port, or something else sits there."""
    host = "127.0.0.1" if _settings().host in EVERYWHERE else _settings().host
    number = _settings().port
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex((host, number)) != 0:
            words = _("端口 {port} 空着，程序现在没有运行。").format(port=number)
            return [Found(_("端口"), Level.WELL, words)]
    if _is_portal(f"http://{host}:{number}/healthz"):
        return [Found(_("端口"), Level.WELL, _("程序在端口 {port} 上运行。").format(port=number))]
    words = _("端口 {port} 被别的程序占着。").format(port=number)
    return [Found(_("端口"), Level.BAD, words, _("请关掉那个程序，或者用 PORTAL_PORT 换一个端口。"))]


def _is_portal(address: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(address, timeout=3) as answer:
            return "database" in json.loads(answer.read())
    except (OSError, ValueError, urllib.error.URLError):
        return False


@checkup("program", turn=1, of_the_machine=True)
def program() -> list[Found]:
    """Whether the program is whole: pages, styles, words and upgrades came along."""
    python = platform.python_version()
    wanted = {
        "templates": web.STATIC.parent / "templates" / "layout" / "page.html",
        "static": web.STATIC / "js" / "portal.js",
        "locale": i18n.LOCALE / "en" / "LC_MESSAGES" / "portal.mo",
        "migrations": migrating.migrations_folder() / "0001_foundation.py",
    }
    missing = [name for name, path in wanted.items() if not path.is_file()]
    if missing:
        words = _("程序不全，少了：{names}。").format(names="、".join(missing))
        return [Found(_("程序"), Level.BAD, words, _("请重新拷贝一份完整的程序。"))]
    return [Found(_("程序"), Level.WELL, _("完整，Python {python}。").format(python=python))]


@checkup("extras", turn=2, of_the_machine=True)
def extras() -> list[Found]:
    """Which of the parts that are not always needed are missing."""
    missing = [(what, words) for module, what, words in EXTRAS if find_spec(module) is None]
    if not missing:
        return [Found(_("可选的部件"), Level.WELL, _("都装了。"))]
    return [Found(_(what), Level.WARNING, _("没有装读{what}的部件。").format(what=_(what)), _(words))
            for what, words in missing]
