/** Whether a self-test could try a call: a kiosk leaves it out where no test guide answers at the centre. Pure. */
import type { KioskSelfTest } from "../../api_types";

type Test = Pick<KioskSelfTest, "newest">;

/** The newest self-test proves nothing of calls. */
export function leftOutCall({ newest }: Test): boolean {
  return newest?.checks.some(({ name, tried }) => name === "call" && !tried) ?? false;
}

/** How many kiosks' newest self-tests, too old ones aside, could not try a call. */
export function countWithoutCall(tests: readonly KioskSelfTest[]): number {
  return tests.filter((test) => !test.overdue && leftOutCall(test)).length;
}
