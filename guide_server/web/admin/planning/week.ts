/** The hours of a week, as the planning view draws and lists them. */
import type { PlanningHour } from "../../api_types";
import { language } from "../../staff_language";

export interface Week {
  weekdays: readonly number[];
  hours: readonly number[];
  at: (weekday: number, hour: number) => PlanningHour | undefined;
}

/** Only the weekdays and the hours of the day in which there is something: not the night before the first and after the last. */
export function weekOf(hours: readonly PlanningHour[]): Week {
  const known = new Map(hours.map((hour) => [hour.weekday * 24 + hour.hour, hour]));
  const inOrder = (of: (hour: PlanningHour) => number) => [...new Set(hours.map(of))].sort((a, b) => a - b);
  const busy = hours.filter((hour) => hour.on_duty > 0 || hour.needed_high > 0).map(({ hour }) => hour);
  const [first, last] = busy.length === 0 ? [0, 23] : [Math.min(...busy), Math.max(...busy)];
  return {
    weekdays: inOrder((hour) => hour.weekday),
    hours: inOrder((hour) => hour.hour).filter((hour) => hour >= first && hour <= last),
    at: (weekday, hour) => known.get(weekday * 24 + hour),
  };
}

/** How many guides are missing, to the whole one; 0 where there are enough. */
export function lacking(hour: PlanningHour): number {
  return Math.max(0, Math.round(hour.needed - hour.on_duty));
}

/** “Monday” or “Mon”; Monday is 0. */
export function weekdayName(weekday: number, form: "long" | "short" = "long"): string {
  const monday = Date.UTC(2024, 0, 1);
  const format = new Intl.DateTimeFormat(language.value, { weekday: form, timeZone: "UTC" });
  return format.format(new Date(monday + weekday * 86_400_000));
}

/** “9–10”. */
export function hourName(hour: number): string {
  return `${hour}–${hour + 1}`;
}
