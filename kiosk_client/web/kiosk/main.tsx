import "../../../signaling/theme/theme.css";
import "./styles/kiosk.css";
import { render } from "preact";
import { KioskPage } from "./page";
import { Kiosk } from "./view/kiosk";

const page = new KioskPage();

function App() {
  return <Kiosk state={page.state.value} act={page.tell} pictures={page.pictures} />;
}

// Nothing on this screen is to be taken out of it.
for (const way of ["contextmenu", "dragstart", "selectstart"]) {
  document.addEventListener(way, (event) => event.preventDefault());
}
for (const sign of ["pointerdown", "keydown"]) {
  document.addEventListener(sign, () => page.tell({ type: "touch" }), { capture: true, passive: true });
}
render(<App />, document.body);
page.start();
