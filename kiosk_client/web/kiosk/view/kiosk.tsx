/** The whole page for one state. Everything in it follows from its arguments; it keeps nothing of a resident. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Act } from "../events";
import { countdown, dimmed, guideUnseen, linkNotice, type Screen, screenOf } from "../screen";
import { mediaWanted, type State } from "../state";
import { HOUSE_LANGUAGE, type Say, sayIn } from "../texts";
import { AlsoPanel } from "./also_panel";
import { BottomBar } from "./bottom_bar";
import { Call } from "./call";
import { Calling } from "./calling";
import { Closed } from "./closed";
import { EmergencyPanel, PrivacyPanel, SoundPanel, StillThere } from "./dialogs";
import { Ended } from "./ended";
import { Languages } from "./languages";
import { NotePanel } from "./note";
import { Notice } from "./parts";
import { GuidePicture } from "./pictures";
import { type Machine, type Pictures, StageContext } from "./stage";
import { Start } from "./start";
import { Talk } from "./talk";
import { TechnicianPanel } from "./technician_panel";
import { TicketEntry } from "./ticket";

export interface KioskProps {
  state: State;
  act(act: Act): void;
  pictures: Pictures;
  machine: Machine;
  /** Other words than those of the resident's language: for tests. */
  say?: Say;
}

export function Kiosk({ state, act, pictures, machine, say: given }: KioskProps) {
  const { visit } = state;
  const { comfort } = visit;
  const screen = screenOf(state);
  const say = given ?? sayIn(visit.language ?? HOUSE_LANGUAGE);
  const dark = screen.name === "live" || screen.name === "interrupted";
  const seconds = countdown(state);
  const page = useRef<HTMLDivElement>(null);
  useSettings(comfort, say);
  useFocusOnHeading(page, screen.name);
  return (
    <StageContext.Provider value={{ state, screen, say, act, pictures, machine }}>
      <div
        class="kiosk"
        ref={page}
        data-screen={screen.name}
        data-lowered={comfort.lowered}
        data-text={comfort.text}
        data-dim={dimmed(state, new Date().getHours())}
        data-theme={dark ? "dark" : undefined}
      >
        <main class="room">
          {mediaWanted(state) && screen.name !== "closed" && (
            <GuidePicture seen={dark && guideUnseen(state) === null} />
          )}
          <ScreenOf screen={screen} />
          {linkNotice(state) && screen.name !== "closed" && (
            <Notice icon="no_link">{say("notice.link")}</Notice>
          )}
        </main>
        <BottomBar />
        {visit.panel === "emergency" && <EmergencyPanel />}
        {visit.panel === "privacy" && <PrivacyPanel />}
        {visit.panel === "sound" && <SoundPanel />}
        {visit.panel === "also" && <AlsoPanel />}
        {visit.panel === "technician" && <TechnicianPanel />}
        <NotePanel />
        {seconds !== null && <StillThere seconds={seconds} />}
      </div>
    </StageContext.Provider>
  );
}

function ScreenOf({ screen }: { screen: Screen }) {
  switch (screen.name) {
    case "starting":
      return null;
    case "closed":
      return <Closed why={screen.why} />;
    case "start":
      return <Start first={screen.first} others={screen.others} />;
    case "languages":
      return <Languages choices={screen.choices} />;
    case "talk":
      return <Talk availability={screen.availability} />;
    case "waiting":
    case "ringing":
    case "connecting":
      return <Calling screen={screen} />;
    case "live":
    case "interrupted":
      return <Call guide={screen.guide} interrupted={screen.name === "interrupted"} />;
    case "ended":
      return <Ended screen={screen} />;
    case "ticket":
      return <TicketEntry digits={screen.digits} />;
  }
}

/**
 * Language, direction, contrast and text size belong to the document, so that dialogs have them too. They change with
 * the screen and not after it: nobody sees a frame, or has one read aloud, in those of the screen before.
 */
function useSettings(comfort: State["visit"]["comfort"], say: { language: string; direction: string }): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = say.language;
    root.dir = say.direction;
    root.style.setProperty("--text-scale", String(comfort.text));
    if (comfort.contrast) root.setAttribute("data-theme", "contrast");
    else root.removeAttribute("data-theme");
  }, [comfort.text, comfort.contrast, say.language, say.direction]);
}

/** Who cannot see that the screen has changed hears its heading. */
function useFocusOnHeading(page: { readonly current: HTMLElement | null }, name: Screen["name"]): void {
  const shown = useRef(name);
  useEffect(() => {
    if (shown.current === name) return;
    shown.current = name;
    page.current?.querySelector<HTMLElement>("h1")?.focus();
  }, [name]);
}
