/**
 * One value for the whole process. The bundle that Next.js builds, its cache handlers and the server are separate module
 * graphs: a plain module-level value would exist once in each.
 */
export function processWide<T>(name: string, make: () => T): T {
  const holder = globalThis as { [key: symbol]: T | undefined };
  const key = Symbol.for(`weishui.${name}`);
  const value = holder[key] ?? make();
  holder[key] = value;
  return value;
}
