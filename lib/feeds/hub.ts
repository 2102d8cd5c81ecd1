/**
 * The WebSub hub that readers of the feeds may subscribe at (`WEBSUB_HUB`); null where none is configured.
 * @throws where what is configured is no web address.
 */
export function websubHub(): string | null {
  const configured = process.env.WEBSUB_HUB?.trim();
  if (!configured) return null;
  if (!URL.canParse(configured) || !/^https?:$/.test(new URL(configured).protocol))
    throw new Error(`WEBSUB_HUB 不是网址：${configured}`);
  return new URL(configured).href;
}
