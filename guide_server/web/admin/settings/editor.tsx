import type { Area, Contents } from "./contents";
import type { Editing } from "./editing";
import { HoursEditor } from "./hours_editor";
import { LanguagesEditor } from "./languages_editor";
import { RetentionEditor } from "./retention_editor";
import type { SettingsModel } from "./settings_model";
import { SitesEditor } from "./sites_editor";
import { TextsEditor } from "./texts_editor";
import { TopicsEditor } from "./topics_editor";
import { WaitingEditor } from "./waiting_editor";

/** The editor that is made for the area. */
export function Editor({ area, model, ...editing }: { area: Area; model: SettingsModel } & Editing<unknown>) {
  switch (area) {
    case "languages":
      return <LanguagesEditor {...(editing as Editing<Contents["languages"]>)} />;
    case "hours":
      return <HoursEditor {...(editing as Editing<Contents["hours"]>)} />;
    case "sites":
      return <SitesEditor {...(editing as Editing<Contents["sites"]>)} />;
    case "topics":
      return <TopicsEditor {...(editing as Editing<Contents["topics"]>)} />;
    case "waiting":
      return <WaitingEditor {...(editing as Editing<Contents["waiting"]>)} />;
    case "retention":
      return <RetentionEditor {...(editing as Editing<Contents["retention"]>)} />;
    case "texts":
      return (
        <TextsEditor
          {...(editing as Editing<Contents["texts"]>)}
          shipped={model.shipped.state.value}
          language={model.wordsIn.value}
          choose={(language) => void model.showWordsIn(language)}
        />
      );
  }
}
