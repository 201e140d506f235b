/** What both sides look at, letter or page of a document: to point at and to draw on with a finger. */
import type { ComponentChildren } from "preact";

import { KIOSK, type Laid } from "../../../../signaling/client";
import { SheetView } from "../../../../signaling/sheet/sheet_view";
import { AtHand } from "./at_hand";
import { useStage } from "./stage";

/** `label` names it for whoever does not see it. */
export function SharedSheet({ sheet, label }: { sheet: Laid; label: string }) {
  const { state, pictures } = useStage();
  const { strokes, pointer, look } = state.shared;
  return (
    <SheetView
      sheet={sheet}
      strokes={strokes}
      pointer={pointer}
      look={look}
      own={KIOSK}
      tool="draw"
      label={label}
      onStroke={(stroke, points) => pictures.conversation?.stroke(stroke, points)}
      onPoint={(at) => pictures.conversation?.point(at)}
      onWitness={(id, fault) => pictures.conversation?.witness(id, fault)}
    />
  );
}

/** Below it: what becomes of it, and the call itself. */
export function SheetFoot({ children }: { children: ComponentChildren }) {
  return (
    <div class="letter__foot">
      <p class="letter__privacy">{children}</p>
      <AtHand />
    </div>
  );
}
