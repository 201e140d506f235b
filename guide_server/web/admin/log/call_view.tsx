import { Icon } from "../../../../signaling/theme/icons";
import type { LanguageName, Timeline } from "../../api_types";
import type { AdminModel } from "../model";
import { becauseInWords } from "../parts/because";
import { Columns } from "../parts/columns";
import { Link } from "../parts/link";
import { Trouble } from "../parts/trouble";
import { clockDuration, isolated, nameOfLanguage, say, sayCode, spokenDuration, times } from "../texts";
import { endsOf } from "./grades";
import { GradesTable } from "./grades_table";
import { Moments } from "./moments";
import { ScreensTable } from "./screens_table";
import { TimelineDrawing } from "./timeline_drawing";

/** One call: what happened in a sentence, drawn, and moment by moment. */
export function CallView({ model }: { model: AdminModel }) {
  const state = model.timeline.state.value;
  const timeline = state.value;
  return (
    <>
      <p class="eyebrow">
        <Link model={model} to={{ ...model.place.value, call: null }} class="back">
          <Icon name="back" />
          {say.value("call.back")}
        </Link>
      </p>
      {timeline === null && <h1>{say.value("call.title")}</h1>}
      <Trouble of={state} retry={() => model.reload()} />
      {timeline !== null && <Call model={model} timeline={timeline} />}
    </>
  );
}

function Call({ model, timeline }: { model: AdminModel; timeline: Timeline }) {
  const { call } = timeline;
  const known = model.directory.state.value.value;
  const ends = endsOf(timeline, Date.now());
  return (
    <>
      <section class="summary">
        <h1>
          {say.value("call.headline", {
            language: nameOfLanguage(call.language, known?.languages ?? []),
            place: isolated(call.site_name),
            day: times.value.long(call.tapped_at),
          })}
        </h1>
        <p class="summary__lead">{storyOf(timeline, known?.languages ?? [])}</p>
        <p class="table__actions">
          <Link model={model} to={{ ...model.place.value, view: "review" }} class="button">
            {say.value("call.register")}
          </Link>
        </p>
        {call.ticket_of !== null && (
          <p>
            <Link model={model} to={{ ...model.place.value, call: call.ticket_of }}>
              {say.value("call.ticket_of")}
            </Link>
          </p>
        )}
      </section>
      <TimelineDrawing timeline={timeline} clock={times.value.clock} />
      {ends.length > 0 && (
        <section>
          <h2>{say.value("grades.title")}</h2>
          <p>
            {say.value("grades.lead", {
              grade: sayCode("quality", call.quality ?? "good").toLocaleLowerCase(),
              length: spokenDuration(call.poor ?? 0),
            })}
          </p>
          <GradesTable ends={ends} />
        </section>
      )}
      {timeline.screens.length > 0 && (
        <section>
          <h2>{say.value("screens.title")}</h2>
          <p class="help">{say.value("screens.help")}</p>
          <ScreensTable timeline={timeline} />
        </section>
      )}
      <section>
        <h2>{say.value("call.moments")}</h2>
        <Moments timeline={timeline} known={known?.languages ?? []} />
      </section>
      {timeline.rings.length > 0 && (
        <section>
          <h2>{say.value("call.rings")}</h2>
          <Rings timeline={timeline} known={known?.languages ?? []} clock={times.value.clock} />
        </section>
      )}
      {(timeline.notes ?? []).map((note) => (
        <section key={note.at}>
          <h2>
            {say.value("call.note", { name: isolated(note.guide_name), day: times.value.long(note.at) })}
          </h2>
          <p dir="auto">{note.text}</p>
          <p class="call-id">{say.value("call.note_until", { day: times.value.long(note.until) })}</p>
        </section>
      ))}
      <p class="call-id">
        {say.value("call.id")} <code>{call.call}</code>
      </p>
    </>
  );
}

function storyOf({ call }: Timeline, known: readonly LanguageName[]): string {
  const wait = spokenDuration(call.wait ?? 0);
  const sentences = [
    call.outcome === null
      ? say.value("call.open")
      : call.talk === null
        ? say.value("call.not_talked", {
            wait,
            outcome: sayCode("outcome", call.outcome).toLocaleLowerCase(),
          })
        : say.value("call.talked", { wait, talk: spokenDuration(call.talk) }),
  ];
  if (call.how !== null && call.talk !== null) {
    const language = nameOfLanguage(call.spoken ?? call.language, known);
    const name = isolated(call.interpreter_name ?? "");
    sentences.push(say.value(`call.helped.${call.how}`, { language, name }));
  }
  if (call.topic !== null && call.disposition !== null) {
    const topic = sayCode("topic", call.topic).toLocaleLowerCase();
    const disposition = sayCode("disposition", call.disposition).toLocaleLowerCase();
    sentences.push(say.value("call.topic", { topic, disposition }));
  }
  if (call.referred_to !== null) {
    sentences.push(say.value("call.referred_to", { place: sayCode("referral", call.referred_to) }));
  }
  return sentences.join(" ");
}

interface RingsProps {
  timeline: Timeline;
  known: readonly LanguageName[];
  clock: (at: number) => string;
}

function Rings({ timeline, known, clock }: RingsProps) {
  return (
    <div class="table-frame">
      <table class="table table--narrow">
        <Columns
          of={[
            "call.time",
            "call.ring_guide",
            { figures: "call.ring_length" },
            "call.ring_outcome",
            "call.because",
          ]}
        />
        <tbody>
          {timeline.rings.map((ring) => {
            const stopped = ring.taken_at ?? ring.ended_at;
            return (
              <tr key={ring.epoch}>
                <td class="table__time">{clock(ring.at)}</td>
                <td>
                  <span class="table__main">
                    <bdi>{ring.guide_name}</bdi>
                  </span>
                  {ring.role !== "guide" && <span class="table__side">{sayCode("as", ring.role)}</span>}
                </td>
                <td class="table__figures">{stopped === null ? "–" : clockDuration(stopped - ring.at)}</td>
                <td>{sayCode("ring", ring.outcome ?? "open")}</td>
                <td class="table__because">{becauseInWords(ring.because, known)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
