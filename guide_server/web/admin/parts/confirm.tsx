import { useEffect, useRef } from "preact/hooks";

interface Question {
  question: string;
  yes: string;
  no: string;
  decide: (sure: boolean) => void;
}

/** Asks once more before something that is hard to undo. Escape is no. */
export function Confirm({ question, yes, no, decide }: Question) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby="confirm-question" onCancel={() => decide(false)}>
      <p id="confirm-question">{question}</p>
      <div class="confirm__answers">
        <button type="button" class="button" onClick={() => decide(false)}>
          {no}
        </button>
        <button type="button" class="button button--danger" onClick={() => decide(true)}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
