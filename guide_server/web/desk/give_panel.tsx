import { useState } from "preact/hooks";
import { LONGEST_LINK, LONGEST_NOTE, safeLink } from "../../../signaling/client";
import type { DeskModel } from "./desk_model";
import { DocumentSection } from "./documents/document_section";
import { cardsIn, textIn } from "./prepared";
import { language as deskLanguage, say } from "./texts";

/** A document to look at together, and something to take home: for that the resident is asked first. */
export function GivePanel({ model, language }: { model: DeskModel; language: string }) {
  const hand = (text: string, link: string | null): void => {
    model.conversation?.hand({ id: crypto.randomUUID(), text, link });
  };
  const { note, answer } = model.shared.value;
  return (
    <>
      <p class="notice panels__notice" id="note-state" role="status" hidden={note === null}>
        {note !== null && say.value(`note.${answer ?? "asked"}`)}
      </p>
      <DocumentSection documents={model.documents} />
      <Cards language={language} hand={hand} />
      <OwnNote hand={hand} />
    </>
  );
}

interface HandProps {
  hand(text: string, link: string | null): void;
}

/** Prepared information: a few letters find it, one press shows it. */
function Cards({ language, hand }: HandProps & { language: string }) {
  const [wish, setWish] = useState("");
  const found = cardsIn(wish);
  return (
    <section class="panel" aria-labelledby="cards-heading">
      <h2 class="panel__heading" id="cards-heading">
        {say.value("cards.heading")}
      </h2>
      <div class="field">
        <label for="card-search">{say.value("cards.search")}</label>
        <input
          id="card-search"
          type="search"
          value={wish}
          onInput={({ currentTarget }) => setWish(currentTarget.value)}
        />
      </div>
      {found.length === 0 && <p class="panel__empty">{say.value("cards.none")}</p>}
      <ul class="cards">
        {found.map((card) => (
          <li key={card.key}>
            <button
              type="button"
              class="cards__one"
              data-card={card.key}
              onClick={() => hand(textIn(card, language), card.link)}
            >
              {textIn(card, deskLanguage.value)}
              <span class="cards__language">
                {say.value(language in card.texts ? "cards.translated" : "cards.swedish")}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OwnNote({ hand }: HandProps) {
  const [text, setText] = useState("");
  const [address, setAddress] = useState("");
  const link = address.trim() === "" ? null : safeLink(withScheme(address.trim()));
  const isWrong = address.trim() !== "" && link === null;
  const submit = (event: Event): void => {
    event.preventDefault();
    hand(text.trim(), link);
  };
  return (
    <form class="panel" aria-labelledby="note-heading" onSubmit={submit}>
      <h2 class="panel__heading" id="note-heading">
        {say.value("note.heading")}
      </h2>
      <div class="field">
        <label for="note-text">{say.value("note.text")}</label>
        <textarea
          id="note-text"
          dir="auto"
          rows={2}
          maxLength={LONGEST_NOTE}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for="note-link">{say.value("note.link")}</label>
        <input
          id="note-link"
          inputMode="url"
          maxLength={LONGEST_LINK}
          value={address}
          aria-invalid={isWrong}
          aria-describedby="note-wrong"
          onInput={({ currentTarget }) => setAddress(currentTarget.value)}
        />
        <p class="field__fault" id="note-wrong" role="status">
          {isWrong && say.value("note.wrong")}
        </p>
      </div>
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
