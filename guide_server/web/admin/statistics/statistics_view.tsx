import { Icon } from "../../../../signaling/theme/icons";
import type { StatisticsLine, StatisticsPage } from "../../api_types";
import type { AdminModel } from "../model";
import { Link } from "../parts/link";
import { Trouble } from "../parts/trouble";
import { dayInWords, nameOfLanguage, say, sayCode } from "../texts";
import { HoursPart } from "./hours_part";
import { headline, lead } from "./in_words";
import { LinesPart } from "./lines_part";
import { MeasuresTable } from "./measures_table";
import { StatisticsFilters } from "./statistics_filters";
import { TrendPart } from "./trend_part";

/** The measures of a period: in a sentence, as a table with their definitions, over time, and divided. */
export function StatisticsView({ model }: { model: AdminModel }) {
  const state = model.statistics.state.value;
  const page = state.value;
  return (
    <>
      <section class="summary" aria-live="polite" aria-busy={state.loading}>
        {page !== null && (
          <p class="eyebrow">
            {say.value("log.period", { start: dayInWords(page.start), end: dayInWords(page.end) })}
          </p>
        )}
        <h1>{page === null ? say.value("statistics.title") : headline(page)}</h1>
        {page !== null && (page.total.taps ?? 0) > 0 && <p class="summary__lead">{lead(page.total)}</p>}
        <p>
          <Link model={model} to={{ ...model.place.value, view: "report" }} class="button">
            <Icon name="letter" />
            {say.value("report.open")}
          </Link>
        </p>
      </section>
      <StatisticsFilters model={model} start={page?.start ?? null} end={page?.end ?? null} />
      <Trouble of={state} retry={() => model.reload()} />
      {page !== null && (page.total.taps ?? 0) > 0 && (
        <div class={state.loading ? "calls calls--stale" : "calls"}>
          <MeasuresTable model={model} page={page} />
          <TrendPart model={model} page={page} />
          <HoursPart model={model} page={page} />
          <Divided model={model} page={page} />
          <p class="help">{say.value("statistics.method")}</p>
        </div>
      )}
    </>
  );
}

function Divided({ model, page }: { model: AdminModel; page: StatisticsPage }) {
  const called = (lines: readonly StatisticsLine[], name: (key: string) => string) =>
    lines.map((line) => ({ ...line, name: name(line.key) }));
  const languages = called(page.languages, (tag) => nameOfLanguage(tag, page.names));
  const topics = called(page.topics, (topic) =>
    topic === "" ? say.value("statistics.no_topic") : sayCode("topic", topic),
  );
  const parts = { languages, neighbourhoods: page.neighbourhoods, sites: page.sites, topics };
  return (
    <>
      {(["languages", "neighbourhoods", "sites", "topics"] as const)
        .filter((part) => parts[part].length > 0)
        .map((part) => (
          <LinesPart key={part} model={model} page={page} part={part} lines={parts[part]} />
        ))}
    </>
  );
}
