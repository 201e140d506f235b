import { Icon } from "../../../signaling/theme/icons";
import type { Moment, Timeline } from "../api_types";
import { Link } from "./link";
import type { AdminModel } from "./model";
import { clockDuration, isolated, nameOfLanguage, say, sayCode, spokenDuration, timeIn } from "./texts";
import { TimelineDrawing } from "./timeline_drawing";
import { Trouble } from "./trouble";

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
  const times = timeIn(known?.zone ?? "Europe/Stockholm");
  return (
    <>
      <section class="summary">
        <h1>
          {say.value("call.headline", {
            language: nameOfLanguage(call.language, known?.languages ?? []),
            place: isolated(call.site_name),
            day: times.long(call.tapped_at),
          })}
        </h1>
        <p class="summary__lead">{storyOf(timeline)}</p>
      </section>
      <TimelineDrawing timeline={timeline} clock={times.clock} />
      <section>
        <h2>{say.value("call.moments")}</h2>
        <Moments timeline={timeline} clock={times.clock} />
      </section>
      {timeline.rings.length > 0 && (
        <section>
          <h2>{say.value("call.rings")}</h2>
          <Rings timeline={timeline} clock={times.clock} />
        </section>
      )}
      <p class="call-id">
        {say.value("call.id")} <code>{call.call}</code>
      </p>
    </>
  );
}

function storyOf({ call }: Timeline): string {
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
  if (call.topic !== null && call.disposition !== null) {
    const topic = sayCode("topic", call.topic).toLocaleLowerCase();
    const disposition = sayCode("disposition", call.disposition).toLocaleLowerCase();
    sentences.push(say.value("call.topic", { topic, disposition }));
  }
  return sentences.join(" ");
}

function Moments({ timeline, clock }: { timeline: Timeline; clock: (at: number) => string }) {
  const start = timeline.moments[0]?.at ?? timeline.call.tapped_at;
  return (
    <div class="table-frame">
      <table class="table table--narrow">
        <thead>
          <tr>
            <th scope="col">{say.value("call.time")}</th>
            <th scope="col" class="table__figures">
              {say.value("call.since")}
            </th>
            <th scope="col">{say.value("call.event")}</th>
            <th scope="col">{say.value("call.by")}</th>
          </tr>
        </thead>
        <tbody>
          {timeline.moments.map((moment) => (
            <tr key={moment.seq}>
              <td class="table__time">{clock(moment.at)}</td>
              <td class="table__figures">{clockDuration(moment.at - start)}</td>
              <td>{wordsOf(moment)}</td>
              <td>{sayCode("party", moment.by ?? "nobody")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function wordsOf(moment: Moment): string {
  const kind = moment.type === "ring_ended" ? "ring" : "outcome";
  const detail = moment.detail === null ? "" : sayCode(kind, moment.detail).toLocaleLowerCase();
  return sayCode("moment", moment.type, { guide: isolated(moment.guide_name ?? ""), detail });
}

function Rings({ timeline, clock }: { timeline: Timeline; clock: (at: number) => string }) {
  return (
    <div class="table-frame">
      <table class="table table--narrow">
        <thead>
          <tr>
            <th scope="col">{say.value("call.time")}</th>
            <th scope="col">{say.value("call.ring_guide")}</th>
            <th scope="col" class="table__figures">
              {say.value("call.ring_length")}
            </th>
            <th scope="col">{say.value("call.ring_outcome")}</th>
            <th scope="col">{say.value("call.because")}</th>
          </tr>
        </thead>
        <tbody>
          {timeline.rings.map((ring) => {
            const stopped = ring.taken_at ?? ring.ended_at;
            return (
              <tr key={ring.epoch}>
                <td class="table__time">{clock(ring.at)}</td>
                <td>
                  <bdi>{ring.guide_name}</bdi>
                </td>
                <td class="table__figures">{stopped === null ? "–" : clockDuration(stopped - ring.at)}</td>
                <td>{sayCode("ring", ring.outcome ?? "open")}</td>
                <td class="table__because">{ring.because}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
