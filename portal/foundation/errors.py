"""When something goes wrong: what happened, that nothing was lost, where to go on, and a number to name by phone."""

from __future__ import annotations

import errno
import logging
import sqlite3
import traceback
from typing import Any

from flask import Flask, current_app, g, render_template, request
from peewee import DatabaseError
from werkzeug.exceptions import HTTPException

from . import disk
from .i18n import N_, _, sentence
from .once import AlreadySent
from .refusal import Forbidden, Refused, TooManyTries
from .web import Answer, is_htmx

log = logging.getLogger("portal.errors")

WORDS: dict[int, tuple[str, str]] = {
    400: (N_("没看懂这次请求"), N_("请回到上一页再试一次；填过的内容还在那一页里。")),
    401: (N_("请先登录"), N_("登录以后再做一次就行，什么都没有改动。")),
    403: (N_("这里不对您开放"), N_("您可以看公开的内容；如果这是您的工作，请找管理员开通。")),
    404: (N_("没有这一页"), N_("地址可能写错了，或者内容已经过了公开期。")),
    405: (N_("这个地址不能这样打开"), N_("请从页面上的按钮进入。")),
    413: (N_("文件太大"), N_("一个文件最多 {megabytes} MB。请压缩一下，或者分开上传。")),
    415: (N_("不收这种文件"), N_("可以上传照片、PDF、Word 和表格。")),
    422: (N_("还差一点"), N_("请照提示改一改再提交。")),
    429: (N_("试得太快了"), N_("请等 {seconds} 秒再试；什么都没有丢。")),
    500: (N_("系统出了毛病"), N_("这次没有改动任何内容。请记下编号，打电话告诉村里的管理员。")),
    503: (N_("现在忙不过来"), N_("请过一会儿再试；什么都没有丢。")),
    507: (
        N_("硬盘满了"),
        N_("这次没有改动任何内容，已经记下的都在，看还是能看。请打电话告诉村里的管理员，腾出地方再试。"),
    ),
}
DAMAGED = N_("数据库有一处读不出来")
WHEN_DAMAGED = N_(
    "别的内容还在。请不要反复试，也不要重装：马上打电话告诉村里的管理员，先关掉村口再开，它会自己检查，再说怎样抢救。"
)


def init_app(app: Flask) -> None:
    """Give every failure a page of its own."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Forbidden, lambda _error: _page(403))
    app.register_error_handler(TooManyTries, _too_many)
    app.register_error_handler(AlreadySent, _already_sent)
    app.register_error_handler(DatabaseError, _database)
    app.register_error_handler(sqlite3.DatabaseError, _database)
    app.register_error_handler(OSError, _machine)
    app.register_error_handler(Exception, _broken)


def _http(error: HTTPException) -> Answer:
    if error.code is None or error.code < 400:
        return error.get_response()
    answer = _page(error.code if error.code in WORDS else 400 if error.code < 500 else 500, status=error.code)
    if error.code == 405 and error.get_response().headers.get("Allow"):
        return _with(answer, {"Allow": error.get_response().headers["Allow"]})
    return answer


def _refused(error: Refused) -> Answer:
    return _page(422, sentence(error.key, error.facts))


def _too_many(error: TooManyTries) -> Answer:
    words = _(WORDS[429][1]).format(seconds=error.seconds)
    return _with(_page(429, words), {"Retry-After": str(error.seconds)})


def _already_sent(error: AlreadySent) -> Answer:
    template = "errors/_received.html" if is_htmx() else "errors/received.html"
    return render_template(template, at=error.at), 200


def _database(error: DatabaseError | sqlite3.DatabaseError) -> Answer:
    """What the database itself says no to: no room, a page that cannot be read, anything else."""
    code = disk.fault_of(error)
    if code in disk.FAULTS:
        return _told(error, _page(507))
    if code in disk.DAMAGED:
        disk.note_damage()
        return _told(error, _page(503, _(WHEN_DAMAGED), title=DAMAGED))
    return _broken(error)


def _machine(error: OSError) -> Answer:
    if error.errno in disk.FULL or error.errno == errno.EIO:
        return _told(error, _page(507))
    return _broken(error)


def _told(error: Exception, answer: Answer) -> Answer:
    log.error("request %s met a fault of the disk: %s", g.get("request_number", "-"), type(error).__name__)
    return answer


def _broken(error: Exception) -> Answer:
    where = traceback.format_tb(error.__traceback__)
    log.error(
        "request %s failed at %s: %s\n%s", g.get("request_number", "-"), request.endpoint,
        type(error).__name__, "".join(where),
    )
    if current_app.testing:
        raise error
    return _page(500)


def _page(code: int, words: str | None = None, *, status: int | None = None, title: str = "") -> Answer:
    usual, way_on = WORDS[code]
    megabytes = current_app.config["UPLOAD_BYTES"] // 1048576
    shown: dict[str, Any] = {
        "code": code, "what": _(title or usual), "words": words or _(way_on).format(seconds=60, megabytes=megabytes),
        "request_number": g.get("request_number", ""),
    }
    template = "errors/_failure.html" if is_htmx() else "errors/failure.html"
    return render_template(template, **shown), status or code


def _with(answer: Answer, headers: dict[str, str]) -> Answer:
    response = current_app.make_response(answer)
    response.headers.update(headers)
    return response

