import type { EqualityLine, EqualityPage } from "../../api_types";
import type { AdminModel } from "../model";
import { Days, Periods } from "../parts/period";
import { Trouble } from "../parts/trouble";
import { WholeMonths } from "../parts/whole_months";
import { narrowed } from "../place";
import {
  clockDuration,
  count,
  dayInWords,
  isolated,
  nameOfLanguage,
  percent,
  say,
  spokenDuration,
} from "../texts";
import { EqualityMatrix } from "./equality_matrix";
import { EqualityPlot } from "./equality_plot";
import { HoursMatrix } from "./hours_matrix";

/** How much longer the worst-off language may wait than the best-off. */
const AIM = 2;

/** Whether every neighbourhood and every language gets the same service, in words, drawn, and in figures. */
export function EqualityView({ model }: { model: AdminModel }) {
  const state = model.equality.state.value;
  const page = state.value;
  const known = model.languages;
  const { from = null, to = null } = model.place.value.log;
  const choose = (change: Partial<{ from: string | null; to: string | null }>) =>
    model.go(narrowed(model.place.value, change));
  const languages = (page?.languages ?? []).map((line) => ({
    ...line,
    name: nameOfLanguage(line.key, known),
  }));
  const nameOf = (tag: string) => isolated(nameOfLanguage(tag, known));
  return (
    <>
      <section class="summary" aria-live="polite" aria-busy={state.loading}>
        {page !== null && (
          <p class="eyebrow">
            {say.value("log.period", { start: dayInWords(page.start), end: dayInWords(page.end) })}
          </p>
        )}
        <h1>{page === null ? say.value("equality.title") : headline(page, nameOf)}</h1>
        {page !== null && <p class="summary__lead">{lead(page, nameOf)}</p>}
      </section>
      <search class="filters">
        <h2 class="visually-hidden">{say.value("filter.title")}</h2>
        {model.readsCalls ? (
          <Days from={from ?? page?.start ?? null} to={to ?? page?.end ?? null} choose={choose} />
        ) : (
          <WholeMonths from={from ?? page?.start ?? null} to={to ?? page?.end ?? null} choose={choose} />
        )}
        <div class="filters__row">
          {model.readsCalls ? (
            <Periods from={from} to={to} choose={choose} />
          ) : (
            <p class="help">{say.value("months.help")}</p>
          )}
        </div>
        {model.publishes && (
          <div class="filters__row">
            <p class="help">
              <a href="/service/" target="_blank" rel="noopener">
                {say.value("equality.public")}
              </a>{" "}
              {say.value("equality.public_help")}
            </p>
          </div>
        )}
      </search>
      <Trouble of={state} retry={() => model.reload()} />
      {page !== null && page.languages.length > 0 && (
        <>
          <Part title={say.value("equality.by_language")} lines={languages} target={page.target} />
          <Part
            title={say.value("equality.by_neighbourhood")}
            lines={page.neighbourhoods}
            target={page.target}
          />
          <EqualityMatrix page={page} languages={languages} />
          <HoursMatrix page={page} languages={languages} />
          <p class="help">
            {say.value("equality.method")} {say.value("equality.method_times")}
          </p>
        </>
      )}
    </>
  );
}

function headline(page: EqualityPage, nameOf: (tag: string) => string): string {
  const { ratio } = page;
  if (page.languages.length === 0) return say.value("equality.none");
  const apart = farthestApart(page.languages);
  if (apart !== null)
    return say.value("equality.apart", {
      worst: nameOf(apart.worst.key),
      low: percent(apart.low.share),
      best: nameOf(apart.best.key),
      high: percent(apart.high.share),
    });
  if (ratio === null) return say.value("equality.scarce");
  if (ratio.ratio <= AIM) return say.value("equality.equal");
  return say.value("equality.unequal", {
    worst: nameOf(ratio.worst),
    best: nameOf(ratio.best),
    times: count(Math.round(ratio.ratio * 10) / 10),
  });
}

/** The languages least and most often answered in time, where chance does not explain how far they are apart. */
function farthestApart(lines: readonly EqualityLine[]) {
  const told = lines.flatMap((line) => (line.within_target ? [{ line, share: line.within_target }] : []));
  const [worst, best] = [
    told.toSorted((a, b) => a.share.high - b.share.high)[0],
    told.toSorted((a, b) => b.share.low - a.share.low)[0],
  ];
  if (worst === undefined || best === undefined || worst.share.high >= best.share.low) return null;
  return { worst: worst.line, low: worst.share, best: best.line, high: best.share };
}

function lead(page: EqualityPage, nameOf: (tag: string) => string): string {
  const said = [];
  const { within_target: within, p90_wait: p90 } = page.total;
  if (within) said.push(say.value("equality.level", { percent: percent(within.share) }));
  if (typeof p90 === "number") said.push(say.value("equality.p90", { wait: spokenDuration(p90) }));
  if (page.ratio !== null)
    said.push(
      say.value("equality.ratio", {
        worst: nameOf(page.ratio.worst),
        best: nameOf(page.ratio.best),
        worst_wait: p90Of(page, page.ratio.worst),
        best_wait: p90Of(page, page.ratio.best),
        times: count(Math.round(page.ratio.ratio * 10) / 10),
      }),
    );
  if (page.unserved.length > 0)
    said.push(say.value("equality.unserved", { languages: page.unserved.map(nameOf).join(", ") }));
  return said.join(" ");
}

/** One way to divide the calls: drawn, and the same figures as a table beside it. */
function Part({ title, lines, target }: { title: string; lines: readonly EqualityLine[]; target: number }) {
  const sorted = [...lines].sort(
    (a, b) =>
      Number(a.kept_back) - Number(b.kept_back) ||
      (a.within_target?.share ?? 2) - (b.within_target?.share ?? 2),
  );
  return (
    <section class="equality">
      <h2>{title}</h2>
      <div class="equality__pair">
        <EqualityPlot title={title} lines={sorted.filter((line) => line.within_target)} />
        <div class="table-frame">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{title}</th>
                {(
                  [
                    lines.some((line) => typeof line.taps === "number") ? "taps" : "offered",
                    "within",
                    "left",
                    "median",
                    "p90_wait",
                    "first_word",
                  ] as const
                ).map((column) => (
                  <th key={column} scope="col" class="table__figures">
                    {say.value(`equality.${column}`, { target: spokenDuration(target) })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sorted.map((line) => (
                <Row key={line.key} line={line} />
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </section>
  );
}

function Row({ line }: { line: EqualityLine }) {
  const name = (
    <th scope="row">
      <bdi>{line.name}</bdi>
    </th>
  );
  if (line.kept_back)
    return (
      <tr>
        {name}
        <td class="table__figures table__kept-back" colSpan={6}>
          {say.value("equality.kept_back")}
        </td>
      </tr>
    );
  const wait = (given: number | null | undefined) => (typeof given === "number" ? clockDuration(given) : "–");
  return (
    <tr>
      {name}
      <td class="table__figures">{count(line.taps ?? line.offered ?? 0)}</td>
      <td class="table__figures">{line.within_target ? percent(line.within_target.share) : "–"}</td>
      <td class="table__figures">
        {line.left ? percent(line.left.share) : "–"}
        {line.left && (
          <span class="table__side">{rangeOf(percent(line.left.low), percent(line.left.high))}</span>
        )}
      </td>
      <td class="table__figures">{wait(line.median_wait)}</td>
      <td class="table__figures">
        {wait(line.p90_wait)}
        {typeof line.p90_low === "number" && (
          <span class="table__side">{rangeOf(wait(line.p90_low), wait(line.p90_high))}</span>
        )}
      </td>
      <td class="table__figures">{wait(line.first_word)}</td>
    </tr>
  );
}

function p90Of(page: EqualityPage, tag: string): string {
  return spokenDuration(page.languages.find(({ key }) => key === tag)?.p90_wait ?? 0);
}

function rangeOf(low: string, high: string): string {
  return say.value("equality.range", { low, high });
}
