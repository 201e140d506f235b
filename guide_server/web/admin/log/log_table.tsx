import { Icon } from "../../../../signaling/theme/icons";
import type { BoardCall, CallOutcome, CallRow, LanguageName, LogOrder, LogPage } from "../../api_types";
import type { AdminModel } from "../model";
import { Link } from "../parts/link";
import { sortedBy } from "../place";
import { clockDuration, isolated, nameOfLanguage, say, sayCode, times } from "../texts";

/** The columns and, where the server can sort by them, by what. */
const COLUMNS = [
  { name: "queued_at", sort: "queued_at" },
  { name: "kiosk", sort: "kiosk" },
  { name: "language", sort: "language" },
  { name: "wait_ms", sort: "wait_ms", figures: true },
  { name: "talk_ms", sort: "talk_ms", figures: true },
  { name: "topic" },
  { name: "guide" },
  { name: "outcome", sort: "outcome" },
] as const satisfies readonly { name: string; sort?: LogOrder; figures?: boolean }[];

export function LogTable({ model, page }: { model: AdminModel; page: LogPage }) {
  return (
    <div class="table-frame">
      <table class="table">
        <caption class="visually-hidden">{say.value("log.table")}</caption>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <Head key={column.name} model={model} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {page.rows.map((row) => (
            <Row key={row.call} model={model} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({ model, column }: { model: AdminModel; column: (typeof COLUMNS)[number] }) {
  const { sort, order } = model.place.value.log;
  const title = say.value(`log.column.${column.name}`);
  const figures = "figures" in column ? "table__figures" : "";
  if (!("sort" in column)) {
    return (
      <th scope="col" class={figures}>
        {title}
      </th>
    );
  }
  const sorted = column.sort === sort;
  const direction = order === "asc" ? "ascending" : "descending";
  return (
    <th scope="col" class={figures} aria-sort={sorted ? direction : "none"}>
      <Link model={model} to={sortedBy(model.place.value, column.sort)} class="table__sort">
        {title}
        <span class={sorted ? "table__arrow" : "table__arrow table__arrow--idle"}>
          <Icon name={sorted && order === "asc" ? "up" : "down"} />
        </span>
      </Link>
    </th>
  );
}

function Row({ model, row }: { model: AdminModel; row: CallRow }) {
  const known = model.directory.state.value.value;
  const time = times.value.moment(row.tapped_at);
  const live = row.outcome === null ? model.live.calls.value.get(row.call) : undefined;
  const now = model.live.now.value;
  return (
    <tr>
      <th scope="row" class="table__time">
        <Link
          model={model}
          to={{ ...model.place.value, call: row.call }}
          label={say.value("log.open", { time })}
        >
          {time}
        </Link>
      </th>
      <td>
        <span class="table__main">
          <bdi>{row.kiosk_name}</bdi>
        </span>
        <span class="table__side">
          <bdi>{row.neighbourhood_name}</bdi>
        </span>
      </td>
      <td>
        <span class="table__main">{nameOfLanguage(row.language, known?.languages ?? [])}</span>
        <Side text={helpOf(row, known?.languages ?? [])} />
      </td>
      <td class="table__figures">{durationOf(row.wait, waitOf(live, now))}</td>
      <td class="table__figures">{durationOf(row.talk, talkOf(live, now))}</td>
      <td>
        {row.topic === null ? "–" : <span class="table__main">{sayCode("topic", row.topic)}</span>}
        <Side text={row.disposition === null ? null : sayCode("disposition", row.disposition)} />
      </td>
      <td>
        {(live?.guide_name ?? row.guide_name) === null ? (
          "–"
        ) : (
          <span class="table__name">
            <bdi>{live?.guide_name ?? row.guide_name}</bdi>
          </span>
        )}
        {row.interpreter_name !== null && (
          <Side text={say.value("log.interpreted_by", { name: isolated(row.interpreter_name) })} />
        )}
      </td>
      <td>
        <span class={`dot dot--${DOTS[row.outcome ?? "open"] ?? "danger"}`}>
          {sayCode("outcome", row.outcome ?? "open")}
        </span>
        {live !== undefined && <Side text={sayCode("board.state", live.state)} />}
        {row.ticket_of !== null && <Side text={sayCode("ticket", "returned")} />}
        {row.quality !== null && row.quality !== "good" && (
          <Side
            text={say.value("log.quality", { grade: sayCode("quality", row.quality).toLocaleLowerCase() })}
          />
        )}
        {row.urgent && <Side text={say.value("log.urgent")} />}
      </td>
    </tr>
  );
}

function durationOf(told: number | null, now: number | null): string {
  const known = told ?? now;
  return known === null ? "–" : clockDuration(known);
}

/** Of a call that goes on: how long it has waited, where nobody took it yet. */
function waitOf(live: BoardCall | undefined, now: number): number | null {
  return live === undefined ? null : (live.taken_at ?? now) - live.queued_at;
}

function talkOf(live: BoardCall | undefined, now: number): number | null {
  return live?.live_since == null ? null : now - live.live_since;
}

function Side({ text }: { text: string | null }) {
  return text === null ? null : <span class="table__side">{text}</span>;
}

/** How they understood each other, where it was not simply in the language that was asked for. */
function helpOf({ how, spoken }: CallRow, known: readonly LanguageName[]): string | null {
  if (how === null || how === "asked") return null;
  return say.value(`log.helped.${how}`, { language: spoken === null ? "" : nameOfLanguage(spoken, known) });
}

/** A full dot for a talk, half for what goes on or was left, a square for what failed. */
const DOTS: Partial<Record<CallOutcome | "open", string>> = {
  completed: "free",
  open: "busy",
  abandoned_waiting: "left",
  abandoned_ringing: "left",
  outside_hours: "left",
  ticket_given: "left",
};
