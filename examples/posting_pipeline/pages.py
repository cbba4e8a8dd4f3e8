"""What is shown: HTML from templates that escape everything, in Chinese or English, without any script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from weibofilter import Action, Verdict
from weibofilter.explain import Language, Words, category_name, describe, describe_dismissal, in_language, names, word
from weibofilter.notice import Decider, Outcome, is_distress, notice
from weibofilter.report.marked import marked
from weibofilter.visible import spans_of, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from weibofilter import Filter, Reason

    from .store import Post

_WORDS: Final = {
    "write": Words("发帖", "Write a post"),
    "author": Words("名字", "Your name"),
    "text": Words("想说什么？", "What do you want to say?"),
    "send": Words("发布", "Post"),
    "your post": Words("你的帖子", "Your post"),
    "appeal": Words("申诉", "Appeal"),
    "appeal text": Words("为什么你认为这个决定不对？", "Why do you think that this decision is wrong?"),
    "appeal send": Words("提交申诉", "Send the appeal"),
    "appealed": Words("已申诉，将由另一位工作人员审核。", "You appealed. Another person will decide."),
    "how to appeal": Words(
        "如有异议，可以在本页申诉，由另一位工作人员审核。", "You can appeal on this page; another person will decide."
    ),
    "another": Words("再写一条", "Write another"),
    "queue": Words("待审核", "To review"),
    "appeals": Words("申诉", "Appeals"),
    "nothing": Words("没有需要处理的帖子。", "Nothing waits."),
    "urgent": Words("求助", "distress"),
    "review": Words("审核", "Review"),
    "post": Words("帖子", "Post"),
    "why": Words("为什么送到这里", "Why it is here"),
    "passage": Words("原文", "passage"),
    "read as": Words("读作", "read as"),
    "disguise": Words("伪装", "disguise"),
    "view": Words("看法", "seen by"),
    "rule": Words("规则", "rule"),
    "seen as": Words("过滤器看到的文字", "The text as the filter sees it"),
    "let go": Words("看过后放行的词", "Seen, and let go"),
    "notice": Words("作者会看到", "What the author reads now"),
    "the appeal": Words("作者的申诉", "The author's appeal"),
    "before": Words("之前的决定", "Decided before"),
    "decision": Words("你的决定", "Your decision"),
    "note": Words("备注（仅内部可见）", "Note (not shown to the author)"),
    "publish": Words("误判，发布", "Misread: publish"),
    "support": Words("发布，并附上关怀", "Publish, with a note of support"),
    "remove": Words("确认违规，不发布", "Rightly held: remove"),
    "decided": Words("已决定", "Decided"),
    "automatically": Words("系统自动", "by automated means"),
    "oldest first": Words("求助优先，其余按先后", "Signs of distress first, then the oldest"),
    "error": Words("没有成功", "That did not work"),
    "back": Words("返回", "Back"),
    "published": Words("已发布", "published"),
    "removed": Words("未发布", "removed"),
    "waiting": Words("待审核", "waiting"),
}


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages, in one language, in the words of one filter's categories."""

    judge: Filter
    lang: Language

    def show(
        self, request: Request, name: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
    ) -> Response:
        """A page."""
        words = {key: in_language(words, self.lang) for key, words in _WORDS.items()}
        tongue = "zh-Hans" if self.lang == Language.ZH else "en"
        page = _environment().get_template(name).render(words=words, lang=tongue, path=request.url.path, **values)
        return HTMLResponse(page.encode("utf-8", "backslashreplace"), status, headers)

    def author(self, request: Request, post: Post) -> Response:
        """What the author sees of his post."""
        return self.show(request, "post.html", post=post, letter=self.letter(post).split("\n"))

    def queue(self, request: Request, status: str, posts: list[Post], counts: Mapping[str, int]) -> Response:
        """The posts that stand so."""
        rows = [{"post": post, "categories": self._categories(post.verdict)} for post in posts]
        return self.show(request, "queue.html", standing=status, rows=rows, counts=counts)

    def review(self, request: Request, post: Post, reviewer: str) -> Response:
        """Everything that a decision needs."""
        trace = self.judge.trace(post.text)
        return self.show(
            request,
            "review.html",
            post=post,
            reviewer=reviewer,
            letter=self.letter(post).split("\n"),
            reasons=[self._reason(reason) for reason in post.verdict.reasons],
            seen=list(dict.fromkeys(folded for _, folded in trace.views)),
            let_go=[(one.rule, describe_dismissal(one, self.lang)) for one in post.verdict.dismissed],
            choices=self._choices(post.verdict),
            is_open=post.status in {"waiting", "appealed"},
        )

    def letter(self, post: Post) -> str:
        """The letter to the author, as things stand."""
        outcome = Outcome.REMOVED if post.status == "appealed" else Outcome(post.status)
        misread = post.label == "overturned" and outcome is Outcome.PUBLISHED
        verdict = Verdict(Action.ALLOW) if misread else post.verdict
        decider = Decider.AUTOMATED if post.turn == 0 else Decider.PERSON
        appeal = in_language(_WORDS["how to appeal"], self.lang) if post.status == "removed" else ""
        return notice(verdict, outcome, decider, self.lang, categories=self.judge.categories, appeal=appeal)

    def _categories(self, verdict: Verdict) -> list[str]:
        called = (category_name(reason.category, self.lang, self.judge.categories) for reason in verdict.reasons)
        return list(dict.fromkeys(called))

    def _reason(self, reason: Reason) -> dict[str, str]:
        where = f" · {PurePath(reason.wordlist).name}:{reason.line}" if reason.wordlist is not None else ""
        return {
            "sentence": describe(reason, self.lang, self.judge.categories),
            "passage": reason.text,
            "keyword": " ".join(reason.keyword.split()),
            "disguises": names("disguise", reason.disguises, self.lang),
            "view": word("view", reason.view, self.lang),
            "rule": f"{reason.rule}{where}",
        }

    def _choices(self, verdict: Verdict) -> list[str]:
        """Nobody in distress is removed for it: that choice is there only if something else was held too."""
        distress = [is_distress(reason) for reason in verdict.reasons]
        return [*(["support"] if any(distress) else []), "publish", *([] if distress and all(distress) else ["remove"])]


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"marked": marked, "visible": visible, "spans": spans_of}
    return environment
