import { Icon } from "../../../../signaling/theme/icons";
import type { LogFigures, LogPage } from "../../api_types";
import { Shares } from "../equality/shares";
import type { AdminModel } from "../model";
import { Link } from "../parts/link";
import { Trouble } from "../parts/trouble";
import { isNarrowed } from "../place";
import { count, dayInWords, percent, say, spokenDuration } from "../texts";
import { ExportButton } from "./export_button";
import { LogFilters } from "./log_filters";
import { LogTable } from "./log_table";

/** The session log: what the figures say, then the figures drawn, then every call. */
export function LogView({ model }: { model: AdminModel }) {
  const state = model.log.state.value;
  const page = state.value;
  return (
    <>
      <section class="summary" aria-live="polite" aria-busy={state.loading}>
        {page !== null && <p class="eyebrow">{periodOf(page)}</p>}
        <h1>
          {page === null ? say.value("log.title") : headline(page.figures, isNarrowed(model.place.value))}
        </h1>
        {page !== null && page.figures.taps > 0 && <p class="summary__lead">{lead(page.figures)}</p>}
        {page !== null && page.figures.taps > 0 && <Shares figures={page.figures} />}
      </section>
      <LogFilters model={model} />
      <Trouble of={state} retry={() => model.reload()} />
      {page !== null && state.problem === null && <Calls model={model} page={page} stale={state.loading} />}
      <p class="audited">
        <Icon name="eye" />
        {say.value("log.audited")}{" "}
        <Link model={model} to={{ ...model.place.value, view: "readings" }}>
          {say.value("log.audited_link")}
        </Link>
      </p>
    </>
  );
}

function Calls({ model, page, stale }: { model: AdminModel; page: LogPage; stale: boolean }) {
  if (page.total === 0) return <p class="empty">{say.value("log.none_help")}</p>;
  return (
    <div class={stale ? "calls calls--stale" : "calls"}>
      <LogTable model={model} page={page} />
      <div class="calls__foot">
        <Paging model={model} page={page} />
        <ExportButton model={model} />
      </div>
    </div>
  );
}

function Paging({ model, page }: { model: AdminModel; page: LogPage }) {
  const place = model.place.value;
  const at = (number: number) => ({ ...place, log: { ...place.log, page: number } });
  const first = (page.page - 1) * PAGE_ROWS + 1;
  return (
    <nav class="paging" aria-label={say.value("log.paging")}>
      <p>
        {say.value("log.rows", {
          first: count(first),
          last: count(first + page.rows.length - 1),
          total: count(page.total),
        })}
      </p>
      {page.page > 1 && (
        <Link model={model} to={at(page.page - 1)} class="button">
          <Icon name="back" />
          {say.value("log.previous")}
        </Link>
      )}
      {page.page < page.pages && (
        <Link model={model} to={at(page.page + 1)} class="button">
          {say.value("log.next")}
          <Icon name="forward" />
        </Link>
      )}
    </nav>
  );
}

const PAGE_ROWS = 50;

function periodOf(page: LogPage): string {
  if (page.start === page.end) return say.value("log.day", { day: dayInWords(page.start) });
  return say.value("log.period", { start: dayInWords(page.start), end: dayInWords(page.end) });
}

function headline(figures: LogFigures, narrowed: boolean): string {
  if (figures.taps === 0) return say.value(narrowed ? "log.none_selected" : "log.none");
  return say.value("log.headline", { count: figures.taps, handled: handledOf(figures) });
}

function handledOf({ taps, handled }: LogFigures): string {
  if (handled === 0) return say.value("log.handled_none");
  if (handled === taps && taps > 1) return say.value("log.handled_all");
  return say.value("log.handled", { count: handled });
}

/** How long they waited, how many were answered in time, how many left: one sentence each, where there is one. */
function lead(figures: LogFigures): string {
  const { handled, offered, within_target, median_wait, p90_wait, abandoned } = figures;
  const sentences: string[] = [];
  if (median_wait !== null && p90_wait !== null) {
    const waits = { median: spokenDuration(median_wait), p90: spokenDuration(p90_wait) };
    sentences.push(
      handled === 1 ? say.value("log.single_wait", { median: waits.median }) : say.value("log.waits", waits),
    );
  }
  if (offered > 1) {
    const level = { percent: percent(within_target / offered) };
    sentences.push(
      within_target === offered ? say.value("log.level_everyone") : say.value("log.level", level),
    );
  }
  if (abandoned > 0) sentences.push(say.value("log.abandoned", { count: abandoned }));
  return sentences.join(" ");
}
