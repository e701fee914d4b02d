"""The words of the parcels room."""

from __future__ import annotations

from enum import StrEnum

from portal.foundation.i18n import N_

from .kinds import Direction, Effect, How, ItemKind

REFUSALS = {
    "exchange.no_library": N_("这台电脑没有装加密用的程序（cryptography），包裹做不了也打不开。请管理员装上再来。"),
    "exchange.no_reader": N_("这台电脑认不了照片里的二维码。请把名片上的字抄在下面，或者用 U 盘带名片文件来。"),
    "exchange.no_keys": N_("这台电脑还没有包裹的钥匙。请管理员先在“包裹钥匙”页上做一副。"),
    "exchange.keys_lost": N_("钥匙文件 parcel.key 不在数据目录里。请从备份里恢复它，或者请管理员换一副新的。"),
    "exchange.keys_unreadable": N_("钥匙文件 parcel.key 坏了，读不出来。请从备份里恢复它，或者请管理员换一副新的。"),
    "exchange.no_office": N_("只有县、乡、村的电脑用得着包裹；这个门户安在别的地方。"),
    "exchange.no_card": N_("这里没有看到名片。名片以 CUNKOU1 开头；照片请拍正、拍清楚二维码。"),
    "exchange.card_mistyped": N_("名片抄错了，对不上自己的校验。请对着纸再看一遍，或者改用照片和 U 盘。"),
    "exchange.own_card": N_("这是这台电脑自己的名片。要登记的是对方打印的那一张。"),
    "exchange.card_known": N_("{name}的这张名片已经登记过了。"),
    "exchange.same_place": N_("名片上的地方就是这台电脑自己的地方，不能和自己来往。"),
    "exchange.no_kin": N_("名片上的地方和这里不是上下级，不能来往。请核对是不是拿错了名片。"),
    "exchange.fingerprint_differs": N_(
        "打进来的指纹和名片对不上。请打电话请对方念一遍他纸上的指纹；还是对不上，就不要确认，这张名片可能被人换过。"
    ),
    "exchange.unconfirmed": N_("{name}的名片还没有确认，或者已经停用，不能给它做包裹。"),
    "exchange.nothing_waits": N_("现在没有要送的内容。"),
    "exchange.nothing_chosen": N_("请至少勾一样要送的内容。"),
    "exchange.too_large": N_("装不下：这个包裹有 {size} MB，最多 {most} MB。请少勾几样，分两次送。"),
    "exchange.no_file": N_("请选一个包裹文件。"),
    "exchange.no_parcel": N_("这个文件不是村口的包裹，或者开头已经坏了。没有打开，什么也没有改。"),
    "exchange.newer": N_("这是更新的版本做的，这台电脑还看不懂。请先升级这台电脑，再打开一次。"),
    "exchange.altered": N_(
        "这个包裹被改动过、没有拷全，或者不是用对方登记的钥匙签的。没有打开，什么也没有改。请对方重新拷一份。"
    ),
    "exchange.not_for_us": N_("这个包裹不是给这台电脑的，打不开。请送到该收的地方。"),
    "exchange.old_key": N_("这个包裹是照这台电脑以前的钥匙封的，现在打不开了。请把新名片交给对方，再做一个。"),
    "exchange.own_parcel": N_("这个包裹是这台电脑自己做的，要送到对方那里去打开。"),
    "exchange.unknown_sender": N_(
        "不认识做这个包裹的电脑：它的名片没有登记过，或者已经停用。请管理员先登记对方的名片。"
    ),
    "exchange.card_waits": N_("做这个包裹的电脑，名片登记了还没有确认。请管理员先核对指纹。"),
    "exchange.too_much": N_("这个文件太大，不像村口做的包裹，没有打开。"),
    "exchange.not_here": N_("这个包裹不在这里了，可能已经办过，或者放得太久清掉了。请重新交一次。"),
    "exchange.opened_before": N_("这个包裹已经办过了，没有重复办任何一件。"),
    "exchange.unknown_receipt": N_("没有哪个包裹是这个回执码。请对着对方的回执再打一遍。"),
    "exchange.receipt_known": N_("给{name}的这个包裹，回执已经登记过了。"),
    "exchange.gap": N_("中间缺了几步（可能恢复过备份）。先回送一个包裹，对方下一次就会把缺的补齐。"),
    "exchange.not_theirs": N_("这件事不在对方管的地方，不收。"),
    "exchange.strange_case": N_("这件事不是对方上报的，也不是这里送出去的，不收。"),
    "exchange.unknown_case": N_("这件事的编号是这里的，但是登记里找不到它，不收。"),
    "exchange.no_body": N_("这件事现在归的地方，这台电脑上没有登记。请管理员先添上那个地方，再打开一次。"),
    "exchange.place_differs": N_("地方的代码和这台电脑上登记的对不上。请两边的管理员先核对代码。"),
    "exchange.no_root": N_("这件事的地方，从县到组都没有在这台电脑上登记过。"),
    "exchange.not_below": N_("备案和数字只从下级往上级送，不收。"),
    "exchange.code_differs": N_("内容和它自己的核对码对不上，不收。"),
    "exchange.unknown_filing": N_("这里没有在等回执的这份备案，不收。"),
}

DEEDS = {
    "parcel.keys_made": N_("做包裹的钥匙"),
    "parcel.partner_proposed": N_("登记对方的名片"),
    "parcel.partner_confirmed": N_("核对指纹，确认名片"),
    "parcel.partner_ended": N_("停用名片"),
    "parcel.made": N_("做一个包裹"),
    "parcel.opened": N_("打开一个包裹并照办"),
    "parcel.receipt_taken": N_("登记包裹的回执"),
    "parcel.paper_confirmed": N_("确认收到备案"),
}

LABELS: list[tuple[StrEnum, str]] = [
    (Direction.OUT, N_("送出")), (Direction.IN, N_("收到")),
    (ItemKind.CASE, N_("诉求")), (ItemKind.DISCLOSURE, N_("公开备案")), (ItemKind.FILED, N_("备案回执")),
    (ItemKind.FIGURES, N_("全年数字")),
    (Effect.PACKED, N_("装进去了")), (Effect.NEW, N_("新登记")), (Effect.MOVES, N_("接着办")),
    (Effect.ALREADY, N_("已经办过，不重复")), (Effect.LEFT, N_("不收")),
    (How.CODE, N_("回执码")), (How.PARCEL, N_("随包裹带回")),
]
