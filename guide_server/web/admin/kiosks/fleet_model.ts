/** The fleet: of each kiosk in use its version, its hours dark and its calls. */
import type { FleetPage } from "../../api_types";
import { Fetched } from "../../remote";
import type { Asks } from "../parts/asks";

export class FleetModel {
  readonly page = new Fetched<FleetPage>();

  constructor(private readonly api: Asks) {}

  load(): Promise<void> {
    return this.page.load((signal) => this.api.get<FleetPage>("/api/fleet", {}, signal));
  }
}
