"""What may be published of a month: shares, and counts of which none under five can be reckoned.

A share with its base is a count, and so is what is missing to the whole. So who asked, who was answered in
time and who was not, who left and who did neither are a table of counts each, by language and neighbourhood
with all sums. What must be kept back in one of them is kept back in all that it could be reckoned from; that
it then is in more tables than one only leaves more open. Sums count even where their cells are not shown: a
neighbourhood in which one language is spoken tells that cell.
"""

from guide_server.equality.equality_api import ENOUGH, names_of, ratio_of
from guide_server.equality.models import PublishedCell, PublishedLine, PublishedMonth
from guide_server.names import Names
from guide_server.small_cells import ALL, Cell, kept_back
from guide_server.whole_months import counts_of, not_within, offered, withheld, within
from signaling.core.ids import NeighbourhoodId
from signaling.store.figures import TARGET, Figures
from signaling.store.reports import Report


def published(report: Report, month: str, names: Names) -> PublishedMonth:
    """`report`: of the whole month."""
    cells = {
        (str(tag), str(place)): figures for (tag, place), figures in report.cells.items() if figures.offered
    }
    languages = {str(tag): figures for tag, figures in report.by_language.items() if figures.offered}
    places = {str(place): figures for place, figures in report.by_neighbourhood.items() if figures.offered}
    back = frozenset[Cell]().union(
        *(kept_back(counts_of(cells, counted)) for counted in (offered, within, not_within))
    )
    left_back = withheld(cells)

    def line(cell: Cell, name: str, figures: Figures) -> PublishedLine:
        shown = cell not in back and figures.offered > 0
        tells_leavers = shown and cell not in left_back
        return PublishedLine(
            key=cell[0] or cell[1],
            name=name,
            offered=figures.offered if shown else None,
            within_percent=_percent(figures.within_target, figures.offered) if shown else None,
            left_percent=_percent(figures.abandoned, figures.offered) if tells_leavers else None,
            p90_wait=figures.p90_wait if shown and figures.handled >= ENOUGH else None,
        )

    return PublishedMonth(
        month=month,
        target=TARGET,
        demo=names.are_of_the_demo,
        total=line((ALL, ALL), "", report.total),
        languages=tuple(line((tag, ALL), tag, figures) for tag, figures in languages.items()),
        neighbourhoods=tuple(
            line((ALL, place), names.neighbourhood(NeighbourhoodId(place)), figures)
            for place, figures in places.items()
        ),
        cells=tuple(
            PublishedCell(
                language=cell[0],
                neighbourhood=cell[1],
                offered=None if cell in back else figures.offered,
                within_percent=None if cell in back else _percent(figures.within_target, figures.offered),
            )
            for cell, figures in cells.items()
        ),
        ratio=ratio_of(report, lambda tag: (tag, ALL) in back),
        names=names_of(languages),
    )


def _percent(count: int, of: int) -> int:
    return round(100 * count / of)
