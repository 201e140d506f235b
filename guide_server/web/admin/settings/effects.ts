/** What a change was found to lead to, a sentence each. */
import type { SettingsEffect } from "../../api_types";
import { nameOfWeekday, say, sayCode } from "../texts";
import { languageIn, type Names } from "./editing";

export function effectInWords({ id, params }: SettingsEffect, names: Names): string {
  const text = (name: string) => String(params[name] ?? "");
  const figure = (name: string) => Number(params[name] ?? 0);
  switch (id) {
    case "waiting_in_language":
      return say.value("settings.effect.waiting_in_language", {
        count: figure("calls"),
        language: languageIn(text("language"), names),
      });
    case "guide_without_language":
      return say.value("settings.effect.guide_without_language", { guide: text("guide") });
    case "topic_in_use":
      return say.value("settings.effect.topic_in_use", {
        count: figure("calls"),
        topic: sayCode("topic", text("topic")),
      });
    case "hours_close":
      return say.value("settings.effect.hours_close", {
        count: figure("calls"),
        weekday: nameOfWeekday(figure("weekday") - 1, "long"),
        from: figure("hour"),
        until: figure("hour") + 1,
      });
    case "destroys":
      return say.value("settings.effect.destroys", {
        count: figure("rows"),
        table: sayCode("rows", text("table")),
      });
  }
}
