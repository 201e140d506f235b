/** What came of the last thing that was asked for in this part. */
import { Icon } from "../../../signaling/theme/icons";
import type { AccountModel, Part } from "./model";
import { say } from "./texts";

export function SaidAbout({ model, part }: { model: AccountModel; part: Part }) {
  const said = model.said.value;
  const mine = said !== null && said.part === part ? said : null;
  return (
    <>
      <div role="alert">
        {mine?.fault === true && (
          <p class="notice notice--danger">
            <Icon name="warning" />
            {say.value(mine.key)}
          </p>
        )}
      </div>
      <div role="status">
        {mine?.fault === false && (
          <p class="notice">
            <Icon name="check" />
            {say.value(mine.key)}
          </p>
        )}
      </div>
    </>
  );
}
