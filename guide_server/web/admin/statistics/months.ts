/** Calendar months such as “2026-10”. */
import { ownDay } from "../../local_time";

/** The first and the last day of a month. */
export function daysOf(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${String(last).padStart(2, "0")}` };
}

/** What a page of figures says of its period, and of the files that are given. */
export interface Filed {
  start: string | null;
  end: string | null;
  files_of_months: boolean;
}

/** Whether there is a file of this period: of any, or of whole months that are over. */
export function hasFile({ start, end, files_of_months }: Filed, now = Date.now()): boolean {
  if (!files_of_months) return true;
  if (start === null || end === null) return false;
  const month = end.slice(0, 7);
  return start.endsWith("-01") && daysOf(month).to === end && month <= lastMonth(now);
}

/** The month so many after this one, or before it. */
export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The last month that is over, by the municipality's clock. */
export function lastMonth(now = Date.now()): string {
  return monthAfter(ownDay(now).slice(0, 7), -1);
}
