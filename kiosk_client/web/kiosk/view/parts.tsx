/** Small parts that several screens are made of. */
import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "../../../../signaling/theme/icons";
import { hoursLines, opensLine } from "../opening";
import type { Availability } from "../screen";
import type { Say } from "../texts";
import { useStage } from "./stage";

/** A screen's heading; it receives the focus when the screen appears. */
export function Title({ children }: { children: ComponentChildren }) {
  return (
    <h1 class="title" tabIndex={-1}>
      {children}
    </h1>
  );
}

interface WideButtonProps {
  kind?: "now" | "primary" | "danger" | "quiet";
  icon?: IconName;
  hint?: string;
  /** A stable name for tests and for nothing else. */
  name: string;
  disabled?: boolean;
  onClick(): void;
  children: ComponentChildren;
}

/** A choice for a whole hand. */
export function WideButton({ kind, icon, hint, name, disabled = false, onClick, children }: WideButtonProps) {
  return (
    <button
      type="button"
      class={`button wide ${kind ? `button--${kind}` : ""}`}
      data-action={name}
      disabled={disabled}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      <span class="wide__words">
        <span>{children}</span>
        {hint && <span class="wide__hint">{hint}</span>}
      </span>
    </button>
  );
}

/** One fact beside an icon. */
export function Fact({ icon, children }: { icon: IconName; children: ComponentChildren }) {
  return (
    <p class="fact">
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}

export function Notice({ icon, children }: { icon: IconName; children: ComponentChildren }) {
  return (
    <p class="notice link-notice" role="status">
      <Icon name={icon} />
      <span>{children}</span>
    </p>
  );
}

const DOTS = { free: "dot dot--free", busy: "dot dot--busy", away: "dot", closed: "dot" } as const;

/** How a language is served, as a dot and words; nothing where it is not known. */
export function AvailabilityLine({ availability, say }: { availability: Availability; say: Say }) {
  if (availability.kind === "unknown") return null;
  return (
    <span class={`${DOTS[availability.kind]} availability`} lang={say.language} dir={say.direction}>
      {wordsFor(availability, say)}
    </span>
  );
}

function wordsFor(availability: Exclude<Availability, { kind: "unknown" }>, say: Say): string {
  switch (availability.kind) {
    case "free":
      return say("availability.free");
    case "away":
      return say("availability.away");
    case "closed":
      return availability.opens === null
        ? say("availability.closed")
        : opensLine(availability.opens, Date.now(), say);
    case "busy":
      if (availability.wait !== null) return say("availability.up_to", { count: availability.wait.high });
      return availability.waiting > 0
        ? say("availability.waiting", { count: availability.waiting })
        : say("availability.busy");
  }
}

/** The municipality's telephone, for whom the screen cannot help now. */
export function PhoneLine() {
  const { state, say } = useStage();
  const phone = state.view?.phone ?? state.profile?.phone;
  if (!phone) return null;
  return (
    <p class="phone">
      <Icon name="phone" />
      <span>{say("phone.call")}</span>
      <bdi class="phone__number" dir="ltr">
        {phone}
      </bdi>
    </p>
  );
}

/** So many times of opening say when to come back. */
const NEXT_TIMES = 3;

/** When somebody is there, as it was last heard. */
export function HoursLines() {
  const { state, say } = useStage();
  const times = hoursLines(state.profile?.hours ?? [], Date.now(), say.language, NEXT_TIMES);
  if (times.length === 0) return null;
  return (
    <div class="opening">
      <Icon name="clock" />
      <ul>
        {times.map((time) => (
          <li key={time}>{time}</li>
        ))}
      </ul>
    </div>
  );
}

/** Where this screen stands. Names come from the municipality, in whatever language they are. */
export function PlaceLine() {
  const { state } = useStage();
  const name = state.view?.place.site_name ?? state.profile?.site_name;
  if (!name) return null;
  return (
    <p class="place">
      <Icon name="place" />
      <bdi>{name}</bdi>
    </p>
  );
}
