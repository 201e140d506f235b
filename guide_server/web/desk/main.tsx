import "../../../signaling/theme/theme.css";
import "./styles";
import { effect } from "@preact/signals";
import { render } from "preact";
import { Desk } from "./desk";
import { DeskModel } from "./desk_model";
import { callToJoin, isFromBoard, JOINED } from "./leading";
import { Records } from "./records";
import { Ringer } from "./ringer";
import { Room } from "./room";
import { language, say } from "./texts";

const root = document.getElementById("desk");
if (root === null) throw new Error("The page has no #desk.");

effect(() => {
  document.documentElement.lang = language.value;
  document.title = `${say.value("title")} · ${say.value("product")}`;
});

/** `?relay` keeps media on the TURN server, to try whether it works from here. */
const relayOnly = new URLSearchParams(location.search).has("relay");
const join = callToJoin(location.search);
const fromBoard = isFromBoard(location.search);
if (join !== null) history.replaceState(null, "", `${location.pathname}${JOINED}`);
const model = new DeskModel({ relayOnly, join, fromBoard });
addEventListener("pagehide", () => model.end());
const records = new Records();
void records.readZone();
render(<Desk model={model} room={new Room()} records={records} ringer={new Ringer()} />, root);
