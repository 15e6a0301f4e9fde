"""Trains the furniture line classifier and writes ``resources/tables/furniture.npz``.

    python packaging/training/furniture.py [--shared ../shared] [--out FILE] [--leave-out SITE …]

Furniture: the phrases of ``furniture_phrases.tsv`` and of ``sites/dev_inventory.tsv`` in the shared data, filled with
invented values, in half and full width, some in traditional script. Not furniture: lines of official texts, news and
speeches, whole, as single sentences and as pieces of printed lines; the sentences among them that talk of websites,
downloads and copyright, weighted up; and the short lines around a speech (dates, names, greetings, document numbers,
headings, signatures), made here. ``--leave-out`` drops the phrases of sites, to measure on pages of sites not seen.
Needs scikit-learn and opencc, which the program itself does not.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from opencc import OpenCC
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from reader.detect.furniture.features import BUCKETS, TITLE, form, ngrams, normalised  # noqa: E402

VARIANTS = 24
"""Fillings of each phrase."""
SEED = 20

SITE_FIRST = ["中华", "第一", "文秘", "公文", "范文", "学习", "星火", "青藤", "蓝鲸", "老兵", "百度", "优秀", "好学", "金典", "智库", "快乐", "天天", "万方", "求知", "云上", "名师", "一起", "秘书", "写作", "材料", "应届", "出国", "免费", "九九", "六六", "小荷", "大家", "博学", "东方", "华夏", "江南"]
SITE_LAST = ["网", "文库", "范文网", "文秘网", "文档网", "资料网", "文库网", "学习网", "素材库", "资源网", "教育网", "论坛", "图书馆", "公文网", "在线", "下载站", "之家", "笔记", "阅读网", "大全网", "写作网", "信息港", "资讯网"]
CATEGORIES = ["领导讲话", "工作总结", "心得体会", "述职报告", "公文写作", "党建材料", "演讲稿", "实用文档", "工作计划", "应用文书", "范文大全", "行政公文", "教育资料", "考试资料", "管理文献", "合同协议", "建筑工程", "医药卫生", "IT计算机", "经济管理", "论文", "小学教育", "高等教育", "研究生考试", "生活休闲", "新闻", "财经", "汽车", "房产", "科技", "时政", "社会", "国内", "国际", "机关党委", "致辞", "主持词", "发言稿", "申报材料", "制度规范", "会议纪要", "民主生活会", "乡镇", "调研报告"]
USERS = ["小桔灯", "wxy1998", "a10****23", "b****5", "文海拾贝", "138****2211", "gw_2020", "南风", "老张", "user12345", "清风徐来", "admin", "管理员", "蓝天白云", "m0_553", "平安是福", "一只小猫", "秘书小王", "李老师", "网友投稿", "佚名", "本站编辑"]
PLACES = ["清河", "安宁", "平阳", "临江", "柳树", "大青山", "石桥", "白云", "南湖", "西陵", "东港", "永丰", "长乐", "双河", "望城", "金沙", "桃源", "红旗", "新华", "康定"]
UNITS = ["市", "县", "区", "镇", "乡", "街道", "村", "省", "州", "旗"]
EVENTS = ["经济工作会议", "安全生产工作会议", "党风廉政建设大会", "三级干部会议", "教师节表彰大会", "开学典礼", "动员大会", "座谈会", "春节团拜会", "现场会", "职工代表大会", "庆祝大会", "总结表彰大会", "培训班开班式", "毕业典礼", "推进会", "专题民主生活会", "民营企业家座谈会"]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕".strip()
GIVEN = ["建国", "志强", "明", "丽华", "永生", "卫东", "海峰", "国庆", "秀英", "文斌", "德厚", "晓燕", "振华", "学文", "玉兰", "立新", "长江", "红", "桂兰", "春生"]
TITLES_OF_OFFICE = ["书记", "县长", "市长", "主任", "局长", "校长", "院长", "董事长", "总经理", "主席", "部长", "厅长", "乡长", "厂长", "支部书记", "副书记", "秘书长"]


def name(rng: random.Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def place(rng: random.Random) -> str:
    return rng.choice(PLACES) + rng.choice(UNITS)


def title(rng: random.Random) -> str:
    """A title as official texts and speeches bear it."""
    where, event, who = place(rng), rng.choice(EVENTS), name(rng)
    return rng.choice((
        f"在{where}{event}上的讲话", f"在全{where[-1]}{event}上的讲话", f"{who}在{where}{event}上的讲话",
        f"{who}：在{event}上的讲话（全文）", f"{where}人民政府关于加强{rng.choice(CATEGORIES)}工作的意见",
        f"关于印发《{where}{rng.choice(CATEGORIES)}管理办法》的通知", f"{where}{rng.choice((2008, 2014, 2019))}年政府工作报告",
        f"{where}{event}主持词", f"关于{where}{rng.choice(CATEGORIES)}情况的汇报", "政府工作报告", "讲话稿", "国务院办公厅",
        f"把{rng.choice(CATEGORIES)}工作抓实抓好", f"{rng.choice(CATEGORIES)}心得体会范文", f"{rng.choice((2016, 2021))}年{where}{rng.choice(CATEGORIES)}工作总结",
        f"坚定信心 真抓实干 努力开创{where}工作新局面", f"关于{rng.choice(CATEGORIES)}的几点思考",
    ))  # fmt: skip


def site(rng: random.Random) -> str:
    return rng.choice(SITE_FIRST) + rng.choice(SITE_LAST)


def date(rng: random.Random) -> str:
    y, m, d = rng.randint(2005, 2024), rng.randint(1, 12), rng.randint(1, 28)
    return rng.choice((f"{y}-{m:02}-{d:02}", f"{y}-{m}-{d}", f"{y}/{m}/{d}", f"{y}.{m:02}.{d:02}", f"{y}年{m}月{d}日", f"{m:02}-{d:02}"))


def time(rng: random.Random) -> str:
    return f"{rng.randint(0, 23)}:{rng.randint(0, 59):02}" + rng.choice(("", f":{rng.randint(0, 59):02}"))


def url(rng: random.Random) -> str:
    word = "".join(rng.choice("abcdegimnoswxz") for _ in range(rng.randint(3, 9)))
    return rng.choice(("www.", "http://www.", "https://", "m.", "")) + word + rng.choice((".com", ".cn", ".net", ".com.cn", ".org")) + rng.choice(("", "", "/", "/article/123.html"))


def number(rng: random.Random) -> str:
    return str(rng.randint(1, 10 ** rng.randint(1, 4)))


def office_file(rng: random.Random) -> str:
    kind = rng.choice(("docx", "doc", "pdf", "pptx", "ppt", "txt", "wps"))
    return rng.choice((kind, kind.upper()))


FILLERS: dict[str, Callable[[random.Random], str]] = {
    "SITE": site, "CAT": lambda r: r.choice(CATEGORIES), "TOPIC": lambda r: r.choice(CATEGORIES), "USER": lambda r: r.choice(USERS),
    "NAME": name, "DATE": date, "TIME": time, "DATETIME": lambda r: f"{date(r)} {time(r)}".strip() if r.random() < 0.6 else date(r),
    "MM-DD": lambda r: f"{r.randint(1, 12):02}-{r.randint(1, 28):02}", "YEAR": lambda r: str(r.randint(2003, 2024)),
    "N": number, "N.NN": lambda r: f"{r.randint(1, 60)}.{r.randint(10, 99)}", "CN_NUM": lambda r: r.choice("一二三四五六七八九十"),
    "SIZE": lambda r: f"{r.randint(10, 900)}" + r.choice(("", ".5", ".12")) + r.choice(("KB", "MB", "K", "")), "EXT": office_file, "URL": url, "DOMAIN": url, "HASH_URL": url,
    "PHONE": lambda r: r.choice((f"400-{r.randint(100, 999)}-{r.randint(1000, 9999)}", f"010-{r.randint(10000000, 99999999)}", f"1{r.randint(30, 89)}****{r.randint(1000, 9999)}")),
    "MASKED_PHONE": lambda r: f"1{r.randint(30, 89)}****{r.randint(1000, 9999)}", "ID": lambda r: r.choice((str(r.randint(10**5, 10**10)), "mishu" + number(r), "gw" + number(r))),
    "ORG": lambda r: place(r) + r.choice(("政府办公室", "教育局", "宣传部")), "SOURCE": site, "HEADING": lambda r: r.choice(CATEGORIES) + "情况", "KW": lambda r: r.choice(CATEGORIES),
    "FOLDER": lambda r: r.choice(CATEGORIES), "TAG": lambda r: r.choice(CATEGORIES), "TIMESTAMP14": lambda r: f"{r.randint(2010, 2024)}0{r.randint(1, 9)}{r.randint(10, 28)}{r.randint(100000, 235959)}",
    "OTHER_TITLE": title, "RELATED_TITLE": title, "GAMBLING_BRAND": site, "COURSE_CODE9": number, "AUTHOR": name, "APHORISM": lambda r: "书山有路勤为径",
}  # fmt: skip
_SLOT = re.compile(r"\{([A-Z0-9_.\-]+)\}")
_FULL = {code - 0xFEE0: code for code in map(ord, "：，（）！？；｜＞")}

BODY_SLOTS = {"BODY", "FIRST_120_CHARS", "FIRST_200_CHARS", "FIRST_SENTENCES", "PARAGRAPH", "REST_OF_WORD", "LINE",
              "ZH_PARAGRAPH", "EN_PARAGRAPH", "MACHINE_TRANSLATION", "LEAD", "ANCHOR5-6", "PUA", "JAMMER",
              "ADULT_SEO_WORDS", "PAGE"}  # fmt: skip
"""Phrases with these hold pieces of the text itself: other detectors find them."""

ALONE = {"{TITLE}", "{OTHER_TITLE}", "{RELATED_TITLE}", "{DATE}", "{N}"}
"""A title or a date by itself says nothing: its place and its repetition do."""


def phrases(shared: Path, left_out: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Category and phrase, from our own list and from the inventory of sites."""
    with (Path(__file__).parent / "furniture_phrases.tsv").open(encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                category, _, phrase = line.rstrip("\n").split("\t")
                yield category, phrase
    with (shared / "sites" / "dev_inventory.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["site"] not in left_out and row["category"] != "other" and row["position"] != "inline":
                yield row["category"], row["phrase"].replace("\\n", " ")


def filled(phrase: str, rng: random.Random) -> str:
    """``phrase`` with invented values; the page's own title often as the mark that stands for it at run time."""
    def value(slot: re.Match[str]) -> str:
        if slot[1] == "TITLE":
            return TITLE if rng.random() < 0.6 else title(rng)
        filler = FILLERS.get(slot[1])
        return filler(rng) if filler else slot[0]

    line = _SLOT.sub(value, phrase)
    chance = rng.random()
    if chance < 0.25:
        line = line.translate(_FULL)
    elif chance < 0.35:
        line = line.replace(" ", "") if rng.random() < 0.5 else re.sub(r"([:：])", r"\1 ", line)
    if rng.random() < 0.08:
        line = rng.choice(("• ", "- ", "· ", "【", "[", "|", "> ")) + line
    if rng.random() < 0.05:
        line = f"  {rng.randint(1, 9)}. {rng.randint(1, 9)}、{line}"
    return line


def furniture(shared: Path, left_out: frozenset[str], rng: random.Random) -> Iterator[tuple[str, float]]:
    """Lines of furniture, with weights: each phrase counts alike, however often it is filled."""
    to_traditional = OpenCC("s2t")
    for category, phrase in phrases(shared, left_out):
        slots = set(_SLOT.findall(phrase))
        if slots & BODY_SLOTS or phrase in ALONE or (category == "watermark" and len(phrase) < 3):
            continue
        lines = {filled(phrase, rng) for _ in range(VARIANTS)}
        if rng.random() < 0.3:
            lines |= {to_traditional.convert(filled(phrase, rng))}
        for line in lines:
            yield line, (6.0 + len(slots) * 2) / len(lines)


HARD = re.compile(r"下载|网站|会员|版权|注册|登录|点击|文档|上传|评论|关注|分享|微信|扫码|二维码|客服|举报|侵权|在线|转载|浏览|客户端|收藏|订阅|资源|平台|预览|阅读|电话|网民|网友|编辑|投稿|出处|来源")
SENTENCE = re.compile(r"[^。！？!?；;]+[。！？!?；;]?")
SOURCES = {"gov_reports": 4000, "xi_speeches": 4000, "policies": 4000, "shenlun": 4000, "nankai_news": 9000, "xwlb": 5000,
           "mao_works": 2500, "chinanews": 9000, "laws": 6000, "seg_corpora": 3000, "bedtimenews": 3000, "prose": 3000}  # fmt: skip
"""Paragraphs drawn from each source."""


def prose(shared: Path, rng: random.Random) -> Iterator[tuple[str, float]]:
    """Lines of real texts, whole and in pieces; those with words that sites use count more."""
    for source, count in SOURCES.items():
        with lzma.open(shared / "corpus" / f"{source}.txt.xz", "rt", encoding="utf-8") as file:
            lines = [line for line in file.read().splitlines() if len(line) >= 12]
        for line in rng.sample(lines, min(count, len(lines))):
            yield line[:400], 0.7
            sentences = SENTENCE.findall(line)
            yield rng.choice(sentences), 0.7
            at, width = rng.randrange(max(1, len(line) - 30)), rng.randint(20, 36)
            yield line[at : at + width], 0.7
        hard = [line for line in lines if HARD.search(line) and line[-1] in "。！？”）"]
        for line in rng.sample(hard, min(count // 2, len(hard))):
            sentences = [s for s in SENTENCE.findall(line) if HARD.search(s)]
            if sentences:
                yield rng.choice(sentences), 1.5
                piece = rng.choice(sentences)
                at = max(0, HARD.search(piece).start() - rng.randint(0, 25))  # type: ignore[union-attr]
                yield piece[at : at + rng.randint(18, 34)], 1.5


def around_a_speech(rng: random.Random) -> Iterator[tuple[str, float]]:
    """The short lines that stand around a speech and belong to it."""
    numerals = "一二三四五六七八九十"
    who = ("同志", "代表", "委员", "老师", "同学", "朋友", "各位领导", "乡亲", "来宾", "各位代表", "女士", "先生", "职工", "青年朋友")
    for _ in range(5000):
        y, m, d = rng.randint(1950, 2024), rng.randint(1, 12), rng.randint(1, 28)
        chinese = "".join("〇一二三四五六七八九"[int(c)] for c in str(y))
        person, where, office = name(rng), place(rng), rng.choice(TITLES_OF_OFFICE)
        agency = rng.choice(("国务院办公厅", f"{where}人民政府", f"{where}委员会", f"中共{where}委", f"{where}教育局", "财政部"))
        topic = rng.choice(CATEGORIES)
        when = rng.choice((f"{y}年{m}月{d}日", f"{chinese}年{rng.choice(numerals)}月{rng.choice(numerals)}日"))
        yield from ((line, 0.35) for line in (
            f"（{when}）", f"({when})", when, f"{when}上午", f"（{when}，{where}）", person, f"{person[0]}　{person[1:]}",
            f"{where}{office} {person}", f"{where}{office}{person}", f"{office} {person}", f"（{office} {person}）",
            f"{rng.choice(who)}们：", f"{rng.choice(who)}们、{rng.choice(who)}们:", f"各位{rng.choice(who)}，同志们，朋友们：", "同志们：", "大家好！", "谢谢大家！", "谢谢大家。", "我就讲这些。", "（完）",
            f"新华社{where[:-1]}{m}月{d}日电", f"新华社{where[:-1]}{m}月{d}日电（记者 {person}）", f"人民网{where[:-1]}{m}月{d}日电",
            f"{y}年{m:02}月{d:02}日{rng.randint(0, 23):02}:{rng.randint(0, 59):02} 来源：人民网－人民日报", f"{y}年{m:02}月{d:02}日{rng.randint(0, 23):02}:{rng.randint(0, 59):02}来源：新华网",
            f"国办发〔{y}〕{rng.randint(1, 150)}号", f"国发[{y}]{rng.randint(1, 60)}号", f"{where[0]}政发〔{y}〕{d}号", f"第{rng.randint(100, 800)}号",
            "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：", f"{where}人民政府：", "各区县人民政府，市政府各委、办、局：", f"{where}各党支部:",
            agency, f"{agency} {when}", "（此件公开发布）", "（此件发至县团级）", f"附件：{topic}任务分工表", f"附件{rng.randint(1, 4)}", f"附：{where}{topic}名单",
            f"抄送：{where}委办公室，市人大常委会办公室。", f"{agency}{when}印发", f"主题词：{topic} 通知", "（本文有删减）", "（审议稿）", f"（{when}{where}第{rng.choice(numerals)}届人民代表大会第{rng.choice(numerals)}次会议通过）",
            f"{rng.choice(numerals)}、{topic}", f"{rng.choice(numerals)}、大力加强{topic}", f"（{rng.choice(numerals)}）{topic}情况", f"({rng.choice(numerals)})搞好{topic}工作。", f"{rng.randint(1, 9)}.{topic}", f"（{rng.randint(1, 9)}）{topic}",
            f"第{rng.choice(numerals)}章 总则", f"第{rng.choice(numerals)}章{topic}", f"第{rng.choice(numerals)}条 为了加强{topic}管理，制定本办法。", f"第{rng.choice(numerals)}，{topic}。",
            f"关于{topic}工作", f"——在{where}{rng.choice(EVENTS)}上的讲话", title(rng), title(rng), f"主讲人：{person}", f"主持人：{person}", f"时间：{when}上午9时", f"地点：{where}会议室", f"参会人员：{person}、{name(rng)}、{name(rng)}", f"记录：{person}", f"联系人：{person}",
            f"表{rng.randint(1, 9)} {topic}统计表", "单位：万元", f"图{rng.randint(1, 9)} {where}示意图", f"{person} {name(rng)} {name(rng)} {name(rng)}", f"{where}：", f"注：{topic}数据来自统计局。", f"署名：{person}", f"{where}人大常委会主任{person}",
            f"{rng.choice(PLACES)}{rng.randint(1, 90)}个", "鼓掌", "（鼓掌）", "（掌声）", "散会！", "目标任务", "总体要求", "主要任务", "保障措施", "组织领导", "指导思想", "基本原则", "工作要求", "会议强调", "前言", "结束语", "序言", "总则", "附则",
        ))  # fmt: skip


def traditional_pairs() -> tuple[list[int], list[int]]:
    """Characters of the traditional script that have one simplified form."""
    convert = OpenCC("t2s").convert
    pairs = [(code, ord(simple)) for code in range(0x4E00, 0xA000) if len(simple := convert(chr(code))) == 1 and simple != chr(code)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def matrix(lines: list[str]) -> csr_matrix:
    buckets, owners = ngrams(lines)
    counts = np.bincount(owners, minlength=len(lines))
    values = (1 / np.sqrt(np.maximum(counts, 1)))[owners]
    grams = csr_matrix((values, (owners, buckets)), shape=(len(lines), BUCKETS))
    return hstack([grams, csr_matrix(form(lines))], format="csr")


def train(shared: Path, left_out: frozenset[str] = frozenset()) -> dict[str, np.ndarray]:
    """The arrays of the table, see ``reader.detect.furniture.classifier``."""
    rng = random.Random(SEED)
    examples = [(line, weight, 1) for line, weight in furniture(shared, left_out, rng)]
    examples += [(line, weight, 0) for line, weight in prose(shared, rng)]
    examples += [(line, weight, 0) for line, weight in around_a_speech(rng)]
    old, new = traditional_pairs()
    script = dict(zip(old, new, strict=True))
    lines = [normalised(line, script) for line, _, _ in examples]
    weights = np.array([weight for _, weight, _ in examples])
    labels = np.array([label for _, _, label in examples])
    weights[labels == 1] *= weights[labels == 0].sum() / weights[labels == 1].sum()
    model = LogisticRegression(C=4.0, solver="liblinear", max_iter=200, tol=1e-3)
    model.fit(matrix(lines), labels, sample_weight=weights * len(lines) / weights.sum())
    learnt = model.coef_[0]
    return {"weights": np.round(learnt[:BUCKETS], 3).astype(np.float16), "form": learnt[BUCKETS:].astype(np.float32), "bias": np.float32(model.intercept_[0]),
            "traditional": np.array(old, dtype=np.uint32), "simplified": np.array(new, dtype=np.uint32)}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("JIAODU_SHARED", ROOT.parent / "shared")))
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "tables" / "furniture.npz")
    parser.add_argument("--leave-out", nargs="*", default=[], help="sites of the inventory whose phrases are not used")
    args = parser.parse_args()
    table = train(args.shared, frozenset(args.leave_out))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.out, **table)
    print(f"{args.out}: {args.out.stat().st_size} bytes, {np.count_nonzero(table['weights'])} weights")


if __name__ == "__main__":
    main()
