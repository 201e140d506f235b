/** Why a file cannot be shown. The text's key is `document.problem.` and the id. */
export const DOCUMENT_PROBLEMS = [
  /** There is nothing in it. */
  "document_empty",
  "document_too_large",
  /** Neither a PDF nor a picture that is shown here, whatever its name says. */
  "document_unknown_kind",
  /** It opens with a password only. */
  "document_encrypted",
  "document_too_many_pages",
  /** A picture of more pixels than this machine should unpack. */
  "document_too_many_pixels",
  /** It says what it is and does not keep to it, or asks for more memory than any document needs. */
  "document_broken",
  /** It could be opened, but this page cannot be drawn. */
  "document_page_broken",
  /** It keeps the machine busy for longer than any document needs. */
  "document_too_slow",
  /** The page was sent, and is not on the resident's screen. */
  "document_not_received",
] as const;

export type DocumentProblem = (typeof DOCUMENT_PROBLEMS)[number];

export class DocumentUnreadable extends Error {
  readonly id: DocumentProblem;

  constructor(id: DocumentProblem) {
    super(id);
    this.id = id;
  }
}
