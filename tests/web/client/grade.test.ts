/** UD10, UA3: what an end of a talk receives in one word, what of it is told to the server, and when. */
import { describe, expect, test } from "vitest";
import { gradeOf } from "../../../signaling/client/grade";
import { GradeReports } from "../../../signaling/client/grade_reports";
import { BACK_FOR, BETTER_FOR, GradeWatch, SETTLING, WORSE_FOR } from "../../../signaling/client/grade_watch";
import { NO_QUALITY, type Quality } from "../../../signaling/client/quality";
import type { Grade, MediaGrade } from "../../../signaling/client/types";

const GOOD: Quality = { ...NO_QUALITY, flowing: true, framesPerSecond: 25, roundTrip: 40 };
const GRADES: readonly Grade[] = ["good", "fair", "audio_only", "poor", "none"];
const EVERY = 500;

describe("a grade", () => {
  test.each([
    [{}, "good"],
    [{ framesPerSecond: 20, loss: 3, roundTrip: 400 }, "good"],
    [{ roundTrip: null }, "good"],
    [{ framesPerSecond: 19 }, "fair"],
    [{ loss: 3.1 }, "fair"],
    [{ roundTrip: 401 }, "fair"],
    [{ framesPerSecond: 9 }, "poor"],
    [{ framesPerSecond: 0 }, "poor"],
    [{ loss: 10.1 }, "poor"],
    [{ roundTrip: 801 }, "poor"],
    [{ flowing: false }, "none"],
  ] as const)("of %o is %s", (change, grade) => {
    expect(gradeOf({ ...GOOD, ...change })).toBe(grade);
  });

  test("does not miss a picture that is not sent by choice", () => {
    expect(gradeOf({ ...GOOD, framesPerSecond: 0 }, "off")).toBe("good");
    expect(gradeOf({ ...GOOD, framesPerSecond: 0, loss: 5 }, "off")).toBe("fair");
  });

  test("tells a picture that rests for the sound's sake from a sound that breaks all the same", () => {
    expect(gradeOf({ ...GOOD, framesPerSecond: 0, loss: 5 }, "network")).toBe("audio_only");
    expect(gradeOf({ ...GOOD, framesPerSecond: 0, loss: 15 }, "network")).toBe("poor");
    expect(gradeOf({ ...GOOD, flowing: false }, "network")).toBe("none");
  });
});

/** Time passes over a watch, in readings twice a second. */
class Watched {
  readonly #watch = new GradeWatch();
  now = 0;

  pass(ms: number, ...grades: readonly Grade[]): [number, Grade][] {
    const told: [number, Grade][] = [];
    for (const end = this.now + ms; this.now < end; ) {
      const news = this.#watch.step(this.now, grades[(this.now / EVERY) % grades.length] ?? "good");
      if (news !== null) told.push([this.now, news]);
      this.now += EVERY;
    }
    return told;
  }
}

describe("what lasts is told", () => {
  test("the first grade not before the talk has settled", () => {
    expect(new Watched().pass(60_000, "good")).toEqual([[SETTLING, "good"]]);
  });

  test("a worse one after it lasted, a better one after it lasted longer", () => {
    const watched = new Watched();
    watched.pass(20_000, "good");
    expect(watched.pass(20_000, "poor")).toEqual([[20_000 + WORSE_FOR, "poor"]]);
    expect(watched.pass(20_000, "good")).toEqual([[40_000 + BETTER_FOR, "good"]]);
  });

  test("that something comes through again is told sooner, and what it is like when that has lasted", () => {
    const watched = new Watched();
    watched.pass(20_000, "good");
    expect(watched.pass(20_000, "none")).toEqual([[20_000 + WORSE_FOR, "none"]]);
    expect(watched.pass(2_000, "poor")).toEqual([]);
    expect(watched.pass(20_000, "good")).toEqual([
      [40_000 + BACK_FOR, "poor"],
      [40_000 + BACK_FOR + BETTER_FOR, "good"],
    ]);
  });

  test("a gust and a lull are not", () => {
    const watched = new Watched();
    watched.pass(20_000, "good");
    expect(watched.pass(WORSE_FOR, "poor")).toEqual([]);
    expect(watched.pass(20_000, "good")).toEqual([]);
    watched.pass(20_000, "poor");
    expect(watched.pass(BETTER_FOR, "good")).toEqual([]);
    expect(watched.pass(20_000, "poor")).toEqual([]);
  });

  test("of a storm of many strengths, the mildest that lasted", () => {
    const watched = new Watched();
    watched.pass(20_000, "good");
    expect(watched.pass(20_000, "poor", "fair", "none")).toEqual([[20_000 + WORSE_FOR, "fair"]]);
    expect(watched.pass(20_000, "poor", "none").map(([, grade]) => grade)).toEqual(["poor"]);
  });

  test("a line that flaps between good and poor is told once and then left alone", () => {
    const watched = new Watched();
    expect(watched.pass(600_000, "good", "poor")).toHaveLength(1);
  });

  test("never twice within the shorter patience, whatever comes", () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const watch = new GradeWatch();
      const told: number[] = [];
      let random = seed;
      let grade: Grade = "good";
      for (let now = 0; now < 600_000; now += EVERY) {
        random = (random * 48_271) % 2_147_483_647;
        if (random % 12 === 0) grade = GRADES[random % GRADES.length] ?? "good";
        if (watch.step(now, grade) !== null) told.push(now);
      }
      const gaps = told.slice(1).map((at, index) => at - (told[index] ?? 0));
      expect(Math.min(...gaps, Number.POSITIVE_INFINITY)).toBeGreaterThanOrEqual(WORSE_FOR);
    }
  });
});

test("a line on the very limit of a grade keeps its word", () => {
  for (const period of [1, 2, 3, 7]) {
    const said: (Grade | null)[] = [];
    const reports = new GradeReports(() => Promise.resolve());
    for (let look = 0; look < 600; look += 1) {
      const framesPerSecond = Math.floor(look / period) % 2 === 0 ? 20 : 18;
      reports.read({ call: "c", now: look * EVERY, quality: { ...GOOD, framesPerSecond }, sending: "on" });
      said.push(reports.lasts.value);
    }
    const changes = said.filter((grade, look) => look > 0 && grade !== said[look - 1]);
    expect(changes, `turning every ${period * EVERY} ms`).toEqual(["good"]);
  }
});

describe("the server is told", () => {
  function reports(answer: () => Promise<unknown> = () => Promise.resolve()) {
    const sent: MediaGrade[] = [];
    const made = new GradeReports((command) => {
      sent.push(command);
      return answer();
    });
    let now = 0;
    const pass = (ms: number, change: Partial<Quality> = {}): void => {
      for (const end = now + ms; now < end; now += EVERY) {
        made.read({ call: "c", now, quality: { ...GOOD, ...change }, sending: "on" });
      }
    };
    return { made, sent, pass };
  }

  test("in whole figures within what it takes", () => {
    const { sent, pass } = reports();
    pass(SETTLING + EVERY, { framesPerSecond: 9.6, loss: 14.4, roundTrip: 99_999.5, kilobitsPerSecond: -3 });
    expect(sent).toEqual([
      {
        type: "media_grade",
        call: "c",
        grade: "poor",
        frames: 10,
        loss: 14,
        round_trip: 60_000,
        kilobits: 0,
      },
    ]);
  });

  test("again after a hold", () => {
    const { made, sent, pass } = reports();
    pass(10_000);
    made.rest();
    expect(made.lasts.value).toBeNull();
    pass(10_000);
    expect(sent.map(({ grade }) => grade)).toEqual(["good", "good"]);
  });

  test("again where it did not take it, while the page keeps its word", async () => {
    const { made, sent, pass } = reports(() => Promise.reject(new Error("expired")));
    pass(SETTLING + EVERY);
    await Promise.resolve();
    await Promise.resolve();
    expect(made.lasts.value).toBe("good");
    pass(SETTLING + EVERY);
    expect(sent).toHaveLength(2);
  });
});
