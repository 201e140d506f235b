/** Our icons: a 24 px grid, one stroke, round ends, no fill. Each is a word's companion and never stands alone. */

const PATHS = {
  back: "M19 12H5m6-6-6 6 6 6",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15zM10 21h4",
  camera: "M3.5 7.5h11v9h-11zM14.5 10.5l6-3v9l-6-3",
  camera_off: "M9 7.5h5.5V13m0 3.5h-11v-9h1M14.5 10.5l6-3v9l-3-1.5M3 3l18 18",
  check: "M4.5 12.5 10 18l9.5-12",
  clock: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
  close: "M6 6l12 12M18 6 6 18",
  contrast: "M12 3.5a8.5 8.5 0 1 0 0 17zM12 3.5a8.5 8.5 0 0 1 0 17M14.5 6v12M17 8v8",
  document: "M6.5 3.5h8l4 4v13h-12zM14.5 3.5v4h4M9 12h7M9 15.5h7",
  door: "M6 20.5v-17h9v17M3.5 20.5h17M15 6h3v14.5M12 12.5v.01",
  down: "M12 5v14m-6-6 6 6 6-6",
  download: "M12 4v11m-5-5 5 5 5-5M4.5 20h15",
  emergency: "M9 3.5h6V9h5.5v6H15v5.5H9V15H3.5V9H9z",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  eye_off:
    "M9.5 5.8a9 9 0 0 1 2.5-.3c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.7 3.5M6 7.5A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.5-1.2M3 3l18 18",
  filter: "M4 6h16M7 12h10M10 18h4",
  forward: "M5 12h14m-6-6 6 6-6 6",
  frame: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  hang_up:
    "M3.5 14.5c0-2.5 4-5 8.5-5s8.5 2.5 8.5 5v1.5a1 1 0 0 1-1.2 1l-3-.7a1 1 0 0 1-.8-1v-1.8a11 11 0 0 0-7 0v1.8a1 1 0 0 1-.8 1l-3 .7a1 1 0 0 1-1.2-1z",
  house: "M4 11.5 12 4.5l8 7M6 10v10h12V10M10 20v-5h4v5",
  info: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.5v.010",
  keyboard: "M2.5 6.5h19v11h-19zM6 10v.01M10 10v.01M14 10v.01M18 10v.01M7.5 14h9",
  language: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17z",
  letter: "M3.5 6h17v12.5h-17zM3.5 7l8.5 6.5L20.5 7",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  lower: "M5 3.5h14v17H5zM12 8v8m-3-3 3 3 3-3",
  microphone:
    "M12 3.5a2.5 2.5 0 0 0-2.5 2.5v5.5a2.5 2.5 0 0 0 5 0V6A2.5 2.5 0 0 0 12 3.5zM6 11.5a6 6 0 0 0 12 0M12 17.5v3.5",
  microphone_off:
    "M14.5 10V6a2.5 2.5 0 0 0-4.8-1M9.5 9.5v2a2.5 2.5 0 0 0 4 2M6 11.5a6 6 0 0 0 9.7 4.7M18 11.5a6 6 0 0 1-.5 2.3M12 17.5v3.5M3 3l18 18",
  minus: "M5 12h14",
  no_link:
    "M3.5 9.5a13 13 0 0 1 5-2.9M13 5.7a13 13 0 0 1 7.5 3.8M6.8 13.2a8 8 0 0 1 4-2M16 12.2a8 8 0 0 1 1.3 1M10 16.6a3.5 3.5 0 0 1 4 0M12 20v.010M3 3l18 18",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6",
  phone:
    "M7.5 3.5 10 8.5 8 10.3a12 12 0 0 0 5.7 5.7l1.8-2 5 2.5v3a1 1 0 0 1-1 1A16 16 0 0 1 3.5 4.5a1 1 0 0 1 1-1z",
  place:
    "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  play: "M7.5 5 18.5 12l-11 7z",
  plus: "M12 5v14M5 12h14",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5l5 5",
  sign_out: "M10 4.5H5v15h5M10 12h10m-4-4 4 4-4 4",
  sound: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  sound_low: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4 4 0 0 1 0 6",
  sound_off: "M4 9.5v5h3.5L12 19V5L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5",
  talk: "M4 5h16v11h-9l-4.5 4v-4H4zM8.5 9.5h7M8.5 12.5h4.5",
  text_size: "M2.5 18.5 8 6l5.5 12.5M4.3 14.5h7.4M14.5 18.5l3.5-8 3.5 8M15.6 16h4.8",
  up: "M12 19V5m-6 6 6-6 6 6",
  window: "M3.5 5.5h17v13h-17zM12 12.5h6v3.5h-6z",
  warning: "M12 4 2.5 20h19zM12 10v4.5M12 17.5v.010",
} as const;

const DIRECTIONAL = new Set<IconName>(["back", "forward", "sign_out", "talk"]);

export type IconName = keyof typeof PATHS;

/** Decoration for the text beside it: hidden from assistive technology. Its size follows the text's. */
export function Icon({ name }: { name: IconName }) {
  const className = DIRECTIONAL.has(name) ? "icon icon--directional" : "icon";
  return (
    <svg class={className} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
