/** What differs between two contents of an area, path by path, and how a change is put on top of another. Pure. */

export type Path = readonly string[];

export interface Difference {
  path: Path;
  /** `undefined`: it was not there. */
  before: unknown;
  after: unknown;
}

type Named = Readonly<Record<string, unknown>>;

export function isNamed(value: unknown): value is Named {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSame(one: unknown, other: unknown): boolean {
  if (isNamed(one) && isNamed(other)) return differences(one, other).length === 0;
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Lists count as one value: their order is theirs. The order of names is nobody's. */
export function differences(before: Named, after: Named, at: Path = []): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const path = [...at, name];
    const [was, is] = [before[name], after[name]];
    if ((isNamed(was) || was === undefined) && (isNamed(is) || is === undefined)) {
      if (was !== undefined || is !== undefined) {
        const deeper = differences(was ?? {}, is ?? {}, path);
        const emptied = deeper.length === 0 && (was === undefined) !== (is === undefined);
        return emptied ? [{ path, before: was, after: is }] : deeper;
      }
    }
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ path, before: was, after: is }];
  });
}

/** `content` with `value` at `path`; `undefined` takes away what is there. */
export function placed(content: Named, path: Path, value: unknown): Named {
  const [name, ...rest] = path;
  if (name === undefined) return isNamed(value) ? value : content;
  if (rest.length === 0) {
    const { [name]: _gone, ...others } = content;
    return value === undefined ? others : { ...content, [name]: value };
  }
  const inner = content[name];
  if (value === undefined && !isNamed(inner)) return content;
  return { ...content, [name]: placed(isNamed(inner) ? inner : {}, rest, value) };
}

/** `theirs` with all that was changed between `base` and `mine`. Where both changed one path, `mine` stands. */
export function onTop(base: Named, mine: Named, theirs: Named): Named {
  return differences(base, mine).reduce<Named>(
    (content, { path, after }) => placed(content, path, after),
    theirs,
  );
}
