import { Icon } from "../../../signaling/theme/icons";
import type { DeskModel } from "./desk_model";
import { LeaderButton, LeaderNotice } from "./leader_panel";
import type { Room } from "./room";
import { signOut } from "./session";
import { ariaKeysOf } from "./shortcuts";
import { say, switchLanguage } from "./texts";
import { switchTheme, theme } from "./theme_choice";

export function TopBar({ model, room }: { model: DeskModel; room: Room }) {
  const name = model.view.value?.guide.name;
  return (
    <header class="top-bar">
      <p class="top-bar__product">
        <strong>{say.value("product")}</strong>
        {name !== undefined && (
          <bdi class="top-bar__name" title={name}>
            {name}
          </bdi>
        )}
      </p>
      <LeaderNotice model={model} />
      <LeaderButton model={model} />
      <button
        type="button"
        class="button button--quiet"
        aria-keyshortcuts={ariaKeysOf("sound")}
        onClick={() => {
          room.sound.value = true;
        }}
      >
        <Icon name="bell" />
        {say.value("sound.open")}
      </button>
      <button
        type="button"
        class="button button--quiet"
        aria-keyshortcuts={ariaKeysOf("help")}
        onClick={() => {
          room.help.value = true;
        }}
      >
        <Icon name="keyboard" />
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
      <a class="button button--quiet" href="/account/" target="_blank" rel="noopener">
        <Icon name="lock" />
        {say.value("account")}
      </a>
      <button type="button" class="button button--quiet" onClick={() => void signOut()}>
        <Icon name="sign_out" />
        {say.value("sign_out")}
      </button>
    </header>
  );
}
