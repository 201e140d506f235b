import { Icon } from "../../../../signaling/theme/icons";
import type { PublishedMonth, StatisticsPage } from "../../api_types";
import type { AdminModel } from "../model";
import { Link } from "../parts/link";
import { Trouble } from "../parts/trouble";
import { headlineOfMonth } from "../statistics/in_words";
import { type Measure, sayChange, sayMeasure } from "../statistics/measures";
import { lastMonth, monthAfter } from "../statistics/months";
import {
  count,
  isolated,
  monthInWords,
  nameOfLanguage,
  percent,
  say,
  sayCode,
  spokenDuration,
} from "../texts";
import { changes } from "./changes";
import { EqualDrawing } from "./equal_drawing";
import { topicsOf } from "./topics";

/** One month on one page that a committee can read: it prints as it stands, on A4. */
export function ReportView({ model }: { model: AdminModel }) {
  const month = model.place.value.month ?? lastMonth();
  const [figures, equality, before] = [model.statistics, model.month, model.monthBefore].map(
    (fetched) => fetched.state.value,
  );
  const page = model.statistics.state.value.value;
  const published = model.month.state.value.value;
  const isOfMonth = page?.start === `${month}-01` && published?.month === month;
  return (
    <>
      <Months model={model} month={month} />
      {[figures, equality, before].map(
        (state, nth) => state && <Trouble key={nth} of={state} retry={() => model.reload()} />,
      )}
      {page !== null && published !== null && isOfMonth && (
        <Sheet page={page} published={published} before={model.monthBefore.state.value.value} />
      )}
    </>
  );
}

function Months({ model, month }: { model: AdminModel; month: string }) {
  const place = model.place.value;
  const [earlier, later] = [monthAfter(month, -1), monthAfter(month, 1)];
  return (
    <div class="report__bar">
      <Link model={model} to={{ ...place, view: "statistics" }} class="button button--quiet">
        <Icon name="back" />
        {say.value("nav.statistics")}
      </Link>
      <nav class="report__months" aria-label={say.value("report.months")}>
        <Link model={model} to={{ ...place, month: earlier }} class="button">
          <Icon name="back" />
          {monthInWords(earlier)}
        </Link>
        {later <= lastMonth() && (
          <Link model={model} to={{ ...place, month: later }} class="button">
            {monthInWords(later)}
            <Icon name="forward" />
          </Link>
        )}
      </nav>
      <button type="button" class="button button--primary" onClick={() => print()}>
        <Icon name="download" />
        {say.value("report.print")}
      </button>
    </div>
  );
}

interface Shown {
  page: StatisticsPage;
  published: PublishedMonth;
  before: PublishedMonth | null;
}

function Sheet({ page, published, before }: Shown) {
  return (
    <article class="report">
      <p class="eyebrow">{say.value("report.eyebrow", { month: monthInWords(published.month) })}</p>
      <h1>{headlineOfMonth(page)}</h1>
      <KeyFigures page={page} />
      <div class="report__columns">
        <section>
          <h2>{say.value("report.equal")}</h2>
          <p>{equalityInWords(published)}</p>
          <EqualDrawing month={published} />
        </section>
        <div>
          <Changes said={changes(page, published, before)} />
          <Topics page={page} />
        </div>
      </div>
      <section class="report__definitions">
        <h2>{say.value("report.definitions")}</h2>
        <p>{say.value("report.definition_text", { target: spokenDuration(page.target) })}</p>
        <p>{say.value("report.kept_back")}</p>
      </section>
    </article>
  );
}

const KEY: readonly Measure[] = ["offered", "handled", "service_level", "p90_wait", "abandoned"];

function KeyFigures({ page }: { page: StatisticsPage }) {
  return (
    <dl class="report__key">
      {KEY.map((name) => (
        <div key={name}>
          <dt>{say.value(`report.key.${name}` as "report.key.offered")}</dt>
          <dd>
            <strong>{sayMeasure(name, page.total)}</strong>
            <span>{say.value("report.change", { change: sayChange(name, page.total, page.before) })}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function equalityInWords({ ratio, names, languages }: PublishedMonth): string {
  if (ratio === null) return say.value("equality.scarce");
  const nameOf = (tag: string) => isolated(nameOfLanguage(tag, names));
  const waitOf = (tag: string) => spokenDuration(languages.find(({ key }) => key === tag)?.p90_wait ?? 0);
  return say.value(ratio.ratio <= 2 ? "report.ratio_good" : "report.ratio_poor", {
    worst: nameOf(ratio.worst),
    best: nameOf(ratio.best),
    worst_wait: waitOf(ratio.worst),
    best_wait: waitOf(ratio.best),
    times: count(Math.round(ratio.ratio * 10) / 10),
  });
}

const TOPICS_SHOWN = 6;

function Changes({ said }: { said: readonly string[] }) {
  if (said.length === 0) return null;
  return (
    <section>
      <h2>{say.value("report.changed")}</h2>
      <ul class="report__changes">
        {said.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </section>
  );
}

function Topics({ page }: { page: StatisticsPage }) {
  const { told, keptBack } = topicsOf(page);
  if (told.length === 0 && keptBack.length === 0) return null;
  return (
    <section>
      <h2>{say.value("report.topics")}</h2>
      <table class="table report__topics">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{say.value("statistics.one.topics")}</th>
            <th scope="col">{say.value("report.share")}</th>
          </tr>
        </thead>
        <tbody>
          {told.slice(0, TOPICS_SHOWN).map(({ key, share }) => (
            <tr key={key}>
              <th scope="row">{sayCode("topic", key)}</th>
              <td class="table__figures">{percent(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {keptBack.length > 0 && (
        <p class="help">
          {say.value("report.few", { names: keptBack.map((key) => sayCode("topic", key)).join(", ") })}
        </p>
      )}
    </section>
  );
}
