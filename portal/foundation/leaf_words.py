"""What files, spreadsheets and amounts say when they refuse: what is wrong and what to do next."""

from __future__ import annotations

from .i18n import N_

REFUSALS: dict[str, str] = {
    "uploads.empty": N_("这个文件是空的。请重新选择文件，或者先打开看看里面有没有内容。"),
    "uploads.too_big": N_("文件太大，最多 {most} MB。请压缩照片、拆成几个文件，或者只传需要的几页。"),
    "uploads.not_allowed": N_(
        "这种文件不能上传。可以用照片（JPG、PNG、WebP）、PDF、Word、Excel、CSV 或纯文本；"
        "带宏的文件请另存为不带宏的。"
    ),
    "uploads.wrong_type": N_("文件名写的是 {named}，内容却不是。请用原来的软件打开，另存一次再上传。"),
    "uploads.locked": N_("这个文件加了密码，别人打不开，也没法查里面有没有私人信息。请去掉密码另存一次再上传。"),
    "uploads.bomb": N_("这个文件展开以后太大，为了安全没有打开。请缩小图片尺寸，或者删掉文件里多余的内容再上传。"),
    "uploads.broken_photo": N_("这张照片打不开，可能没有传完整。请重新拍一张，或者用看图软件另存为 JPG 再上传。"),
    "uploads.no_photos": N_("这台电脑还不能处理照片。请管理员安装照片组件（Pillow），或者先上传 PDF。"),
    "sheets.no_reader": N_(
        "这台电脑还不能读 Excel 表格。请在 Excel 或 WPS 里把表格另存为 CSV 再导入，"
        "或者请管理员安装表格组件。"
    ),
    "sheets.unreadable": N_(
        "这个表格读不懂，可能已经损坏或者不是表格。"
        "请用 Excel 或 WPS 打开，另存为 xlsx 或 CSV 再导入。"
    ),
    "sheets.locked": N_("这个表格加了密码。请去掉密码，另存一份再导入。"),
    "sheets.empty": N_("这个表格里没有内容。请检查要导入的内容是不是在第一张工作表里。"),
    "sheets.too_many_rows": N_("表格太长，最多 {most} 行。请分成几个表格导入。"),
    "sheets.too_many_columns": N_("表格太宽，最多 {most} 列。请删掉不需要的列再导入。"),
    "numbers.not_money": N_("“{typed}”不是金额。请写数字，最多两位小数，例如 1234.50。"),
}
