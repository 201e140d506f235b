import { daysOf, lastMonth, monthAfter } from "../statistics/months";
import { monthInWords, say } from "../texts";
import type { Period } from "./period";

const MONTHS = 24;

/** The months that are over, from the first to the last: for those who may not choose single days. */
export function WholeMonths({ from, to, choose }: Period & { choose: (period: Period) => void }) {
  const months = Array.from({ length: MONTHS }, (_, nth) => monthAfter(lastMonth(), -nth));
  const first = from?.slice(0, 7) ?? lastMonth();
  const last = to?.slice(0, 7) ?? lastMonth();
  return (
    <>
      <Month
        name="first"
        value={first}
        months={months}
        choose={(month) => choose({ from: daysOf(month).from, to: daysOf(month > last ? month : last).to })}
      />
      <Month
        name="last"
        value={last}
        months={months}
        choose={(month) => choose({ from: daysOf(month < first ? month : first).from, to: daysOf(month).to })}
      />
    </>
  );
}

interface Choice {
  name: "first" | "last";
  value: string;
  months: readonly string[];
  choose: (month: string) => void;
}

function Month({ name, value, months, choose }: Choice) {
  return (
    <div class="field">
      <label for={`months-${name}`}>{say.value(`months.${name}`)}</label>
      <select id={`months-${name}`} value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {[...new Set([value, ...months])]
          .sort()
          .reverse()
          .map((month) => (
            <option key={month} value={month} selected={month === value}>
              {monthInWords(month)}
            </option>
          ))}
      </select>
    </div>
  );
}
