/** What the review knows and can do: the plan of retention, receipts, requests, proof, and one call of the register. */
import type { Query } from "../../api";
import type {
  ApprovalPage,
  ApprovalRow,
  Erasure,
  Ground,
  Proof,
  Purpose,
  ReceiptRow,
  Receipts,
  RegisterExtract,
  ReviewPage,
} from "../../api_types";
import { Fetched } from "../../remote";

interface Ask {
  get<T>(path: string, query: Query, signal: AbortSignal): Promise<T>;
  send<T>(method: "POST", path: string, body?: unknown): Promise<T>;
}

const LOOK_AGAIN = 1_000;

export class ReviewModel {
  readonly page = new Fetched<ReviewPage>();
  readonly approvals = new Fetched<ApprovalPage>();
  readonly extract = new Fetched<RegisterExtract>();
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Show the review, or one call of the register. */
  follow(call: string | null, why: Purpose): void {
    if (call === null) void this.reload();
    else this.reloadExtract(call, why);
  }

  async reload(): Promise<void> {
    await Promise.all([
      this.page.load((signal) => this.#ask.get<ReviewPage>("/api/review", {}, signal)),
      this.approvals.load((signal) => this.#ask.get<ApprovalPage>("/api/approvals", {}, signal)),
    ]);
  }

  reloadExtract(call: string, why: Purpose): void {
    if (this.extract.state.peek().value?.call["id"] !== call) this.extract.clear();
    const path = `/api/register/${encodeURIComponent(call)}`;
    void this.extract.load((signal) => this.#ask.get<RegisterExtract>(path, { why }, signal));
  }

  /** The receipts older than `last`, added to those that are shown. */
  async olderReceipts(last: ReceiptRow): Promise<void> {
    const shown = this.page.state.value.value;
    if (shown === null) return;
    await this.page.load(async (signal) => {
      const query = { before: last.id };
      const older = await this.#ask.get<Receipts>("/api/review/receipts", query, signal);
      return { ...shown, receipts: [...shown.receipts, ...older.receipts] };
    });
  }

  /** Read all chains from their beginnings, and show what became of it. */
  async prove(): Promise<void> {
    await this.#ask.send<Proof>("POST", "/api/review/proof");
    do {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
      await this.page.load((signal) => this.#ask.get<ReviewPage>("/api/review", {}, signal));
    } while (this.page.state.peek().value?.proof.running === true);
  }

  async decide(request: ApprovalRow, approve: boolean): Promise<void> {
    await this.#ask.send("POST", `/api/approvals/${request.id}/verdict`, { approve });
    await this.reload();
  }

  erase(call: string, ground: Ground): Promise<Erasure> {
    return this.#ask.send<Erasure>("POST", `/api/register/${encodeURIComponent(call)}/erasure`, { ground });
  }
}
