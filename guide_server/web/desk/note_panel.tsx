import { useState } from "preact/hooks";
import { LONGEST_LINK, LONGEST_NOTE, safeLink } from "../../../signaling/client";
import type { DeskModel } from "./desk_model";
import { say } from "./texts";

/** A note or a link for the resident to take home. The resident is asked first; the answer is told here. */
export function NotePanel({ model }: { model: DeskModel }) {
  const [text, setText] = useState("");
  const [address, setAddress] = useState("");
  const { note, answer } = model.shared.value;
  const link = address.trim() === "" ? null : safeLink(withScheme(address.trim()));
  const isWrong = address.trim() !== "" && link === null;
  const hand = (event: Event): void => {
    event.preventDefault();
    model.conversation?.hand({ id: crypto.randomUUID(), text: text.trim(), link });
  };
  return (
    <form class="panel note" aria-labelledby="note-heading" onSubmit={hand}>
      <h2 class="panel__heading" id="note-heading">
        {say.value("note.heading")}
      </h2>
      <label class="text__label" for="note-text">
        {say.value("note.text")}
      </label>
      <textarea
        id="note-text"
        class="text__own"
        dir="auto"
        rows={2}
        maxLength={LONGEST_NOTE}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <label class="text__label" for="note-link">
        {say.value("note.link")}
      </label>
      <input
        id="note-link"
        class="text__own"
        inputMode="url"
        maxLength={LONGEST_LINK}
        value={address}
        aria-invalid={isWrong}
        aria-describedby="note-state"
        onInput={({ currentTarget }) => setAddress(currentTarget.value)}
      />
      <p class="text__hint" id="note-state" role="status">
        {isWrong && say.value("note.wrong")}
        {!isWrong && note !== null && say.value(`note.${answer ?? "asked"}`)}
      </p>
      <button
        type="submit"
        class="button"
        data-act="note"
        disabled={isWrong || (text.trim() === "" && link === null)}
      >
        {say.value("note.hand")}
      </button>
    </form>
  );
}

/** Addresses are often said without their beginning. */
function withScheme(address: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
}
