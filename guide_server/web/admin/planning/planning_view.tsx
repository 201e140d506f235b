import { Icon } from "../../../../signaling/theme/icons";
import type { PlanningPage } from "../../api_types";
import type { AdminModel } from "../model";
import { Days } from "../parts/period";
import { Trouble } from "../parts/trouble";
import { WholeMonths } from "../parts/whole_months";
import { narrowed } from "../place";
import { hasFile } from "../statistics/months";
import {
  count,
  dayInWords,
  isolated,
  nameOfLanguage,
  percent,
  say,
  shortFigure,
  spokenDuration,
} from "../texts";
import { KioskHoursPart } from "./kiosk_hours";
import { LanguageTable } from "./language_table";
import { PatienceDrawing } from "./patience_drawing";
import { shortest } from "./shortage";
import { TrialPart } from "./trial_part";
import { weekOf } from "./week";
import { WeekDrawing } from "./week_drawing";
import { WeekTable } from "./week_table";

/** How many guides with which languages at which hour: a sentence, the week drawn, the same in figures. */
export function PlanningView({ model }: { model: AdminModel }) {
  const state = model.planning.page.state.value;
  const page = state.value;
  const { from = null, to = null, period = null } = model.place.value.log;
  const nameOf = (tag: string | null) =>
    tag === null ? say.value("planning.everybody") : nameOfLanguage(tag, page?.names ?? []);
  const choose = (change: Partial<{ from: string | null; to: string | null }>) =>
    model.go(narrowed(model.place.value, change));
  return (
    <>
      <section class="summary" aria-live="polite" aria-busy={state.loading}>
        {page?.start && page.end && (
          <p class="eyebrow">
            {say.value("log.period", { start: dayInWords(page.start), end: dayInWords(page.end) })}
          </p>
        )}
        <h1>{page === null ? say.value("planning.title") : headline(page, nameOf)}</h1>
        {page !== null && <p class="summary__lead">{lead(page)}</p>}
        {page !== null && page.days_by_todays_hours > 0 && (
          <p class="summary__lead">
            {say.value("planning.todays_hours", { count: page.days_by_todays_hours })}
          </p>
        )}
      </section>
      <search class="filters">
        <h2 class="visually-hidden">{say.value("filter.title")}</h2>
        {model.readsCalls ? (
          <Days from={from ?? page?.start ?? null} to={to ?? page?.end ?? null} choose={choose} />
        ) : (
          <WholeMonths from={from ?? page?.start ?? null} to={to ?? page?.end ?? null} choose={choose} />
        )}
        {page?.everybody && !hasFile(page) && <p class="help">{say.value("months.files")}</p>}
        {page?.everybody && hasFile(page) && (
          <a
            class="button planning__export"
            href={model.planning.exportAddress({ from, to, period })}
            download
          >
            <Icon name="download" />
            {say.value("log.export")}
          </a>
        )}
        {!model.readsCalls && (
          <div class="filters__row">
            <p class="help">
              {say.value("months.help")} {say.value("planning.as_published")}
            </p>
          </div>
        )}
      </search>
      <Trouble of={state} retry={() => model.reload()} />
      {page?.everybody && (
        <>
          <Week model={model} page={page} nameOf={nameOf} />
          <LanguageTable model={model} page={page} nameOf={nameOf} />
          <section class="equality">
            <h2>{say.value("planning.patience")}</h2>
            <div class="equality__pair">
              <PatienceDrawing steps={page.patience} estimate={page.everybody.patience} />
              <Assumptions page={page} />
            </div>
          </section>
          <TrialPart model={model} page={page} nameOf={nameOf} />
        </>
      )}
      {page !== null && page.kiosks.length > 0 && <KioskHoursPart kiosks={page.kiosks} />}
    </>
  );
}

/** The week of the language that was chosen, of all together where none was. */
function Week({
  model,
  page,
  nameOf,
}: {
  model: AdminModel;
  page: PlanningPage;
  nameOf: (tag: string | null) => string;
}) {
  const chosen = model.place.value.log.language ?? null;
  const found = page.languages.find((line) => line.language === chosen) ?? page.everybody;
  if (found === null) return null;
  const title = say.value("planning.week", { language: nameOf(found.language) });
  const week = weekOf(found.hours);
  return (
    <section class="equality">
      <h2>{title}</h2>
      <div class="field planning__language">
        <label for="planning-language">{say.value("planning.language")}</label>
        <select
          id="planning-language"
          value={found.language ?? ""}
          onChange={(event) =>
            model.go(narrowed(model.place.value, { language: event.currentTarget.value || null }))
          }
        >
          {[page.everybody, ...page.languages].map(
            (line) =>
              line && (
                <option key={line.language} value={line.language ?? ""} selected={line === found}>
                  {nameOf(line.language)}
                </option>
              ),
          )}
        </select>
      </div>
      <div class="equality__pair planning__pair">
        <WeekDrawing week={week} title={title} />
        <WeekTable week={week} title={title} />
      </div>
      <p class="help">
        {say.value(
          found.language === null
            ? "planning.week_help_all"
            : page.as_published
              ? "planning.week_help_published"
              : "planning.week_help",
          { least: count(page.least) },
        )}
      </p>
    </section>
  );
}

/** What the figures take for granted. */
function Assumptions({ page }: { page: PlanningPage }) {
  const keys = ["arrivals", "handling", "patience", "alone", "hours"] as const;
  return (
    <div>
      <h3 class="planning__assumed">{say.value("planning.assumptions")}</h3>
      <ul class="planning__list">
        {keys.map((key) => (
          <li key={key}>{say.value(`planning.assumption.${key}`, { weeks: shortFigure(page.weeks) })}</li>
        ))}
      </ul>
    </div>
  );
}

function headline(page: PlanningPage, nameOf: (tag: string | null) => string): string {
  if (page.everybody === null) return say.value("planning.too_little");
  const worst = shortest(page.languages);
  if (worst === null) return say.value("planning.enough");
  return say.value("planning.worst", {
    language: isolated(nameOf(worst.line.language)),
    taps: count(Math.round(worst.taps)),
  });
}

function lead(page: PlanningPage): string {
  const seen = {
    taps: count(page.taps),
    talks: count(page.talks),
    weeks: shortFigure(page.weeks),
    least: count(page.least),
  };
  if (page.everybody === null) return say.value("planning.too_little_lead", seen);
  const target = say.value("planning.target", {
    share: percent(page.share),
    within: spokenDuration(page.within),
    nine: spokenDuration(page.nine_of_ten),
  });
  return `${target} ${say.value("planning.seen", seen)}`;
}
