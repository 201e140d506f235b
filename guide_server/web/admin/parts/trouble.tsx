import { Icon } from "../../../../signaling/theme/icons";
import type { Remote } from "../../remote";
import { say, sayCode } from "../texts";

const WORDED = new Set([
  "offline",
  "signed_out",
  "unavailable",
  "not_found",
  "malformed",
  "already_exists",
  "second_pair_needed",
  "own_request",
  "erased",
  "kiosk_not_in_use",
  "kiosk_unable",
  "not_now",
  "trial_runs",
  "too_little_known",
  "whole_months_only",
]);

/** What went wrong, in words, by the problem's id. */
export function problemText(id: string): string {
  return WORDED.has(id) ? sayCode("problem", id) : say.value("problem.other");
}

/** Says that something is being fetched, or why it could not be. Always there, so that it is read aloud. */
export function Trouble({ of, retry }: { of: Remote<unknown>; retry: () => void }) {
  return (
    <div class="trouble" role="status">
      {of.loading && of.value === null && <p class="trouble__loading">{say.value("loading")}</p>}
      {of.problem !== null && (
        <div class="notice notice--danger">
          <Icon name="warning" />
          <p>{problemText(of.problem)}</p>
          <button type="button" class="button" onClick={retry}>
            {say.value("retry")}
          </button>
        </div>
      )}
    </div>
  );
}
