"""The public page as HTML: made at the server, readable without scripts, drawings beside their tables."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from guide_server.equality.models import PublishedLine, PublishedMonth
from guide_server.equality.public.texts import LANGUAGES, Texts

AIM = 80
"""Per cent answered within the target."""
_NAMES, _SCALE, _ROW, _FOOT = 180, 320, 30, 26
_LONGEST_NAME = 20


def page(month: PublishedMonth, months: Sequence[str], texts: Texts) -> str:
    """A whole document. `months`: those that there are, newest first."""
    languages = _named(month, texts)
    other = next(each for each in LANGUAGES if each != texts.language)
    return "\n".join(
        (
            f'<!doctype html>\n<html lang="{texts.language}">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
            f"<title>{escape(texts('title'))} – {escape(texts.month(month.month))}</title>",
            '<link rel="stylesheet" href="/service/page.css"></head>',
            f'<body><header><p class="product">{escape(texts("product"))}</p>',
            f'<p><a href="/service/{other}?month={month.month}" hreflang="{other}" lang="{other}">',
            f"{escape(texts('other_language'))}</a></p></header>",
            "<main>",
            *_summary(month, languages, texts),
            *_part(texts("by_language"), languages, texts),
            *_part(texts("by_neighbourhood"), month.neighbourhoods, texts),
            *_matrix(month, languages, texts),
            f"<section><h2>{escape(texts('method_title'))}</h2>",
            f"<p>{escape(texts('method'))}</p><p>{escape(texts('method_few'))}</p></section>",
            *_others(month, months, texts),
            "</main></body></html>\n",
        )
    )


def _named(month: PublishedMonth, texts: Texts) -> list[PublishedLine]:
    """The languages by name, largest first, and those that are kept back last."""
    names = {name.tag: name.swedish if texts.language == "sv" else name.english for name in month.names}
    lines = [line.model_copy(update={"name": names.get(line.key, line.key)}) for line in month.languages]
    return sorted(lines, key=lambda line: (line.offered is None, -(line.offered or 0), line.name))


def _summary(month: PublishedMonth, languages: Iterable[PublishedLine], texts: Texts) -> Iterator[str]:
    total, when = month.total, texts.month(month.month)
    yield f'<p class="when">{escape(when)}</p><h1>{escape(texts("title"))}</h1>'
    if month.demo:
        yield f'<p class="demo">{escape(texts("demo"))}</p>'
    yield f'<p class="lead">{escape(texts("lead", month=when))}</p>'
    if total.offered is None or total.within_percent is None:
        yield f"<p>{escape(texts('none'))}</p>"
        return
    said = [texts("summary", count=texts.count(total.offered), within=texts.percent(total.within_percent))]
    if total.left_percent is not None:
        said.append(texts("summary_left", left=texts.percent(total.left_percent)))
    if total.p90_wait is not None:
        said.append(texts("summary_p90", wait=texts.wait(total.p90_wait)))
    yield f"<p>{escape(' '.join(said))}</p>"
    if month.ratio is not None:
        lines = {line.key: line for line in languages}
        worst, best = lines[month.ratio.worst], lines[month.ratio.best]
        ratio = texts(
            "ratio",
            worst=worst.name,
            best=best.name,
            worst_wait=texts.wait(worst.p90_wait or 0),
            best_wait=texts.wait(best.p90_wait or 0),
            times=texts.times(month.ratio.ratio),
        )
        yield f"<p>{escape(ratio)}</p>"


def _part(title: str, lines: Sequence[PublishedLine], texts: Texts) -> Iterator[str]:
    if not lines:
        return
    heads = (title, *(texts(column) for column in ("offered", "within", "left", "p90")))
    yield f'<section><h2>{escape(title)}</h2><div class="pair">'
    yield _plot(title, [line for line in lines if line.within_percent is not None], texts)
    yield '<div class="frame"><table><thead><tr>'
    yield "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for line in lines:
        yield f'<tr><th scope="row">{escape(line.name)}</th>{_cells(line, texts)}</tr>'
    yield "</tbody></table></div></div></section>"


def _cells(line: PublishedLine, texts: Texts) -> str:
    if line.offered is None:
        return f'<td colspan="4" class="few">{escape(texts("few"))}</td>'
    few = f'<span class="few">{escape(texts("few"))}</span>'
    shown = (
        texts.count(line.offered),
        few if line.within_percent is None else texts.percent(line.within_percent),
        few if line.left_percent is None else texts.percent(line.left_percent),
        few if line.p90_wait is None else escape(texts.wait(line.p90_wait)),
    )
    return "".join(f"<td>{cell}</td>" for cell in shown)


def _plot(title: str, lines: Sequence[PublishedLine], texts: Texts) -> str:
    """A bar for each line, with its figure, and the aim as a dashed line."""
    height = _ROW * len(lines)
    aim = _NAMES + _SCALE * AIM / 100
    bars = "".join(_bar(line, nth, texts) for nth, line in enumerate(lines))
    return (
        f'<svg viewBox="0 0 {_NAMES + _SCALE + 50} {height + _FOOT}" role="img" '
        f'aria-label="{escape(texts("plot", title=title))}">{bars}'
        f'<line class="aim" x1="{aim}" x2="{aim}" y1="0" y2="{height}"/>'
        f'<text class="tick" x="{aim}" y="{height + 18}" text-anchor="middle">'
        f"{texts.percent(AIM)}</text></svg>"
    )


def _bar(line: PublishedLine, nth: int, texts: Texts) -> str:
    share = line.within_percent or 0
    middle, width = nth * _ROW + _ROW / 2, round(_SCALE * share / 100, 1)
    return (
        f'<text x="{_NAMES - 12}" y="{middle + 5}" text-anchor="end">{escape(_short(line.name))}</text>'
        f'<rect class="whole" x="{_NAMES}" y="{middle - 9}" width="{_SCALE}" height="18"/>'
        f'<rect class="bar" x="{_NAMES}" y="{middle - 9}" width="{width}" height="18"/>'
        f'<text x="{_NAMES + _SCALE + 8}" y="{middle + 5}">{texts.percent(share)}</text>'
    )


def _short(name: str) -> str:
    """What stands in brackets has no room beside a drawing; the table has it."""
    return name.partition(" (")[0] if len(name) > _LONGEST_NAME else name


def _matrix(month: PublishedMonth, languages: Sequence[PublishedLine], texts: Texts) -> Iterator[str]:
    shares = {(cell.language, cell.neighbourhood): cell.within_percent for cell in month.cells}
    if not shares:
        return
    yield f"<section><h2>{escape(texts('both'))}</h2><p>{escape(texts('both_help'))}</p>"
    yield f'<div class="frame"><table><thead><tr><th scope="col">{escape(texts("by_language"))}</th>'
    yield "".join(f'<th scope="col">{escape(place.name)}</th>' for place in month.neighbourhoods)
    yield "</tr></thead><tbody>"
    for line in languages:
        yield f'<tr><th scope="row">{escape(line.name)}</th>'
        for place in month.neighbourhoods:
            if (line.key, place.key) not in shares:
                yield f"<td>{escape(texts('nobody'))}</td>"
                continue
            share = shares[line.key, place.key]
            yield (
                f'<td class="few">{escape(texts("few"))}</td>'
                if share is None
                else f"<td>{texts.percent(share)}</td>"
            )
        yield "</tr>"
    yield "</tbody></table></div></section>"


def _others(month: PublishedMonth, months: Sequence[str], texts: Texts) -> Iterator[str]:
    yield f'<nav aria-labelledby="others"><h2 id="others">{escape(texts("other_months"))}</h2><ul>'
    for other in months:
        if other == month.month:
            yield f'<li aria-current="page">{escape(texts.month(other))}</li>'
        else:
            address = f"/service/{texts.language}?month={other}"
            yield f'<li><a href="{address}">{escape(texts.month(other))}</a></li>'
    yield "</ul></nav>"
