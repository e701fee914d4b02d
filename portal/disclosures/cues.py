"""The signs by which a person is recognised in a text or a table's head: words in front of a name, ages, illnesses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from portal.foundation.masking import COMPOUND_SURNAMES

SURNAME = re.compile(
    r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧肖程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎闫余潘杜戴夏钟"
    r"汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞"
    r"章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍覃霍翁隋植甘景薄"
    r"单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙]"
).pattern
_ORDINARY = re.compile(
    r"安[全排置装徽心]|高[中考度龄校效等级标速]|方[面案式法便向]|成[长绩立员本果为效功年]|任[何务期]|关[爱心注于键怀]|温[暖馨度]"
    r"|时[间候]|金[额融]|万[元亩]|白[天色]|马[上路]|程[序度]|常[年住规委务]|严[格重禁]|向[上下前]|黄[金河]|江[苏西]|云南|田[地间]|于是"
    r"|文[明化件书]|武装|钱款|房[屋子]|党[员组支建委]|项目|路[面段灯]|强[调化]|单[位独]|费用|查[询看]|施[工行]|连[续接]|解[决除释]|全[体部村年家]"
    r"|申[请报]|牛[羊]|古树|季度|齐[全]|康复|顾问|管[理护]|华[北南东]|来[自访源]|包[括含]|商[业户]|易[地燃]|石[油料]|简[单介]|雷[电雨]|夏[季天收]"
    r"|木材|米[面]|车[辆间]|司[法机]|边[远缘]|植[树保]|林[地业]|周[边围期岁]|宁[夏]|连[续]|盖[章]|符合|生活"
)
_SURNAMES = rf"(?:{'|'.join(sorted(COMPOUND_SURNAMES))}|{SURNAME})"
_NAME = re.compile(rf"(?!{_ORDINARY.pattern}){_SURNAMES}(?!某)[一-龥]{{1,2}}?").pattern
_MASKED = re.compile(rf"(?:{_NAME}|{_SURNAMES}(?:[*＊]{{1,3}}[一-龥]?|某某?))").pattern
_COVERED = re.compile(r"[*＊某]")
_ENDS = re.compile(
    r"(?![*＊])(?=$|[^一-龥]|等|户|家|的|同|因|系|获|领|在|和|与|及|住|患|男|女|已|现|申|享|于|有|是|为|属|身|自|之|经|由|全家|一家)"
).pattern

_PERSON = re.compile(
    r"(?:户主|申请人|申请对象|受助人|救助对象|补助对象|补贴对象|保障对象|低保对象|低保户|特困户|五保户|困难户|困难群众|困难党员|脱贫户|监测户|领取人|领款人"
    r"|收款人|受益人|承包人|承包户|出租人|承租人|残疾人|村民|农户|姓名|慰问对象|逝者|死者)(?:姓名|为|是)?[:：（(\s]{0,2}"
).pattern
_PERSONS = re.compile(rf"{_PERSON}({_NAME}){_ENDS}")
_AND_ALSO = re.compile(rf"[、，,和及\s]+({_NAME}){_ENDS}")
_FILE_OF = re.compile(
    rf"(?:^|[^一-龥])({_NAME})(?:的|家|户)?(?:低保|特困|救助|补贴|补助|申请|身份证|户口|残疾|病历|诊断|证明|材料|审批|公示|银行卡|一卡通)"
)
_DISPUTE = re.compile(
    rf"(?:当事人|双方当事人|原告|被告|被申请人|纠纷双方)(?:为|是)?[:：（(\s]{{0,2}}({_MASKED}){_ENDS}"
)
_QUARREL = re.compile(
    rf"({_MASKED})(?:与|和|同)(?:邻居|村民)?({_MASKED})(?:之间)?(?:的|发生|因|产生)?[一-龥]{{0,8}}(?:纠纷|矛盾|争议)"
)
_AGED = re.compile(
    rf"({_MASKED})[（(，,、\s]{{0,2}}(?:男|女)?(?:孩|童)?[，,、\s]{{0,2}}(?:现年|今年|年仅)?(\d{{1,2}})\s*周?岁"
)
_CHILD = re.compile(
    rf"(?:孤儿|事实无人抚养儿童|留守儿童|困境儿童|受助儿童|未成年人|(?:小|中|初中|高中)学生)(?:姓名|为|是)?(?:[:：（(]\s*)?({_MASKED}){_ENDS}"
)
_RELATIVE = re.compile(
    rf"(?:配偶|妻子|丈夫|父亲|母亲|儿子|女儿|长子|次子|长女|次女|孙子|孙女|监护人)(?:姓名|为|是)?[:：（(\s]{{0,2}}({_NAME}){_ENDS}"
)
_DAY = re.compile(r"(?:19|20)\d{2}\s*[年.\-/]\s*\d{1,2}(?:\s*[月.\-/]\s*\d{1,2}\s*日?|\s*月)?").pattern
_BORN = re.compile(
    rf"(?:出生日期|出生年月|出生时间|出生于|生于|生日)[:：是为]?\s*({_DAY})|({_DAY})(?:日)?(?:出生|生人)"
)
_ILL = re.compile(
    r"(?:患有?|身患|罹患|确诊为?|因患|因病)[一-龥]{1,8}?(?:病|癌|症|炎|瘤|中风|偏瘫|瘫痪|抑郁|痴呆)"
    r"|(?:肢体|视力|听力|言语|智力|精神|多重)(?:残疾)?[一二三四]级|[一二三四]级(?:肢体|视力|听力|言语|智力|精神|多重)残疾"
)
_LIVES = re.compile(
    r"(?:家住|家庭住址|住址|住在|现住|户籍地)[:：]?\s*([一-龥\d\-－]{2,20}?(?:号|室|栋|单元)[一-龥\d]{0,6})"
)
_GROUP = re.compile(r"第?[一二三四五六七八九十百\d]+(?:村民)?(?:小?组|社|队|屯)")
_HOUSE = re.compile(r"[号室栋楼幢巷弄街路\d]|单元")
_RELIEF = re.compile(
    r"低保|特困|五保|救助|补助|补贴|残疾|困难|慰问|优抚|孤儿|危房|征地|拆迁|补偿|宅基地|受助|帮扶|救灾|高龄|脱贫|监测户|资助|助学"
)

_HEADS: dict[str, re.Pattern[str]] = {
    "id": re.compile(r"身份证|证件号|公民身份|居民身份|残疾证号|户口本?号"),
    "phone": re.compile(r"电话|手机|联系方式|联系号码"),
    "card": re.compile(r"卡号|账号|帐号|银行卡|一卡通|存折|银行账户"),
    "address": re.compile(r"住址|家庭地址|详细地址|户籍地|居住地|门牌"),
    "health": re.compile(
        r"病种|病情|病因|疾病|患病|残疾类别|残疾等级|残疾类型|诊断|健康状况|致贫原因|致困原因|困难原因|贫困原因"
    ),
    "birth": re.compile(r"出生|生日"),
    "family": re.compile(r"家庭成员|与户主关系|与申请人关系|配偶|子女姓名|家属|监护人|家庭情况|父亲|母亲"),
    "age": re.compile(r"年龄|周岁|岁数"),
    "school": re.compile(r"年级|班级|就读|学校"),
    "household": re.compile(r"户主|农户|户名|承包户|(?:联系|包联|结对|帮扶|包|联)户(?!数|责任)"),
    "name": re.compile(
        r"姓名|名字|申请人|受助人|救助对象|补贴对象|补助对象|保障对象|低保对象|慰问对象|领取人|领款人|收款人|受益人|承包人"
        r"|当事人|人员$|^对象$"
    ),
    "group": re.compile(r"组别|村民小组|所在组|^组$|^小组$|居民组"),
    "other": re.compile(r"序号|编号|金额|备注|类别|性别|标准|项目|单位|日期|面积|数量|人数|合计|月份|时间|原因"),
}
_HARDLY_A_NAME = re.compile(
    r"合计|小计|总计|共计|暂无|以上|空白|本村|全村|全体|集体|公用|其他|其它|不详|同上"
    r"|[一-龥]*(?:村|组|社|公司|队|厂|学校|医院|委员会|村委会|合作社|支部|银行|农户|商店)"
)
_SCHOOL_CHILD = re.compile(r"小学|初中|中学|高中|幼儿|学前|[一二三四五六七八九]年级|初[一二三]|高[一二三]|职高|中职")
_NOTHING = re.compile(r"[\s—\-－/*＊]*|无|略|（[^）]*）")


def speaks_of_relief(words: str) -> bool:
    """Whether a title or a table's heads speak of people who receive something for their need."""
    return bool(_RELIEF.search(words))


def names_in(text: str) -> Iterator[tuple[int, int]]:
    """Where villagers' names stand in a text: after a word such as 户主, and in the row that follows it."""
    for found in _PERSONS.finditer(text):
        yield found.span(1)
        at = found.end(1)
        while also := _AND_ALSO.match(text, at):
            yield also.span(1)
            at = also.end(1)
    for found in _FILE_OF.finditer(text):
        yield found.span(1)


def minors_in(text: str) -> Iterator[tuple[int, int]]:
    """Where somebody below eighteen is named, masked or not."""
    yield from (found.span(1) for found in _AGED.finditer(text) if int(found[2]) < 18)
    yield from (found.span(1) for found in _CHILD.finditer(text))


def parties_in(text: str) -> Iterator[tuple[int, int]]:
    """Where a party to a dispute is named, masked or not."""
    yield from (found.span(1) for found in _DISPUTE.finditer(text))
    for found in _QUARREL.finditer(text):
        yield from (found.span(1), found.span(2))


def relatives_in(text: str) -> Iterator[tuple[int, int]]:
    """Where somebody's relative is named."""
    yield from (found.span(1) for found in _RELATIVE.finditer(text))


def births_in(text: str) -> Iterator[tuple[int, int]]:
    """Where somebody's day of birth stands."""
    yield from (found.span(1 if found[1] else 2) for found in _BORN.finditer(text))


def illnesses_in(text: str) -> Iterator[tuple[int, int]]:
    """Where an illness or a degree of disability stands."""
    yield from (found.span() for found in _ILL.finditer(text))


def homes_in(text: str) -> Iterator[tuple[int, int]]:
    """Where somebody's address stands."""
    yield from (found.span(1) for found in _LIVES.finditer(text))


def group_in(address: str) -> str:
    """The villagers' group an address names; empty when it names none."""
    found = _GROUP.search(address)
    return found[0] if found else ""


def is_only_a_place(address: str) -> bool:
    """Whether an address goes no further than a village or a group."""
    return not _HOUSE.search(_GROUP.sub("", address, count=1))


@cache
def head_of(cell: str) -> str:
    """What a column is about by the words over it: a key of the heads, or nothing."""
    bare = re.sub(r"\s", "", cell)
    if not bare or len(bare) > 16:
        return ""
    return next((key for key, pattern in _HEADS.items() if pattern.search(bare)), "")


def clear_names(cell: str) -> Iterator[tuple[int, int]]:
    """Where whole names stand in a cell of a column of names."""
    for found in re.finditer(r"[一-龥㐀-䶿·•]+", cell):
        name, beside = found[0], cell[found.end() : found.end() + 1] + cell[found.start() - 1 : found.start()]
        long = len(name) > 4 and "·" not in name and "•" not in name
        covered = _COVERED.search(name + beside)
        if len(name) > 1 and not long and not covered and not _HARDLY_A_NAME.fullmatch(name):
            yield found.span()


def is_covered(name: str) -> bool:
    """Whether a name has been masked."""
    return bool(_COVERED.search(name))


def is_school_child(cell: str) -> bool:
    """Whether a school or form is one for children."""
    return bool(_SCHOOL_CHILD.search(cell))


def says_nothing(cell: str) -> bool:
    """Whether a cell is empty, or only says that something was left out."""
    return bool(_NOTHING.fullmatch(cell.strip()))
