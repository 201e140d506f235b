/** Keys on the screen, in the script of the resident's language. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import { formsOf, keyboardsFor, type Page, rowsOf, withForm, withoutLast, ZWNJ } from "../keyboards";
import { useStage } from "./stage";

interface KeysProps {
  text: string;
  onText(text: string): void;
}

export function Keys({ text, onText }: KeysProps) {
  const { state, say } = useStage();
  const keyboards = keyboardsFor(state.visit.language ?? say.language);
  const [chosen, choose] = useState(0);
  const [page, turn] = useState<Page>("letters");
  const keyboard = keyboards[chosen] ?? keyboards[0];
  if (keyboard === undefined) return null;
  const other = keyboards[(chosen + 1) % keyboards.length];
  const type = (key: string): void => {
    onText(text + key);
    if (page === "capitals") turn("letters");
  };
  const forms = formsOf(keyboard, text);
  return (
    <fieldset class="keys" aria-label={say("keys.name")} dir="ltr">
      {keyboard.layout.forms !== undefined && (
        <div class="keys__row keys__row--forms">
          {forms.map((form) => (
            <Key key={form} word={form} onPress={() => onText(withForm(text, form))} />
          ))}
        </div>
      )}
      {rowsOf(keyboard, page).map((row) => (
        <div class="keys__row" key={row.join()}>
          {row.map((key) => (
            <Key key={key} word={key} onPress={() => type(key)} />
          ))}
        </div>
      ))}
      <div class="keys__row keys__row--wide">
        {keyboard.layout.capitals && (
          <Key
            name="capitals"
            label={say("keys.capitals")}
            pressed={page === "capitals"}
            onPress={() => turn(page === "capitals" ? "letters" : "capitals")}
          >
            <Icon name="up" />
          </Key>
        )}
        <Key
          name="more"
          word={page === "more" ? keyboard.layout.name : "…"}
          {...(page === "more" ? {} : { label: say("keys.more") })}
          pressed={page === "more"}
          onPress={() => turn(page === "more" ? "letters" : "more")}
        />
        <Key
          name="signs"
          word={page === "signs" ? keyboard.layout.name : "123"}
          pressed={page === "signs"}
          onPress={() => turn(page === "signs" ? "letters" : "signs")}
        />
        {keyboards.length > 1 && other !== undefined && (
          <Key
            name="script"
            word={other.layout.name}
            onPress={() => {
              choose((chosen + 1) % keyboards.length);
              turn("letters");
            }}
          />
        )}
        {keyboard.layout.zwnj !== undefined && (
          <Key name="zwnj" word={keyboard.layout.zwnj} onPress={() => type(ZWNJ)} />
        )}
        <Key name="space" label={say("keys.space")} onPress={() => type(" ")} />
        <Key name="line" word="↵" label={say("keys.line")} onPress={() => type("\n")} />
        <Key name="erase" word="⌫" label={say("keys.erase")} onPress={() => onText(withoutLast(text))} />
      </div>
    </fieldset>
  );
}

interface KeyProps {
  /** What stands on it. */
  word?: string;
  /** A stable name, for one that is not a letter. */
  name?: string;
  /** Its name, where what stands on it is none. */
  label?: string;
  pressed?: boolean;
  onPress(): void;
  children?: ComponentChildren;
}

/** The focus stays in the text: a press takes nothing from it. */
function Key({ word, name, label, pressed, onPress, children }: KeyProps) {
  return (
    <button
      type="button"
      class="key"
      data-key={name ?? word}
      aria-label={label}
      aria-pressed={pressed}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children ?? word}
    </button>
  );
}
