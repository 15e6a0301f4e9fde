"""Names what kind of furniture a line is, and says why it goes."""

from __future__ import annotations

import re

from reader.detect.furniture.zones import Zone
from reader.text.message import Message

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (rule, re.compile(pattern, re.IGNORECASE))
    for rule, pattern in (
        (
            "preview_cut",
            r"未读|未完|试读|[已预].*预览|预览.*结束|超出.*范围|剩余|省略|隐藏|全文[共约]|阅读全[文部]|显示前"
            r"|继续阅读|未加载",
        ),
        ("page_counter", r"第\s*\d+\s*[页頁]|共\s*\d+\s*[页頁]|^\W*\d+\s*/\s*\d+\W*$|^\W*\d+\W*$"),
        ("copyright", r"copyright|©|版权所有|icp|备案|公网安备|许可证|all rights|powered by|转发.*标记|二次传播"),
        (
            "legal_notice",
            r"版权|侵权|免责|声明|不代表|自行鉴别|后果自负|仅供.{0,6}(?:参考|学习|研究)|不[支保]|著作权|违责|转载"
            r"|浏览器.*打开|迅雷|视为",
        ),
        ("comment", r"评论|留言|回复|发表意见|网友"),
        ("related", r"相关|猜你|推荐|排行|热门文|最新文|正在看|还看|感兴趣|精品文档|随机"),
        ("share", r"分享|扫[一码]|转藏|献花|点赞|打赏|朋友圈|收藏本"),
        ("contact", r"客服|联系|电话|qq|微信|公众号|邮箱|订阅号|举报"),
        (
            "vip_payment",
            r"vip|会员|积分|金币|付费|支付|下载券|购买|价格|免费下载|立即下载|快捷下载|账号就是|充值|下载权益",
        ),
        ("uploader", r"关注|认证|贡献者|上传者|该用户|粉丝|供稿"),
        (
            "doc_meta",
            r"(?:时间|日期|来源|作者|编号|大小|格式|页数|次数|字体|字号|阅读|浏览|点击|上传|资源id|编辑|标题|发布|标签"
            r"|关键词).{0,3}[:：]|最后由|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|阅 \d",
        ),
        ("source_credit", r"来源|来自|转自|摘自|链接|网址|小编|整理|由.*分享|供大家参考|仅供参考|搜索"),
        ("ad", r"培训|代写|海量|精品|推广|桌面|优惠|领取"),
        ("title_junk", r"\.docx?|\.pdf|\.pptx?"),
    )
)


def category(line: str) -> str:
    """The rule's name for a line that is furniture.

    >>> category("版权声明"), category("上一篇:某某"), category("共12页")
    ('legal_notice', 'nav', 'page_counter')
    """
    return next((rule for rule, pattern in _RULES if pattern.search(line)), "nav")


def reason(rule: str, zone: Zone) -> Message:
    """Why a line of furniture is none of the speech, in words."""
    match rule:
        case "preview_cut":
            return Message.of("Tells how much of the text the site shows; no speech does.")
        case "page_counter":
            return Message.of("Counts the pages of the site's preview.")
        case "copyright":
            return Message.of("The site's own copyright line.")
        case "legal_notice":
            return Message.of("A notice of the site to its users, about documents and rights.")
        case "vip_payment":
            return Message.of("Talks about paying for its own download, which a speech never does.")
        case "doc_meta" | "uploader":
            return Message.of("Facts about the uploaded file or its uploader, printed by the site.")
        case "comment" | "related" | "share" | "contact" | "ad" | "source_credit":
            return Message.of("Speaks for the site, not for the speaker.")
    if zone is Zone.HEAD:
        return Message.of("Stands between the page's title and the speech, and reads like a menu.")
    if zone is Zone.TAIL:
        return Message.of("Stands after the end of the speech, and reads like a menu.")
    return Message.of("Reads like a menu of the site, amid the speech.")
