/** What a guide shows: one page of a document, to look at, point at and draw on together. Either may put it away. */
import { Icon } from "../../../../signaling/theme/icons";
import { SharedSheet, SheetFoot } from "./shared_sheet";
import { useStage } from "./stage";

/** Takes the place of the controls. */
export function DocumentDesk() {
  const { state, say, pictures } = useStage();
  const { coming } = state.shared;
  return (
    <div class="letter document">
      <Lead />
      <Page />
      {coming !== null && (
        <div class="document__coming">
          <label for="document-coming">{say("document.coming")}</label>
          <progress id="document-coming" max={1} value={coming.share} />
        </div>
      )}
      <div class="letter__acts">
        <Turning />
        <button
          type="button"
          class="button button--primary"
          data-action="document-close"
          onClick={() => pictures.conversation?.putAway()}
        >
          <Icon name="close" />
          {say("document.close")}
        </button>
      </div>
      <SheetFoot>{say("document.privacy")}</SheetFoot>
    </div>
  );
}

/** What is shown, in words: read aloud when it changes. */
function Lead() {
  const { state, say } = useStage();
  const { sheet, coming } = state.shared;
  const { page, pages } = sheet ?? coming ?? { page: 1, pages: 1 };
  return (
    <p class="letter__lead document__lead" role="status">
      {say("document.lead")}
      {pages > 1 && ` ${say("document.page", { page, pages })}`}
    </p>
  );
}

function Page() {
  const { state, say } = useStage();
  const { sheet } = state.shared;
  if (sheet === null) return null;
  return (
    <div class="document__view">
      <SharedSheet sheet={sheet} label={say("document.name")} />
    </div>
  );
}

/** The guide's page turns it and sends what is asked for. */
function Turning() {
  const { state, say, pictures } = useStage();
  const { sheet } = state.shared;
  if (sheet === null || sheet.pages === 1) return null;
  const { page, pages } = sheet;
  return (
    <>
      <button
        type="button"
        class="button"
        data-action="page-back"
        disabled={page === 1}
        onClick={() => pictures.conversation?.turn(page - 1)}
      >
        <Icon name="back" />
        {say("document.back")}
      </button>
      <button
        type="button"
        class="button"
        data-action="page-on"
        disabled={page === pages}
        onClick={() => pictures.conversation?.turn(page + 1)}
      >
        {say("document.on")}
        <Icon name="forward" />
      </button>
    </>
  );
}
