/** Which kiosks somebody has to see to. Pure. */
import type { FleetKiosk, Kiosk, KioskSelfTest } from "../../api_types";

/**
 * A kiosk in use that is dark or never had contact, whose newest self-test found a fault or is too old, or that runs
 * older software than another.
 */
export function isUnwell(
  { state }: Pick<Kiosk, "state">,
  fleet: FleetKiosk | undefined,
  test: KioskSelfTest | undefined,
): boolean {
  if (state !== "enrolled") return false;
  const { newest = null, overdue = false } = test ?? {};
  const failed = newest !== null && (overdue || !newest.sound);
  return failed || (fleet !== undefined && (!fleet.connected || fleet.behind));
}
