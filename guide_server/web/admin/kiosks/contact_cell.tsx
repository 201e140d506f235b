import type { ComponentChildren } from "preact";
import type { FleetKiosk, Kiosk } from "../../api_types";
import { say, sayCode, times } from "../texts";

const DOTS = { enrolled: "free", awaits_enrolment: "busy", revoked: "danger" } as const;

interface Standing {
  state: Kiosk["state"];
  fleet: FleetKiosk | undefined;
  newest: string | null;
  /** What was asked of it. */
  children: ComponentChildren;
}

/** Whether a kiosk is in use, has contact, and runs what the newest of the others runs. */
export function ContactCell({ state, fleet, newest, children }: Standing) {
  if (fleet === undefined) {
    return (
      <div class="fleet__standing">
        <span class={`dot dot--${DOTS[state]}`}>{sayCode("kiosks.state", state)}</span>
        {children}
      </div>
    );
  }
  return (
    <div class="fleet__standing">
      <Contact of={fleet} />
      <span class="table__side">{sayCode("kiosks.state", state)}</span>
      <Version of={fleet} newest={newest} />
      {children}
    </div>
  );
}

function Contact({ of: { connected, since } }: { of: FleetKiosk }) {
  const when = since === null ? null : times.value.moment(since);
  if (connected) {
    return (
      <>
        <span class="dot dot--free">{say.value("fleet.contact")}</span>
        {when !== null && <span class="table__side">{say.value("fleet.since", { when })}</span>}
      </>
    );
  }
  if (when === null) return <span class="dot dot--busy">{say.value("fleet.never")}</span>;
  return <span class="dot dot--danger">{say.value("fleet.dark_since", { when })}</span>;
}

function Version({ of: { version, behind }, newest }: { of: FleetKiosk; newest: string | null }) {
  if (version === null) return <span class="table__side">{say.value("fleet.no_version")}</span>;
  if (!behind) return <span class="table__side">{say.value("fleet.version", { version })}</span>;
  return (
    <span class="dot dot--busy">{say.value("fleet.old_version", { version, newest: newest ?? "" })}</span>
  );
}
