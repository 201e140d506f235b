import { Icon } from "../../../../signaling/theme/icons";
import type { AdminModel } from "../model";
import { Link } from "../parts/link";
import { count, say } from "../texts";

const ROWS = 50;

interface Paged {
  page: number;
  pages: number;
  total: number;
  rows: readonly unknown[];
}

/** To the neighbouring pages, and to any page by its number. */
export function Paging({ model, page }: { model: AdminModel; page: Paged }) {
  const place = model.place.value;
  const at = (number: number) => ({ ...place, log: { ...place.log, page: number } });
  const first = (page.page - 1) * ROWS + 1;
  return (
    <nav class="paging" aria-label={say.value("log.paging")}>
      <p>
        {say.value("log.rows", {
          first: count(first),
          last: count(first + page.rows.length - 1),
          total: count(page.total),
        })}
      </p>
      {page.page > 1 && (
        <Link model={model} to={at(page.page - 1)} class="button">
          <Icon name="back" />
          {say.value("log.previous")}
        </Link>
      )}
      {page.page < page.pages && (
        <Link model={model} to={at(page.page + 1)} class="button">
          {say.value("log.next")}
          <Icon name="forward" />
        </Link>
      )}
      {page.pages > 2 && (
        <label class="paging__jump">
          {say.value("log.page")}
          <input
            key={page.page}
            type="number"
            min={1}
            max={page.pages}
            defaultValue={String(page.page)}
            onChange={(event) => {
              const number = event.currentTarget.valueAsNumber;
              if (Number.isInteger(number) && number >= 1) model.go(at(Math.min(number, page.pages)));
            }}
          />
          {say.value("log.of_pages", { pages: count(page.pages) })}
        </label>
      )}
    </nav>
  );
}
