import type { LanguageName, Moment, Timeline } from "../../api_types";
import { becauseInWords } from "../parts/because";
import { Columns } from "../parts/columns";
import { clockDuration, isolated, nameOfLanguage, say, sayCode, times } from "../texts";
import { figuresOf } from "./grade_figures";

interface Telling {
  timeline: Timeline;
  known: readonly LanguageName[];
}

/** What happened in a call, moment by moment, each desk that rang with the matcher's reason. */
export function Moments({ timeline, known }: Telling) {
  const start = timeline.moments[0]?.at ?? timeline.call.tapped_at;
  return (
    <div class="table-frame">
      <table class="table table--narrow">
        <Columns of={["call.time", { figures: "call.since" }, "call.event", "call.by"]} />
        <tbody>
          {timeline.moments.map((moment) => (
            <tr key={moment.seq}>
              <td class="table__time">{times.value.clock(moment.at)}</td>
              <td class="table__figures">{clockDuration(moment.at - start)}</td>
              <td>
                <span class="table__main">{wordsOf(moment, known)}</span>
                <More moment={moment} known={known} />
              </td>
              <td>{sayCode("party", moment.by ?? "nobody")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function wordsOf(moment: Moment, known: readonly LanguageName[]): string {
  const values = {
    guide: isolated(moment.guide_name ?? ""),
    detail: moment.detail ? sayCode(LISTS[moment.type] ?? "outcome", moment.detail).toLocaleLowerCase() : "",
    languages: (moment.languages ?? []).map((tag) => nameOfLanguage(tag, known)).join(", "),
    to: isolated(moment.to_name ?? ""),
    role: moment.role ? sayCode("as", moment.role) : "",
  };
  return sayCode("moment", `${moment.type}${variantOf(moment)}`, values);
}

/** The list that a moment's detail is a code of. */
const LISTS: Readonly<Record<string, string>> = {
  ring_ended: "ring",
  call_sent_on: "topic",
  rated: "mood",
  media_graded: "quality",
};

/** A text of its own for a guest's ring, and for each kind of aim that a resident can be sent to. */
function variantOf({ type, role, to_name, languages }: Moment): string {
  if (type === "rang" && role) return ".guest";
  if (type !== "call_sent_on") return "";
  if (to_name) return ".guide";
  return languages?.length ? ".language" : ".topic";
}

/** What stands below it in small: why this desk, why passed, what was offered, when to come back. */
function More({ moment, known }: { moment: Moment } & Omit<Telling, "timeline">) {
  const text = moreOf(moment, known);
  return text === "" ? null : <span class="table__side">{text}</span>;
}

function moreOf(moment: Moment, known: readonly LanguageName[]): string {
  const { type, because, reason, choices, start, until, languages, figures } = moment;
  if (because) return becauseInWords(because, known);
  if (figures) return figuresOf(figures);
  if (reason) return sayCode("pass", reason);
  if (choices?.length) return choices.map((choice) => sayCode("choice", choice)).join(" · ");
  if (start && until) {
    return say.value("moment.ticket_times", {
      start: times.value.moment(start),
      until: times.value.moment(until),
    });
  }
  if (type === "call_tapped" && languages && languages.length > 1) {
    const also = languages.slice(1).map((tag) => nameOfLanguage(tag, known));
    return say.value("moment.also", { languages: also.join(", ") });
  }
  return "";
}
