import { useEffect, useRef, useState } from "preact/hooks";
import type { Link } from "../../../signaling/client";
import type { DeskCall, DeskView, PartyLine } from "../../../signaling/client/types";
import { toChosenSpeaker } from "../devices";
import type { DeskModel, Wanted } from "./desk_model";
import { nameOfLanguage, say, sayCode } from "./texts";

/** Who takes part, and whom the lead could ask in or send the resident on to. */
export function PartiesPanel({ model, view, call }: { model: DeskModel; view: DeskView; call: DeskCall }) {
  const leads = call.role === "guide";
  return (
    <section class="panel parties-panel" aria-labelledby="parties-heading">
      <h2 class="panel__heading" id="parties-heading">
        {say.value("parties.heading")}
      </h2>
      <ul class="parties">
        {call.parties.map((party) => (
          <Party
            key={party.epoch}
            model={model}
            party={party}
            own={party.epoch === call.epoch}
            leads={leads}
          />
        ))}
      </ul>
      {leads && call.state === "live" && <Doors model={model} view={view} />}
    </section>
  );
}

interface PartyProps {
  model: DeskModel;
  party: PartyLine;
  own: boolean;
  leads: boolean;
}

function Party({ model, party, own, leads }: PartyProps) {
  const { epoch, role, state } = party;
  return (
    <li class="parties__one">
      <span class="parties__name">{own ? say.value("parties.you") : party.guide?.name}</span>
      <span class="parties__role">{sayCode("role", role)}</span>
      {state !== "present" && <span class="parties__state">{sayCode("party", state)}</span>}
      {leads && !own && (
        <span class="parties__acts">
          {role === "colleague" && state === "present" && (
            <button type="button" class="button" data-act="hand_over" onClick={() => model.handOver(epoch)}>
              {say.value("parties.hand_over")}
            </button>
          )}
          {role !== "leader" && (
            <button type="button" class="button" data-act="dismiss" onClick={() => model.dismiss(epoch)}>
              {say.value("parties.dismiss")}
            </button>
          )}
        </span>
      )}
    </li>
  );
}

type Way = "colleague" | "interpreter" | "transfer";

/** One choice, then one press: what to do, and with whom. */
function Doors({ model, view }: { model: DeskModel; view: DeskView }) {
  const [way, setWay] = useState<Way>("colleague");
  const [to, setTo] = useState("");
  const choices = choicesOf(view, way);
  const chosen = choices.some((choice) => choice.value === to) ? to : (choices[0]?.value ?? "");
  const go = (): void => {
    if (way === "transfer") model.transfer(wantedOf(chosen));
    else model.invite(way, wantedOf(chosen));
  };
  return (
    <form
      class="parties__doors"
      aria-label={say.value("parties.doors")}
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <label class="field">
        <span class="label">{say.value("parties.way")}</span>
        <select name="way" value={way} onChange={(event) => setWay(event.currentTarget.value as Way)}>
          {(["colleague", "interpreter", "transfer"] as const).map((each) => (
            <option key={each} value={each}>
              {say.value(`parties.way_${each}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span class="label">{say.value("parties.to")}</span>
        <select name="to" value={chosen} onChange={(event) => setTo(event.currentTarget.value)}>
          {choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button" data-act="go" disabled={chosen === "" || model.pending.value}>
        {say.value(way === "transfer" ? "parties.send_on" : "parties.invite")}
      </button>
    </form>
  );
}

interface Choice {
  value: string;
  label: string;
}

function choicesOf(view: DeskView, way: Way): Choice[] {
  const guides = view.colleagues.map(({ id, name }) => ({ value: `guide:${id}`, label: name }));
  const languages = view.offered.map((tag) => ({ value: `language:${tag}`, label: nameOfLanguage(tag) }));
  const topics = view.topics.map((topic) => ({ value: `topic:${topic}`, label: sayCode("topic", topic) }));
  if (way === "interpreter") return languages;
  return way === "colleague" ? [...guides, ...topics] : [...guides, ...languages, ...topics];
}

function wantedOf(chosen: string): Wanted {
  const [kind, ...rest] = chosen.split(":");
  const value = rest.join(":");
  if (kind === "guide") return { guide: value };
  return kind === "language" ? { language: value } : { topic: value };
}

/** The others besides the resident, small over the resident's picture. */
export function GuestPictures({
  links,
  call,
  volume,
}: {
  links: readonly Link[];
  call: DeskCall;
  volume: number;
}) {
  if (links.length === 0) return null;
  return (
    <div class="guests">
      {links.map((link) => {
        const party = call.parties.find(({ epoch }) => epoch === link.number);
        return <GuestPicture key={link.number} link={link} name={party?.guide?.name ?? ""} volume={volume} />;
      })}
    </div>
  );
}

function GuestPicture({ link, name, volume }: { link: Link; name: string; volume: number }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current === null) return undefined;
    void toChosenSpeaker(video.current);
    return link.show(video.current);
  }, [link]);
  useEffect(() => {
    if (video.current) video.current.volume = volume;
  }, [volume]);
  return (
    <figure class="guest">
      {/* biome-ignore lint/a11y/useMediaCaption: live speech has no caption track. */}
      <video ref={video} class="guest__video" autoplay playsInline aria-label={name} />
      <figcaption>{name}</figcaption>
    </figure>
  );
}
