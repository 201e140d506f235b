"""The public page as HTML: made at the server, read without scripts, right to left where the language is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from guide_server.equality.equality_api import ENOUGH
from guide_server.equality.models import PublishedLine, PublishedMonth
from guide_server.equality.public.texts import Texts

AIM = 80
"""Per cent answered within the target."""
GREATEST_RATIO = 2
"""Of the longest wait of a language to the shortest."""
_GLOBE = (
    '<svg class="globe" viewBox="0 0 24 24" aria-hidden="true">'
    '<path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z'
    'M3.5 12h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17z"/></svg>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page stands among its likes."""

    stylesheet: str
    public_url: str
    months: Sequence[str]
    """Those that there are, newest first."""
    languages: Mapping[str, Texts]


def page(month: PublishedMonth, texts: Texts, place: Place) -> str:
    """A whole document."""
    when = texts.month(month.month)
    return "\n".join(
        (
            f'<!doctype html>\n<html lang="{texts.language}" dir="{texts.direction}">',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(texts('title'))} – {escape(when)}</title>",
            f'<link rel="stylesheet" href="{place.stylesheet}">',
            *_alternates(month.month, place),
            "</head>",
            '<body><header><p class="product" translate="no">Vägvisare</p>',
            *_menu(month.month, texts, place),
            "</header><main>",
            *_summary(month, texts),
            *_part(texts("by_language"), _named(month, texts), texts, aim=True),
            *_ratio(month, texts),
            *_part(texts("by_neighbourhood"), month.neighbourhoods, texts),
            *_both(month, texts),
            *_method(texts),
            *_others(month.month, texts, place),
            "</main></body></html>\n",
        )
    )


def _alternates(month: str, place: Place) -> Iterator[str]:
    for tag in place.languages:
        yield f'<link rel="alternate" hreflang="{tag}" href="{place.public_url}/service/{tag}?month={month}">'
    yield f'<link rel="alternate" hreflang="x-default" href="{place.public_url}/service/?month={month}">'


def _menu(month: str, texts: Texts, place: Place) -> Iterator[str]:
    """All languages by their own names: a page that one cannot read still shows the way out of it."""
    choose = escape(texts("language.choose"))
    yield f'<details class="languages"><summary>{_GLOBE}<span class="unseen">{choose}: </span>'
    yield f'<span>{escape(texts.endonym)}</span></summary><nav aria-label="{choose}"><ul>'
    for tag, other in place.languages.items():
        here = ' aria-current="page"' if tag == texts.language else ""
        yield (
            f'<li><a href="/service/{tag}?month={month}" lang="{tag}" hreflang="{tag}" '
            f'dir="{other.direction}"{here} translate="no">{escape(other.endonym)}</a></li>'
        )
    yield "</ul></nav></details>"


def _named(month: PublishedMonth, texts: Texts) -> list[PublishedLine]:
    """The languages by name, largest first, and those that are kept back last."""
    lines = [line.model_copy(update={"name": texts.name_of(line.key)}) for line in month.languages]
    return sorted(lines, key=lambda line: (line.offered is None, -(line.offered or 0), line.name))


def _summary(month: PublishedMonth, texts: Texts) -> Iterator[str]:
    total = month.total
    yield f'<p class="when">{escape(texts.month(month.month))}</p><h1>{escape(texts("title"))}</h1>'
    if not texts.read:
        yield (
            f'<p class="mark">{escape(texts("machine"))} '
            f'<a href="/service/sv?month={month.month}" lang="sv" dir="ltr" hreflang="sv">Svenska</a></p>'
        )
    if month.demo:
        yield f'<p class="mark">{escape(texts("demo"))}</p>'
    yield f'<p class="lead">{escape(texts("lead"))}</p>'
    if total.offered is None or total.within_percent is None:
        yield f"<p>{escape(texts('none'))}</p>"
        return
    met = texts("aim.met" if total.within_percent >= AIM else "aim.missed")
    yield f"<p>{escape(texts('aim', share=texts.percent(AIM)))} <strong>{escape(met)}</strong></p>"
    yield '<dl class="figures">'
    yield _figure(texts("within"), texts.percent(total.within_percent))
    yield _figure(texts("asked"), texts.count(total.offered))
    if total.left_percent is not None:
        yield _figure(texts("left"), texts.percent(total.left_percent))
    if total.p90_wait is not None:
        yield _figure(texts("p90"), texts.wait(total.p90_wait))
    yield "</dl>"


def _figure(label: str, value: str, of: str = "") -> str:
    named = f"<bdi>{escape(of)}</bdi> " if of else ""
    return f"<div><dt>{escape(label)}</dt><dd>{named}<b>{escape(value)}</b></dd></div>"


def _ratio(month: PublishedMonth, texts: Texts) -> Iterator[str]:
    if month.ratio is None:
        return
    waits = {line.key: line.p90_wait or 0 for line in month.languages}
    met = texts("aim.met" if month.ratio.ratio <= GREATEST_RATIO else "aim.missed")
    yield f"<section><h2>{escape(texts('ratio.title'))}</h2>"
    yield f"<p>{escape(texts('ratio.aim'))} <strong>{escape(met)}</strong></p>"
    yield f'<p class="of">{escape(texts("p90"))}</p><dl class="figures">'
    for label, tag in (("ratio.worst", month.ratio.worst), ("ratio.best", month.ratio.best)):
        yield _figure(texts(label), texts.wait(waits[tag]), of=texts.name_of(tag))
    yield "</dl></section>"


def _part(title: str, lines: Sequence[PublishedLine], texts: Texts, *, aim: bool = False) -> Iterator[str]:
    if not lines:
        return
    heads = [texts(column) for column in ("within", "asked", "left", "p90")]
    yield f"<section><h2>{escape(title)}</h2>"
    if aim:
        yield f'<p class="key"><svg aria-hidden="true">{_aim("50%")}</svg>'
        yield f"{escape(texts('aim', share=texts.percent(AIM)))}</p>"
    yield from _table([title, *heads], "lines")
    for line in lines:
        yield f'<tr role="row"><th role="rowheader" scope="row"><bdi>{escape(line.name)}</bdi></th>'
        yield from _cells(line, heads, texts)
        yield "</tr>"
    yield "</tbody></table></section>"


def _table(heads: Sequence[str], kind: str) -> Iterator[str]:
    """The beginning of a table. It names the roles, for on a narrow screen its rows are drawn as cards."""
    yield f'<table class="{kind}" role="table"><thead role="rowgroup"><tr role="row">'
    yield "".join(f'<th role="columnheader" scope="col"><bdi>{escape(head)}</bdi></th>' for head in heads)
    yield '</tr></thead><tbody role="rowgroup">'


def _cells(line: PublishedLine, heads: Sequence[str], texts: Texts) -> Iterator[str]:
    if line.offered is None:
        yield f'<td role="cell" colspan="4" class="few">{escape(texts("few"))}</td>'
        return
    shares = [
        None if share is None else texts.percent(share) for share in (line.within_percent, line.left_percent)
    ]
    wait = None if line.p90_wait is None else texts.wait(line.p90_wait)
    drawn = "" if line.within_percent is None else _bar(line.within_percent, texts)
    for head, figure, drawing in zip(
        heads, (shares[0], texts.count(line.offered), shares[1], wait), (drawn, "", "", ""), strict=True
    ):
        yield _cell(head, figure, texts, drawing)


def _cell(head: str, figure: str | None, texts: Texts, drawing: str = "") -> str:
    shown = (
        f'<span class="few">{escape(texts("few"))}</span>' if figure is None else f"<b>{escape(figure)}</b>"
    )
    return f'<td role="cell" data-head="{escape(head)}">{drawing}{shown}</td>'


def _bar(share: int, texts: Texts) -> str:
    """How far it reaches of the whole, and the aim. The figure stands beside it."""
    from_the_right = texts.direction == "rtl"
    start, aim = (100 - share, 100 - AIM) if from_the_right else (0, AIM)
    return (
        '<svg class="drawn" aria-hidden="true"><rect class="whole" width="100%" height="100%"/>'
        f'<rect class="bar" x="{start}%" width="{share}%" height="100%"/>{_aim(f"{aim}%")}</svg>'
    )


def _aim(at: str) -> str:
    line = f'x1="{at}" x2="{at}" y1="0" y2="100%"'
    return f'<line class="gap" {line}/><line class="aim" {line}/>'


def _both(month: PublishedMonth, texts: Texts) -> Iterator[str]:
    shares = {(cell.language, cell.neighbourhood): cell.within_percent for cell in month.cells}
    if not shares:
        return
    yield f"<section><h2>{escape(texts('both'))}</h2><p>{escape(texts('both.help'))}</p>"
    yield from _table([texts("by_language"), *(each.name for each in month.neighbourhoods)], "both")
    for line in _named(month, texts):
        yield f'<tr role="row"><th role="rowheader" scope="row"><bdi>{escape(line.name)}</bdi></th>'
        for each in month.neighbourhoods:
            if (line.key, each.key) not in shares:
                yield f'<td role="cell" data-head="{escape(each.name)}">–</td>'
                continue
            share = shares[line.key, each.key]
            yield _cell(each.name, None if share is None else texts.percent(share), texts)
        yield "</tr>"
    yield "</tbody></table></section>"


def _method(texts: Texts) -> Iterator[str]:
    said = (
        texts("method.who"),
        texts("method.wait", least=texts.count(ENOUGH)),
        texts("method.few"),
        texts("method.private"),
    )
    yield f"<section><h2>{escape(texts('method'))}</h2><ul>"
    yield "".join(f"<li>{escape(each)}</li>" for each in said)
    yield "</ul></section>"


def _others(month: str, texts: Texts, place: Place) -> Iterator[str]:
    yield f'<nav class="months" aria-labelledby="others"><h2 id="others">{escape(texts("months"))}</h2><ul>'
    for other in place.months:
        said = escape(texts.month(other))
        if other == month:
            yield f'<li aria-current="page">{said}</li>'
        else:
            yield f'<li><a href="/service/{texts.language}?month={other}">{said}</a></li>'
    yield "</ul></nav>"
