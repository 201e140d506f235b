import { Icon } from "../../../../signaling/theme/icons";
import type { AlarmLine, AlarmPage, LanguageName } from "../../api_types";
import type { AdminModel } from "../model";
import { Columns } from "../parts/columns";
import { Trouble } from "../parts/trouble";
import { nameOfLanguage, say, sayCode, spokenDuration, times } from "../texts";

interface Lines {
  lines: readonly AlarmLine[];
  languages: readonly LanguageName[];
}

/** What is wrong now, since when, and what was wrong before. */
export function AlarmsView({ model }: { model: AdminModel }) {
  const state = model.alarms.page.state.value;
  const known = model.directory.state.value.value;
  const page = state.value;
  const languages = known?.languages ?? [];
  return (
    <>
      <section class="summary">
        <p class="eyebrow">{say.value("alarms.title")}</p>
        <h1>{headline(page)}</h1>
        {page !== null && (
          <p class="summary__lead">{say.value(page.mailed ? "alarms.mailed" : "alarms.not_mailed")}</p>
        )}
      </section>
      <Trouble of={state} retry={() => void model.alarms.load()} />
      {page !== null && page.lasting.length > 0 && <Lasting lines={page.lasting} languages={languages} />}
      {page !== null && page.over.length > 0 && <Over lines={page.over} languages={languages} />}
    </>
  );
}

function headline(page: AlarmPage | null): string {
  if (page === null) return say.value("alarms.title");
  const count = page.lasting.length;
  return count === 0 ? say.value("alarms.none") : say.value("alarms.headline", { count });
}

function Lasting({ lines, languages }: Lines) {
  return (
    <ul class="alarms">
      {lines.map((line) => (
        <li key={`${line.kind} ${line.subject}`} class="alarms__one card">
          <Icon name="warning" />
          <div>
            <p class="alarms__what">{sentenceOf(line, languages)}</p>
            <p class="help">
              {say.value("alarms.since", {
                time: times.value.moment(line.since),
                length: spokenDuration(Math.max(0, Date.now() - line.since)),
              })}
            </p>
            <p>{sayCode("alarms.do", line.kind)}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Over({ lines, languages }: Lines) {
  return (
    <section>
      <h2>{say.value("alarms.over")}</h2>
      <div class="table-frame">
        <table class="table">
          <Columns of={["alarms.what", "alarms.began", "alarms.ended", { figures: "alarms.lasted" }]} />
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.kind} ${line.subject} ${line.since}`}>
                <td class="table__wide">{sentenceOf(line, languages)}</td>
                <td class="table__time">{times.value.moment(line.since)}</td>
                <td class="table__time">{line.until === null ? "–" : times.value.moment(line.until)}</td>
                <td class="table__figures">
                  {line.until === null ? "–" : spokenDuration(line.until - line.since)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function sentenceOf({ kind, name }: AlarmLine, languages: readonly LanguageName[]): string {
  const called = kind === "language_unserved" ? nameOfLanguage(name, languages) : name;
  return say.value(`alarms.${kind}`, { name: called });
}
