import "../../../signaling/theme/theme.css";
import "./styles/kiosk.css";
import { render } from "preact";
import { Agent } from "./agent";
import { KioskPage } from "./page";
import { addTexts } from "./texts";
import { Kiosk } from "./view/kiosk";
import { Saying } from "./view/saying";

const page = new KioskPage();
/** Pixels of the upper left corner that a technician knocks at. */
const CORNER = 96;

function App() {
  return (
    <>
      <Kiosk state={page.state.value} act={page.tell} pictures={page.pictures} machine={page.machine} />
      <Saying lines={page.said.value} />
    </>
  );
}

// Nothing on this screen is to be taken out of it.
for (const way of ["contextmenu", "dragstart", "selectstart"]) {
  document.addEventListener(way, (event) => event.preventDefault());
}
for (const sign of ["pointerdown", "keydown"]) {
  document.addEventListener(sign, () => page.tell({ type: "touch" }), { capture: true, passive: true });
}
// Where no control is: see `knock` in the model.
document.addEventListener("pointerdown", ({ clientX, clientY }) => {
  if (Math.max(clientX, clientY) < CORNER) page.tell({ type: "knock" });
});
// Before any button hears it, and even where a dialog would; not while somebody writes.
document.addEventListener(
  "keydown",
  (event) => {
    const writes = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (writes || !page.press(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);

async function begin(): Promise<void> {
  // Without an answer the page's own texts stand.
  await new Agent().texts().then(addTexts, () => {});
  render(<App />, document.body);
  page.start();
}

void begin();
