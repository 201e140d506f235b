import { Icon } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import { helpOpen } from "./help";
import { LeaderButton, LeaderNotice } from "./leader_panel";
import type { Ringer } from "./ringer";
import { signOut } from "./session";
import { labelOf } from "./shortcuts";
import { say, switchLanguage } from "./texts";
import { switchTheme, theme } from "./theme_choice";

export function TopBar({ model, ringer }: { model: DeskModel; ringer: Ringer }) {
  const name = model.view.value?.guide.name;
  return (
    <header class="top-bar">
      <p class="top-bar__product">
        <strong>{say.value("product")}</strong>
        {name !== undefined && <span class="top-bar__name">{name}</span>}
      </p>
      <LeaderNotice model={model} />
      <LeaderButton model={model} />
      <button type="button" class="button button--quiet" onClick={() => ringer.test()}>
        <Icon name="bell" />
        {say.value("sound.test")}
      </button>
      <button
        type="button"
        class="button button--quiet"
        aria-keyshortcuts={labelOf("help")}
        onClick={() => {
          helpOpen.value = true;
        }}
      >
        <Icon name="info" />
        {say.value("help.open")}
      </button>
      <button type="button" class="button button--quiet" onClick={switchTheme}>
        <Icon name="contrast" />
        {say.value(theme.value === "light" ? "theme.dark" : "theme.light")}
      </button>
      <button type="button" class="button button--quiet" onClick={switchLanguage}>
        <Icon name="language" />
        {say.value("language.switch")}
      </button>
      <button type="button" class="button button--quiet" onClick={() => void signOut()}>
        <Icon name="sign_out" />
        {say.value("sign_out")}
      </button>
    </header>
  );
}
