import { useEffect } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import type { LogFigures, LogPage, PublicLogPage } from "../../api_types";
import { Shares } from "../equality/shares";
import type { AdminModel } from "../model";
import { Link } from "../parts/link";
import { weekOf } from "../parts/period";
import { Trouble } from "../parts/trouble";
import { isNarrowed } from "../place";
import { count, dayInWords, percent, say, spokenDuration } from "../texts";
import { Files } from "./files";
import { LogFilters } from "./log_filters";
import { LogTable } from "./log_table";
import { Paging } from "./paging";
import { PublicTable } from "./public_table";

/** The session log: what the figures say, then the figures drawn, then every call. */
export function LogView({ model }: { model: AdminModel }) {
  const place = model.place.value;
  const state = (place.record ? model.publicLog : model.log).state.value;
  const page = state.value;
  return (
    <>
      <section class="summary" aria-live="polite" aria-busy={state.loading}>
        {page !== null && <p class="eyebrow">{periodOf(page)}</p>}
        <h1>{page === null ? say.value("log.title") : headline(page, isNarrowed(place))}</h1>
        {page?.figures != null && page.figures.taps > 0 && (
          <>
            <p class="summary__lead">{lead(page.figures)}</p>
            <Shares figures={page.figures} />
          </>
        )}
      </section>
      <LogFilters model={model} />
      <Trouble of={state} retry={() => model.reload()} />
      {page !== null && state.problem === null && <Calls model={model} stale={state.loading} page={page} />}
      <p class="audited">
        <Icon name="eye" />
        {say.value("log.audited")}{" "}
        <Link model={model} to={{ ...place, view: "readings" }}>
          {say.value("log.audited_link")}
        </Link>
      </p>
    </>
  );
}

function Calls({ model, page, stale }: { model: AdminModel; page: LogPage | PublicLogPage; stale: boolean }) {
  const place = model.place.value;
  if (page.total === 0) return <p class="empty">{say.value("log.none_help")}</p>;
  if (page.rows.length === 0) return <BeyondTheEnd model={model} />;
  const full = model.log.state.value.value;
  return (
    <div class={stale ? "calls calls--stale" : "calls"}>
      <p class="calls__record">
        <Link model={model} to={{ ...place, record: !place.record }}>
          {say.value(place.record ? "log.full" : "log.public")}
        </Link>
        {place.record && <span>{say.value("log.public_help")}</span>}
      </p>
      {place.record ? (
        <PublicTable model={model} page={page as PublicLogPage} />
      ) : (
        full !== null && <LiveTable model={model} page={full} />
      )}
      <div class="calls__foot">
        <Paging model={model} page={page} />
        <Files model={model} total={page.total} />
      </div>
    </div>
  );
}

/** A page that was once there, or a number that was typed. */
function BeyondTheEnd({ model }: { model: AdminModel }) {
  const place = model.place.value;
  return (
    <p class="empty">
      {say.value("log.beyond")}{" "}
      <Link model={model} to={{ ...place, log: { ...place.log, page: 1 } }}>
        {say.value("log.first_page")}
      </Link>
    </p>
  );
}

/** The table, with what goes on shown as it is now. */
function LiveTable({ model, page }: { model: AdminModel; page: LogPage }) {
  const { sort, order, page: number } = model.place.value.log;
  const newest = sort === "queued_at" && order === "desc" && number === 1 && !isNarrowed(model.place.value);
  useEffect(() => model.live.follow(page, newest), [model, page, newest]);
  const unseen = model.live.unseen.value;
  return (
    <>
      {unseen > 0 && (
        <p class="calls__unseen" role="status">
          {say.value("log.unseen", { count: unseen })}{" "}
          <button type="button" class="button" onClick={() => model.reload()}>
            {say.value("log.show_unseen")}
          </button>
        </p>
      )}
      <LogTable model={model} page={page} />
    </>
  );
}

function periodOf(page: LogPage | PublicLogPage): string {
  const days = Date.parse(page.end) - Date.parse(page.start);
  if (days === 6 * 86_400_000 && new Date(page.start).getUTCDay() === 1) {
    const week = {
      week: String(weekOf(page.start)),
      start: dayInWords(page.start),
      end: dayInWords(page.end),
    };
    return say.value("log.week", week);
  }
  if (page.start === page.end) return say.value("log.day", { day: dayInWords(page.start) });
  return say.value("log.period", { start: dayInWords(page.start), end: dayInWords(page.end) });
}

function headline({ figures, total }: LogPage | PublicLogPage, narrowed: boolean): string {
  if (total === 0) return say.value(narrowed ? "log.none_selected" : "log.none");
  if (figures === null) return say.value("log.selected", { count: total, calls: count(total) });
  const { taps } = figures;
  return say.value("log.headline", { count: taps, taps: count(taps), handled: handledOf(figures) });
}

function handledOf({ taps, handled }: LogFigures): string {
  if (handled === 0) return say.value("log.handled_none");
  if (handled === taps && taps > 1) return say.value("log.handled_all");
  return say.value("log.handled", { count: handled, talks: count(handled) });
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
  if (abandoned > 0) sentences.push(say.value("log.abandoned", { count: abandoned, left: count(abandoned) }));
  return sentences.join(" ");
}
