import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import { say } from "../texts";
import type { DocumentModel } from "./document_model";

/** Choose a document to show; one that is dropped anywhere on the desk or pasted is shown as well. */
export function DocumentSection({ documents }: { documents: DocumentModel }) {
  const input = useRef<HTMLInputElement>(null);
  const { busy, problem, name } = documents;
  return (
    <section class="panel" aria-labelledby="document-heading">
      <h2 class="panel__heading" id="document-heading">
        {say.value("document.heading")}
      </h2>
      <button
        type="button"
        class="button"
        id="document-choose"
        aria-describedby="document-hint"
        disabled={busy.value !== null}
        onClick={() => input.current?.click()}
      >
        <Icon name="document" />
        {say.value("document.choose")}
      </button>
      <input
        ref={input}
        id="document-file"
        type="file"
        hidden
        accept=".pdf,.jpg,.jpeg,.png,.webp"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // The same file may be chosen again.
          if (file !== undefined) void documents.show(file).finally(() => (currentTarget.value = ""));
        }}
      />
      <p class="text__hint" id="document-hint">
        {say.value("document.hint")}
      </p>
      {name.value !== null && (
        <p class="document__name">
          <bdi>{name.value}</bdi>
        </p>
      )}
      <p class="document__state" role="status">
        {busy.value !== null && say.value(`document.${busy.value}`)}
      </p>
      <div role="alert">
        {problem.value !== null && (
          <p class="notice notice--danger" data-problem={problem.value}>
            {say.value(`document.problem.${problem.value}`)}
          </p>
        )}
      </div>
    </section>
  );
}

/** While it is mounted, a file dropped on the page or pasted into it is shown, and never opened in place of the desk. */
export function useDroppedFiles(documents: DocumentModel, isLive: boolean): void {
  useEffect(() => {
    const show = (files: FileList | undefined): boolean => {
      const file = files?.[0];
      if (file === undefined) return false;
      if (isLive) void documents.show(file);
      return true;
    };
    const hover = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      if (show(event.dataTransfer?.files)) event.preventDefault();
    };
    const paste = (event: ClipboardEvent): void => {
      if (show(event.clipboardData?.files)) event.preventDefault();
    };
    addEventListener("dragover", hover);
    addEventListener("drop", drop);
    addEventListener("paste", paste);
    return () => {
      removeEventListener("dragover", hover);
      removeEventListener("drop", drop);
      removeEventListener("paste", paste);
    };
  }, [documents, isLive]);
}
