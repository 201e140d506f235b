/** What a guide hands over to take home: shown after the resident's yes, and as a code for their telephone. */
import { useEffect, useState } from "preact/hooks";
import type { Note } from "../../../../signaling/client";
import { Dialog } from "./dialogs";
import { WideButton } from "./parts";
import { PrintButton } from "./print_button";
import { useStage } from "./stage";

export function NotePanel() {
  const { state } = useStage();
  const { note, answer } = state.shared;
  if (note === null) return null;
  return answer === null ? <Offer /> : <Shown note={note} />;
}

function Offer() {
  const { say, pictures } = useStage();
  const decline = (): void => pictures.conversation?.answerNote("declined");
  return (
    <Dialog title={say("note.title")} onClose={decline}>
      <p class="lead">{say("note.lead")}</p>
      <div class="choices">
        <WideButton
          name="note-yes"
          kind="now"
          icon="check"
          onClick={() => pictures.conversation?.answerNote("taken")}
        >
          {say("note.yes")}
        </WideButton>
        <WideButton name="note-no" onClick={decline}>
          {say("note.no")}
        </WideButton>
      </div>
    </Dialog>
  );
}

/** The link is shown, never opened: this screen leads nowhere else. */
function Shown({ note }: { note: Note }) {
  const { state, say, pictures } = useStage();
  const close = (): void => pictures.conversation?.closeNote();
  const rows = useCode(note);
  return (
    <Dialog title={say("note.title")} onClose={close}>
      {note.text !== "" && (
        <p class="note__text" dir="auto">
          {note.text}
        </p>
      )}
      {note.link !== null && (
        <p class="note__link">
          <bdi dir="ltr">{note.link}</bdi>
        </p>
      )}
      {rows !== null && (
        <div class="note__code">
          <Code rows={rows} label={say("note.code")} />
          <p>{say("note.take")}</p>
        </div>
      )}
      <div class="note__acts">
        <PrintButton
          slip={async () => ({
            title: state.view?.place.site_name ?? say("guide.unnamed"),
            paragraphs: [note.text, note.link ?? ""].filter((text) => text !== ""),
            code: rows,
          })}
          onPrinted={() => pictures.conversation?.answerNote("printed")}
        />
        <WideButton name="note-close" kind="primary" icon="check" onClick={close}>
          {say("note.close")}
        </WideButton>
      </div>
    </Dialog>
  );
}

/** A telephone opens a link only where the code holds nothing else. Null until the agent has drawn it. */
function useCode({ id, text, link }: Note): readonly string[] | null {
  const { pictures } = useStage();
  const [rows, setRows] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let wanted = true;
    pictures.qr(link ?? text).then(
      (drawn) => wanted && setRows(drawn),
      () => {}, // The agent is being started anew; the note can still be read.
    );
    return () => {
      wanted = false;
    };
  }, [id]);
  return rows;
}

const QUIET = 4;

function Code({ rows, label }: { rows: readonly string[]; label: string }) {
  const side = rows.length + 2 * QUIET;
  const dark = rows.flatMap((row, y) =>
    [...row].flatMap((module, x) => (module === "1" ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : [])),
  );
  return (
    <svg class="note__qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}>
      <path d={dark.join("")} />
    </svg>
  );
}
