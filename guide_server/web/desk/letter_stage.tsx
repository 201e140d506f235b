import { useState } from "preact/hooks";
import { isSheet, type Letter, type Quad } from "../../../signaling/client";
import { LetterSheet, SheetCorners, type SheetTool } from "../../../signaling/sheet/letter_sheet";
import type { DeskModel } from "./desk_model";
import { say } from "./texts";

/** The resident's letter over the picture, sharp and straight: to point at and draw on, together. */
export function LetterStage({ model, own }: { model: DeskModel; own: number }) {
  const [tool, setTool] = useState<SheetTool | "corners">("point");
  const [large, setLarge] = useState(false);
  const { letter, strokes, pointer } = model.shared.value;
  if (letter === null) return null;
  return (
    <section class="letter" aria-label={say.value("letter.name")}>
      <div class="letter__view" data-large={large}>
        {tool === "corners" ? (
          <Corners letter={letter} onCorners={(corners) => model.conversation?.straighten(corners)} />
        ) : (
          <LetterSheet
            letter={letter}
            strokes={strokes}
            pointer={pointer}
            own={own}
            tool={tool}
            label={say.value("letter.name")}
            onStroke={(stroke, points) => model.conversation?.stroke(stroke, points)}
            onPoint={(at) => model.conversation?.point(at)}
          />
        )}
      </div>
      <div class="letter__tools">
        {(["point", "draw", "corners"] as const).map((each) => (
          <button
            key={each}
            type="button"
            class="button"
            data-tool={each}
            aria-pressed={tool === each}
            onClick={() => setTool(each)}
          >
            {say.value(`letter.${each}`)}
          </button>
        ))}
        <button type="button" class="button" aria-pressed={large} onClick={() => setLarge(!large)}>
          {say.value("letter.large")}
        </button>
        <button type="button" class="button" onClick={() => model.conversation?.clear()}>
          {say.value("letter.clear")}
        </button>
        <button
          type="button"
          class="button"
          data-act="letter-away"
          onClick={() => model.conversation?.putAway()}
        >
          {say.value("letter.away")}
        </button>
      </div>
    </section>
  );
}

/** Corners that cannot be laid straight stay here and are not told. */
function Corners({ letter, onCorners }: { letter: Letter; onCorners(corners: Quad): void }) {
  const [corners, setCorners] = useState(letter.corners);
  return (
    <SheetCorners
      letter={letter}
      corners={corners}
      labels={[
        say.value("letter.upper_left"),
        say.value("letter.upper_right"),
        say.value("letter.lower_right"),
        say.value("letter.lower_left"),
      ]}
      onCorners={(moved) => {
        setCorners(moved);
        if (isSheet(moved)) onCorners(moved);
      }}
    />
  );
}
