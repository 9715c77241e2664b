"""Decides which region ids exist, what they are called, and which region a region lies in.

Three levels, narrow to wide: a pooling area (`CN-SN-610100`, by its six-digit GB/T 2260 code),
its province (`CN-SN`, ISO 3166-2) and the nation (`CN`). The production corps (XPCC) has no ISO
code and insures its own people: it is `CN-XJ-660000`, and its cities (659xxx) lie in it.

The table has the 34 province-level units, the 333 prefectures, their county-level peers that
answer to a province directly (济源, 仙桃, ...), 雄安新区, the corps, and of the municipalities'
districts only the one that a source shows as a place of its own (Qingpu, 2025-03-14).
Hong Kong, Macao and Taiwan have names only: mainland basic insurance has no pooling area there.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

NATION: Final = "CN"
CORPS: Final = "CN-XJ-660000"

# A province: id, GB/T 2260 prefix, zh, en. Indented below it: its areas, each code and zh.
_TABLE: Final = """
CN-BJ 11 北京市 Beijing
CN-TJ 12 天津市 Tianjin
CN-HE 13 河北省 Hebei
  130100石家庄市 130200唐山市 130300秦皇岛市 130400邯郸市 130500邢台市 130600保定市
  130700张家口市 130800承德市 130900沧州市 131000廊坊市 131100衡水市 133100雄安新区
CN-SX 14 山西省 Shanxi
  140100太原市 140200大同市 140300阳泉市 140400长治市 140500晋城市 140600朔州市 140700晋中市
  140800运城市 140900忻州市 141000临汾市 141100吕梁市
CN-NM 15 内蒙古自治区 Inner Mongolia
  150100呼和浩特市 150200包头市 150300乌海市 150400赤峰市 150500通辽市 150600鄂尔多斯市
  150700呼伦贝尔市 150800巴彦淖尔市 150900乌兰察布市 152200兴安盟 152500锡林郭勒盟
  152900阿拉善盟
CN-LN 21 辽宁省 Liaoning
  210100沈阳市 210200大连市 210300鞍山市 210400抚顺市 210500本溪市 210600丹东市 210700锦州市
  210800营口市 210900阜新市 211000辽阳市 211100盘锦市 211200铁岭市 211300朝阳市 211400葫芦岛市
CN-JL 22 吉林省 Jilin
  220100长春市 220200吉林市 220300四平市 220400辽源市 220500通化市 220600白山市 220700松原市
  220800白城市 222400延边朝鲜族自治州
CN-HL 23 黑龙江省 Heilongjiang
  230100哈尔滨市 230200齐齐哈尔市 230300鸡西市 230400鹤岗市 230500双鸭山市 230600大庆市
  230700伊春市 230800佳木斯市 230900七台河市 231000牡丹江市 231100黑河市 231200绥化市
  232700大兴安岭地区
CN-SH 31 上海市 Shanghai
  310118青浦区
CN-JS 32 江苏省 Jiangsu
  320100南京市 320200无锡市 320300徐州市 320400常州市 320500苏州市 320600南通市 320700连云港市
  320800淮安市 320900盐城市 321000扬州市 321100镇江市 321200泰州市 321300宿迁市
CN-ZJ 33 浙江省 Zhejiang
  330100杭州市 330200宁波市 330300温州市 330400嘉兴市 330500湖州市 330600绍兴市 330700金华市
  330800衢州市 330900舟山市 331000台州市 331100丽水市
CN-AH 34 安徽省 Anhui
  340100合肥市 340200芜湖市 340300蚌埠市 340400淮南市 340500马鞍山市 340600淮北市 340700铜陵市
  340800安庆市 341000黄山市 341100滁州市 341200阜阳市 341300宿州市 341500六安市 341600亳州市
  341700池州市 341800宣城市
CN-FJ 35 福建省 Fujian
  350100福州市 350200厦门市 350300莆田市 350400三明市 350500泉州市 350600漳州市 350700南平市
  350800龙岩市 350900宁德市
CN-JX 36 江西省 Jiangxi
  360100南昌市 360200景德镇市 360300萍乡市 360400九江市 360500新余市 360600鹰潭市 360700赣州市
  360800吉安市 360900宜春市 361000抚州市 361100上饶市
CN-SD 37 山东省 Shandong
  370100济南市 370200青岛市 370300淄博市 370400枣庄市 370500东营市 370600烟台市 370700潍坊市
  370800济宁市 370900泰安市 371000威海市 371100日照市 371300临沂市 371400德州市 371500聊城市
  371600滨州市 371700菏泽市
CN-HA 41 河南省 Henan
  410100郑州市 410200开封市 410300洛阳市 410400平顶山市 410500安阳市 410600鹤壁市 410700新乡市
  410800焦作市 410900濮阳市 411000许昌市 411100漯河市 411200三门峡市 411300南阳市 411400商丘市
  411500信阳市 411600周口市 411700驻马店市 419001济源市
CN-HB 42 湖北省 Hubei
  420100武汉市 420200黄石市 420300十堰市 420500宜昌市 420600襄阳市 420700鄂州市 420800荆门市
  420900孝感市 421000荆州市 421100黄冈市 421200咸宁市 421300随州市 422800恩施土家族苗族自治州
  429004仙桃市 429005潜江市 429006天门市 429021神农架林区
CN-HN 43 湖南省 Hunan
  430100长沙市 430200株洲市 430300湘潭市 430400衡阳市 430500邵阳市 430600岳阳市 430700常德市
  430800张家界市 430900益阳市 431000郴州市 431100永州市 431200怀化市 431300娄底市
  433100湘西土家族苗族自治州
CN-GD 44 广东省 Guangdong
  440100广州市 440200韶关市 440300深圳市 440400珠海市 440500汕头市 440600佛山市 440700江门市
  440800湛江市 440900茂名市 441200肇庆市 441300惠州市 441400梅州市 441500汕尾市 441600河源市
  441700阳江市 441800清远市 441900东莞市 442000中山市 445100潮州市 445200揭阳市 445300云浮市
CN-GX 45 广西壮族自治区 Guangxi
  450100南宁市 450200柳州市 450300桂林市 450400梧州市 450500北海市 450600防城港市 450700钦州市
  450800贵港市 450900玉林市 451000百色市 451100贺州市 451200河池市 451300来宾市 451400崇左市
CN-HI 46 海南省 Hainan
  460100海口市 460200三亚市 460300三沙市 460400儋州市 469001五指山市 469002琼海市 469005文昌市
  469006万宁市 469007东方市 469021定安县 469022屯昌县 469023澄迈县 469024临高县
  469025白沙黎族自治县 469026昌江黎族自治县 469027乐东黎族自治县 469028陵水黎族自治县
  469029保亭黎族苗族自治县 469030琼中黎族苗族自治县
CN-CQ 50 重庆市 Chongqing
CN-SC 51 四川省 Sichuan
  510100成都市 510300自贡市 510400攀枝花市 510500泸州市 510600德阳市 510700绵阳市 510800广元市
  510900遂宁市 511000内江市 511100乐山市 511300南充市 511400眉山市 511500宜宾市 511600广安市
  511700达州市 511800雅安市 511900巴中市 512000资阳市 513200阿坝藏族羌族自治州
  513300甘孜藏族自治州 513400凉山彝族自治州
CN-GZ 52 贵州省 Guizhou
  520100贵阳市 520200六盘水市 520300遵义市 520400安顺市 520500毕节市 520600铜仁市
  522300黔西南布依族苗族自治州 522600黔东南苗族侗族自治州 522700黔南布依族苗族自治州
CN-YN 53 云南省 Yunnan
  530100昆明市 530300曲靖市 530400玉溪市 530500保山市 530600昭通市 530700丽江市 530800普洱市
  530900临沧市 532300楚雄彝族自治州 532500红河哈尼族彝族自治州 532600文山壮族苗族自治州
  532800西双版纳傣族自治州 532900大理白族自治州 533100德宏傣族景颇族自治州
  533300怒江傈僳族自治州 533400迪庆藏族自治州
CN-XZ 54 西藏自治区 Tibet
  540100拉萨市 540200日喀则市 540300昌都市 540400林芝市 540500山南市 540600那曲市
  542500阿里地区
CN-SN 61 陕西省 Shaanxi
  610100西安市 610200铜川市 610300宝鸡市 610400咸阳市 610500渭南市 610600延安市 610700汉中市
  610800榆林市 610900安康市 611000商洛市
CN-GS 62 甘肃省 Gansu
  620100兰州市 620200嘉峪关市 620300金昌市 620400白银市 620500天水市 620600武威市 620700张掖市
  620800平凉市 620900酒泉市 621000庆阳市 621100定西市 621200陇南市 622900临夏回族自治州
  623000甘南藏族自治州
CN-QH 63 青海省 Qinghai
  630100西宁市 630200海东市 632200海北藏族自治州 632300黄南藏族自治州 632500海南藏族自治州
  632600果洛藏族自治州 632700玉树藏族自治州 632800海西蒙古族藏族自治州
CN-NX 64 宁夏回族自治区 Ningxia
  640100银川市 640200石嘴山市 640300吴忠市 640400固原市 640500中卫市
CN-XJ 65 新疆维吾尔自治区 Xinjiang
  650100乌鲁木齐市 650200克拉玛依市 650400吐鲁番市 650500哈密市 652300昌吉回族自治州
  652700博尔塔拉蒙古自治州 652800巴音郭楞蒙古自治州 652900阿克苏地区
  653000克孜勒苏柯尔克孜自治州 653100喀什地区 653200和田地区 654000伊犁哈萨克自治州
  654200塔城地区 654300阿勒泰地区 660000新疆生产建设兵团 659001石河子市 659002阿拉尔市
  659003图木舒克市 659004五家渠市 659005北屯市 659006铁门关市 659007双河市 659008可克达拉市
  659009昆玉市 659010胡杨河市 659011新星市 659012白杨市
CN-TW 71 台湾省 Taiwan
CN-HK 81 香港特别行政区 Hong Kong
CN-MO 82 澳门特别行政区 Macao
"""


@dataclass(frozen=True, slots=True)
class Province:
    """One province-level unit, and the ids of its pooling areas in the order of the table."""

    id: str
    prefix: str
    zh: str
    en: str
    areas: tuple[str, ...]


def _read(table: str) -> tuple[dict[str, Province], dict[str, str]]:
    """Read the table: provinces by id, and the Chinese name of every region."""
    provinces: dict[str, Province] = {}
    zh = {NATION: "中国"}
    for block in re.split(r"\n(?=CN-)", table.strip()):
        head, *lines = block.splitlines()
        region, prefix, name_zh, name_en = head.split(maxsplit=3)
        areas = {f"{region}-{word[:6]}": word[6:] for line in lines for word in line.split()}
        provinces[region] = Province(region, prefix, name_zh, name_en, tuple(areas))
        zh |= {region: name_zh, **areas}
    return provinces, zh


def _wider(region: str) -> str | None:
    if region == NATION:
        return None
    return CORPS if region.startswith("CN-XJ-659") else region.rpartition("-")[0]


_provinces, _zh = _read(_TABLE)

PROVINCES: Final[Mapping[str, Province]] = MappingProxyType(_provinces)
_ZH: Final[Mapping[str, str]] = MappingProxyType(_zh)
_EN: Final[Mapping[str, str]] = {NATION: "China"} | {p.id: p.en for p in _provinces.values()}


def is_region(region: str) -> bool:
    """Whether this is the id of the nation, a province or a pooling area."""
    return region in _ZH


@cache
def chain(region: str) -> tuple[str, ...]:
    """The region and all wider ones, narrow to wide: the order in which policy is looked up.

    Raises:
        KeyError: There is no such region.
    """
    if region not in _ZH:
        raise KeyError(region)
    wider = _wider(region)
    return (region,) if wider is None else (region, *chain(wider))


@cache
def province(region: str) -> str:
    """The province a region lies in; the nation stands for itself.

    Raises:
        KeyError: There is no such region.
    """
    line = chain(region)
    return line[-2] if len(line) > 1 else line[0]


def parent(region: str) -> str | None:
    """The next wider region, `None` for the nation.

    Raises:
        KeyError: There is no such region.
    """
    _, *wider = chain(region)
    return wider[0] if wider else None


def name(region: str, lang: Literal["zh", "en"]) -> str:
    """The region's name. An area has no English name here: its id stands in.

    Raises:
        KeyError: There is no such region.
    """
    zh = _ZH[region]
    return zh if lang == "zh" else _EN.get(region, region)


def known() -> Iterable[str]:
    """All region ids, the nation first and each province before its areas: for suggestions."""
    return _ZH.keys()
