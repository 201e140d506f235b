/** What is asked of kiosks from afar. */
import type { AskedErrand, ErrandsPage, KioskErrands } from "../../api_types";
import { Fetched } from "../../remote";
import type { Asks } from "../parts/asks";

export type ErrandName = AskedErrand["errand"];

export class ErrandsModel {
  readonly page = new Fetched<ErrandsPage>();

  constructor(private readonly api: Asks) {}

  load(): Promise<void> {
    return this.page.load((signal) => this.api.get<ErrandsPage>("/api/errands", {}, signal));
  }

  /** Ask this kiosk to do it between calls, and show that it was asked. Rejects with what was refused. */
  async ask(kiosk: string, errand: ErrandName): Promise<void> {
    await this.api.send("POST", `/api/kiosks/${kiosk}/errands/${errand}`);
    await this.load();
  }

  /** Whether something may change by itself soon. */
  get awaited(): boolean {
    return this.page.state.value.value?.kiosks.some((kiosk) => kiosk.asked.some(isOpen)) ?? false;
  }

  of(kiosk: string): KioskErrands | undefined {
    return this.page.state.value.value?.kiosks.find((each) => each.kiosk === kiosk);
  }
}

export function isOpen({ state }: AskedErrand): boolean {
  return state === "asked" || state === "heard";
}
