import type { TrialEffect, TrialFigure, TrialView, TriedChange } from "../../api_types";
import { clockDuration, count, isolated, percent, say, shortFigure } from "../texts";

type NameOf = (tag: string | null) => string;

const NAME = 250;
const WIDTH = 640;
const ROW = 34;
const FOOT = 26;

/** A sentence that says what was found, the changes drawn beside each other, and the best one's effects. */
export function TrialResult({ trial, nameOf }: { trial: TrialView; nameOf: NameOf }) {
  const [best] = trial.tried;
  if (best === undefined) return <p class="trial__said">{say.value("planning.nothing_helps")}</p>;
  return (
    <div class="trial__result">
      <p class="trial__said">{sentence(best, nameOf)}</p>
      {trial.tried.length > 1 && <Ranking trial={trial} nameOf={nameOf} />}
      <Effects tried={best} nameOf={nameOf} />
      <p class="help">
        {say.value("planning.played", { days: count(trial.days ?? 0), plays: count(trial.plays ?? 0) })}
        {trial.tried.length > 1 &&
          ` ${say.value("planning.chosen", { considered: count(trial.considered ?? 0) })}`}
      </p>
    </div>
  );
}

/** As a name in a list, or as the beginning of a sentence about what would be. */
function nameOfChange({ change, guide_name }: TriedChange, nameOf: NameOf, form: "change" | "if"): string {
  return change.kind === "further_language"
    ? say.value(`planning.${form}.further_language`, {
        guide: isolated(guide_name ?? change.guide),
        language: nameOf(change.language),
      })
    : say.value(`planning.${form}.extra_guide`, { languages: change.languages.map(nameOf).join(", ") });
}

function sentence(tried: TriedChange, nameOf: NameOf): string {
  const [all] = tried.effects;
  const change = nameOfChange(tried, nameOf, "if");
  if (all === undefined) return change;
  const { value, low, high } = all.more_in_time;
  const unclear = low === null || high === null || (low <= 0 && high >= 0);
  const key = unclear ? "planning.unclear" : value > 0 ? "planning.helps" : "planning.harms";
  return say.value(key, {
    change,
    more: shortFigure(Math.abs(value)),
    low: shortFigure(value > 0 ? (low ?? 0) : -(high ?? 0)),
    high: shortFigure(value > 0 ? (high ?? 0) : -(low ?? 0)),
  });
}

/** The best changes: a dot, and as a bar where the true difference lies. */
function Ranking({ trial, nameOf }: { trial: TrialView; nameOf: NameOf }) {
  const lines = trial.tried.flatMap((tried) => {
    const gain = tried.effects[0]?.more_in_time;
    return gain === undefined ? [] : [{ name: nameOfChange(tried, nameOf, "change"), gain }];
  });
  const ends = lines.flatMap(({ gain }) => [gain.value, gain.low ?? gain.value, gain.high ?? gain.value]);
  const first = Math.min(0, ...ends);
  const last = Math.max(1, ...ends);
  const x = (gain: number) => NAME + ((gain - first) / (last - first)) * (WIDTH - NAME - 24);
  const height = lines.length * ROW;
  return (
    <div class="equality__pair">
      <figure class="plot">
        <svg viewBox={`0 0 ${WIDTH} ${height + FOOT}`} role="img" aria-label={say.value("planning.ranking")}>
          <line class="plot__aim" x1={x(0)} x2={x(0)} y1={0} y2={height} />
          {[0, last].map((tick) => (
            <text key={tick} class="plot__tick" x={x(tick)} y={height + 18} text-anchor="middle">
              {shortFigure(tick)}
            </text>
          ))}
          {lines.map(({ name, gain }, nth) => {
            const middle = nth * ROW + ROW / 2;
            return (
              <g key={name}>
                <text class="plot__name" x={NAME - 14} y={middle + 5} text-anchor="end">
                  {name}
                </text>
                <line
                  class="plot__range"
                  x1={x(gain.low ?? gain.value)}
                  x2={x(gain.high ?? gain.value)}
                  y1={middle}
                  y2={middle}
                />
                <circle class="plot__dot" cx={x(gain.value)} cy={middle} r={5} />
              </g>
            );
          })}
        </svg>
        <figcaption class="help">{say.value("planning.ranking_caption")}</figcaption>
      </figure>
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{say.value("planning.change")}</th>
              <th scope="col" class="table__figures">
                {say.value("planning.more_in_time")}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, gain }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="table__figures">
                  <Bounded of={gain} say={shortFigure} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** What a change does to everybody and to each language. */
function Effects({ tried, nameOf }: { tried: TriedChange; nameOf: NameOf }) {
  const columns = ["p90", "level", "left"] as const;
  return (
    <div class="table-frame">
      <table class="table">
        <caption class="trial__caption">{nameOfChange(tried, nameOf, "change")}</caption>
        <thead>
          <tr>
            <th scope="col">{say.value("equality.by_language")}</th>
            {columns.map((column) => (
              <th key={column} scope="col" class="table__figures">
                {say.value(`planning.effect.${column}`)}
              </th>
            ))}
            <th scope="col" class="table__figures">
              {say.value("planning.more_in_time")}
            </th>
          </tr>
        </thead>
        <tbody>
          {tried.effects.map((effect) => (
            <tr key={effect.language}>
              <th scope="row">{nameOf(effect.language)}</th>
              <Change effect={effect} of="p90_wait" say={(seconds) => clockDuration(seconds * 1_000)} />
              <Change effect={effect} of="service_level" say={percent} />
              <Change effect={effect} of="abandonment" say={percent} />
              <td class="table__figures">
                <Bounded of={effect.more_in_time} say={shortFigure} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Changed {
  effect: TrialEffect;
  of: "p90_wait" | "service_level" | "abandonment";
  say: (value: number) => string;
}

/** The measure without the change, and with it and its bounds. */
function Change({ effect, of, say: said }: Changed) {
  const [before, after] = [effect.before[of], effect.after[of]];
  return (
    <td class="table__figures">
      {before === null || after === null ? (
        "–"
      ) : (
        <>
          <span class="table__main">
            {said(before.value)} → <strong>{said(after.value)}</strong>
          </span>
          <span class="table__side">{bounds(after, said)}</span>
        </>
      )}
    </td>
  );
}

function Bounded({ of, say: said }: { of: TrialFigure; say: (value: number) => string }) {
  return (
    <>
      <strong class="table__main">{said(of.value)}</strong>
      <span class="table__side">{bounds(of, said)}</span>
    </>
  );
}

function bounds({ low, high }: TrialFigure, said: (value: number) => string): string {
  return low === null || high === null
    ? say.value("planning.no_bounds")
    : say.value("planning.bounds", { low: said(low), high: said(high) });
}
