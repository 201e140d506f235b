import { useState } from "preact/hooks";
import { isSheet, KIOSK, type Laid, type Quad } from "../../../signaling/client";
import { CLOSER, type Direction, zoomed } from "../../../signaling/sheet/look";
import { SheetCorners, type SheetTool, SheetView } from "../../../signaling/sheet/sheet_view";
import { Icon } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import { ariaKeysOf, labelOf } from "./shortcuts";
import { say } from "./texts";

interface Props {
  model: DeskModel;
  sheet: Laid;
  /** One's own number in the call. */
  own: number;
}

/** The resident's letter, or a page that is shown, over the picture: to look at, point at and draw on together. */
export function SheetStage({ model, sheet, own }: Props) {
  const [tool, setTool] = useState<SheetTool | "corners">("point");
  const { strokes, pointer, look } = model.shared.value;
  const isLetter = sheet.by === KIOSK;
  const label = say.value(isLetter ? "letter.name" : "document.name");
  const conversation = model.conversation;
  return (
    <section class="letter" aria-label={label}>
      <div class="letter__view">
        {isLetter && tool === "corners" ? (
          <Corners sheet={sheet} onCorners={(corners) => conversation?.straighten(corners)} />
        ) : (
          <SheetView
            sheet={sheet}
            strokes={strokes}
            pointer={pointer}
            look={look}
            own={own}
            tool={tool === "corners" ? "point" : tool}
            label={label}
            keys
            onStroke={(stroke, points) => conversation?.stroke(stroke, points)}
            onPoint={(at) => conversation?.point(at)}
            onLook={(closer) => conversation?.look(closer)}
            onWitness={(id, fault) => conversation?.witness(id, fault)}
          />
        )}
      </div>
      <div class="letter__tools" role="toolbar" aria-label={say.value("letter.tools")}>
        {(["point", "draw", "corners"] as const)
          .filter((each) => isLetter || each !== "corners")
          .map((each) => (
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
        <button type="button" class="button" onClick={() => conversation?.clear()}>
          {say.value("letter.clear")}
        </button>
        <Zoom model={model} />
        {sheet.pages > 1 && <Pages model={model} sheet={sheet} />}
        <button
          type="button"
          class="button"
          data-act="letter-away"
          aria-keyshortcuts={ariaKeysOf("put_away")}
          title={labelOf("put_away")}
          onClick={() => conversation?.putAway()}
        >
          <Icon name="close" />
          {say.value(isLetter ? "letter.away" : "document.close")}
        </button>
      </div>
      {sheet.by === own && <Delivery model={model} sheet={sheet} />}
    </section>
  );
}

/** How close all look, at the desk and at the kiosk alike. */
function Zoom({ model }: { model: DeskModel }) {
  const { look } = model.shared.value;
  const turn = (direction: Direction) => () => model.conversation?.look(zoomed(look, direction));
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label={say.value("letter.wider")}
        aria-keyshortcuts={ariaKeysOf("wider")}
        title={labelOf("wider")}
        disabled={look.zoom === 1}
        onClick={turn(-1)}
      >
        <Icon name="minus" />
      </button>
      <span class="letter__zoom">{Math.round(100 * look.zoom)} %</span>
      <button
        type="button"
        class="button"
        data-act="look-closer"
        aria-label={say.value("letter.closer")}
        aria-keyshortcuts={ariaKeysOf("closer")}
        title={labelOf("closer")}
        disabled={look.zoom >= CLOSER}
        onClick={turn(1)}
      >
        <Icon name="plus" />
      </button>
    </>
  );
}

/** Whoever laid the document turns its pages; another guide asks for it. */
function Pages({ model, sheet: { page, pages } }: Omit<Props, "own">) {
  const wanted = model.shared.value.wantedPage ?? page;
  return (
    <>
      <button
        type="button"
        class="button"
        data-act="page-back"
        aria-label={say.value("document.back")}
        aria-keyshortcuts={ariaKeysOf("page_back")}
        title={labelOf("page_back")}
        disabled={wanted <= 1}
        onClick={() => model.conversation?.turn(wanted - 1)}
      >
        <Icon name="back" />
      </button>
      <span class="letter__page" role="status">
        {say.value("document.page", { page, pages })}
      </span>
      <button
        type="button"
        class="button"
        data-act="page-on"
        aria-label={say.value("document.on")}
        aria-keyshortcuts={ariaKeysOf("page_on")}
        title={labelOf("page_on")}
        disabled={wanted >= pages}
        onClick={() => model.conversation?.turn(wanted + 1)}
      >
        <Icon name="forward" />
      </button>
    </>
  );
}

/** Whether the resident sees the page by now. */
function Delivery({ model, sheet }: Omit<Props, "own">) {
  const { delivery } = model.shared.value;
  const { documents } = model;
  const isSeen = delivery.seenBy.includes(KIOSK);
  const problem = documents.problem.value;
  return (
    <div class="letter__delivery" data-seen={isSeen}>
      <p role="status">
        {problem === null && isSeen && (
          <>
            <Icon name="check" />
            {say.value("document.seen")}
          </>
        )}
        {problem !== null && (
          <>
            <Icon name="warning" />
            {say.value(`document.problem.${problem}`)}
          </>
        )}
      </p>
      {problem === null && !isSeen && (
        <label>
          {say.value("document.sending")}
          <progress max={1} value={delivery.share} />
        </label>
      )}
      {problem === "document_not_received" && (
        <button type="button" class="button" onClick={() => void documents.turn(sheet.page)}>
          {say.value("document.again")}
        </button>
      )}
    </div>
  );
}

/** Corners that cannot be laid straight stay here and are not told. */
function Corners({ sheet, onCorners }: { sheet: Laid; onCorners(corners: Quad): void }) {
  const [corners, setCorners] = useState(sheet.corners);
  return (
    <SheetCorners
      sheet={sheet}
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
