"""Pages put together from invented speeches and the furniture of sites that do not exist."""

from hypothesis import strategies as st

TITLES = (
    "在全县防汛会议上的讲话",
    "柳河县人民政府关于做好秋种工作的通知",
    "在石桥镇中学六十周年校庆大会上的致辞",
    "把承包的担子挑起来",
)
HEADS = (
    "上传人：小陶 格式：DOCX 页数：7 大小：31KB",
    "下载积分：20",
    "您的位置：青藤文库 > 领导讲话 > 正文",
    "微信登录 手机登录",
    "已阅读2页，还剩3页未读，继续阅读",
    "  1. 1、本文档共9页，下载前请确认内容完整。",
    "  2. 2、成为会员后可以免费阅读本站全部文档。",
    "免费下载",
    "全部分类",
    "忘记密码？",
)
LABELS = ("正文内容", "文档简介", "查看更多", "内容预览：")
PARAGRAPHS = (
    "同志们：",
    "今年的稻子黄得早，我先把镇里的安排同大家讲一讲，讲完了大家回去还要同群众讲。",
    "堤坝修得牢不牢，关键看责任心。去年冬天我们查出了十七处隐患，有的是鼠洞，有的是裂缝，都已经填实了。",
    "一、思想上不能松劲",
    "水不来的时候，人最容易松劲，这一条年年讲，年年有人忘，忘了就要吃亏。",
    "二、物资上不能短缺",
    "麻袋、木桩、抢险的船都要登记造册，专人看管，谁动用谁签字，动用了要补齐。",
    "要加大版权保护的力度，严厉查处盗版，让群众举报有门、投诉有回音，大家都来关注、都来监督。",
    "去年县政府网站的浏览量超过八万人次，网友的评论我们一条一条都看了，能办的马上办。",
    "粮食直补的钱已经打到卡上了，请各村的会计把名单贴出来，贴够七天，有人问就要有人答。",
    "孩子们的校车换了新的，司机是考出来的，路上的窄桥也加了护栏，家长可以放心。",
)
TAILS = (
    "文档评论(0)",
    "138****2210 + 关注",
    "猜你喜欢",
    "相关文档",
    "版权所有 © 2019 青藤文库",
    "上一篇：没有了",
    "分享到：微信 微博",
    "联系客服",
)
NOTES = (
    "该文档为青藤文秘网作品,版权所有,违责必纠",
    "更多公文范文请关注青藤文秘网",
    "本文由青藤文秘网整理发布,转载请注明出处",
)


@st.composite
def pages(draw):
    """A page and the speech on it, title first, one paragraph a line.

    A tail has two lines at least: a single odd line behind a speech is asked about.
    """
    title = draw(st.sampled_from(TITLES))
    head = draw(st.lists(st.sampled_from(HEADS), min_size=2, max_size=6, unique=True))
    body = draw(st.lists(st.sampled_from(PARAGRAPHS), min_size=4, max_size=9, unique=True))
    body.append("今天的会就开到这里，散会以后各村的支部书记留一下，我们再碰一碰数字。")
    tail = draw(st.just([]) | st.lists(st.sampled_from(TAILS), min_size=2, max_size=5, unique=True))
    printed = list(body)
    if draw(st.booleans()):
        note = draw(st.sampled_from(NOTES))
        rows = draw(st.lists(st.integers(0, len(body) - 1), min_size=2, max_size=4, unique=True))
        for row in rows:
            at = draw(st.integers(1, max(1, len(body[row]) - 1)))
            printed[row] = body[row][:at] + note + body[row][at:]
    below = [draw(st.sampled_from(LABELS))] if draw(st.booleans()) else []
    again = [title] if draw(st.booleans()) else []
    raw = "\n".join([title, *head, *below, *again, *printed, *tail]) + "\n"
    return raw, "\n".join([title, *body])
