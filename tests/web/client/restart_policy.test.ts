import { describe, expect, it } from "vitest";
import { SILENCE } from "../../../signaling/client/quality";
import {
  COURTESY,
  PATIENCE,
  type Remedy,
  RestartPolicy,
  type Signs,
} from "../../../signaling/client/restart_policy";

/** A connection with which time passes. */
class Patient {
  readonly #policy: RestartPolicy;
  now = 0;
  bytes = 0;

  constructor({ polite = false } = {}) {
    this.#policy = new RestartPolicy({ polite, now: 0 });
  }

  changeNetwork(): void {
    this.#policy.networkChanged();
  }

  /** Look every half second for `ms`: what was done, and when. */
  pass(
    ms: number,
    { flowing = false, ...signs }: Partial<Signs> & { flowing?: boolean } = {},
  ): [number, Remedy][] {
    const done: [number, Remedy][] = [];
    for (const end = this.now + ms; this.now < end; ) {
      this.now += 500;
      if (flowing) this.bytes += 1_000;
      const { now, bytes } = this;
      const remedy = this.#policy.step({ now, bytes, state: "connected", signaling: true, ...signs });
      if (remedy === "replace") this.bytes = 0;
      if (remedy !== null) done.push([now, remedy]);
    }
    return done;
  }
}

describe("a connection", () => {
  it("that flows is left alone", () => {
    expect(new Patient().pass(60_000, { flowing: true })).toEqual([]);
  });

  it("is restarted after three seconds of silence and replaced where that does not help", () => {
    const patient = new Patient();
    patient.pass(10_000, { flowing: true });
    expect(patient.pass(SILENCE + PATIENCE)).toEqual([
      [10_000 + SILENCE, "restart"],
      [10_000 + SILENCE + PATIENCE, "replace"],
    ]);
  });

  it("is replaced ever more seldom", () => {
    const patient = new Patient();
    const times = patient.pass(80_000).map(([at]) => at);
    expect(times).toEqual([5_000, 15_000, 35_000, 55_000, 75_000]);
  });

  it("that came back is well", () => {
    const patient = new Patient();
    patient.pass(1_000, { flowing: true });
    patient.pass(SILENCE);
    expect(patient.pass(20_000, { flowing: true })).toEqual([]);
    expect(patient.pass(SILENCE)).toEqual([[patient.now, "restart"]]);
  });

  it("is restarted at once when the network changes or the connection says that it failed", () => {
    const patient = new Patient();
    patient.pass(5_000, { flowing: true });
    patient.changeNetwork();
    expect(patient.pass(500, { flowing: true })).toEqual([[5_500, "restart"]]);
    patient.pass(1_000, { flowing: true });
    expect(patient.pass(500, { state: "failed" })).toEqual([[7_000, "restart"]]);
  });

  it("waits for the signaling that every remedy needs", () => {
    const patient = new Patient();
    patient.pass(5_000, { flowing: true });
    expect(patient.pass(30_000, { signaling: false })).toEqual([]);
    expect(patient.pass(PATIENCE + 500).map(([, remedy]) => remedy)).toEqual(["restart", "replace"]);
  });

  it("is mended by the impolite side first", () => {
    const [kiosk, guide] = [new Patient(), new Patient({ polite: true })];
    for (const patient of [kiosk, guide]) patient.pass(5_000, { flowing: true });
    expect(kiosk.pass(SILENCE)).toHaveLength(1);
    expect(guide.pass(SILENCE + COURTESY - 500)).toHaveLength(0);
    expect(guide.pass(500)).toHaveLength(1);
  });
});
